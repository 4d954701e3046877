import { BOUNDS } from './bounds.js';
import { Bucket } from './bucket.js';
import { CALM, Heat, Load } from './load.js';

/** Why a socket may not stay. */
type Refused = 'too-many-from-address' | 'room-full';

/** How much an address may do at once: what it has saved up. */
const OPENS_BURST = 200;
const MESSAGES_BURST = 400;

/** A class of 40 of whom each says some things at once. */
const STEPS_BURST = 400;

/** Behind one address so many people may each be as talkative as one may be who is alone. */
const PEOPLE_PER_ADDRESS = 20;

/** A connection that was closed because too much was said: its address opens none for so many seconds. */
const CLOSED_FOR_SECONDS = 10;

/** A page that opens says some ten things: nobody's connection is closed for that. */
const OPENS = 16;

/** So long an address is taken for as many people as it has sockets once one was closed for that. */
const KNOWN_FOR_MS = 60_000;

interface Share {
  sockets: number;
  closedAt: number | null;
  bodies: number;
  readonly opens: Bucket;
  readonly messages: Bucket;
  readonly heat: Heat;
}

/**
 * What each network address uses of a room server, and what all use together. An address that the
 * platform does not tell has no share, and counts only in all.
 */
export class Shares {
  private readonly all = new Map<string, Share>();
  private sockets = 0;
  private bodies = 0;
  private readonly messages = new Load(BOUNDS.messagesInAll.max, BOUNDS.messagesInAll.max, OPENS);
  private readonly talkers = new Bucket(BOUNDS.talkersClosed.max, BOUNDS.talkersClosed.max, 0);
  private readonly steps = new Load(BOUNDS.stepsInAll.max, STEPS_BURST, CALM);

  /** A socket has opened: null where it may stay, and then `closeSocket` follows once. */
  openSocket(address: string | null, now: number): Refused | null {
    if (this.sockets >= BOUNDS.sockets.max) return 'room-full';
    const share = this.of(address, now);
    if (share !== null) {
      const isOver = share.sockets >= BOUNDS.socketsPerAddress.max || !share.opens.take(now);
      if (isOver) return 'too-many-from-address';
      share.sockets += 1;
    }
    this.sockets += 1;
    return null;
  }

  closeSocket(address: string | null): void {
    this.sockets -= 1;
    const share = address === null ? undefined : this.all.get(address);
    if (share !== undefined) share.sockets -= 1;
  }

  /** Whether only the places are left that are for those with a token. */
  get hasOnlyKeptSockets(): boolean {
    return this.sockets > BOUNDS.sockets.max - BOUNDS.socketsKept.max;
  }

  /** Whether an address may say one thing more. */
  takeMessage(address: string | null, now: number): boolean {
    return this.of(address, now)?.messages.take(now) ?? true;
  }

  /**
   * Somebody says something, well formed or not: how talkative that makes them, with all who share their
   * address.
   */
  heatOf(own: Pick<Heat, 'note'>, address: string | null, now: number): number {
    const share = this.of(address, now);
    const shared = share === null ? 0 : share.heat.note(now) / peopleBehind(share, now);
    return Math.max(own.note(now), shared);
  }

  /** Whether there is time to listen to somebody this talkative; if not, their connection is closed. */
  hears(heat: number, now: number): boolean {
    return this.messages.takes(heat, now);
  }

  /** Whether the room takes a step for somebody this talkative. */
  takesStep(heat: number, now: number): boolean {
    return this.steps.takes(heat, now);
  }

  /** The same for one who arrives, whose step is taken together with others. */
  takesArrival(heat: number, now: number): boolean {
    return this.steps.admits(heat, now);
  }

  /**
   * Too much was said: whether the connection is closed, or only not listened to. To come again costs more
   * than to be ignored, and those who are closed together come together.
   */
  closesForTalking(address: string | null, now: number): boolean {
    if (!this.talkers.take(now)) return false;
    const share = this.of(address, now);
    if (share === null) return true;
    share.closedAt = now;
    share.opens.owe(CLOSED_FOR_SECONDS * BOUNDS.opensPerSecondAndAddress.max, now);
    return true;
  }

  /** A body is about to be read: null where there is no place for it, else what gives it back. */
  openBody(address: string | null, now: number): (() => void) | null {
    const share = this.of(address, now);
    if (this.bodies >= BOUNDS.bodies.max) return null;
    if (share !== null && share.bodies >= BOUNDS.bodiesPerAddress.max) return null;
    this.bodies += 1;
    if (share !== null) share.bodies += 1;
    return () => {
      this.bodies -= 1;
      if (share !== null) share.bodies -= 1;
    };
  }

  private of(address: string | null, now: number): Share | null {
    if (address === null) return null;
    const known = this.all.get(address);
    if (known !== undefined) return known;
    if (this.all.size >= BOUNDS.addresses.max) this.forgetIdle(now);
    const share: Share = {
      sockets: 0,
      closedAt: null,
      bodies: 0,
      opens: new Bucket(BOUNDS.opensPerSecondAndAddress.max, OPENS_BURST, now),
      messages: new Bucket(BOUNDS.messagesPerSecondAndAddress.max, MESSAGES_BURST, now),
      heat: new Heat(),
    };
    this.all.set(address, share);
    return share;
  }

  /**
   * Forgets whom a new share would not favour, and then the longest known, until a tenth is free: so
   * that the next of many addresses does not look at all of them again.
   */
  private forgetIdle(now: number): void {
    for (const [address, { sockets, bodies, opens, messages }] of this.all) {
      const isIdle = sockets + bodies === 0 && opens.isFull(now) && messages.isFull(now);
      if (isIdle) this.all.delete(address);
    }
    for (const [address, { sockets, bodies }] of this.all) {
      if (this.all.size < 0.9 * BOUNDS.addresses.max) return;
      if (sockets + bodies === 0) this.all.delete(address);
    }
  }
}

/** A connection that comes back is as talkative as it was before: nothing is gained by that. */
function peopleBehind({ closedAt, sockets }: Share, now: number): number {
  const isKnown = closedAt !== null && now - closedAt < KNOWN_FOR_MS;
  return isKnown ? Math.min(PEOPLE_PER_ADDRESS, Math.max(1, sockets)) : PEOPLE_PER_ADDRESS;
}
