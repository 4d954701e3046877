import type { LedgerSession, LedgerState, LedgerStream, Limits } from './state.js';
import { byDay, dayOf, monthOf } from './utc.js';

/** Counts those of a session's streams that no longer run, once. */
export function count(state: LedgerState, session: LedgerSession, limits: Limits): void {
  for (const stream of session.streams) {
    if (stream.countedTo !== null) continue;
    const lost = session.settledAt === null ? null : lostAt(session, stream, limits);
    stream.countedTo = stream.endedAt ?? lost;
    if (stream.countedTo !== null) add(state, stream.startedAt, stream.countedTo, 1);
  }
}

/** Takes out of the sums exactly what was counted of a stream. */
export function uncount(state: LedgerState, { startedAt, countedTo }: LedgerStream): void {
  if (countedTo !== null) add(state, startedAt, countedTo, -1);
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
