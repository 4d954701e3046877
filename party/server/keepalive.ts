import { PING_EVERY_MS } from '../../src/protocol/limits.js';
import { CLOSE_CODE, type CloseCode } from '../../src/protocol/messages.js';
import type { Reason } from '../../src/protocol/reasons.js';
import { BOUNDS } from './bounds.js';

/** A connection that has been silent for this long is closed. A hidden tab's timers run once a minute. */
export const SILENCE_LIMIT_MS = 5 * PING_EVERY_MS;

/** A connection that has been silent for too long, and how to close it. */
interface Silent {
  readonly id: string;
  readonly code: CloseCode;
  readonly reason: Reason;
}

/** Knows when each connection was last heard. Plain bookkeeping: it closes nothing itself. */
export class Keepalive {
  private readonly limits = new Map<string, { at: number; reason: Reason }>();
  private nextAt: number | null = null;

  /** When `silent` may have something to say; never too late, sometimes too early. */
  get dueAt(): number | null {
    return this.nextAt;
  }

  opened(id: string, now: number): void {
    this.expect(id, now + BOUNDS.helloMs.max, 'hello-first');
  }

  /** The visitor behind it was admitted; from now on it must be heard of again and again. */
  joined(id: string, now: number): void {
    this.expect(id, now + SILENCE_LIMIT_MS, 'connection-lost');
  }

  /** A message was understood. Before the hello that is not enough. */
  heard(id: string, now: number): void {
    if (this.limits.get(id)?.reason === 'connection-lost') this.joined(id, now);
  }

  closed(id: string): void {
    this.limits.delete(id);
  }

  /** The connections to be closed now. Looks at all of them only when the first may be due. */
  silent(now: number): readonly Silent[] {
    if (this.nextAt === null || this.nextAt > now) return [];
    const found: Silent[] = [];
    this.nextAt = null;
    for (const [id, { at, reason }] of this.limits) {
      if (at <= now) found.push({ id, code: CLOSE_CODE.silent, reason });
      else if (this.nextAt === null || at < this.nextAt) this.nextAt = at;
    }
    return found;
  }

  private expect(id: string, at: number, reason: Reason): void {
    this.limits.set(id, { at, reason });
    if (this.nextAt === null || at < this.nextAt) this.nextAt = at;
  }
}
