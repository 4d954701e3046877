import { PROTOCOL_VERSION } from '../../src/protocol/limits.js';
import { CLOSE_CODE, type Go, type Hello } from '../../src/protocol/messages.js';
import type { Reactions } from '../../src/protocol/reactions.js';
import type { Visitor } from '../room/input.js';
import { displayName } from '../room/people/names.js';
import { BOUNDS } from '../server/bounds.js';
import type { RoomSocket } from '../server/hearing.js';
import type { Observer, StepResult } from '../server/observer.js';
import type { ViewerSums } from '../server/viewer-stats.js';
import { earliest } from '../turns/clock.js';
import type { Ballot, MovedVote, Tally } from '../turns/policy.js';
import { Frames } from './frames.js';
import {
  type DownMessage,
  goTo,
  parseUp,
  type Standings,
  signLink,
  type Ticket,
  type Up,
} from './link.js';
import { type LinkPort, PartyLink } from './party-link.js';
import {
  AT_ROOM,
  homeOf,
  partiesFor,
  partyName,
  type RoomAddress,
  viaConnection,
} from './places.js';
import { Tallies } from './tallies.js';

/** What the relay needs of the room's server. */
export interface RelayPort {
  now(): number;
  /** Opens a link to the party of this name; null where the project has no audience parties. */
  readonly dial: LinkPort['dial'];
  boot(): number;
  standings(): Standings;
  /** What parties are to count votes in; null for nothing. */
  ballot(): Ballot | null;
  /** From how many viewers at the room on there are parties. */
  audienceFrom(): number;
  /** Whom the room does not let in; the same list until that changes. */
  barred(): readonly string[];
  /** How many watch at the room itself. */
  atRoom(): number;
  /** Whether this identity is served by the room itself: connected there, or with a vote there. */
  isAtRoom(who: string): boolean;
  takesPart(who: string): boolean;
  /** Somebody in a party does more than watch; what they say follows. */
  joined(connection: string, socket: RoomSocket, visitor: Visitor, hello: Hello): void;
  said(connection: string, text: string): void;
  closed(connection: string): void;
  tallied(tallies: readonly Tally[]): void;
  /** Votes of people who belong to the room now, and voted in a party. */
  votesMoved(round: string, votes: readonly MovedVote[]): void;
  reacted(reactions: Reactions): void;
  /** How the pictures of a party's viewers were. */
  viewed(sums: ViewerSums): void;
  /** The sums of all parties have changed. */
  counted(): void;
  rescheduled(): void;
  /** Keeps how many parties there are, over restarts of the room. */
  keep(parties: number): void;
  log(event: string, fields: Readonly<Record<string, unknown>>): void;
}

interface RelaySettings {
  readonly address: RoomAddress;
  readonly key: Uint8Array;
  readonly partiesMax: number;
  /** How many viewers a party takes. */
  readonly capacity?: number;
}

/** How many parties there are is looked at this often. */
const GROW_EVERY_MS = 1_000;

/**
 * The room's side of its audience parties: how many there are, who is sent to which, one link to each, and
 * what goes over it. It is the room's only part that knows of parties, and costs it as much as there are
 * parties, however many watch in each.
 */
export class AudienceRelay implements Observer {
  private readonly port: RelayPort;
  private settings: RelaySettings | null = null;
  private readonly frames = new Frames();
  private readonly links = new Map<number, PartyLink>();
  private parties = 0;
  private barred: readonly string[] = [];
  /** Since when there are so many; 0 where that was before the room was started again. */
  private plannedAt = 0;
  private readonly tallies: Tallies;
  private grownAt = Number.NEGATIVE_INFINITY;
  private wasFull = false;

  constructor(port: RelayPort) {
    this.port = port;
    this.tallies = new Tallies({
      ...{ now: port.now, ballot: port.ballot, tallied: port.tallied },
      ...{ barred: port.barred, votesMoved: port.votesMoved },
      homeOf: (who) => homeOf(who, this.parties),
      linkOf: (no) => this.links.get(no),
      tellAll: (message) => this.tellAll(message),
    });
  }

  /** The room can be addressed; `parties` is how many it had before it was started again. */
  start(settings: RelaySettings, parties: number): void {
    this.settings = settings;
    if (parties > 0) this.grow(Math.min(parties, settings.partiesMax));
  }

  /** How many watch in all parties. */
  get watching(): number {
    return [...this.links.values()].reduce((sum, { watching }) => sum + watching, 0);
  }

  /** Whether no party has a viewer who needs another stream than this one. */
  allShow(streamId: string): boolean {
    return [...this.links.values()].every(({ shows }) =>
      shows.every(([id, count]) => id === streamId || count === 0),
    );
  }

