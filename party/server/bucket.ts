import { BOUNDS } from './bounds.js';

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

  /** Has nothing left, and this much is missing: never more, however often. */
  owe(count: number, now: number): void {
    this.left = -count;
    this.at = now;
  }

  /** When there is one again. */
  freeAt(now: number): number {
    const missing = 1 - this.levelAt(now);
    return missing <= 0 ? now : now + Math.ceil((missing / this.perSecond) * 1000);
  }

  isFull(now: number): boolean {
    return this.share(now) === 1;
  }

  /** How full it is, from 0 to 1. */
  share(now: number): number {
    return Math.max(0, this.levelAt(now)) / this.burst;
  }

  private levelAt(now: number): number {
    const refilled = (Math.max(0, now - this.at) / 1000) * this.perSecond;
    return Math.min(this.burst, this.left + refilled);
  }
}

/** How many messages a connection may send at once; a page that opens sends some ten. */
const BURST = 60;

/** A connection this many messages over the limit is a runaway script, and is closed. */
const EXCESS_MAX = 200;

/** How many messages a connection may still send. */
export function messageBucket(now: number): Bucket {
  return new Bucket(BOUNDS.messagesPerSecond.max, BURST, now);
}

/** Takes a token for one message: it passes, it is refused, or the connection is closed. */
export function takeToken(bucket: Bucket, now: number): 'pass' | 'too-fast' | 'hang-up' {
  const left = bucket.draw(now);
  if (left >= 0) return 'pass';
  return left > -EXCESS_MAX ? 'too-fast' : 'hang-up';
}
