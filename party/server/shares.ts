import { BOUNDS } from './bounds.js';

/** Why a socket may not stay. */
type Refused = 'too-many-from-address' | 'room-full';

/** How much an address may do at once: what it has saved up. */
const OPENS_BURST = 200;
const MESSAGES_BURST = 400;

interface Share {
  sockets: number;
  bodies: number;
  readonly opens: Bucket;
  readonly messages: Bucket;
}

/**
 * What each network address uses of a room server, and what all use together. An address that the
 * platform does not tell has no share, and counts only in all.
 */
export class Shares {
  private readonly all = new Map<string, Share>();
  private sockets = 0;
  private bodies = 0;

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
      bodies: 0,
      opens: new Bucket(BOUNDS.opensPerSecondAndAddress.max, OPENS_BURST, now),
      messages: new Bucket(BOUNDS.messagesPerSecondAndAddress.max, MESSAGES_BURST, now),
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

/** A token bucket: how much may be had at an instant. It may be overdrawn once, and is refilled. */
export class Bucket {
  private left: number;
  private at: number;
  private readonly perSecond: number;
  private readonly burst: number;

  constructor(perSecond: number, burst: number, now: number) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.left = burst;
    this.at = now;
  }

  /** Takes one where there is one. */
  take(now: number): boolean {
    const has = this.has(now);
    if (has) this.spend(1, now);
    return has;
  }

  has(now: number): boolean {
    return this.levelAt(now) >= 1;
  }

  /** Takes this much, also where it is more than there is. */
  spend(count: number, now: number): void {
    this.left = this.levelAt(now) - count;
    this.at = now;
  }

  /** Takes one all the same, and says how much is left: below 0 it was not there. */
  draw(now: number): number {
    this.spend(1, now);
    return this.left;
  }

  /** Takes all that there is. */
  empty(now: number): void {
    this.left = 0;
    this.at = now;
  }

  /** When there is one again. */
  freeAt(now: number): number {
    const missing = 1 - this.levelAt(now);
    return missing <= 0 ? now : now + Math.ceil((missing / this.perSecond) * 1000);
  }

  isFull(now: number): boolean {
    return this.levelAt(now) >= this.burst;
  }

  private levelAt(now: number): number {
    const refilled = (Math.max(0, now - this.at) / 1000) * this.perSecond;
    return Math.min(this.burst, this.left + refilled);
  }
}
