import { makePatch } from '../room/view/patch.js';
import type { StepResult } from '../server/observer.js';
import type { Ballot } from '../turns/policy.js';
import type { DownMessage, Standings } from './link.js';

/** Parties are told at most so often: what changes meanwhile goes together, as it is in the end. */
const FRAME_EVERY_MS = 250;

/** A state of the public view: the number of its last change, and its text. */
interface Told {
  readonly seq: number;
  readonly text: string;
}

/** What parties are told beside the view. */
interface Beside {
  readonly standings: Standings;
  readonly ballot: Ballot | null;
}

/** What the room's parties have been told, and what not yet. */
export class Frames {
  /** The same for all parties, or one text would not do for all. */
  private told: Told = { seq: 0, text: '' };
  private known: Told = this.told;
  private toldAt = Number.NEGATIVE_INFINITY;
  private isBehind = false;
  private standings = '';
  private ballot: Ballot | null = null;

  observe({ delta, text }: Pick<StepResult, 'delta' | 'text'>): void {
    this.isBehind = true;
    if (delta !== null && text !== null) this.known = { seq: delta.seq, text };
  }

  /** Nobody had to be told before: those who come begin with the state as it is. */
  begin(ballot: Ballot | null): void {
    this.told = this.known;
    this.ballot = ballot;
  }

  /** What a party that is linked now has to begin with. */
  get snapshot(): Told & Pick<Beside, 'ballot'> {
    return { ...this.told, ballot: this.ballot };
  }

  get dueAt(): number | null {
    return this.isBehind ? this.toldAt + FRAME_EVERY_MS : null;
  }

  /** One text for all viewers of all parties; null while nothing is due, or nothing has changed. */
  take(now: number, besideNow: () => Beside): DownMessage | null {
    if (!this.isBehind || now < this.toldAt + FRAME_EVERY_MS) return null;
    this.isBehind = false;
    const { standings, ballot } = besideNow();
    const text = JSON.stringify(standings);
    const { told, known } = this;
    const isSame = text === this.standings;
    const isSameBallot = JSON.stringify(ballot) === JSON.stringify(this.ballot);
    const hasNews = known.seq > told.seq;
    if (!hasNews && isSame && isSameBallot) return null;
    const patch = hasNews ? makePatch(told.text, `${now}${known.text}`) : null;
    this.told = known;
    this.standings = text;
    this.ballot = ballot;
    this.toldAt = now;
    return {
      ...{ type: 'frame', seq: known.seq, from: told.seq, now, patch },
      standings: isSame ? null : standings,
      ...(isSameBallot ? {} : { ballot }),
    };
  }
}
