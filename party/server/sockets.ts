import { upTo } from '../../src/protocol/graphemes.js';
import { PROTOCOL_VERSION } from '../../src/protocol/limits.js';
import {
  CLOSE_CODE,
  type ClientMessage,
  type CloseCode,
  type Go,
  type Hello,
  parseClientMessage,
  type ServerMessage,
} from '../../src/protocol/messages.js';
import { PATCHES, USUAL } from '../../src/protocol/patch.js';
import { type Outcome, type Reason, type Receipt, refuse } from '../../src/protocol/reasons.js';
import { JoinShares } from '../audience/join-shares.js';
import type { Input, Said, Visitor } from '../room/input.js';
import { refusedReceipt } from '../room/prompts/prompts.js';
import { type Bucket, messageBucket, takeToken } from './bucket.js';
import { HearingSocket, Keepalive, type Line, type RoomSocket } from './hearing.js';
import type { Credentials, Identified } from './identity.js';
import { Heat, StepTurns } from './load.js';
import { Offenders } from './offenders.js';
import { Shares } from './shares.js';
import type { ViewerStats } from './viewer-stats.js';

/** Identifies a visitor by what their hello carries. */
export type Identify = (shown: Credentials) => Promise<Identified>;

/** The receipt of somebody's prompt that settled and that the room has forgotten; null where there is none. */
type SettledBefore = (who: string, promptId: string) => Promise<Receipt | null>;

/** Whom the room knows of behind a socket, and since when. */
interface Joined {
  readonly visitor: Visitor;
  readonly at: number;
}

interface Guest {
  readonly socket: RoomSocket;
  /** Whether they read what they are sent; null for those whose audience party looks after that. */
  readonly hearing: HearingSocket | null;
  readonly identify: Identify;
  /** The network that it is in, where the platform tells. */
  readonly address: string | null;
  readonly bucket: Bucket;
  readonly heat: Heat;
  saidHello: boolean;
  /** Whether changes are said to it as patches. */
  readsPatches: boolean;
  /** Whether its welcome may say the view beside the usual one. */
  knowsUsual: boolean;
  /** Null before its visitor was admitted. */
  joined: Joined | null;
  /** Its place among those who join the next stream; null for one without a picture. */
  place: number | null;
  /** When it last told how its picture is. */
  viewingAt: number | null;
  /** Whether the room asked if it is there, and it has not answered. */
  isProbed: boolean;
}

function newGuest(
  of: Pick<Guest, 'socket' | 'hearing' | 'identify' | 'address'>,
  now: number,
): Guest {
  return {
    ...of,
    bucket: messageBucket(now),
    heat: new Heat(),
    saidHello: false,
    readsPatches: false,
    knowsUsual: false,
    joined: null,
    place: null,
    viewingAt: null,
    isProbed: false,
  };
}

type Renewal = Extract<ClientMessage, { type: 'renew' }>;
type Reaction = Extract<ClientMessage, { type: 'react' }>;
/** What a page says of it beside the request's id. */
export type GivenReaction = Pick<Reaction, 'emoji' | 'behindMs'>;
type Prompt = Extract<Said, { type: 'prompt' }>;

/** The close code for a token that does not count. */
const CODE_OF = {
  'bad-token': CLOSE_CODE.badToken,
  'token-expired': CLOSE_CODE.tokenExpired,
} as const;

/** What the sockets need of the room behind them. */
interface GuestsPort {
  now(): number;
  /** The room takes a step. */
  apply(input: Input): void;
  /** Whether a prompt always goes to the room, however many were refused before. */
  isSpared(who: string, promptId: string): boolean;
  /** Finds the receipt of a prompt that the room no longer remembers. */
  readonly settledBefore: SettledBefore;
  /** Whether the room always takes a step for somebody. */
  isNeeded(connection: string, who: string): boolean;
  /** `dueAt` may have come closer. */
  rescheduled(): void;
  /** A step failed that had to wait. */
  failed(error: unknown): void;
  /** Where somebody who has just said hello is to go; null when they are served here. */
  elsewhere?(visitor: Visitor, hello: Hello): Promise<Go> | null;
  /** A page that did not read for a while is to have the state as it is. */
  resync?(connection: string): void;
  /** A page says which stream it shows. */
  moved(connection: string, to: string | null): void;
  /** Somebody says what they think of what is on screen. */
  react(visitor: Visitor, address: string | null, reaction: GivenReaction): Outcome;
  /** A page says how the picture was. */
  readonly viewers: Pick<ViewerStats, 'told'>;
}

