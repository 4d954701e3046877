import { count } from './count.js';
import type { LedgerSession, LedgerState, Limits } from './state.js';
import { dayOf } from './utc.js';

/** What ended longer ago is neither kept nor taken in. */
const KEPT_MS = 24 * 3_600_000;

/** A slot that never had a stream is remembered for as long as a call about it can be under way. */
const UNUSED_KEPT_MS = 2 * 60_000;

/** No more are remembered, whatever happens; some 17 rooms renew so often in a day. */
export const SETTLED_MAX = 10_000;

const DAYS_KEPT = 62;
const SWEEP_EVERY_MS = 60_000;

/** Lets go of the slots that are free by now: given back, or expired. */
export function settle(state: LedgerState, now: number, limits: Limits): void {
  for (const [key, session] of Object.entries(state.open)) {
    if (!session.over && session.until > now) continue;
    session.settledAt = now;
    count(state, session, limits);
    delete state.open[key];
    state.settled[key] = session;
  }
}

/** What ended before this instant is no longer counted anew. */
export function horizon(state: LedgerState, now: number): number {
  return Math.max(state.closedTo, now - KEPT_MS);
}

/** Forgets, now and then, what is too old to be told of again. */
export function swept(state: LedgerState, now: number): LedgerState {
  const isFull = Object.keys(state.settled).length > SETTLED_MAX;
  if (now < state.sweepAt && !isFull) return state;
  const from = dayOf(now) - DAYS_KEPT;
  const days = Object.entries(state.days).filter(([day]) => Number(day) >= from);
  const kept = Object.entries(state.settled)
    .filter(([, session]) => isFresh(session, now))
    .sort(([, a], [, b]) => endOf(b) - endOf(a));
  // With room for some more, so that not every one of those that come next has to be made room for.
  const left = kept.length > SETTLED_MAX ? kept.splice(SETTLED_MAX * 0.9) : [];
  const closedTo = Math.max(state.closedTo, ...left.slice(0, 1).map(([, one]) => endOf(one) + 1));
  const sweepAt = now + SWEEP_EVERY_MS;
  return {
    ...state,
    days: Object.fromEntries(days),
    settled: Object.fromEntries(kept),
    closedTo,
    sweepAt,
  };
}

function isFresh(session: LedgerSession, now: number): boolean {
  if (session.streams.length > 0) return endOf(session) >= now - KEPT_MS;
  return (session.settledAt ?? now) >= now - UNUSED_KEPT_MS;
}

/** The last instant that any of its streams was counted to. */
function endOf({ streams }: LedgerSession): number {
  return streams.reduce((last, { countedTo }) => Math.max(last, countedTo ?? 0), 0);
}
