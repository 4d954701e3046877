import { PING_EVERY_MS } from '../protocol/limits.js';
import type { Clock } from './clock.js';

/** A room that leaves a ping unanswered for this long is not there. */
const PONG_LIMIT_MS = 10_000;

interface PulsePort {
  readonly clock: Clock;
  ping(): void;
  /** What had to be heard by now was not. */
  silent(): void;
}

/** Watches a line for silence: asks the room now and then, and has to hear from it in time. */
export class Pulse {
  private readonly port: PulsePort;
  private pingedAt = 0;
  private awaitingPong = false;
  private cancelDeadline = () => {};
  private cancelPing = () => {};

  constructor(port: PulsePort) {
    this.port = port;
  }

  /** From here on the room is asked. */
  start(): void {
    this.stop();
    this.pingedAt = this.port.clock.now();
    this.planPing();
  }

  stop(): void {
    this.cancelPing();
    this.cancelDeadline();
    this.awaitingPong = false;
  }

  /** Something has to be heard within this time. */
  awaitWord(limitMs: number): void {
    this.cancelDeadline();
    this.cancelDeadline = this.port.clock.setTimer(() => this.port.silent(), limitMs);
  }

  /** When the ping was sent that this pong answers; null when none was awaited. */
  ponged(): number | null {
    if (!this.awaitingPong) return null;
    this.awaitingPong = false;
    this.cancelDeadline();
    return this.pingedAt;
  }

  /** A hidden page's timers run late; what the room says wakes it often enough. */
  catchUp(): void {
    if (this.port.clock.now() - this.pingedAt >= PING_EVERY_MS) this.ping();
  }

  private planPing(): void {
    this.cancelPing();
    this.cancelPing = this.port.clock.setTimer(() => this.ping(), PING_EVERY_MS);
  }

  private ping(): void {
    this.planPing();
    if (this.awaitingPong) return;
    this.awaitingPong = true;
    this.pingedAt = this.port.clock.now();
    this.awaitWord(PONG_LIMIT_MS);
    this.port.ping();
  }
}
