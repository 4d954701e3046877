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

/** After so many steps, of one to five milliseconds, all that has come in is read first. */
const STEPS_AT_A_TIME = 5;

/** With so few sockets all are read soon enough, whatever they say: the platform takes one message of each in turn. */
const FEW_SOCKETS = 50;

/** With no step for so long, all that had come in was read. */
const QUIET_MS = 50;

/** Where so many wait, only the calm may wait with them. */
const BUSY = 300;

/** So many wait at most: one of each socket that a room may have. */
const WAITING_MAX = 3_000;

interface Waiting {
  readonly connection: string;
  /** How talkative its author is by now. */
  readonly heat: () => number;
  readonly goOn: (mayGo: boolean) => void;
}

/**
 * Whose step is next. A room that takes a step for each message as it comes reads the others so late that
 * the most talkative seem calm, and nobody gets in. So after some steps it reads, and of those who wait the
 * calmest go on. The more wait, the less talkative one must be; what one connection says keeps its order.
 */
export class StepTurns {
  private waiting: Waiting[] = [];
  private taken = 0;
  private takenAt = 0;

  /** Whether `woke` must be called, once all that has come in was read. */
  get isWaitedFor(): boolean {
    return this.waiting.length > 0;
  }

  /** Takes a step at once, where nobody has to wait. */
  takes(sockets: number, now: number): boolean {
    if (sockets <= FEW_SOCKETS || now - this.takenAt >= QUIET_MS) this.taken = 0;
    if (this.isWaitedFor || this.taken >= STEPS_AT_A_TIME) return false;
    this.taken += 1;
    this.takenAt = now;
    return true;
  }

  /** Calls `goOn` when it is their turn: with false for those who get none, since too many wait. */
  wait(connection: string, heat: () => number, goOn: (mayGo: boolean) => void): void {
    const isLeftOut = this.waiting.length >= WAITING_MAX || heat() > this.hottest;
    if (isLeftOut) goOn(false);
    else this.waiting.push({ connection, heat, goOn });
  }

  /** All that has come in was read: the calmest go on. */
  woke(now: number): void {
    if (!this.isWaitedFor) return;
    const { hottest } = this;
    const isCalm = (one: Waiting) => one.heat() <= hottest;
    for (const one of this.waiting) if (!isCalm(one)) one.goOn(false);
    this.waiting = this.waiting.filter(isCalm).sort((a, b) => a.heat() - b.heat());
    const next = this.waiting.splice(0, STEPS_AT_A_TIME);
    this.taken = next.length;
    this.takenAt = now;
    for (const { goOn } of next) goOn(true);
  }

  /** Nothing of what they said is heard any more. */
  closed(connection: string): void {
    if (this.waiting.every((one) => one.connection !== connection)) return;
    this.waiting = this.waiting.filter((one) => one.connection !== connection);
  }

  private get hottest(): number {
    return hottestAt(Math.max(0, 1 - this.waiting.length / BUSY), CALM);
  }
}
