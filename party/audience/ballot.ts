import { ACCEPTED, type Outcome, refuse } from '../../src/protocol/reasons.js';
import type { RoomView } from '../../src/protocol/view.js';
import { CHOICES_MAX, type Up } from './link.js';
import { hashOf } from './places.js';

type Sums = NonNullable<Extract<Up, { type: 'report' }>['ballot']>;
type StoredVote = readonly [who: string, choice: string, address: string | null];

/** Votes are stored in so many parts, so that one vote rewrites a few of them and not two thousand. */
export const BALLOT_PARTS = 16;

/** The votes of a party's viewers in the present round: one of each identity, which may change it. */
export class PartyBallot {
  private round = '';
  private isOver = true;
  private votes = new Map<string, { choice: string; address: string | null }>();
  private readonly sums = new Map<string, number>();
  private readonly perAddress = new Map<string, number>();

  /** Follows what the room shows; true when another round is open, or none any more. */
  follow(turns: RoomView['turns']): boolean {
    const round = turns.mode === 'vote' && turns.round?.phase === 'vote' ? turns.round.id : '';
    if (round === this.round) return false;
    this.begin(round);
    return true;
  }

  /** The round that votes are taken in; null while there is none. */
  get open(): string | null {
    return this.isOver ? null : this.round;
  }

  /** Whether votes for this round are counted here, be it over or not. */
  counts(round: string): boolean {
    return round !== '' && round === this.round;
  }

  of(who: string): string | null {
    return this.votes.get(who)?.choice ?? null;
  }

  get voters(): Iterable<string> {
    return this.votes.keys();
  }

  /**
   * `limit` is how many votes of one address count here: of the room's limit the share of this party, since
   * identities behind one address are spread over all.
   */
  cast(who: string, choice: string, address: string | null, limit: number): Outcome {
    if (this.isOver) return refuse('round-over');
    const before = this.votes.get(who);
    if (before === undefined && address !== null) {
      const alike = this.perAddress.get(address) ?? 0;
      if (limit > 0 && alike >= limit) return refuse('too-many-from-address', { limit });
    }
    if (!this.sums.has(choice) && this.sums.size >= CHOICES_MAX) return refuse('no-such-choice');
    this.remove(who);
    this.put(who, choice, address);
    return ACCEPTED;
  }

  /** Takes a vote away; true when there was one. */
  remove(who: string): boolean {
    const vote = this.votes.get(who);
    if (vote === undefined) return false;
    this.votes.delete(who);
    add(this.sums, vote.choice, -1);
    if (vote.address !== null) add(this.perAddress, vote.address, -1);
    return true;
  }

  /** The room has ended the round: what is counted now is final. */
  end(round: string): boolean {
    if (!this.counts(round) || this.isOver) return false;
    this.isOver = true;
    return true;
  }

  report(): Sums | null {
    if (this.round === '') return null;
    return { round: this.round, votes: [...this.sums], isFinal: this.isOver };
  }

  /** The part of all votes that somebody's is in, as it is stored. */
  partOf(who: string): { readonly part: number; readonly text: string } {
    const part = hashOf(who) % BALLOT_PARTS;
    const votes = [...this.votes].filter(([one]) => hashOf(one) % BALLOT_PARTS === part);
    const stored = votes.map(([one, { choice, address }]): StoredVote => [one, choice, address]);
    return { part, text: JSON.stringify({ round: this.round, votes: stored }) };
  }

  /** Takes a stored part in, if it is of the round that is open. */
  restore(text: string): void {
    const { round, votes } = JSON.parse(text) as { round: string; votes: readonly StoredVote[] };
    if (!this.counts(round)) return;
    for (const [who, choice, address] of votes) this.put(who, choice, address);
  }

  private begin(round: string): void {
    this.round = round;
    this.isOver = round === '';
    this.votes = new Map();
    this.sums.clear();
    this.perAddress.clear();
  }

  private put(who: string, choice: string, address: string | null): void {
    this.votes.set(who, { choice, address });
    add(this.sums, choice, 1);
    if (address !== null) add(this.perAddress, address, 1);
  }
}

function add(sums: Map<string, number>, key: string, by: number): void {
  const sum = (sums.get(key) ?? 0) + by;
  if (sum > 0) sums.set(key, sum);
  else sums.delete(key);
}
