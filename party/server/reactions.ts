import {
  added,
  listedReaction,
  type ReactionSums,
  type Reactions,
} from '../../src/protocol/reactions.js';
import { ACCEPTED, type Outcome, type Reason, refuse } from '../../src/protocol/reasons.js';
import { BOUNDS } from './bounds.js';

const SECOND_MS = 1_000;

/** Who reacts: an identity, and the network that it is in, where the platform tells. */
interface Reactor {
  readonly who: string;
  readonly address: string | null;
}

/** What somebody chose, and the id of the change that it is for where that is one before the one on screen. */
export interface Reaction {
  readonly emoji: string;
  readonly earlier?: string | null;
}

/** As the room is told. */
type Reacted = { readonly type: 'reacted' } & Reactions;

/**
 * Sums up what everybody who watches thinks of it, second by second: thousands who clap within a second
 * are one step of the room. What people did is known for the running second alone.
 */
export class ReactionTally {
  /** How many counted, and how many were refused, since the server started. */
  counted = 0;
  refused = 0;
  /** When the room is to be told; null while nothing has come. */
  dueAt: number | null = null;
  private sums: ReactionSums = {};
  /** Of the changes before the one on screen, by their ids. */
  private readonly earlier = new Map<string, ReactionSums>();
  private second = 0;
  /** How often each has reacted in this second, by identity and by address. */
  private readonly people = new Map<string, number>();
  private readonly addresses = new Map<string, number>();

  /** Counts one reaction, if it is one of those that the room offers and not one too many. */
  react(
    { who, address }: Reactor,
    { emoji, earlier = null }: Reaction,
    offered: readonly string[],
    now: number,
  ): Outcome {
    this.enter(Math.floor(now / SECOND_MS));
    const listed = listedReaction(offered, emoji);
    if (listed === null) return this.refuse('no-such-choice');
    const ofPerson = this.people.get(who) ?? 0;
    if (ofPerson >= BOUNDS.reactionsPerSecond.max) return this.refuse('too-fast');
    const ofAddress = address === null ? 0 : (this.addresses.get(address) ?? 0);
    if (ofAddress >= BOUNDS.reactionsPerSecondAndAddress.max) {
      return this.refuse('too-many-from-address');
    }
    this.people.set(who, ofPerson + 1);
    if (address !== null) this.addresses.set(address, ofAddress + 1);
    this.count({ [listed]: 1 }, earlier);
    return ACCEPTED;
  }

  /** What an audience party has counted among its viewers. */
  add({ sums, earlier = [] }: Reactions, now: number): void {
    this.enter(Math.floor(now / SECOND_MS));
    this.count(sums, null);
    for (const [id, late] of earlier) this.count(late, id);
  }

  /** What to tell the room now, if anything. */
  due(now: number): Reacted | null {
    return this.dueAt === null || this.dueAt > now ? null : this.take();
  }

  /** What has come since the room was told; null for nothing. */
  take(): Reacted | null {
    if (this.dueAt === null) return null;
    const { sums } = this;
    const earlier = [...this.earlier];
    this.sums = {};
    this.earlier.clear();
    this.dueAt = null;
    return { type: 'reacted', sums, ...(earlier.length > 0 && { earlier }) };
  }

  private count(sums: ReactionSums, earlier: string | null): void {
    if (earlier === null) this.sums = added(this.sums, sums);
    else this.earlier.set(earlier, added(this.earlier.get(earlier) ?? {}, sums));
    for (const count of Object.values(sums)) this.counted += count;
    this.dueAt ??= this.endsAt;
  }

  private get endsAt(): number {
    return (this.second + 1) * SECOND_MS;
  }

  private enter(second: number): void {
    if (second === this.second) return;
    this.second = second;
    this.people.clear();
    this.addresses.clear();
  }

  private refuse(reason: Reason): Outcome {
    this.refused += 1;
    return reason === 'no-such-choice' ? refuse(reason) : refuse(reason, { retryAt: this.endsAt });
  }
}
