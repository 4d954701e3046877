import {
  CLOSE_CODE,
  type ClientMessage,
  type Go,
  type Hello,
  patchText,
  type ServerMessage,
} from '../../src/protocol/messages.js';
import { PATCHES, USUAL } from '../../src/protocol/patch.js';
import { earlierChange } from '../../src/protocol/reactions.js';
import { refuse } from '../../src/protocol/reasons.js';
import type { You } from '../../src/protocol/view.js';
import { displayName } from '../room/people/names.js';
import { BOUNDS } from '../server/bounds.js';
import { earliest } from '../turns/clock.js';
import { JoinShares } from './join-shares.js';
import { type Down, goTo, type Ticket } from './link.js';
import { AT_ROOM, homeOf, type RoomAddress } from './places.js';
import { answer, Relayed } from './relayed.js';
import { PartySnapshot } from './snapshot.js';
import { PartySums } from './sums.js';
import { type LinkSocket, Uplink } from './uplink.js';
import { type KeptViewer, type Viewer, type ViewerSocket, Viewers } from './viewers.js';
import { PartyVotes } from './votes.js';

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

/** A snapshot is stored this long after a change: the party sleeps only once it has nothing to do. */
const STORE_AFTER_MS = 2_000;
const NEW = {
  ...{ awaitsWelcome: false, sentAwayAt: null, viewingAt: null, you: null },
  seq: Number.POSITIVE_INFINITY,
};

/** A visitor who comes to the party, and the room's word on them. */
interface Comer {
  readonly id: string;
  readonly socket: ViewerSocket;
  readonly ticket: Ticket;
  /** When the ticket was made. */
  readonly at: number;
}

/** A viewer without a snapshot to be welcomed with waits for the link, as long as a page waits for a welcome. */
interface Waiting {
  readonly viewer: Viewer;
  readonly hello: Hello;
}

/**
 * An audience party: it serves those who watch. The room tells it each change once, as a text that goes to
 * all of them as it is; it welcomes those who join by itself, counts who watches and how they vote, and
 * passes on to the room what only the room can answer. Those who take part are served by the room from then
 * on, through the party; they notice nothing of that.
 */
export class AudienceParty {
  readonly viewers = new Viewers();
  private readonly port: PartyPort;
  private readonly votes: PartyVotes;
  private snapshot: PartySnapshot | null = null;
  private waiting: Waiting[] = [];
  private readonly sums: PartySums;
  private readonly relayed: Relayed;
  private readonly uplink: Uplink;
  private readonly joinShares: JoinShares;
  private storeAt: number | null = null;
  /** Add it to this machine's time to get the room's. */
  private offsetMs = 0;

  constructor(port: PartyPort) {
    this.port = port;
    this.joinShares = new JoinShares(port.no);
    const isNeeded = () => this.viewers.all.size + this.waiting.length > 0;
    this.uplink = new Uplink({ ...port, isNeeded });
    this.votes = new PartyVotes({
      ...{ no: port.no, viewers: this.viewers, uplink: this.uplink },
      now: () => port.now(),
      snapshot: () => this.snapshot,
      report: () => this.report(),
      tellYou: (who) => this.tellVoter(who),
      changed: () => this.sums.voted(),
      store: (texts) => this.storeVotes(texts),
    });
    this.sums = new PartySums({
      ...{ ballot: this.votes.ballot, viewers: this.viewers },
      rules: () => this.snapshot?.room.rules ?? null,
      canReport: () => this.uplink.isOpen && this.snapshot !== null,
    });
    this.relayed = new Relayed({
      uplink: this.uplink,
      roomNow: () => this.roomNow(),
      voteOf: (who) => this.votes.ballot.of(who),
      store: (texts) => port.store(texts),
    });
  }

  /** What was stored before the party slept or was started again. */
  restore(snapshot: string | undefined, parts: Iterable<string>, partakers = '[]'): void {
    this.relayed.restore(partakers);
    if (snapshot === undefined) return;
    this.snapshot = PartySnapshot.restored(snapshot);
    this.votes.restore(parts);
  }

  /** A line that outlived the sleep of this object. */
  restoreViewer(id: string, socket: ViewerSocket, kept: KeptViewer): void {
    const viewer: Viewer = { id, socket, kept, ...NEW, seq: this.snapshot?.seq ?? 0 };
    this.viewers.add(viewer);
    this.relayed.restoreViewer(viewer);
    if (kept.place !== undefined) this.joinShares.taken(kept.place);
    this.sums.changed();
  }

