import { CLOSE_CODE } from '../../src/protocol/close-codes.js';
import type { ClientMessage, Go, Hello, ServerMessage } from '../../src/protocol/messages.js';
import { reactionsIn } from '../../src/protocol/reactions.js';
import { type Outcome, refuse } from '../../src/protocol/reasons.js';
import type { You } from '../../src/protocol/view.js';
import { displayName } from '../room/people/names.js';
import { BOUNDS } from '../server/bounds.js';
import { ReactionTally } from '../server/reactions.js';
import { earliest } from '../turns/clock.js';
import { PartyBallot } from './ballot.js';
import {
  type Down,
  parseDown,
  readTicket,
  signTicket,
  type Ticket,
  type UpMessage,
} from './link.js';
import { AT_ROOM, homeOf, partyName, type RoomAddress } from './places.js';
import { PartySnapshot } from './snapshot.js';
import { type KeptViewer, type Viewer, type ViewerSocket, Viewers } from './viewers.js';

/** What a party needs of where it runs. */
export interface PartyPort {
  /** Which of the room's parties it is. */
  readonly no: number;
  readonly address: RoomAddress;
  readonly key: Uint8Array;
  now(): number;
  /** Stores texts; what is null is forgotten. */
  store(texts: Readonly<Record<string, string | null>>): void;
  /** Has the room ask for a link. */
  rouse(): void;
  log(event: string, fields: Readonly<Record<string, unknown>>): void;
}

/** The room's end of the link. */
interface LinkSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** So many of those who took part are known here when they come back. */
const REMEMBERED_MAX = 1_000;

interface Link {
  readonly socket: LinkSocket;
  /** The number of what was last taken; null at first, and after a sleep. */
  heard: number | null;
  isAsking: boolean;
}

/** Sums are told at most this often. */
const REPORT_EVERY_MS = 1_000;
/** A snapshot is stored this long after a change: the party sleeps only once it has nothing to do. */
const STORE_AFTER_MS = 2_000;
/** Without a link the room is asked for one: soon, and then ever less often. */
const ROUSE_AFTER_MS = 1_000;
const ROUSE_EVERY_MAX_MS = 30_000;

/** So many may take part through one party at a time; beyond, they are told to try again. */
export const RELAYED_MAX = 300;

const NEW = { awaitsWelcome: false, sentAwayAt: null, you: null } as const;

/** A viewer without a snapshot to be welcomed with waits for the link, as long as a page waits for a welcome. */
interface Waiting {
  readonly viewer: Viewer;
  readonly hello: Hello;
}

/**
 * An audience party: it serves those who watch. The room tells it each change once, as a text that goes to
 * all of them as it is; it welcomes whoever joins by itself, counts who watches and how they vote, and
 * passes on to the room what only the room can answer. Whoever takes part is served by the room from then
 * on, through the party; they notice nothing of that.
 */
export class AudienceParty {
  readonly viewers = new Viewers();
  private readonly port: PartyPort;
  private readonly ballot = new PartyBallot();
  private snapshot: PartySnapshot | null = null;
  private waiting: Waiting[] = [];
  private readonly reactions = new ReactionTally();
  private partakers = new Set<string>();
  private link: Link | null = null;
  private said = 0;
  private reportedAt = 0;
  /** Whether the room has not been told all sums. */
  private hasNews = false;
  private storeAt: number | null = null;
  private rouse: { at: number; everyMs: number } | null = null;
  /** Add it to this machine's time to get the room's. */
  private offsetMs = 0;

  constructor(port: PartyPort) {
    this.port = port;
  }

  /** What was stored before the party slept or was started again. */
  restore(snapshot: string | undefined, parts: Iterable<string>, partakers = '[]'): void {
    this.partakers = new Set(JSON.parse(partakers) as string[]);
    if (snapshot === undefined) return;
    this.snapshot = PartySnapshot.restored(snapshot);
    this.ballot.follow(this.snapshot.room.turns);
    for (const part of parts) this.ballot.restore(part);
  }

