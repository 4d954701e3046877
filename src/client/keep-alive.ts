import { PING_EVERY_MS } from '../protocol/limits.js';
import type { Clock } from './client-options.js';

/** How long the room may take to answer a ping. */
const PONG_LIMIT_MS = 10_000;

/** The same after the machine may have slept, when the connection is more likely dead than slow. */
const CHECK_LIMIT_MS = 600;
/** On a slow line an answer may take this many times what the last one took. */
const CHECK_TIMES = 3;

interface KeepAlivePort {
  readonly clock: Clock;
  ping(): void;
  /** Nothing was heard in time, be it in a test. */
  silent(tested: boolean): void;
}

/** Detects a dead connection: pings the room, and expects an answer in time. */
export class KeepAlive {
  private readonly port: KeepAlivePort;
  private pingedAt = 0;
  private lastTookMs = 0;
  private awaitingPong = false;
  private cancelDeadline = () => {};
  private cancelPing = () => {};

  constructor(port: KeepAlivePort) {
    this.port = port;
  }

  /** Starts pinging. */
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

  /** Expects a message within this time. */
  expectMessage(limitMs: number, tested = false): void {
    this.cancelDeadline();
    this.cancelDeadline = this.port.clock.setTimer(() => this.port.silent(tested), limitMs);
  }

  /** When the ping was sent that this pong answers; null when none was awaited. */
  answered(): number | null {
    if (!this.awaitingPong) return null;
    this.awaitingPong = false;
    this.cancelDeadline();
    this.lastTookMs = this.port.clock.now() - this.pingedAt;
    return this.pingedAt;
  }

  /** Pings now, whatever was pinged before, and expects the answer soon. */
  test(): void {
    this.awaitingPong = false;
    this.ping();
    this.expectMessage(Math.max(CHECK_LIMIT_MS, CHECK_TIMES * this.lastTookMs), true);
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
    this.expectMessage(PONG_LIMIT_MS);
    this.port.ping();
  }
}
