import type { Standing } from '../../src/protocol/view.js';
import { AbsenceWatch } from './absence.js';
import type { Conductor } from './conductor.js';
import type { SimRoom, Stepped } from './sim-room.js';

/**
 * Fairness is judged over people who wanted about the same, which was more than they could get: who
 * wanted a turn (waited in line, with a suggestion, or asked) for at least half of the time that
 * they were there since they first did, and so long that three turns would have been theirs if
 * each had been shared by all who waited for it. What somebody got is turns per such share: time
 * spent waiting, counted in turns, so that a busy hour is no injustice.
 */
const WANTING_MIN = 0.5;
const SHARES_MIN = 3;

/** Estimates of shorter waits are not judged: a second more or less is no error. */
const WAIT_MIN_MS = 20_000;

/** One who wants a turn and cannot have it yet. */
const WAITING: ReadonlySet<Standing['state']> = new Set(['waiting', 'asking', 'proposed']);

interface Person {
  turns: number;
  /** The turns there would have been for this one, had each been shared by all who waited for it. */
  shares: number;
  waitedMs: number;
  presentMs: number;
}

/** A wait as it was announced on lining up, and as it was (ms). */
export interface Wait {
  readonly at: number;
  readonly expected: number;
  readonly actual: number;
}

/** Watches a room and counts. */
export class Measure {
  readonly refusals = new Map<string, number>();
  readonly waits: Wait[] = [];
  readonly appliedAt: number[] = [];
  turns = 0;
  readonly absences: AbsenceWatch;
  readonly startedAt: number;
  private readonly room: SimRoom;
  private readonly conductor: Conductor;
  private readonly people = new Map<string, Person>();
  private readonly announced = new Map<string, { at: number; expected: number }>();
  private owner: string | null = null;
  private turnAt = 0;

  constructor(room: SimRoom, conductor: Conductor, startedAt: number) {
    this.room = room;
    this.conductor = conductor;
    this.startedAt = startedAt;
    this.absences = new AbsenceWatch(room);
    room.watch((stepped) => this.stepped(stepped));
  }

  get sessions(): number {
    return this.conductor.sessions;
  }

  get applied(): number {
    return this.appliedAt.length;
  }

  /** What people got of what they waited for: 1 is exactly a fair share. */
  get shares(): readonly number[] {
    return this.patient
      .filter(({ waitedMs, presentMs }) => waitedMs >= WANTING_MIN * presentMs)
      .map(({ turns, shares }) => turns / shares);
  }

  /** The same for all, those included who only now and then wanted a turn. */
  get sharesOfAll(): readonly number[] {
    return this.patient.map(({ turns, shares }) => turns / shares);
  }

  private get patient(): readonly Person[] {
    return [...this.people.values()].filter(({ shares }) => shares >= SHARES_MIN);
  }

  /** By how much the waits differed from what was announced, as shares of the waits. */
  get errors(): readonly number[] {
    return this.waits
      .filter(({ actual }) => actual >= WAIT_MIN_MS)
      .map(({ expected, actual }) => Math.abs(expected - actual) / actual);
  }

  end(): void {
    this.announced.clear();
  }

  private stepped(stepped: Stepped): void {
    const { before, input } = stepped;
    const { room } = this;
    this.count(stepped);
    this.absences.stepped(stepped);
    const changed = before.turns !== room.state.turns || before.dispatch !== room.state.dispatch;
    if (!changed) return;
    const owner = this.ownerNow();
    if (owner !== null && owner !== this.owner) this.turnBegins(stepped, owner.slice(0, 5));
    this.owner = owner;
    if (input.type === 'said') this.noteAnnouncement(input.connection);
  }

  /** Refusals by reason, and what reached the world. */
  private count({ effects }: Stepped): void {
    for (const effect of effects) {
      if (effect.type !== 'send') continue;
      const { message } = effect;
      if (message.type === 'answer' && message.reason !== null) this.refused(message.reason);
      if (message.type !== 'receipt') continue;
      const { status, reason } = message.receipt;
      if (status === 'refused' && reason !== null) this.refused(reason);
      if (status === 'applied') this.appliedAt.push(message.now);
    }
  }

  private refused(reason: string): void {
    this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1);
  }

  /** Whose turn it is; where nobody holds turns, a prompt that is sent is one. */
  private ownerNow(): string | null {
    const { state } = this.room;
    const holder = this.room.turnsOf().holder;
    if (holder !== null) return holder.id;
    const { dispatch } = state;
    return dispatch.phase === 'inFlight' ? dispatch.promptId : null;
  }

  /** A turn is given to one of those who waited; each of them has waited for a share of it. */
  private turnBegins({ before }: Stepped, who: string): void {
    const { room } = this;
    const standingOf = room.standings(before);
    const waited = Object.entries(before.participants)
      .filter(([id, { awayAt }]) => awayAt === null && WAITING.has(standingOf(id).state))
      .map(([id]) => id);
    const all = new Set([...waited, who]);
    const sinceMs = room.now - (this.turnAt || room.now);
    for (const id of all) {
      const person = this.people.get(id) ?? { turns: 0, shares: 0, waitedMs: 0, presentMs: 0 };
      this.people.set(id, person);
      person.shares += 1 / all.size;
      person.waitedMs += sinceMs;
      if (id === who) person.turns += 1;
    }
    for (const [id, { awayAt }] of Object.entries(before.participants)) {
      const person = this.people.get(id);
      if (awayAt === null && person) person.presentMs += sinceMs;
    }
    this.turns += 1;
    this.turnAt = room.now;
    const announced = this.announced.get(who);
    if (announced === undefined) return;
    this.announced.delete(who);
    this.waits.push({ ...announced, actual: room.now - announced.at });
  }

  /** What somebody who has just lined up is told; forgotten for one who leaves the line. */
  private noteAnnouncement(connection: string): void {
    const { room } = this;
    const who = room.state.connections[connection]?.who;
    if (who == null) return;
    const standing = room.standings()(who);
    if (standing.state !== 'waiting') {
      this.announced.delete(who);
    } else if (!this.announced.has(who) && standing.expectedAt !== null) {
      this.announced.set(who, { at: room.now, expected: standing.expectedAt - room.now });
    }
  }
}

/** Jain's index: 1 when all have the same, 1/n when one of n has everything. */
export function jain(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + value * value, 0);
  return squares === 0 ? 1 : (sum * sum) / (values.length * squares);
}

export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