  /** A line that outlived the sleep of this object. */
  restoreViewer(id: string, socket: ViewerSocket, kept: KeptViewer): void {
    this.viewers.add({ id, socket, kept, ...NEW });
    this.hasNews = true;
  }

  /** The room has opened a link; `heard` numbers what it said last, where that is known. */
  linked(socket: LinkSocket): void {
    this.link?.socket.close(CLOSE_CODE.restarting, 'a later link');
    this.link = { socket, heard: null, isAsking: false };
    this.rouse = null;
    this.hasNews = true;
  }

  unlinked(socket: LinkSocket): void {
    if (this.link?.socket !== socket) return;
    this.link = null;
    this.wantLink();
  }

  private wantLink(): void {
    if (this.link !== null || this.viewers.all.size + this.waiting.length === 0) return;
    this.rouse ??= { at: this.port.now() + ROUSE_AFTER_MS, everyMs: ROUSE_AFTER_MS };
  }

  /** When `woke` has to be called. */
  get dueAt(): number | null {
    const canReport = this.hasNews && this.link !== null && this.snapshot !== null;
    const report = canReport ? this.reportedAt + REPORT_EVERY_MS : null;
    const own = [report, this.reactions.dueAt, this.storeAt, this.rouse?.at ?? null];
    return earliest([...own, this.viewers.dueAt]);
  }

  woke(): void {
    const now = this.port.now();
    if (this.storeAt !== null && this.storeAt <= now) this.storeSnapshot();
    if (this.rouse !== null && this.rouse.at <= now) this.askForLink(this.rouse, now);
    for (const viewer of this.viewers.due(now)) {
      this.hasNews = true;
      void this.sendElsewhere(viewer);
    }
    for (const viewer of this.viewers.expired(now)) {
      this.hangUp(viewer, CLOSE_CODE.tokenExpired, 'token-expired');
    }
    for (const viewer of this.viewers.overdue(now)) {
      this.hangUp(viewer, CLOSE_CODE.elsewhere, 'connection-lost');
    }
    this.tellReactions(now);
    const isDue = this.hasNews && this.reportedAt + REPORT_EVERY_MS <= now;
    if (isDue && this.link !== null && this.snapshot !== null) this.report();
  }

  /** Somebody says hello, with the room's ticket. */
  async hello(id: string, socket: ViewerSocket, hello: Hello): Promise<void> {
    const { port } = this;
    const ticket = hello.ticket ? await readTicket(hello.ticket, port.now(), port.key) : null;
    if (ticket === null || this.isBarred(ticket)) {
      return socket.close(CLOSE_CODE.elsewhere, 'connection-lost');
    }
    // Without a link nobody here knows whether the ticket is of an old plan.
    const parties = this.link === null ? null : (this.snapshot?.parties ?? null);
    if (parties !== null && homeOf(ticket.who, parties) !== port.no) {
      return socket.close(CLOSE_CODE.elsewhere, 'connection-lost');
    }
    if (this.viewers.all.size + this.waiting.length >= BOUNDS.viewersPerParty.max) {
      return socket.close(CLOSE_CODE.roomLocked, 'room-full');
    }
    const shows = this.snapshot?.streamId ?? '';
    const kept: KeptViewer = { ticket, isRelayed: false, shows, isHidden: hello.hidden };
    const viewer: Viewer = { id, socket, kept, ...NEW };
    this.enter(viewer, hello);
  }

  private enter(viewer: Viewer, hello: Hello): void {
    const { snapshot } = this;
    if (snapshot === null) {
      this.waiting.push({ viewer, hello });
      return this.wantLink();
    }
    this.viewers.add(viewer);
    this.keep(viewer);
    this.hasNews = true;
    const { who, takesPart } = viewer.kept.ticket;
    if ((takesPart || this.partakers.has(who)) && this.link !== null) {
      viewer.awaitsWelcome = true;
      this.relay(viewer);
    } else this.welcome(viewer, snapshot, hello);
    this.wantLink();
  }