/**
 * All open sockets. What their visitors say becomes the room's input once it is understood and known
 * whose it is. Pings, nonsense and all that comes before the hello are answered here: none of that
 * costs the room a step. Sockets that fall silent are closed from here, too.
 */
export class Guests {
  private readonly all = new Map<string, Guest>();
  private readonly keepalive = new Keepalive();
  private readonly offenders = new Offenders();
  private readonly turns = new StepTurns();
  /** The room's own viewers are the first of its parties. */
  private readonly joinShares = new JoinShares(0);
  /** How many prompts of offenders were refused here. */
  slowed = 0;
  private readonly port: GuestsPort;
  private readonly shares: Shares;

  constructor(port: GuestsPort, shares = new Shares()) {
    this.port = port;
    this.shares = shares;
  }

  /** How many sockets are open. */
  get size(): number {
    return this.all.size;
  }

  opened(id: string, socket: RoomSocket, identify: Identify, address: string | null = null): void {
    const refused = this.shares.openSocket(address, this.port.now());
    if (refused !== null) return socket.close(CLOSE_CODE.roomLocked, refused);
    const hearing = new HearingSocket(socket, {
      now: () => this.port.now(),
      deaf: () => this.hangUp(id, CLOSE_CODE.silent, 'connection-lost'),
    });
    const guest = newGuest({ socket: hearing, hearing, identify, address }, this.port.now());
    this.all.set(id, guest);
    this.keepalive.opened(id, this.port.now());
    this.port.rescheduled();
  }

  /** Somebody comes through an audience party, which has checked who they are and hears whether they are there. */
  through(id: string, socket: RoomSocket, visitor: Visitor, hello: Hello): void {
    const now = this.port.now();
    const refused = this.shares.openSocket(null, now);
    if (refused !== null) return socket.close(CLOSE_CODE.roomLocked, refused);
    const identify: Identify = async () => ({ ok: true, visitor });
    const guest = newGuest({ socket, hearing: null, identify, address: null }, now);
    this.all.set(id, { ...guest, saidHello: true, joined: { visitor, at: now } });
    this.port.apply({ type: 'joined', connection: id, visitor, hello });
  }

  /** When `woke` must be called; null for never. */
  get dueAt(): number | null {
    return this.turns.isWaitedFor ? this.port.now() : this.keepalive.dueAt;
  }

  woke(): void {
    const now = this.port.now();
    for (const { id, code, reason } of this.keepalive.silent(now)) this.hangUp(id, code, reason);
    this.turns.woke(now);
  }

  knows(id: string): boolean {
    return this.all.has(id);
  }

  async said(id: string, data: unknown): Promise<void> {
    const guest = this.all.get(id);
    if (guest === undefined) return;
    const now = this.port.now();
    const heat = this.shares.heatOf(guest.heat, guest.address, now);
    const verdict = takeToken(guest.bucket, now);
    if (verdict === 'hang-up') return this.hangUp(id, CLOSE_CODE.flooding, 'too-fast');
    // One that goes beyond its own share is refused anyway, up to where that hangs up for good.
    if (verdict === 'too-fast') return refuseTo(guest, 'too-fast', null);
    if (!this.shares.hears(heat, now)) return this.hangUpOnTalker(id, guest);
    const parsed = parseClientMessage(data);
    if (!parsed.ok && parsed.reason === 'wrong-version') {
      return this.hangUp(id, CLOSE_CODE.wrongVersion, 'wrong-version');
    }
    if (!parsed.ok) return refuseTo(guest, parsed.reason, parsed.id);
    const { message } = parsed;
    this.keepalive.heard(id, now);
    if (message.type === 'hello') return this.hello(id, guest, message, heat);
    if (message.type === 'ping') return this.ping(id, guest);
    if (message.type === 'here' && guest.hearing?.isAsked === true) {
      if (guest.hearing.answered() && guest.joined !== null) this.port.resync?.(id);
      if (!guest.isProbed) return;
    }
    if (!this.shares.takeMessage(guest.address, now)) {
      return refuseTo(guest, 'too-fast', 'id' in message ? message.id : null);
    }
    if (message.type === 'renew') return this.renew(id, guest, message);
    if (guest.joined === null) {
      return refuseTo(guest, 'hello-first', 'id' in message ? message.id : null);
    }
    const { joined } = guest;
    if (message.type === 'moved') return this.port.moved(id, message.to);
    if (message.type === 'viewing') return this.viewing(guest, message);
    if (message.type === 'react') return this.reacted(guest, joined, message);
    if (message.type === 'prompt' && this.isRefused(id, guest, joined, message)) return;
    const step = () => this.step(id, guest, joined, message);
    if (this.port.isNeeded(id, joined.visitor.id)) return step();
    const refuse = () => refuseTo(guest, 'too-fast', 'id' in message ? message.id : null);
    if (!this.shares.takesStep(heat, now)) return refuse();
    if (this.turns.takes(this.size, now)) return step();
    const heatNow = () => Math.max(heat, guest.heat.last);
    this.turns.wait(id, heatNow, (mayGo) => (mayGo ? void this.late(id, step) : refuse()));
    this.port.rescheduled();
  }