  /** The room has opened a link. */
  linked(socket: LinkSocket): void {
    this.uplink.opened(socket);
    this.sums.changed();
  }

  unlinked(socket: LinkSocket): void {
    this.uplink.closed(socket);
  }

  /** When `woke` has to be called. */
  get dueAt(): number | null {
    const { sums, storeAt, uplink, viewers, votes } = this;
    return earliest([sums.dueAt, storeAt, uplink.dueAt, viewers.dueAt, votes.dueAt]);
  }

  woke(): void {
    const now = this.port.now();
    if (this.storeAt !== null && this.storeAt <= now) this.storeSnapshot();
    this.uplink.woke(now);
    for (const viewer of this.viewers.due(now)) {
      this.sums.changed();
      void this.sendElsewhere(viewer);
    }
    for (const viewer of this.viewers.expired(now)) {
      this.hangUp(viewer, CLOSE_CODE.tokenExpired, 'token-expired');
    }
    for (const viewer of this.viewers.overdue(now)) {
      this.hangUp(viewer, CLOSE_CODE.elsewhere, 'connection-lost');
    }
    this.votes.woke(now);
    for (const sums of this.sums.due(now)) this.uplink.say(sums);
  }

  /** Somebody says hello, with a ticket that is good. */
  hello({ id, socket, ticket, at }: Comer, hello: Hello): void {
    const { port, votes } = this;
    if (this.snapshot?.bars(ticket) === true) {
      return socket.close(CLOSE_CODE.elsewhere, 'connection-lost');
    }
    // Without a link nobody here knows whether the ticket is of an old plan.
    const plan = this.uplink.isOpen ? (this.snapshot?.plan ?? null) : null;
    // Since a ticket of an earlier plan their vote may have gone to the room, where they belong then.
    const isOld = plan !== null && votes.ballot.open !== null && at < plan.plannedAt;
    if (isOld || (plan !== null && homeOf(ticket.who, plan.parties) !== port.no)) {
      return socket.close(CLOSE_CODE.elsewhere, 'connection-lost');
    }
    if (this.viewers.all.size + this.waiting.length >= BOUNDS.viewersPerParty.max) {
      return socket.close(CLOSE_CODE.roomLocked, 'room-full');
    }
    const shows = this.snapshot?.streamId ?? '';
    const kept: KeptViewer = {
      ...{ ticket, isRelayed: false, shows, isHidden: hello.hidden },
      ...{ readsPatches: hello.patches === PATCHES, knowsUsual: hello.usual === USUAL },
    };
    const viewer: Viewer = { id, socket, kept, ...NEW };
    this.enter(viewer, hello);
  }

  private enter(viewer: Viewer, hello: Hello): void {
    const { snapshot } = this;
    if (snapshot === null) {
      this.waiting.push({ viewer, hello });
      return this.uplink.want();
    }
    this.viewers.add(viewer);
    viewer.kept.place = this.joinShares.take();
    this.keep(viewer);
    this.sums.changed();
    const { who, takesPart } = viewer.kept.ticket;
    if ((takesPart || this.relayed.knows(who)) && this.uplink.isOpen) {
      viewer.awaitsWelcome = true;
      this.relayed.begin(viewer);
    } else this.welcome(viewer, snapshot, hello);
    this.uplink.want();
  }

  private welcome(viewer: Viewer, snapshot: PartySnapshot, hello: Hello | null): void {
    const you = this.youOf(viewer, snapshot);
    viewer.seq = snapshot.seq;
    const share = this.joinShares.shareOf(viewer.kept.place ?? 0);
    const asked = { rules: hello?.rules ?? null, knowsUsual: viewer.kept.knowsUsual === true };
    viewer.socket.send(snapshot.welcome(you, asked, this.roomNow(), share));
  }