  private welcome(viewer: Viewer, snapshot: PartySnapshot, hello: Hello | null): void {
    const you = this.youOf(viewer, snapshot);
    viewer.socket.send(snapshot.welcome(you, hello?.rules ?? null, this.roomNow()));
  }

  /** A viewer says something, well formed. */
  heard(id: string, message: Exclude<ClientMessage, Hello | { type: 'ping' }>): void {
    const viewer = this.viewers.all.get(id);
    if (viewer === undefined) return;
    switch (message.type) {
      case 'moved':
        viewer.kept.shows = message.to;
        this.hasNews = true;
        return this.keep(viewer);
      case 'vote':
        if (!this.ballot.counts(message.roundId)) return this.passOn(viewer, message);
        return this.vote(viewer, message);
      case 'react':
        return this.react(viewer, message);
      case 'rename':
        return this.renamed(viewer, message);
      case 'renew':
        // The room alone knows whether the token is good: they go there, and come back with a ticket.
        answer(viewer, message.id, { ok: true });
        this.viewers.sendAway(viewer, this.port.now());
        this.hasNews = true;
        return this.say(viewer, { ...this.roomPlace, ticket: null, identity: null });
      case 'visible':
        viewer.kept.isHidden = !message.visible;
        this.keep(viewer);
        if (viewer.kept.isRelayed) this.passOn(viewer, message);
        return;
      case 'typing':
        if (viewer.kept.isRelayed) this.passOn(viewer, message);
        return;
      case 'act':
      case 'desk':
      case 'choose':
      case 'dismiss':
        return answer(viewer, message.id, refuse('not-allowed'));
      case 'viewing':
      case 'here':
      case 'conductor':
      case 'frame':
        return;
      default:
        return this.passOn(viewer, message);
    }
  }

  /** The state as it is, to one who has missed changes. */
  resync(id: string): void {
    const viewer = this.viewers.all.get(id);
    if (viewer === undefined || this.snapshot === null) return;
    this.welcome(viewer, this.snapshot, null);
    if (viewer.you !== null) this.tellRelayed(viewer, viewer.you);
  }

  closed(id: string): void {
    this.waiting = this.waiting.filter(({ viewer }) => viewer.id !== id);
    const viewer = this.viewers.remove(id);
    if (viewer !== null) this.hasNews = true;
    if (viewer?.kept.isRelayed) this.up({ type: 'gone', viewer: id });
  }

  /** The room says something over the link. */
  heardRoom(socket: LinkSocket, data: unknown): void {
    const { link } = this;
    if (link?.socket !== socket) return;
    const message = parseDown(data);
    if (message === null) return this.port.log('audience-link-malformed', {});
    if (link.heard !== null && message.n <= link.heard) {
      return this.port.log('audience-link-repeated', { n: message.n });
    }
    const isGap = link.heard !== null && message.n > link.heard + 1;
    if (isGap && message.type !== 'snapshot') return this.askForAll(link);
    link.heard = message.n;
    link.isAsking = false;
    this.obey(message);
  }

  /** Something is missing; until the answer comes, nothing else is taken. */
  private askForAll(link: Link): void {
    if (!link.isAsking) this.up({ type: 'resync' });
    link.isAsking = true;
  }

  private obey(message: Down): void {
    const { snapshot } = this;
    if ('now' in message) this.offsetMs = message.now - this.port.now();
    if (message.type === 'snapshot') return this.begin(message);
    if (snapshot === null) return this.up({ type: 'resync' });
    switch (message.type) {
      case 'frame':
        return this.frame(message, snapshot);
      case 'plan':
        snapshot.parties = message.parties;
        return this.planned(message.parties);
      case 'barred':
        snapshot.barred = new Set(message.barred);
        return this.hangUpOnBarred();
      case 'to':
        return this.pass(message.viewer, message.text);
      case 'hang-up': {
        const viewer = this.viewers.all.get(message.viewer);
        if (viewer !== undefined) this.hangUp(viewer, message.code, message.reason);
        return;
      }
      case 'count':
        if (this.ballot.end(message.round)) this.report();
        return;
    }
  }