  /** When a page joins the next stream, as a share of the time over which all do. */
  joinShareOf(id: string): number | null {
    const place = this.all.get(id)?.place ?? null;
    return place === null ? null : this.joinShares.shareOf(place);
  }

  /** A socket, and how its page is told of changes. */
  lineOf(id: string): Line | null {
    return this.all.get(id) ?? null;
  }

  send(id: string, text: string): void {
    this.all.get(id)?.socket.send(text);
  }

  closed(id: string): void {
    const guest = this.all.get(id);
    if (guest === undefined) return;
    this.all.delete(id);
    this.keepalive.closed(id);
    this.turns.closed(id);
    this.shares.closeSocket(guest.address);
    if (guest.place !== null) this.joinShares.giveUp(guest.place);
    if (guest.joined !== null) this.port.apply({ type: 'closed', connection: id });
  }

  hangUp(id: string, code: CloseCode, reason: Reason, why = ''): void {
    const guest = this.all.get(id);
    this.closed(id);
    guest?.socket.close(code, why === '' ? reason : `${reason}: ${why}`);
  }

  private step(id: string, guest: Guest, joined: Joined, message: Said): void | Promise<void> {
    if (message.type === 'prompt') return this.prompted(id, guest, joined, message);
    this.heardByRoom(id, guest, message);
  }

