import { BOUNDS } from '../server/bounds.js';
import type { Ballot, MovedVote, Tally } from '../turns/policy.js';
import type { DownMessage, Up } from './link.js';
import type { PartyLink } from './party-link.js';
import { AT_ROOM } from './places.js';

type Report = Extract<Up, { type: 'report' }>['ballot'];

interface TalliesPort {
  now(): number;
  ballot(): Ballot | null;
  /** Whom the room does not let in, by identity or address. */
  barred(): readonly string[];
  /** Where somebody belongs. */
  homeOf(who: string): number;
  linkOf(no: number): PartyLink | undefined;
  tellAll(message: DownMessage): void;
  tallied(tallies: readonly Tally[]): void;
  votesMoved(round: string, votes: readonly MovedVote[]): void;
}

/** Sums of votes go into the room together, at most this often. */
const TALLY_EVERY_MS = 500;

/** What the room's side has to do with votes that parties count: their sums, and those that change places. */
export class Tallies {
  private readonly port: TalliesPort;
  private readonly waiting = new Map<string, Tally>();
  private toldAt = Number.NEGATIVE_INFINITY;
  /** The last round whose votes were counted to the end. */
  private counted: string | null = null;

  constructor(port: TalliesPort) {
    this.port = port;
  }

  /** Whether everybody stays where they are until a ballot ends; one without an end does not keep them. */
  get isVoting(): boolean {
    return this.port.ballot()?.isStanding === false;
  }

  get dueAt(): number | null {
    return this.waiting.size > 0 ? this.toldAt + TALLY_EVERY_MS : null;
  }

  /** A ballot that has run out is counted: each party tells its sums once more, and takes no more votes. */
  follow(): void {
    const { round, isOver } = this.port.ballot() ?? { round: '', isOver: false };
    if (!isOver || round === this.counted) return;
    this.counted = round;
    this.port.tellAll({ type: 'count', round });
  }

  /** Takes a party's sums; false where they cannot be. */
  reported(link: PartyLink, report: Report): boolean {
    const { no } = link;
    const { round, votes, isFinal, moving } = report ?? NOTHING;
    const sum = votes.reduce((total, [, count]) => total + count, 0);
    if (sum > BOUNDS.viewersPerParty.max) {
      link.complain('audience-party-lies', { votes: sum });
      return false;
    }
    link.holdsVotes = sum + moving > 0;
    if (report === null) return true;
    const party = String(no);
    this.waiting.set(party, { party, round, votes: Object.fromEntries(votes), isFinal });
    // The end of a ballot waits for nothing but these.
    this.tell(this.port.now(), isFinal);
    return true;
  }

  tell(now: number, atOnce = false): void {
    if (this.waiting.size === 0 || (!atOnce && now < this.toldAt + TALLY_EVERY_MS)) return;
    const tallies = [...this.waiting.values()];
    this.waiting.clear();
    this.toldAt = now;
    this.port.tallied(tallies);
  }

  /** Votes go to where their voters belong; the party keeps them until they have got there. */
  move(link: PartyLink, { round, votes }: Extract<Up, { type: 'votes' }>): void {
    const { port } = this;
    const now = port.now();
    if (!link.movings.has(now)) {
      return link.complain('audience-party-lies', { moving: votes.length });
    }
    link.movings.spend(votes.length, now);
    const barred = new Set(port.barred());
    const homes = new Map<number, MovedVote[]>();
    const away: string[] = [];
    for (const vote of votes) {
      const [who, , address] = vote;
      const home = port.homeOf(who);
      const isBarred = barred.has(who) || (address !== null && barred.has(address));
      if (home === AT_ROOM || isBarred) away.push(who);
      if (!isBarred) homes.set(home, [...(homes.get(home) ?? []), vote]);
    }
    for (const [home, those] of homes) {
      if (home === AT_ROOM) {
        // Their party's sums are without them by now.
        this.tell(now, true);
        port.votesMoved(round, those);
      } else port.linkOf(home)?.tell({ type: 'votes', from: link.no, round, votes: those });
    }
    if (away.length > 0) link.tell({ type: 'moved', moved: away });
  }
}

const NOTHING = { round: '', votes: [], isFinal: false, moving: 0 } as const;