  /** The room's whole state: after a restart of the room, everybody begins with it once more. */
  private begin(message: Extract<Down, { type: 'snapshot' }>): void {
    const before = this.snapshot;
    const next = new PartySnapshot(message);
    this.snapshot = next;
    this.storeAt ??= this.port.now() + STORE_AFTER_MS;
    const isRestart = before !== null && before.boot !== next.boot;
    const delta = isRestart ? null : (before?.deltaTo(next, message.now) ?? null);
    this.followBallot();
    for (const viewer of this.viewers.all.values()) {
      const { isRelayed } = viewer.kept;
      if (!isRestart && delta !== null) viewer.socket.send(delta);
      if (isRelayed) {
        viewer.awaitsWelcome = isRestart;
        this.relay(viewer);
      } else if (isRestart) this.welcome(viewer, next, null);
      else this.tellYou(viewer);
    }
    for (const { viewer, hello } of this.waiting.splice(0)) this.enter(viewer, hello);
    this.hangUpOnBarred();
    this.planned(message.parties);
  }

  private frame(message: Extract<Down, { type: 'frame' }>, snapshot: PartySnapshot): void {
    const before = { viewer: snapshot.standing('viewer'), prompter: snapshot.standing('prompter') };
    if (!snapshot.apply(message)) return this.up({ type: 'resync' });
    this.storeAt ??= this.port.now() + STORE_AFTER_MS;
    const standings = {
      viewer: this.standingText('viewer', before.viewer, snapshot),
      prompter: this.standingText('prompter', before.prompter, snapshot),
    };
    for (const { socket, kept } of this.viewers.all.values()) {
      if (message.delta !== null) socket.send(message.delta);
      const standing = kept.isRelayed ? null : standings[kept.ticket.role];
      if (standing !== null) socket.send(standing);
    }
    if (message.delta !== null) this.followBallot();
  }

  private standingText(role: 'viewer' | 'prompter', before: unknown, snapshot: PartySnapshot) {
    const standing = snapshot.standing(role);
    if (JSON.stringify(standing) === JSON.stringify(before)) return null;
    return JSON.stringify({ type: 'standing', now: this.roomNow(), standing });
  }

  /** Whoever voted is told that their vote is no more, once its round is over. */
  private followBallot(): void {
    const { snapshot } = this;
    if (snapshot === null) return;
    const voters = [...this.ballot.voters];
    if (!this.ballot.follow(snapshot.room.turns)) return;
    for (const who of voters) {
      for (const viewer of this.viewers.of(who)) this.tellYou(viewer);
    }
  }

  private vote(viewer: Viewer, { id, choice }: Extract<ClientMessage, { type: 'vote' }>): void {
    const { snapshot } = this;
    if (snapshot === null) return;
    const { who, address } = viewer.kept.ticket;
    const { turns, rules } = snapshot.room;
    const round = turns.mode === 'vote' ? turns.round : null;
    const isShown = round?.choices.some((one) => one.id === choice) === true;
    // Of more proposals than are shown the room knows the rest: it leaves out what it does not know.
    if (!isShown && round?.more === 0) return answer(viewer, id, refuse('no-such-choice'));
    const limit = Math.ceil(rules.votesPerAddress / Math.max(1, snapshot.parties));
    const outcome = this.ballot.cast(who, choice, address, limit);
    if (outcome.ok) {
      this.hasNews = true;
      const { part, text } = this.ballot.partOf(who);
      this.port.store({ [`ballot/${part}`]: text });
      // A ballot survives only with the round that it belongs to.
      if (this.storeAt !== null) this.storeSnapshot();
      for (const tab of this.viewers.of(who)) this.tellYou(tab);
    }
    answer(viewer, id, outcome);
  }

