import { ACCEPTED, type Outcome, refuse } from '../../src/protocol/reasons.js';
import type { Ballot, MovedVote } from '../turns/policy.js';
import { CAPACITY, type Up } from './link.js';
import { hashOf } from './places.js';

type Sums = NonNullable<Extract<Up, { type: 'report' }>['ballot']>;
type StoredVote = readonly [...MovedVote, isMoving?: boolean];

interface Vote {
  readonly choice: string;
  readonly address: string | null;
}

/** Votes are stored in so many parts, so that one vote rewrites a few of them and not two thousand. */
const BALLOT_PARTS = 16;

/** Under which names they are stored. */
export const BALLOT_KEYS = Array.from({ length: BALLOT_PARTS }, (_, part) => `ballot/${part}`);

/** The votes of a party's viewers in the present ballot: one of each identity, which may change it. */
export class PartyBallot {
  private readonly isHere: (who: string) => boolean;
  private round = '';
  private isStanding = false;
  private isOver = true;
  private choices: ReadonlySet<string> = new Set();
  private votes = new Map<string, Vote>();
  /** Votes that go to where their voters belong now. */
  private moving = new Map<string, Vote>();
  private readonly sums = new Map<string, number>();
  private readonly perAddress = new Map<string, number>();

  /** `isHere` tells whether somebody watches here: who has left gives way where there are too many votes. */
  constructor(isHere: (who: string) => boolean) {
    this.isHere = isHere;
  }

  /** Follows what the room has voted on; those are returned whose vote is no more. */
  follow(ballot: Ballot | null): readonly string[] {
    const { round, choices, isStanding, isOver } = ballot ?? NO_BALLOT;
    const before = [...this.votes.keys(), ...this.moving.keys()];
    if (round !== this.round) {
      this.round = round;
      this.isOver = false;
      for (const votes of [this.votes, this.moving, this.sums, this.perAddress]) votes.clear();
    }
    this.isStanding = isStanding;
    this.isOver ||= isOver;
    this.choices = new Set(choices);
    for (const who of before) {
      if (!this.choices.has(this.of(who) ?? '')) this.remove(who);
    }
    return before.filter((who) => this.of(who) === null);
  }

  /** The ballot that votes are taken in; null while there is none. */
  get open(): string | null {
    return this.isOver ? null : this.round;
  }

  /** Whether votes for this round are counted here, be it over or not. */
  counts(round: string): boolean {
    return round !== '' && round === this.round;
  }

  of(who: string): string | null {
    return (this.votes.get(who) ?? this.moving.get(who))?.choice ?? null;
  }

  /** Those whose votes are counted here, with the address of each. */
  get voters(): Iterable<readonly [who: string, vote: Pick<Vote, 'address'>]> {
    return this.votes;
  }

  /**
   * `limit` is how many votes of one address count here: of the room's limit the share of this party, since
   * identities behind one address are spread over all.
   */
  cast(who: string, choice: string, address: string | null, limit: number): Outcome {
    if (this.isOver) return refuse('round-over');
    if (!this.choices.has(choice)) return refuse('no-such-choice');
    const before = this.votes.get(who);
    if (before === undefined && address !== null) {
      const alike = this.perAddress.get(address) ?? 0;
      if (limit > 0 && alike >= limit) return refuse('too-many-from-address', { limit });
    }
    this.remove(who);
    const takesBack = this.isStanding && before?.choice === choice;
    if (!takesBack) this.put(who, { choice, address });
    return ACCEPTED;
  }

  /** Takes a vote away; true when there was one. */
  remove(who: string): boolean {
    const isMoving = this.moving.delete(who);
    return this.uncount(who) !== null || isMoving;
  }

  /** The room has ended the round: what is counted now is final. */
  end(round: string): boolean {
    if (!this.counts(round) || this.isOver) return false;
    this.isOver = true;
    return true;
  }

  report(): Sums | null {
    const { round, sums, isOver, moving } = this;
    if (round === '') return null;
    return { round, votes: [...sums], isFinal: isOver, moving: moving.size };
  }

  /** Somebody belongs to another place, and their vote goes there: from now on it does not count here. */
  move(who: string): boolean {
    const vote = this.uncount(who);
    if (vote !== null) this.moving.set(who, vote);
    return vote !== null;
  }

  /** It counts there now. */
  hasMoved(who: string): boolean {
    return this.moving.delete(who);
  }

  /** The votes that are on their way, the first of which went first. */
  get leaving(): readonly MovedVote[] {
    return [...this.moving].map(([who, { choice, address }]) => [who, choice, address]);
  }

  /** A vote comes with its voter; who has voted here meanwhile keeps that vote. */
  take([who, choice, address]: MovedVote): boolean {
    if (this.isOver || this.votes.has(who) || !this.choices.has(choice)) return false;
    this.put(who, { choice, address });
    return true;
  }

  /** All parts of the votes that these are in, by the names under which they are stored. */
  partsOf(voters: Iterable<string>): Readonly<Record<string, string>> {
    const parts = new Set([...voters].map(partOf));
    const stored = [
      ...[...this.votes].map((vote) => [...vote, false] as const),
      ...[...this.moving].map((vote) => [...vote, true] as const),
    ];
    const texts = [...parts].map((part) => {
      const votes = stored
        .filter(([who]) => partOf(who) === part)
        .map(
          ([who, { choice, address }, isMoving]): StoredVote => [
            ...([who, choice, address] as const),
            isMoving,
          ],
        );
      return [BALLOT_KEYS[part], JSON.stringify({ round: this.round, votes })];
    });
    return Object.fromEntries(texts);
  }

  /** Takes a stored part in, if it is of the round that is open. */
  restore(text: string): void {
    const { round, votes } = JSON.parse(text) as { round: string; votes: readonly StoredVote[] };
    if (!this.counts(round)) return;
    for (const [who, choice, address, isMoving = false] of votes) {
      if (!this.choices.has(choice)) continue;
      if (isMoving) this.moving.set(who, { choice, address });
      else this.put(who, { choice, address });
    }
  }

  /** A party holds so many votes: in a ballot without an end those who have left give way, first ones first. */
  private makeRoom(): void {
    if (this.votes.size < CAPACITY) return;
    const voters = [...this.votes.keys()];
    const [first] = voters;
    const gone = voters.find((who) => !this.isHere(who)) ?? first;
    if (gone !== undefined) this.uncount(gone);
  }

  private put(who: string, vote: Vote): void {
    this.makeRoom();
    this.votes.set(who, vote);
    add(this.sums, vote.choice, 1);
    if (vote.address !== null) add(this.perAddress, vote.address, 1);
  }

  private uncount(who: string): Vote | null {
    const vote = this.votes.get(who);
    if (vote === undefined) return null;
    this.votes.delete(who);
    add(this.sums, vote.choice, -1);
    if (vote.address !== null) add(this.perAddress, vote.address, -1);
    return vote;
  }
}

const NO_BALLOT: Ballot = { round: '', choices: [], isStanding: false, isOver: true };

function partOf(who: string): number {
  return hashOf(who) % BALLOT_PARTS;
}

function add(sums: Map<string, number>, key: string, by: number): void {
  const sum = (sums.get(key) ?? 0) + by;
  if (sum > 0) sums.set(key, sum);
  else sums.delete(key);
}
