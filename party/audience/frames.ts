import type { RoomView } from '../../src/protocol/view.js';
import type { StepResult } from '../server/observer.js';
import type { DownMessage, Standings } from './link.js';

/** Parties are told at most so often: what changes meanwhile goes together, as it is in the end. */
const FRAME_EVERY_MS = 250;

/** What the room's parties have not been told yet: whole sections, so that the last word counts. */
export class Frames {
  private sections: Partial<Record<keyof RoomView, unknown>> = {};
  /** Up to which change they were told. */
  private toldSeq = 0;
  private seq = 0;
  private toldAt = Number.NEGATIVE_INFINITY;
  private isBehind = false;
  private standings = '';

  /** What the room's own viewers have been told up to. */
  get now(): number {
    return this.seq;
  }

  observe({ delta }: Pick<StepResult, 'delta'>): void {
    this.isBehind = true;
    if (delta === null) return;
    this.seq = delta.seq;
    Object.assign(this.sections, delta.room);
  }

  get dueAt(): number | null {
    return this.isBehind ? this.toldAt + FRAME_EVERY_MS : null;
  }

  /** One text for all viewers of all parties; null while nothing is due, or nothing has changed. */
  take(now: number, standingsNow: () => Standings): DownMessage | null {
    if (!this.isBehind || now < this.toldAt + FRAME_EVERY_MS) return null;
    this.isBehind = false;
    const standings = standingsNow();
    const text = JSON.stringify(standings);
    const from = this.toldSeq;
    const { seq, sections } = this;
    const hasNews = seq > from;
    if (!hasNews && text === this.standings) return null;
    const delta = hasNews
      ? JSON.stringify({ type: 'delta', seq, from, now, room: sections })
      : null;
    const isSame = text === this.standings;
    this.sections = {};
    this.toldSeq = seq;
    this.standings = text;
    this.toldAt = now;
    return { type: 'frame', seq, from, now, delta, standings: isSame ? null : standings };
  }
}