  /** The parties that count votes. */
  get tallying(): readonly string[] {
    return [...this.links.values()]
      .filter(({ isLinked, watching }) => isLinked && watching > 0)
      .map(({ no }) => String(no));
  }

  /** Where somebody is to go who has just said hello; null when the room serves them. */
  placeOf(visitor: Visitor, hello: Hello): Promise<Go> | null {
    const { settings } = this;
    if (settings === null || !mayMove(visitor, hello)) return null;
    if (this.parties === 0) this.look(this.port.now());
    if (this.parties === 0 || this.port.isAtRoom(visitor.id)) return null;
    // The room itself says why.
    const { id, address } = visitor;
    if (this.port.barred().some((one) => one === id || one === address)) return null;
    const home = homeOf(visitor.id, this.parties);
    // A party of another version knows nothing of this room.
    if (home === AT_ROOM || this.links.get(home)?.isRefused === true) return null;
    return this.send(visitor, home, settings);
  }

  private async send(visitor: Visitor, home: number, settings: RelaySettings): Promise<Go> {
    const { id: who, name, isNamed, role, address, mayOpen, expiresAt, identity } = visitor;
    const ticket: Ticket = {
      ...{ who, name: displayName(name, who), isNamed, address, mayOpen, expiresAt },
      role: role === 'viewer' ? 'viewer' : 'prompter',
      takesPart: this.port.takesPart(who),
    };
    const { address: at, key } = settings;
    return {
      ...(await goTo(home, ticket, { address: at, key, now: () => this.port.now() })),
      identity,
    };
  }

  get dueAt(): number | null {
    const { links, frames, tallies } = this;
    if (links.size === 0) return null;
    const own = [frames.dueAt, tallies.dueAt, this.grownAt + GROW_EVERY_MS];
    return earliest([...own, ...[...links.values()].map((link) => link.dueAt)]);
  }

  observe(result: StepResult): void {
    this.frames.observe(result);
    if (this.links.size === 0) return;
    const barred = this.port.barred();
    if (barred !== this.barred) this.tellAll({ type: 'barred', barred: [...barred] });
    this.barred = barred;
    this.tallies.follow();
    this.flush(result.now);
  }

  woke(now: number): void {
    if (this.links.size === 0) return;
    this.flush(now);
    this.tallies.tell(now);
    if (this.grownAt + GROW_EVERY_MS <= now) this.look(now);
    for (const link of this.links.values()) link.woke(now);
  }

  private flush(now: number): void {
    const { port } = this;
    const frame = this.frames.take(now, () => ({
      ...{ standings: port.standings(), ballot: port.ballot() },
    }));
    if (frame !== null) this.tellAll(frame);
  }

  private tellAll(message: DownMessage): void {
    for (const link of this.links.values()) link.tell(message);
  }

  private snapshot(): DownMessage {
    const { seq, text, ballot } = this.frames.snapshot;
    return {
      ...{ type: 'snapshot', boot: this.port.boot(), seq, now: this.port.now(), room: text },
      ...{ standings: this.port.standings(), ballot },
      ...{ parties: this.parties, plannedAt: this.plannedAt },
      barred: [...this.port.barred()],
    };
  }

  /** Looks whether there should be more parties, or fewer. */
  private look(now: number): void {
    const { settings, parties, port } = this;
    if (settings === null) return;
    this.grownAt = now;
    this.dismissEmpty();
    const crowd = {
      ...{ parties, atRoom: port.atRoom(), inParties: this.watching },
      isVoting: this.tallies.isVoting,
    };
    const bounds = {
      from: port.audienceFrom(),
      capacity: settings.capacity ?? BOUNDS.viewersPerParty.max,
      partiesMax: settings.partiesMax,
    };
    const next = partiesFor(crowd, bounds);
    if (next.isFull && !this.wasFull) {
      port.log('audience-full', { parties: settings.partiesMax, watching: crowd.inParties });
    }
    this.wasFull = next.isFull;
    // Without all reports nobody knows that there are few.
    const isSure = [...this.links.values()].every(({ isLinked }) => isLinked);
    if (next.parties > parties || (next.parties < parties && isSure)) {
      this.plannedAt = now;
      this.grow(next.parties);
    }
  }

  private grow(parties: number): void {
    const { port, settings } = this;
    if (settings === null || parties === this.parties) return;
    port.log('audience-parties', { from: this.parties, to: parties });
    this.parties = parties;
    port.keep(parties);
    if (this.links.size === 0) this.frames.begin(port.ballot());
    for (let no = 1; no <= parties; no += 1) {
      if (!this.links.has(no)) this.links.set(no, this.open(no, settings));
    }
    this.tellAll({ type: 'plan', parties, plannedAt: this.plannedAt });
    port.rescheduled();
  }

