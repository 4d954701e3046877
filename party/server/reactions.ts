import { added, listedReaction, type ReactionSums } from '../../src/protocol/reactions.js';
import { ACCEPTED, type Outcome, type Reason, refuse } from '../../src/protocol/reasons.js';
import type { Input } from '../room/input.js';
import { BOUNDS } from './bounds.js';

const SECOND_MS = 1_000;

/** Who reacts: an identity, and the network that it is in, where the platform tells. */
interface Reactor {
  readonly who: string;
  readonly address: string | null;
}

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
  private sums: Record<string, number> = {};
  private second = 0;
  /** How often each has reacted in this second, by identity and by address. */
  private readonly people = new Map<string, number>();
  private readonly addresses = new Map<string, number>();

  /** Counts one reaction, if it is one of those that the room offers and not one too many. */
  react(
    { who, address }: Reactor,
    emoji: string,
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
    this.sums[listed] = (this.sums[listed] ?? 0) + 1;
    this.counted += 1;
    this.dueAt ??= this.endsAt;
    return ACCEPTED;
  }

  /** What an audience party has counted among its viewers. */
  add(sums: ReactionSums, now: number): void {
    this.enter(Math.floor(now / SECOND_MS));
    this.sums = { ...added(this.sums, sums) };
    for (const count of Object.values(sums)) this.counted += count;
    this.dueAt ??= this.endsAt;
  }

  /** What to tell the room now, if anything. */
  due(now: number): Input | null {
    return this.dueAt === null || this.dueAt > now ? null : this.take();
  }

  /** What has come since the room was told; null for nothing. */
  take(): Input | null {
    if (this.dueAt === null) return null;
    const { sums } = this;
    this.sums = {};
    this.dueAt = null;
    return { type: 'reacted', sums };
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
