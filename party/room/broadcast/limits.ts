import type { Reason } from '../../../src/protocol/reasons.js';

/** How long the parts of a broadcast may take, and how patiently it is tried again. */

/** From the lease's grant to the first picture; the service may need 30 s to find a GPU. */
export const OPENING_LIMIT_MS = 60_000;

/** The same for a successor, which has to be ready well before the present stream's last seconds. */
export const SUCCESSOR_LIMIT_MS = OPENING_LIMIT_MS / 2;

/** A conductor that was told to end has this long to say it did. */
export const CLOSING_LIMIT_MS = 8_000;

/** How long the service lets a stream run, unless the settings say otherwise. */
export const STREAM_MS = 150_000;

/** No stream is taken to be shorter, whatever a conductor says. */
export const STREAM_MS_MIN = 10_000;

/** How long what was learned of a stream's length is believed. */
export const LEARNED_FOR_MS = 24 * 3_600_000;

/** The service ends a connection after an hour; a stream is not begun on one as old as this. */
export const CONNECTION_MS = 55 * 60_000;

/** A session's credentials, until the service says how long they are good. */
export const SLOT_MS = 630_000;

/** How long a stream's successor may take from the word to the picture. */
export const START_LIMIT_MS = 20_000;

/** Shared with the page, which shows a countdown of it. */
export { STREAM_BREAK_MS as BREAK_MS } from '../../../src/protocol/limits.js';

/** How often a renewal is tried before the picture has to stand still for it. */
export const RENEWAL_TRIES = 2;

/** After this many failed openings the room rests before it tries again. */
export const GIVE_UP_AFTER = 8;
export const GIVEN_UP_FOR_MS = 10 * 60_000;

/** The longest wait that the service is believed to ask for; no failure waits longer. */
export const RETRY_WITHIN_MS = 3_600_000;

/** So many failures in a row are forgiven to visitors who come and go, before their room pauses too. */
export const FAILURES_AT_ONCE = 3;
export const FAILURES_FORGOTTEN_AFTER_MS = 2 * GIVEN_UP_FOR_MS;

/** A lost stream is followed at once so often; one lost again and again is something that goes wrong. */
export const REOPENED_AT_ONCE = 2;

/** A stream that held this long was a success: the next failure counts from one again. */
export const STEADY_MS = 20_000;

/**
 * When a conductor says goodbye its page is closing, and others on it a moment later. Credentials
 * minted for one of those would hold a place at the service for minutes.
 */
export const GOODBYE: ReadonlySet<Reason> = new Set(['conductor-gone', 'closed']);
const GOODBYE_PAUSE_MS = 500;

/** A page that has not answered by now whether it is there is asked last for a while. */
export const PROBE_LIMIT_MS = 2_000;

const BACKOFF_MS = [2_000, 5_000, 10_000, 20_000, 40_000, 60_000] as const;

export function backoffMs(attempt: number): number {
  return BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 60_000;
}

/** The pause after so many failed openings: it grows, and in the end the room rests. */
export function restMs(attempt: number): number {
  return attempt + 1 >= GIVE_UP_AFTER ? GIVEN_UP_FOR_MS : backoffMs(attempt);
}

/** One goodbye is a closing page; one after the other is something that goes wrong. */
export function goodbyePauseMs(attempt: number): number {
  if (attempt < REOPENED_AT_ONCE) return GOODBYE_PAUSE_MS;
  return backoffMs(attempt - REOPENED_AT_ONCE);
}

/** However often visitors come and go, and conductors fail: more would only cost. */
export const MINTINGS_PER_MINUTE = 8;

/** The owner's own limits: it is tried again when they allow it. */
const BUDGET_AGAIN_MS = 30_000;
const BUDGET_AGAIN_MIN_MS = 1_000;
/** When the ledger is asked again at the latest: its clock may be another one than the room's. */
const BUDGET_LONGEST_MS = {
  'budget-rooms': 60_000,
  'budget-day': 24 * 3_600_000,
  'budget-month': 31 * 24 * 3_600_000,
} as const satisfies Partial<Record<Reason, number>>;
export const BUDGET: ReadonlySet<Reason> = new Set(
  Object.keys(BUDGET_LONGEST_MS) as (keyof typeof BUDGET_LONGEST_MS)[],
);

/** When the ledger is asked again that refused until then. */
export function budgetAgainAt(reason: Reason, until: number | null, now: number): number {
  const longest: Partial<Record<Reason, number>> = BUDGET_LONGEST_MS;
  const latest = now + (longest[reason] ?? BUDGET_AGAIN_MS);
  return Math.min(Math.max(until ?? now + BUDGET_AGAIN_MS, now + BUDGET_AGAIN_MIN_MS), latest);
}

/**
 * Failures that only the owner cures, who may do so at any moment: tried again every ten minutes, or
 * when a host starts the broadcast. An empty room forgets the failure ten minutes after it.
 */
export const OWNER_MUST_ACT: ReadonlySet<Reason> = new Set(['bad-key', 'account-suspended']);
