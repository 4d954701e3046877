import type { Input } from '../room/input.js';

/** A page says that somebody types at most every 3 s: who is not heard of for longer has stopped. */
const STOPS_AFTER_MS = 4_500;
/** The room hears who types at most this often. */
const TELL_EVERY_MS = 1_000;

/**
 * Knows who types of those whom everybody is shown: who has the turn, and the next few. Others may type
 * as they like, so that what is told does not grow with them.
 */
export class Typists {
  /** Until when each counts as typing. */
  private readonly until = new Map<string, number>();
  private told: readonly string[] = [];
  private toldAt = 0;

  /** When the room is to be told something; null while it knows. */
  get dueAt(): number | null {
    const stopsAt = this.until.size === 0 ? null : Math.min(...this.until.values());
    if (!this.isTold) return this.toldAt + TELL_EVERY_MS;
    return stopsAt === null ? null : Math.max(stopsAt, this.toldAt + TELL_EVERY_MS);
  }

  /** Somebody types; those who are shown no more are forgotten. */
  typed(who: string, shown: ReadonlySet<string>, now: number): void {
    for (const other of this.until.keys()) if (!shown.has(other)) this.until.delete(other);
    if (shown.has(who)) this.until.set(who, now + STOPS_AFTER_MS);
  }

  /** What they wrote is sent. */
  sent(who: string): void {
    this.until.delete(who);
  }

  /** What to tell the room now, if anything. */
  due(now: number): Input | null {
    const { dueAt } = this;
    if (dueAt === null || dueAt > now) return null;
    for (const [who, until] of this.until) if (until <= now) this.until.delete(who);
    if (this.isTold) return null;
    this.told = [...this.until.keys()];
    this.toldAt = now;
    return { type: 'typing', who: this.told };
  }

  private get isTold(): boolean {
    return this.told.length === this.until.size && this.told.every((who) => this.until.has(who));
  }
}