  /** A viewer says something, well formed. */
  heard(id: string, message: Exclude<ClientMessage, Hello | { type: 'ping' }>): void {
    const viewer = this.viewers.all.get(id);
    if (viewer === undefined) return;
    switch (message.type) {
      case 'moved':
        viewer.kept.shows = message.to;
        this.sums.changed();
        return this.keep(viewer);
      case 'vote':
        if (!this.votes.ballot.counts(message.roundId)) return this.relayed.passOn(viewer, message);
        return this.vote(viewer, message);
      case 'react':
        return this.react(viewer, message);
      case 'rename':
        return this.renamed(viewer, message);
      case 'renew':
        // The room alone knows whether the token is good: they go there, and come back with a ticket.
        answer(viewer, message.id, { ok: true });
        this.viewers.sendAway(viewer, this.port.now());
        this.sums.changed();
        return this.say(viewer, { ...this.roomPlace, ticket: null, identity: null });
      case 'visible':
        viewer.kept.isHidden = !message.visible;
        this.keep(viewer);
        if (viewer.kept.isRelayed) this.relayed.passOn(viewer, message);
        return;
      case 'typing':
        if (viewer.kept.isRelayed) this.relayed.passOn(viewer, message);
        return;
      case 'act':
      case 'desk':
      case 'choose':
      case 'dismiss':
        return answer(viewer, message.id, refuse('not-allowed'));
      case 'viewing':
        return this.sums.viewed(viewer, message, this.port.now());
      case 'here':
      case 'conductor':
      case 'frame':
        return;
      default:
        return this.relayed.passOn(viewer, message);
    }
  }

  /** The state as it is, to one who has missed changes. */
  resync(id: string): void {
    const viewer = this.viewers.all.get(id);
    if (viewer === undefined || this.snapshot === null) return;
    this.welcome(viewer, this.snapshot, null);
    if (viewer.you !== null) this.relayed.tell(viewer, viewer.you);
  }

  closed(id: string): void {
    this.waiting = this.waiting.filter(({ viewer }) => viewer.id !== id);
    const viewer = this.viewers.remove(id);
    if (viewer === null) return;
    this.sums.changed();
    if (viewer.kept.place !== undefined) this.joinShares.giveUp(viewer.kept.place);
    this.relayed.end(viewer);
    this.votes.left(viewer.kept.ticket.who);
  }

  /** The room says something over the link. */
  heardRoom(socket: LinkSocket, data: unknown): void {
    const message = this.uplink.take(socket, data);
    if (message !== null) this.obey(message);
  }

  private obey(message: Down): void {
    const { snapshot } = this;
    if ('now' in message) this.offsetMs = message.now - this.port.now();
    if (message.type === 'snapshot') return this.begin(message);
    if (snapshot === null) return this.uplink.askForAll();
    switch (message.type) {
      case 'frame':
        return this.frame(message, snapshot);
      case 'plan':
        snapshot.plan = message;
        return this.planned(message.parties);
      case 'barred':
        snapshot.barred = new Set(message.barred);
        return this.hangUpOnBarred();
      case 'to':
      case 'hang-up': {
        const viewer = this.viewers.all.get(message.viewer);
        if (viewer === undefined) return;
        if (message.type === 'to') return this.relayed.pass(viewer, message.text);
        return this.hangUp(viewer, message.code, message.reason);
      }
      case 'count':
        if (this.votes.ballot.end(message.round)) this.report();
        return;
      case 'votes':
        return this.votes.take(message);
      case 'moved':
        return this.votes.moved(message.moved);
    }
  }

  /** The room's whole state: after a restart of the room, everybody begins with it once more. */
  private begin(message: Extract<Down, { type: 'snapshot' }>): void {
    const before = this.snapshot;
    const next = PartySnapshot.of(message);
    if (next === null) return this.port.log('audience-link-malformed', {});
    this.snapshot = next;
    this.storeAt ??= this.port.now() + STORE_AFTER_MS;
    const isRestart = before !== null && before.boot !== next.boot;
    const isLater = before !== null && !isRestart && next.seq > before.seq;
    const delta = isLater ? next.deltaFrom(before, message.now) : null;
    this.votes.follow();
    for (const viewer of this.viewers.all.values()) {
      const { isRelayed } = viewer.kept;
      if (delta !== null && viewer.seq < next.seq) {
        viewer.socket.send(delta);
        viewer.seq = next.seq;
      }
      if (isRelayed) {
        if (isRestart) Object.assign(viewer, { awaitsWelcome: true, seq: NEW.seq });
        this.relayed.begin(viewer);
      } else if (isRestart) this.welcome(viewer, next, null);
      else this.tellYou(viewer);
    }
    for (const { viewer, hello } of this.waiting.splice(0)) this.enter(viewer, hello);
    this.hangUpOnBarred();
    this.planned(message.parties);
  }