  /** Parties that are given up go once their last viewer has gone to another place. */
  private dismissEmpty(): void {
    for (const [no, link] of this.links) {
      if (no <= this.parties || !link.isDone) continue;
      link.end();
      this.links.delete(no);
    }
  }

  private open(no: number, { address, key }: RelaySettings): PartyLink {
    const { port } = this;
    const name = partyName(no, address);
    return new PartyLink(no, {
      now: () => port.now(),
      dial: async (on) => port.dial(name, await signLink(name, port.now(), key), on),
      linked: (link) => link.tell(this.snapshot()),
      heard: (link, message) => this.heard(link, message),
      lost: (link) => this.lost(link),
      changed: () => port.counted(),
      rescheduled: () => port.rescheduled(),
      log: (event, fields) => port.log(event, { party: no, ...fields }),
    });
  }

  private heard(link: PartyLink, data: string): void {
    const message = parseUp(data);
    if (message === null) return link.complain('audience-party-malformed', {});
    if (message.n <= link.heardTo)
      return link.complain('audience-party-repeated', { n: message.n });
    link.heardTo = message.n;
    this.obey(link, message);
  }

  private obey(link: PartyLink, message: Up): void {
    const { port } = this;
    switch (message.type) {
      case 'report':
        return this.reported(link, message);
      case 'reacted':
        return port.reacted({
          sums: Object.fromEntries(message.sums),
          earlier: message.earlier?.map(([id, sums]) => [id, Object.fromEntries(sums)]) ?? [],
        });
      case 'viewed':
        return this.viewed(link, message.sums);
      case 'join':
        return this.join(link, message);
      case 'said':
        return port.said(viaOf(link, message.viewer), message.text);
      case 'gone':
        link.via.delete(message.viewer);
        return port.closed(viaOf(link, message.viewer));
      case 'resync':
        return link.tell(this.snapshot());
      case 'votes':
        return this.tallies.move(link, message);
      case 'moved':
        return this.links.get(message.from)?.tell({ type: 'moved', moved: message.moved });
    }
  }

  private viewed(link: PartyLink, sums: ViewerSums): void {
    const now = this.port.now();
    if (!link.viewings.has(now))
      return link.complain('audience-party-lies', { viewings: sums.reports });
    link.viewings.spend(sums.reports, now);
    this.port.viewed(sums);
  }

  private reported(link: PartyLink, report: Extract<Up, { type: 'report' }>): void {
    const { watching, shows, ballot } = report;
    if (!this.tallies.reported(link, ballot)) return;
    link.count(watching, shows);
    this.port.counted();
  }

  private join(link: PartyLink, { viewer, ticket, hidden }: Extract<Up, { type: 'join' }>): void {
    const connection = viaOf(link, viewer);
    // Once more, after one of the two slept or was started again.
    if (link.via.has(viewer)) this.port.closed(connection);
    link.via.add(viewer);
    const socket: RoomSocket = {
      send: (text) => link.tell({ type: 'to', viewer, text }),
      close: (code, reason) => {
        link.via.delete(viewer);
        link.tell({ type: 'hang-up', viewer, code: closeCode(code), reason });
      },
    };
    this.port.joined(connection, socket, visitorOf(ticket), { ...HELLO, hidden });
  }

  private lost(link: PartyLink): void {
    for (const viewer of link.via) this.port.closed(viaOf(link, viewer));
    link.via.clear();
    this.port.counted();
  }
}

/** Whom a party can serve: those who watch, on a page that follows. */
function mayMove({ role, isSignedConductor }: Visitor, hello: Hello): boolean {
  const { moves = false, watching, conduct, invite, epochs } = hello;
  const onlyWatches = watching && conduct !== 'prefer' && invite === null && epochs.length === 0;
  const isStaff = role === 'moderator' || role === 'host';
  return moves && onlyWatches && !isStaff && !isSignedConductor;
}

function viaOf({ no }: PartyLink, viewer: string): string {
  return viaConnection(no, viewer);
}

/** A party's word on a visitor gives them nothing that a visitor without a token does not have. */
function visitorOf({ who, role, name, isNamed, address, mayOpen, expiresAt }: Ticket): Visitor {
  return {
    ...{ id: who, role, name, isNamed, address, mayOpen, expiresAt },
    ...{ identity: null, mayConduct: false, isSignedConductor: false },
    ...{ setsRulesAs: null, isProgram: false },
  };
}

const HELLO: Omit<Hello, 'hidden'> = {
  ...{ type: 'hello', version: PROTOCOL_VERSION, identity: null, token: null, invite: null },
  ...{ name: null, rules: null, conduct: 'no', watching: true, epochs: [] },
};

function closeCode(code: number) {
  return Object.values(CLOSE_CODE).find((known) => known === code) ?? CLOSE_CODE.restarting;
}
