import type { LedgerSession, LedgerState, LedgerStream, Limits } from './state.js';
import { byDay, dayOf, monthOf } from './utc.js';

/**
 * Brings the sums up to what is now known of a session's streams. Each stands in them once, with the
 * end that it was last counted to, so that a correction takes back exactly what it replaces.
 */
export function recount(state: LedgerState, session: LedgerSession, limits: Limits): void {
  for (const stream of session.streams) {
    const to =
      stream.endedAt ?? (session.settledAt === null ? null : lostAt(session, stream, limits));
    if (to === stream.countedTo) continue;
    uncount(state, stream);
    if (to !== null) add(state, stream.startedAt, to, 1);
    stream.countedTo = to;
  }
}

/** Takes a stream out of the sums. */
export function uncount(state: LedgerState, stream: LedgerStream): void {
  if (stream.countedTo !== null) add(state, stream.startedAt, stream.countedTo, -1);
  stream.countedTo = null;
}

/** When a stream is over whose end nobody told: the service ends it, or lets its session go. */
export function lostAt(session: LedgerSession, stream: LedgerStream, limits: Limits): number {
  const limit = Math.min(stream.startedAt + limits.streamMs, session.until);
  return Math.max(stream.startedAt, limit);
}

function add(state: LedgerState, from: number, to: number, sign: 1 | -1): void {
  for (const { day, ms } of byDay(from, to)) {
    const sum = (state.days[day] ?? 0) + sign * ms;
    if (sum === 0) delete state.days[day];
    else state.days[day] = sum;
  }
}

/** The streams that run now. */
export function running(state: LedgerState): LedgerStream[] {
  const streams = Object.values(state.open).flatMap((session) => session.streams);
  return streams.filter(({ endedAt }) => endedAt === null);
}

/** What was used today and in this month (ms), with what runs. */
export function used(state: LedgerState, now: number): { day: number; month: number } {
  const today = dayOf(now);
  const month = monthOf(today);
  const days = Object.entries(state.days).map(([day, ms]) => ({ day: Number(day), ms }));
  const pieces = running(state).flatMap(({ startedAt }) => byDay(startedAt, now));
  const sums = { day: 0, month: 0 };
  for (const { day, ms } of [...days, ...pieces]) {
    if (day === today) sums.day += ms;
    if (monthOf(day) === month) sums.month += ms;
  }
  return sums;
}