  private react(viewer: Viewer, { id, emoji }: Extract<ClientMessage, { type: 'react' }>): void {
    const offered = reactionsIn(this.snapshot?.room.rules.reactions ?? '');
    const { who, address } = viewer.kept.ticket;
    // The room knows who is muted, of those whom it knows.
    const isMuted = viewer.you?.muted != null;
    answer(
      viewer,
      id,
      isMuted
        ? refuse('muted')
        : this.reactions.react({ who, address }, emoji, offered, this.port.now()),
    );
  }

  private tellReactions(now: number): void {
    const told = this.reactions.due(now);
    if (told?.type !== 'reacted') return;
    this.up({ type: 'reacted', sums: Object.entries(told.sums) });
  }

  private renamed(viewer: Viewer, message: Extract<ClientMessage, { type: 'rename' }>): void {
    const { ticket, isRelayed } = viewer.kept;
    if (isRelayed) return this.passOn(viewer, message);
    if (ticket.isNamed) return;
    viewer.kept.ticket.name = displayName(message.name, ticket.who);
    this.keep(viewer);
    this.tellYou(viewer);
  }

  /** What only the room can answer. */
  private passOn(viewer: Viewer, message: ClientMessage): void {
    const id = 'id' in message ? message.id : null;
    // A prompt is sent once more by its page; nothing else waits.
    if (this.link === null) {
      return message.type === 'prompt' ? undefined : answer(viewer, id, refuse('connection-lost'));
    }
    if (!viewer.kept.isRelayed && this.viewers.relayed.size >= RELAYED_MAX) {
      return answer(viewer, id, refuse('too-fast'));
    }
    if (!viewer.kept.isRelayed) this.relay(viewer);
    this.up({ type: 'said', viewer: viewer.id, text: JSON.stringify(message) });
  }

  /** From now on the room knows this one. */
  private relay(viewer: Viewer): void {
    const { kept, id } = viewer;
    kept.isRelayed = true;
    this.viewers.relayed.add(id);
    this.keep(viewer);
    this.remember(kept.ticket.who);
    this.up({ type: 'join', viewer: id, ticket: kept.ticket, hidden: kept.isHidden });
  }

  /** Whoever has taken part here is known when they come back, also after a restart. */
  private remember(who: string): void {
    if (this.partakers.has(who)) return;
    this.partakers.add(who);
    const [first] = this.partakers;
    if (this.partakers.size > REMEMBERED_MAX && first !== undefined) this.partakers.delete(first);
    this.port.store({ partakers: JSON.stringify([...this.partakers]) });
  }

  /** The room's word to one viewer; that they are welcome they know already, unless they wait for it. */
  private pass(id: string, text: string): void {
    const viewer = this.viewers.all.get(id);
    if (viewer === undefined) return;
    const isWelcome = text.startsWith('{"type":"welcome"');
    if (!isWelcome && !text.startsWith('{"type":"you"')) return viewer.socket.send(text);
    const message = JSON.parse(text) as ServerMessage;
    if (message.type === 'you') return this.tellRelayed(viewer, message.you);
    if (message.type !== 'welcome') return;
    const { now, snapshot } = message;
    viewer.you = snapshot.you;
    if (viewer.awaitsWelcome) viewer.socket.send(text);
    else
      for (const receipt of snapshot.receipts) this.say(viewer, { type: 'receipt', now, receipt });
    viewer.awaitsWelcome = false;
    this.tellRelayed(viewer, snapshot.you);
  }

  /** How somebody stands says the room, and how they vote this party. */
  private tellRelayed(viewer: Viewer, you: You): void {
    viewer.you = you;
    const vote = this.ballot.of(viewer.kept.ticket.who) ?? you.vote;
    this.say(viewer, { type: 'you', now: this.roomNow(), you: { ...you, vote } });
  }