  private frame(message: Extract<Down, { type: 'frame' }>, snapshot: PartySnapshot): void {
    const { room, seq: from } = snapshot;
    const news = snapshot.apply(message);
    if (news === null) return this.uplink.askForAll();
    this.storeAt ??= this.port.now() + STORE_AFTER_MS;
    const { seq } = snapshot;
    const patch = news.patch === null ? null : patchText(seq, news.patch, from);
    let whole: string | null = null;
    for (const viewer of this.viewers.all.values()) {
      const { socket, kept } = viewer;
      // Those whom the room has welcomed may know more than the party.
      if (patch !== null && viewer.seq < seq) {
        const isShort = kept.readsPatches === true && viewer.seq === from;
        if (!isShort) whole ??= snapshot.deltaFrom({ room, seq: from }, message.now);
        socket.send(isShort || whole === null ? patch : whole);
        viewer.seq = seq;
      }
      const standing = kept.isRelayed ? undefined : news.standings[kept.ticket.role];
      if (standing !== undefined) socket.send(standing);
    }
    if (message.ballot !== undefined) this.votes.follow();
  }

  private vote(viewer: Viewer, message: Extract<ClientMessage, { type: 'vote' }>): void {
    const { snapshot } = this;
    if (snapshot === null) return;
    answer(viewer, message.id, this.votes.cast(viewer, message, snapshot.votesPerAddress));
  }

  private report(): void {
    this.uplink.say(this.sums.report(this.port.now()));
  }

  private tellVoter(who: string): void {
    for (const tab of this.viewers.of(who)) this.tellYou(tab);
  }

  private storeVotes(texts: Readonly<Record<string, string>>): void {
    this.port.store(texts);
    // Votes survive only with the ballot that they belong to.
    if (this.storeAt !== null) this.storeSnapshot();
  }

  private react(
    viewer: Viewer,
    { id, emoji, behindMs }: Extract<ClientMessage, { type: 'react' }>,
  ): void {
    const { snapshot } = this;
    const earlier = snapshot && earlierChange(snapshot.room, this.roomNow(), behindMs);
    answer(viewer, id, this.sums.react(viewer, { emoji, earlier }, this.port.now()));
  }

  private renamed(viewer: Viewer, message: Extract<ClientMessage, { type: 'rename' }>): void {
    const { ticket, isRelayed } = viewer.kept;
    if (isRelayed) return this.relayed.passOn(viewer, message);
    if (ticket.isNamed) return;
    viewer.kept.ticket.name = displayName(message.name, ticket.who);
    this.keep(viewer);
    this.tellYou(viewer);
  }

  private planned(parties: number): void {
    this.viewers.plan(this.port.no, parties, this.port.now());
    this.votes.planned();
  }

  /** With a ticket of this party's own: both parties have the key. */
  private async sendElsewhere(viewer: Viewer): Promise<void> {
    const { port, snapshot } = this;
    const { ticket, isRelayed } = viewer.kept;
    const home = homeOf(ticket.who, snapshot?.plan.parties ?? AT_ROOM);
    const toRoom = { ...this.roomPlace, ticket: null, identity: null };
    if (home === AT_ROOM) return this.say(viewer, toRoom);
    const go = await goTo(home, { ...ticket, takesPart: isRelayed }, port);
    this.say(viewer, { ...go, identity: null });
  }

  private get roomPlace(): Pick<Go, 'type' | 'party' | 'room'> {
    return { type: 'go', ...this.port.address };
  }

  private hangUpOnBarred(): void {
    const { snapshot } = this;
    if (snapshot === null || snapshot.barred.size === 0) return;
    this.votes.bar(snapshot);
    for (const viewer of [...this.viewers.all.values()]) {
      const { ticket } = viewer.kept;
      if (!snapshot.bars(ticket)) continue;
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
    if (viewer.you !== null) return this.relayed.tell(viewer, viewer.you);
    if (viewer.kept.isRelayed) return this.relayed.begin(viewer);
    this.say(viewer, { type: 'you', now: this.roomNow(), you: this.youOf(viewer, snapshot) });
  }

  private youOf({ kept }: Viewer, snapshot: PartySnapshot): You {
    return snapshot.you(kept.ticket, this.votes.ballot.of(kept.ticket.who));
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

  private storeSnapshot(): void {
    this.storeAt = null;
    this.port.store({ snapshot: this.snapshot?.stored() ?? null });
  }
}
