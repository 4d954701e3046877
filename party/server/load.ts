import { Bucket } from './bucket.js';

/** What somebody said counts half after so long. */
const HALF_LIFE_MS = 5_000;

/** Who has said hardly anything for some seconds. */
export const CALM = 1.5;

/** How talkative somebody is: each message counts one, and less as time passes. */
export class Heat {
  private heat = 0;
  private at = 0;

  /** How talkative the last message made them. */
  get last(): number {
    return this.heat;
  }

  /** One message more; returns how talkative that makes them. */
  note(now: number): number {
    const passedMs = Math.max(0, now - this.at);
    this.heat = this.heat * 0.5 ** (passedMs / HALF_LIFE_MS) + 1;
    this.at = now;
    return this.heat;
  }
}

/** Where all of it is left, so talkative is nobody whom the share of a socket bounds. */
const HOTTEST = 256;

/** How talkative one may be to get some of what this share is left of, from 0 to 1. */
export function hottestAt(share: number, calm: number): number {
  return calm * (HOTTEST / calm) ** share;
}

/**
 * Work that there is so much of a second, for all together. The less of it is left, the less talkative
 * one must be to get any: so it settles where the most talkative are refused, and all others are not.
 */
export class Load {
  private readonly left: Bucket;
  private readonly calm: number;

  /** `calm`: who is no more talkative gets some even where nothing is left. */
  constructor(perSecond: number, burst: number, calm: number) {
    this.calm = calm;
    this.left = new Bucket(perSecond, burst, 0);
  }

  /** Whether somebody this talkative gets one piece of the work, which is then taken. */
  takes(heat: number, now: number): boolean {
    const passes = this.admits(heat, now);
    if (passes) this.left.take(now);
    return passes;
  }

  admits(heat: number, now: number): boolean {
    return heat <= hottestAt(this.left.share(now), this.calm);
  }
}
