import { PING_EVERY_MS } from '../protocol/limits.js';
import type { Clock } from './client-options.js';

/** How long the room may take to answer a ping. */
const PONG_LIMIT_MS = 10_000;

/** The same after the machine may have slept, when the connection is more likely dead than slow. */
const CHECK_LIMIT_MS = 600;
/** On a slow line an answer may take this many times what the last one took. */
const CHECK_TIMES = 3;

/** What is asked waits so long for any word of the room before the connection is tested. */
const HEARD_WITHIN_MS = 600;

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
  private testing = false;
  private heardAt = 0;
  private cancelProof: (() => void) | null = null;
  private cancelDeadline = () => {};
  private cancelPing = () => {};

  constructor(port: KeepAlivePort) {
    this.port = port;
  }

  /** Starts pinging. */
  start(): void {
    this.stop();
    this.heard();
    this.pingedAt = this.port.clock.now();
    this.planPing();
  }

  /** A message came. */
  heard(): void {
    this.heardAt = this.port.clock.now();
  }

  /** The visitor wants something: a connection that says nothing soon before or after is tested. */
  wanted(): void {
    const { clock } = this.port;
    const wantedAt = clock.now();
    if (wantedAt - this.heardAt >= HEARD_WITHIN_MS) return this.test();
    this.cancelProof ??= clock.setTimer(() => {
      this.cancelProof = null;
      if (this.heardAt <= wantedAt) this.test();
    }, HEARD_WITHIN_MS);
  }

  stop(): void {
    this.cancelPing();
    this.cancelDeadline();
    this.cancelProof?.();
    this.cancelProof = null;
    this.awaitingPong = false;
    this.testing = false;
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
    this.testing = false;
    this.cancelDeadline();
    this.lastTookMs = this.port.clock.now() - this.pingedAt;
    return this.pingedAt;
  }

  /** Pings now, whatever was pinged before, and expects the answer soon; a test under way is not put off. */
  test(): void {
    if (this.testing) return;
    this.testing = true;
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
