/** What an audience costs on Cloudflare, by its public prices of 2026. */

const PRICE = {
  /** Dollars for a million requests; twenty incoming messages of a socket count as one. */
  millionRequests: 0.15,
  /** Dollars for a million gigabyte-seconds of objects that are awake. */
  millionGigabyteSeconds: 12.5,
} as const;

const MESSAGES_PER_REQUEST = 20;
const OBJECT_GB = 0.125;

/** What the free plan has a day; then nothing works until midnight (UTC). */
const FREE = { requests: 100_000, gigabyteSeconds: 13_000 } as const;

export interface Show {
  readonly viewers: number;
  readonly hours: number;
  /** Renewals of the stream an hour: 24 at 150 s. */
  readonly renewals: number;
}

export interface Cost {
  readonly parties: number;
  readonly requests: number;
  readonly gigabyteSeconds: number;
  readonly dollars: number;
  /** How many hours of it a day's free plan carries. */
  readonly freeHours: number;
}

/** Viewers at the room itself before there are parties, and in a party when another one is added. */
export const AT_ROOM = 1_000;
export const PER_PARTY = 1_500;

/** What a viewer says an hour, pings aside, which the platform answers for nothing: a vote or reaction each 5 min. */
const SAID_AN_HOUR = 12;

export function partiesOf(viewers: number): number {
  return viewers <= AT_ROOM ? 0 : Math.ceil(viewers / PER_PARTY);
}

/** Requests, object-seconds and dollars of a show, its room and parties awake all the time. */
export function costOf({ viewers, hours, renewals }: Show): Cost {
  const parties = partiesOf(viewers);
  // A line to the room, one to the party, and half of all viewers come once more.
  const opens = viewers * (parties > 0 ? 2 : 1) * 1.5;
  const hellos = opens;
  const said = viewers * hours * (SAID_AN_HOUR + renewals);
  const reports = parties * hours * 3_600;
  const atRoom = parties > 0 ? AT_ROOM : viewers;
  const pings = atRoom * hours * (3_600 / 20);
  const requests = opens + (hellos + said + reports + pings) / MESSAGES_PER_REQUEST;
  const gigabyteSeconds = (1 + parties) * OBJECT_GB * hours * 3_600;
  const dollars =
    (requests * PRICE.millionRequests + gigabyteSeconds * PRICE.millionGigabyteSeconds) / 1e6;
  const freeHours =
    hours * Math.min(FREE.requests / requests, FREE.gigabyteSeconds / gigabyteSeconds);
  return { parties, requests, gigabyteSeconds, dollars, freeHours };
}
