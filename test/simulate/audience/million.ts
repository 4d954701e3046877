import { JoinShares } from '../../../party/audience/join-shares.js';
import { homeOf } from '../../../party/audience/places.js';
import { spreadOf } from '../../bench/measure/spread.js';
import { Random } from '../../support/random.js';
import { AT_ROOM, costOf, partiesOf } from './costs.js';

/** What was measured, on two cores that others used too; µs of CPU unless said otherwise. */
export const MEASURED = {
  /** One text to one socket: by others on Durable Objects 10 to 15, and linear. */
  send: 15,
  /** A step of the room for a prompt, from hello to receipt (`npm run bench:steps`). */
  step: 6_400,
  /** A party's report of a ballot with twelve choices, parsed and summed up. */
  report: 60,
  /** A hello at the room that is answered with a ticket. */
  redirect: 400,
  /** A hello at a party: the ticket is read, the welcome sent. */
  welcome: 250,
} as const;

/** Incoming messages that an object is good for a second. */
const OBJECT_REQUESTS = 1_000;

/** How long a renewal's joins are spread over. */
const SPREAD_SECONDS = 12;

/** Between two objects, and to a page: ms, at least and at most. */
const LINK_MS = { least: 2, most: 20 };
const LINE_MS = { least: 15, most: 80 };

export interface Simulated {
  readonly viewers: number;
  readonly parties: number;
  /** The room's own work for one turn: its step, and each party told. */
  readonly turnMs: number;
  /** The room's work for one frame to all parties, and for their reports of a second. */
  readonly frameMs: number;
  readonly reportsMs: number;
  /** A party's work for one change. */
  readonly partyMs: number;
  /** From the room's step to the page, ms. */
  readonly p50: number;
  readonly p99: number;
  /** How long all of them take to come in, if they come at once. */
  readonly arrivalSeconds: number;
  /** Requests a second at the picture's service in a renewal, and its busiest tenth of a second beside the mean. */
  readonly renewals: number;
  readonly renewalPeak: number;
  /**
   * Bytes to a viewer, as measured through a simulated party: to join, with the word that sends them there and ten
   * changes in the history, and for a turn with a prompt.
   */
  readonly joinBytes: number;
  readonly turnBytes: number;
  readonly dollarsPerHour: number;
}

/** The share of changes that come so soon after another one that they wait for the next frame. */
const SOON_AGAIN = 0.25;

const SAMPLES = 20_000;

/** An audience of this size, by the measured constants and the code that spreads it over parties. */
export function simulateAudience(viewers: number, seed = 1): Simulated {
  const random = new Random(seed);
  const parties = partiesOf(viewers);
  const { send, step, report, redirect } = MEASURED;
  const told = parties === 0 ? viewers : Math.min(viewers, 1_000) + parties;
  const turnMs = (step + told * send) / 1_000;
  const frameMs = (parties * send) / 1_000;
  const reportsMs = (parties * report) / 1_000;
  const inParty = parties === 0 ? 0 : viewers / parties;
  const delays: number[] = [];
  const between = ({ least, most }: typeof LINK_MS) => least + random.next() * (most - least);
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const home = homeOf(`a-${seed}-${sample}`, parties);
    const own = random.next() * (home === 0 ? told : inParty) * send;
    // The room tells one party after another, and a change may have to wait for the next frame.
    const waits = random.chance(SOON_AGAIN) ? random.next() * 250_000 : 0;
    const through = home === 0 ? 0 : home * send + waits;
    const wire = between(LINE_MS) + (home === 0 ? 0 : between(LINK_MS));
    delays.push((own + through) / 1_000 + wire);
  }
  const { p50, p99 } = spreadOf(delays);
  const perSecond = Math.min(OBJECT_REQUESTS / 2, 1e6 / redirect);
  return {
    ...{
      viewers,
      parties,
      turnMs,
      frameMs,
      reportsMs,
      partyMs: (inParty * send) / 1_000,
      p50,
      p99,
    },
    arrivalSeconds: viewers / perSecond,
    renewals: viewers / SPREAD_SECONDS,
    renewalPeak: renewalPeak(viewers, parties, random),
    ...{ joinBytes: 1_870, turnBytes: 290 },
    dollarsPerHour: costOf({ viewers, hours: 1, renewals: 24 }).dollars,
  };
}

/** Of the viewers of a place so many have left, and others have come, since its first renewal. */
const CHANGED_SHARE = 0.4;

/**
 * The busiest tenth of a second of a renewal beside the mean, by the shares that the room and its parties give to
 * their viewers; the room's word to a party takes a moment.
 */
function renewalPeak(viewers: number, parties: number, random: Random): number {
  const slots = Array<number>(SPREAD_SECONDS * 10).fill(0);
  const join = (share: number, lateMs: number) => {
    const slot = Math.floor(Math.min(share * SPREAD_SECONDS * 10 + lateMs / 100, slots.length - 1));
    slots[slot] = (slots[slot] ?? 0) + 1;
  };
  const inParties = parties === 0 ? 0 : viewers - AT_ROOM;
  const upTo = (party: number) => Math.floor((inParties * party) / Math.max(1, parties));
  for (let party = 0; party <= parties; party += 1) {
    const shares = new JoinShares(party);
    const isRoom = party === 0;
    const lateMs = isRoom ? 0 : LINK_MS.least + random.next() * (LINK_MS.most - LINK_MS.least);
    const count = isRoom ? viewers - inParties : upTo(party) - upTo(party - 1);
    const taken = Array.from({ length: count }, () => shares.take());
    for (let left = Math.floor(count * CHANGED_SHARE); left > 0; left -= 1) {
      const at = random.below(taken.length);
      const last = taken.pop() ?? 0;
      shares.giveUp(taken[at] ?? last);
      if (at < taken.length) taken[at] = last;
    }
    while (taken.length < count) taken.push(shares.take());
    for (const place of taken) join(shares.shareOf(place), lateMs);
  }
  // The first and the last of them are cut short.
  const whole = slots.slice(1, -1);
  return (Math.max(...whole) * whole.length) / whole.reduce((sum, count) => sum + count, 0);
}

/** What gives way first as audiences grow, by the same figures. */
export function firstToBreak({ viewers, parties, arrivalSeconds, renewals }: Simulated): string {
  if (parties > 20) {
    if (arrivalSeconds > 300) {
      return `arrivals: the room sends 500 a second to parties, all are in after ${Math.round(arrivalSeconds / 60)} min; then the picture, with ${Math.round(renewals).toLocaleString('en')} joins a second at each renewal`;
    }
    return '`MAX_AUDIENCE_PARTIES` (20), which says so in the log';
  }
  return viewers > 1_000 ? 'nothing' : 'nothing: the room alone serves them';
}
