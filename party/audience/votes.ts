import type { ClientMessage } from '../../src/protocol/messages.js';
import type { Outcome } from '../../src/protocol/reasons.js';
import { PartyBallot } from './ballot.js';
import { type Down, MOVED_MAX } from './link.js';
import { homeOf } from './places.js';
import type { PartySnapshot } from './snapshot.js';
import type { Uplink } from './uplink.js';
import type { Viewer, Viewers } from './viewers.js';

/** Votes go to where they belong at most this often, those of all who went meanwhile together. */
const MOVE_EVERY_MS = 250;
/** Those that have not got there are sent once more after so long. */
const MOVE_AGAIN_MS = 10_000;

interface VotesPort {
  /** Which of the room's parties this is. */
  readonly no: number;
  readonly viewers: Viewers;
  readonly uplink: Uplink;
  now(): number;
  snapshot(): PartySnapshot | null;
  /** Tells the room the sums as they are now. */
  report(): void;
  /** How somebody votes has changed. */
  tellYou(who: string): void;
  /** What is counted has changed. */
  changed(): void;
  store(texts: Readonly<Record<string, string>>): void;
}

/**
 * What a party does with votes: it counts them, and when their voters belong to another place, be they here
 * or gone, the votes go there through the room. Until they have got there they are kept here, and count
 * nowhere: so none is lost, and none counts twice.
 */
export class PartyVotes {
  readonly ballot: PartyBallot;
  private readonly port: VotesPort;
  /** Whose votes were sent, and have not got there. */
  private sent: ReadonlySet<string> = new Set();
  /** When votes are to be sent. */
  private sendAt: number | null = null;

  constructor(port: VotesPort) {
    this.port = port;
    this.ballot = new PartyBallot((who) => port.viewers.isHere(who));
  }

  /** Follows what the room has voted on. Those whose vote is no more are told. */
  follow(): void {
    const { port, ballot } = this;
    const wasOpen = ballot.open;
    const gone = ballot.follow(port.snapshot()?.ballot ?? null);
    for (const who of gone) port.tellYou(who);
    if (gone.length > 0 || ballot.open !== wasOpen) port.changed();
    if (ballot.leaving.length === 0) this.sendAt = null;
  }

  cast(
    { kept }: Viewer,
    { choice }: Extract<ClientMessage, { type: 'vote' }>,
    limit: number,
  ): Outcome {
    const { port, ballot } = this;
    const { who, address } = kept.ticket;
    const outcome = ballot.cast(who, choice, address, limit);
    if (!outcome.ok) return outcome;
    port.changed();
    port.store(ballot.partsOf([who]));
    port.tellYou(who);
    return outcome;
  }

  /** Whom the room does not let in has no vote. */
  bar(snapshot: PartySnapshot): void {
    const { port, ballot } = this;
    const barred = [...ballot.voters].flatMap(([who, { address }]) =>
      snapshot.bars({ who, address }) ? who : [],
    );
    if (barred.length === 0) return;
    for (const who of barred) ballot.remove(who);
    port.store(ballot.partsOf(barred));
    port.changed();
  }

  /** There is another plan, or link: the votes of those who have left go at once, of others when they go. */
  planned(): void {
    this.sendAt = null;
    this.move([...this.ballot.voters].map(([who]) => who));
  }

  /** Who belongs elsewhere takes their vote along when they go. */
  left(who: string): void {
    this.move([who]);
  }

  private move(voters: readonly string[]): void {
    const { port, ballot } = this;
    if (ballot.open === null) return;
    const moving = voters.filter(
      (who) => this.belongsElsewhere(who) && !port.viewers.isHere(who) && ballot.move(who),
    );
    if (moving.length > 0) {
      port.store(ballot.partsOf(moving));
      port.changed();
    }
    if (ballot.leaving.length > 0) this.sendAt ??= port.now() + MOVE_EVERY_MS;
  }

  /** So many at a time; the next ones once these are there. */
  private send(now: number): void {
    const { port, ballot } = this;
    const votes = ballot.leaving.slice(0, MOVED_MAX);
    const round = ballot.open;
    this.sendAt = null;
    if (round === null || votes.length === 0) return;
    this.sent = new Set(votes.map(([who]) => who));
    this.sendAt = now + MOVE_AGAIN_MS;
    // The room has to know that they are no more here before they count elsewhere.
    port.report();
    port.uplink.say({ type: 'votes', round, votes });
  }

  /** Votes of this party have got to where their voters belong. */
  moved(voters: readonly string[]): void {
    const { port, ballot } = this;
    const gone = voters.filter((who) => ballot.hasMoved(who));
    if (gone.length === 0) return;
    port.store(ballot.partsOf(gone));
    port.changed();
    this.sent = new Set([...this.sent].filter((who) => !gone.includes(who)));
    if (this.sent.size > 0) return;
    this.sendAt = ballot.leaving.length > 0 ? port.now() + MOVE_EVERY_MS : null;
  }

  /** Votes come from another place. */
  take({ from, round, votes }: Extract<Down, { type: 'votes' }>): void {
    const { port, ballot } = this;
    // Of a ballot that is not known here yet they are sent once more.
    if (round !== ballot.open) return;
    const taken = votes
      .filter(([who, , address]) => port.snapshot()?.bars({ who, address }) === false)
      .filter((vote) => ballot.take(vote))
      .map(([who]) => who);
    port.store(ballot.partsOf(taken));
    port.changed();
    for (const who of taken) port.tellYou(who);
    port.uplink.say({ type: 'moved', from, moved: votes.map(([who]) => who) });
  }

  get dueAt(): number | null {
    return this.sendAt;
  }

  woke(now: number): void {
    if (this.sendAt !== null && this.sendAt <= now) this.send(now);
  }

  /** What was stored before the party slept or was started again. */
  restore(parts: Iterable<string>): void {
    this.follow();
    for (const part of parts) this.ballot.restore(part);
    if (this.ballot.leaving.length > 0) this.sendAt = this.port.now() + MOVE_EVERY_MS;
  }

  private belongsElsewhere(who: string): boolean {
    const { port } = this;
    const parties = port.snapshot()?.plan.parties;
    return parties !== undefined && homeOf(who, parties) !== port.no;
  }
}