  private planned(parties: number): void {
    this.viewers.plan(this.port.no, parties, this.port.now());
  }

  /** With a ticket of this party's own: both parties have the key. */
  private async sendElsewhere(viewer: Viewer): Promise<void> {
    const { port, snapshot } = this;
    const { ticket, isRelayed } = viewer.kept;
    const home = homeOf(ticket.who, snapshot?.parties ?? AT_ROOM);
    if (home === AT_ROOM) {
      return this.say(viewer, { ...this.roomPlace, ticket: null, identity: null });
    }
    const signed = await signTicket({ ...ticket, takesPart: isRelayed }, port.now(), port.key);
    const room = partyName(home, port.address);
    this.say(viewer, { type: 'go', party: 'audience', room, ticket: signed, identity: null });
  }

  private get roomPlace(): Pick<Go, 'type' | 'party' | 'room'> {
    return { type: 'go', ...this.port.address };
  }

  private isBarred({ who, address }: Ticket): boolean {
    const { barred } = this.snapshot ?? {};
    return barred?.has(who) === true || (address !== null && barred?.has(address) === true);
  }

  private hangUpOnBarred(): void {
    if (this.snapshot?.barred.size === 0) return;
    for (const viewer of [...this.viewers.all.values()]) {
      const { ticket } = viewer.kept;
      if (!this.isBarred(ticket)) continue;
      this.ballot.remove(ticket.who);
      // The room says why, when they ask it.
      this.hangUp(viewer, CLOSE_CODE.elsewhere, 'connection-lost');
    }
  }

  private hangUp(viewer: Viewer, code: number, reason: string): void {
    this.closed(viewer.id);
    viewer.socket.close(code, reason);
  }

  private tellYou(viewer: Viewer): void {
    const { snapshot } = this;
    if (snapshot === null) return;
    if (viewer.you !== null) return this.tellRelayed(viewer, viewer.you);
    if (viewer.kept.isRelayed) return this.relay(viewer);
    this.say(viewer, { type: 'you', now: this.roomNow(), you: this.youOf(viewer, snapshot) });
  }

  private youOf({ kept }: Viewer, snapshot: PartySnapshot): You {
    return snapshot.you(kept.ticket, this.ballot.of(kept.ticket.who));
  }

  private roomNow(): number {
    return this.port.now() + this.offsetMs;
  }

  private say(viewer: Viewer, message: ServerMessage): void {
    viewer.socket.send(JSON.stringify(message));
  }

  private keep({ socket, kept }: Viewer): void {
    socket.keep?.(kept);
  }

  private up(message: UpMessage): void {
    if (this.link === null) return;
    // By the clock, so that numbers go on after the party has slept.
    this.said = Math.max(this.said + 1, this.port.now());
    this.link.socket.send(JSON.stringify({ ...message, n: this.said }));
  }

  private report(): void {
    const { watching, shows } = this.viewers;
    this.hasNews = false;
    this.reportedAt = this.port.now();
    this.up({ type: 'report', watching, shows, ballot: this.ballot.report() });
  }

  private storeSnapshot(): void {
    this.storeAt = null;
    this.port.store({ snapshot: this.snapshot?.stored() ?? null });
  }

  private askForLink(rouse: NonNullable<AudienceParty['rouse']>, now: number): void {
    if (this.viewers.all.size + this.waiting.length === 0) {
      this.rouse = null;
      return;
    }
    const everyMs = Math.min(2 * rouse.everyMs, ROUSE_EVERY_MAX_MS);
    this.rouse = { at: now + everyMs, everyMs };
    this.port.rouse();
  }
}

function answer({ socket }: Viewer, id: string | null, outcome: Outcome): void {
  const { ok, ...why } = outcome.ok ? ACCEPTED_FULLY : outcome;
  socket.send(JSON.stringify({ type: 'answer', id, ok, ...why }));
}

const ACCEPTED_FULLY = { ok: true, reason: null, retryAt: null, limit: null } as const;