  /** A step of which nobody who said something hears any more how it ended. */
  private async late(id: string, step: () => void | Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.port.failed(error);
      this.hangUp(id, CLOSE_CODE.restarting, 'connection-lost');
    }
  }

  /** There is too much to do for all to be heard, and too much of it comes from here. */
  private hangUpOnTalker(id: string, { address }: Guest): void {
    if (!this.shares.closesForTalking(address, this.port.now())) return;
    this.hangUp(id, CLOSE_CODE.tryLater, 'too-fast');
  }

  /** The room asked whether this page is there: any sign of life is an answer. */
  probed(id: string): void {
    const guest = this.all.get(id);
    if (guest !== undefined) guest.isProbed = true;
  }

  /** The room refused something to them. */
  offended(offender: Pick<Visitor, 'id' | 'address'>): void {
    this.offenders.offended(offender, this.port.now());
  }

  /**
   * A prompt goes to the room, unless it settled so long ago that the room would take it for a new one.
   * While the platform reads its storage it delivers no further message, so that all keep their order.
   */
  private async prompted(id: string, guest: Guest, joined: Joined, prompt: Prompt): Promise<void> {
    const receipt = await this.port.settledBefore(joined.visitor.id, prompt.id);
    if (!this.all.has(id)) return;
    if (receipt === null) return this.heardByRoom(id, guest, prompt);
    say(guest, { type: 'receipt', now: this.port.now(), receipt });
  }

  /** Refuses a prompt of a participant who was refused too often, without a step of the room. */
  private isRefused(id: string, guest: Guest, { visitor, at }: Joined, prompt: Prompt): boolean {
    const now = this.port.now();
    const before = this.offenders.standing(visitor, at, now);
    if (before.is === 'free' || this.port.isSpared(visitor.id, prompt.id)) return false;
    this.slowed += 1;
    this.offenders.offended(visitor, now);
    const standing = this.offenders.standing(visitor, at, now);
    if (standing.is === 'cut') this.cut(id, standing.by);
    else if (standing.is === 'slowed') {
      const reason = standing.by === 'address' ? 'too-many-from-address' : 'too-fast';
      const why = refuse(reason, { retryAt: standing.until });
      const text = upTo(prompt.text, ECHO_LENGTH);
      say(guest, { type: 'receipt', now, receipt: refusedReceipt(prompt.id, text, now, why) });
    }
    return true;
  }

  /** Ends a connection for what its participant did, or others from their address before they came. */
  private cut(id: string, by: 'participant' | 'address'): void {
    if (by === 'participant') this.hangUp(id, CLOSE_CODE.flooding, 'too-fast');
    else this.hangUp(id, CLOSE_CODE.tryLater, 'too-many-from-address');
  }

  /** Concerns nobody but those who read the statistics: it is no step of the room. */
  private viewing(guest: Guest, report: Extract<ClientMessage, { type: 'viewing' }>): void {
    const now = this.port.now();
    if (this.port.viewers.told(report, guest.address, guest.viewingAt, now)) guest.viewingAt = now;
  }

  /** Concerns the room once a second, with all others: it is no step either. */
  private reacted(guest: Guest, { visitor }: Joined, { id, ...reaction }: Reaction): void {
    const outcome = this.port.react(visitor, guest.address, reaction);
    if (!outcome.ok) return say(guest, { type: 'answer', id, ...outcome });
    say(guest, { type: 'answer', id, ok: true, reason: null, retryAt: null, limit: null });
  }

  private ping(id: string, guest: Guest): void {
    say(guest, { type: 'pong', now: this.port.now() });
    if (guest.isProbed) this.heardByRoom(id, guest, { type: 'here' });
  }

  private heardByRoom(id: string, guest: Guest, message: Said): void {
    guest.isProbed = false;
    this.port.apply({ type: 'said', connection: id, message });
  }

  private async hello(id: string, guest: Guest, hello: Hello, heat: number): Promise<void> {
    if (guest.saidHello) return refuseTo(guest, 'malformed', null);
    guest.saidHello = true;
    if (!this.shares.takesArrival(heat, this.port.now())) return this.hangUpOnTalker(id, guest);
    if (hello.version !== PROTOCOL_VERSION) {
      return this.hangUp(id, CLOSE_CODE.wrongVersion, 'wrong-version');
    }
    const identified = await guest.identify(hello);
    if (!this.all.has(id)) return;
    if (!identified.ok) {
      const { reason, why } = identified;
      return this.hangUp(id, CODE_OF[reason], reason, why ?? '');
    }
    const { visitor } = identified;
    const standing = this.offenders.standing(visitor, this.port.now(), this.port.now());
    if (standing.is === 'cut') return this.cut(id, standing.by);
    // The last places are for those whom the site has signed for.
    if (visitor.expiresAt === null && this.shares.hasOnlyKeptSockets) {
      return this.hangUp(id, CLOSE_CODE.roomLocked, 'room-full');
    }
    const elsewhere = await this.port.elsewhere?.(visitor, hello);
    if (!this.all.has(id)) return;
    // Those who do not go are closed like one who never said hello.
    if (elsewhere) return say(guest, elsewhere);
    guest.readsPatches = hello.patches === PATCHES;
    guest.knowsUsual = hello.usual === USUAL;
    guest.joined = { visitor, at: this.port.now() };
    if (hello.watching) guest.place = this.joinShares.take();
    this.keepalive.joined(id, this.port.now());
    this.port.apply({ type: 'joined', connection: id, visitor, hello });
  }

  /** A fresh token; one that is no good is refused, and the old one stays. */
  private async renew(connection: string, guest: Guest, { id, token }: Renewal): Promise<void> {
    const identified = await guest.identify({ identity: null, token, name: null });
    if (!this.all.has(connection)) return;
    if (!identified.ok) return refuseTo(guest, identified.reason, id);
    if (guest.joined === null) return refuseTo(guest, 'hello-first', id);
    this.port.apply({ type: 'renewed', connection, id, visitor: identified.visitor });
  }
}

function say({ socket }: Guest, message: ServerMessage): void {
  socket.send(JSON.stringify(message));
}

/** As much of a prompt as its author is shown, where no rule has a say. */
const ECHO_LENGTH = 200;

/** Refuses a message that never reaches the room. */
function refuseTo(guest: Guest, reason: Reason, id: string | null): void {
  const { retryAt, limit } = refuse(reason);
  say(guest, { type: 'answer', id, ok: false, reason, retryAt, limit });
}
