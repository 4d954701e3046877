import type { You } from '../../src/protocol/view.js';
import { earliest } from '../turns/clock.js';
import type { Ticket } from './link.js';
import { hashOf, homeOf } from './places.js';

/** What is kept with a socket, so that its viewer is known again after the party has slept. */
export interface KeptViewer {
  readonly ticket: Ticket;
  /** Whether the room serves this one, through the party. */
  isRelayed: boolean;
  /** The stream that this one shows; empty before it has said so, null for none. */
  shows: string | null;
  /** Whether nobody can see their page. */
  isHidden: boolean;
  /** Whether changes are said to it as patches. */
  readonly readsPatches?: boolean;
  /** Whether its welcome may say the view beside the usual one. */
  readonly knowsUsual?: boolean;
  /** Its place among those who join the next stream one after another. */
  place?: number;
}

/** One end of a viewer's socket; none of its methods may throw. */
export interface ViewerSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Keeps something with the socket, where the platform lets objects sleep under theirs. */
  keep?(record: KeptViewer): void;
}

/** Somebody who watches here. */
export interface Viewer {
  readonly id: string;
  readonly socket: ViewerSocket;
  readonly kept: KeptViewer;
  /** The last change that this one was told of; none is told before there was a welcome. */
  seq: number;
  /** Whether the room's welcome is to be passed on as it is: they had none here. */
  awaitsWelcome: boolean;
  /** What the room last said of one whom it serves. */
  you: You | null;
  /** When this one last told how its picture is. */
  viewingAt: number | null;
  /** When this one was sent to another place, and is not counted here any more. */
  sentAwayAt: number | null;
}

/** Those who are sent to another place go over this long, and at most so many a second. */
const SPREAD_MS = 2_000;
const MOVES_PER_SECOND = 200;

/** Who was told to go somewhere else has so long; then the line is cut, and they ask the room. */
const GONE_WITHIN_MS = 15_000;

/** Counts who watches in a party, one for each identity, and says who has to go elsewhere, and when. */
export class Viewers {
  readonly all = new Map<string, Viewer>();
  private readonly byIdentity = new Map<string, Set<Viewer>>();
  private readonly tabs = new Map<string, number>();
  private readonly toMove = new Map<string, number>();
  private readonly away = new Set<Viewer>();
  /** When the tokens end that the site has signed for some of them. */
  private readonly ends = new Map<string, number>();

  /** How many people watch here. */
  get watching(): number {
    return this.tabs.size;
  }

  add(viewer: Viewer): void {
    const { who, expiresAt } = viewer.kept.ticket;
    this.all.set(viewer.id, viewer);
    if (expiresAt !== null) this.ends.set(viewer.id, expiresAt);
    this.byIdentity.set(who, (this.byIdentity.get(who) ?? new Set()).add(viewer));
    this.count(who, 1);
  }

  remove(id: string): Viewer | null {
    const viewer = this.all.get(id);
    if (viewer === undefined) return null;
    this.all.delete(id);
    this.toMove.delete(id);
    this.away.delete(viewer);
    this.ends.delete(id);
    const { who } = viewer.kept.ticket;
    const others = this.byIdentity.get(who);
    others?.delete(viewer);
    if (others?.size === 0) this.byIdentity.delete(who);
    if (viewer.sentAwayAt === null) this.count(who, -1);
    return viewer;
  }

  /** Whether somebody has a connection here. */
  isHere(who: string): boolean {
    return this.byIdentity.has(who);
  }

  /** All connections of one identity. */
  of(who: string): Iterable<Viewer> {
    return this.byIdentity.get(who) ?? [];
  }

  /** How many show which stream, the most shown first; an empty id is for those who have not said. */
  get shows(): [string, number][] {
    const counts = new Map<string, number>();
    for (const { kept, sentAwayAt } of this.all.values()) {
      if (kept.shows === null || sentAwayAt !== null) continue;
      counts.set(kept.shows, (counts.get(kept.shows) ?? 0) + 1);
    }
    return [...counts].sort((one, other) => other[1] - one[1]).slice(0, 8);
  }

  /** There are so many parties now: who belongs elsewhere goes there, not all at once. */
  plan(no: number, parties: number, now: number): void {
    this.toMove.clear();
    const leaving = [...this.all.values()].filter(
      ({ kept, sentAwayAt }) => sentAwayAt === null && homeOf(kept.ticket.who, parties) !== no,
    );
    const spreadMs = Math.max(SPREAD_MS, (leaving.length / MOVES_PER_SECOND) * 1_000);
    for (const { id, kept } of leaving) {
      // All tabs of one identity go together.
      const share = hashOf(`${kept.ticket.who} moves`) / 2 ** 32;
      this.toMove.set(id, now + Math.floor(share * spreadMs));
    }
  }

  /** When somebody has to be sent away, or cut off. */
  get dueAt(): number | null {
    const [longestAway] = this.away;
    const cutAt = longestAway ? (longestAway.sentAwayAt ?? 0) + GONE_WITHIN_MS : null;
    return earliest([cutAt, ...this.toMove.values(), ...this.ends.values()]);
  }

  /** Those who are to be sent elsewhere now: from here on they count there. */
  due(now: number): Viewer[] {
    const due: Viewer[] = [];
    for (const [id, at] of this.toMove) {
      const viewer = this.all.get(id);
      if (at > now || viewer === undefined) continue;
      this.toMove.delete(id);
      this.sendAway(viewer, now);
      due.push(viewer);
    }
    return due;
  }

  sendAway(viewer: Viewer, now: number): void {
    if (viewer.sentAwayAt !== null) return;
    viewer.sentAwayAt = now;
    this.away.add(viewer);
    this.count(viewer.kept.ticket.who, -1);
  }

  /** Those whose token has run out. */
  expired(now: number): Viewer[] {
    const ids = [...this.ends].filter(([, at]) => at <= now).map(([id]) => id);
    return ids.flatMap((id) => this.all.get(id) ?? []);
  }

  /** Those who were sent away and are still here. */
  overdue(now: number): Viewer[] {
    return [...this.away].filter(({ sentAwayAt }) => (sentAwayAt ?? 0) + GONE_WITHIN_MS <= now);
  }

  private count(who: string, by: number): void {
    const left = (this.tabs.get(who) ?? 0) + by;
    if (left > 0) this.tabs.set(who, left);
    else this.tabs.delete(who);
  }
}
