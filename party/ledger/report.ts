import { count, lostAt, running, uncount, used } from './count.js';
import type { Forecast, ReportCall, ReportedSession } from './messages.js';
import { horizon, settle } from './settle.js';
import {
  keyOf,
  type LedgerSession,
  type LedgerState,
  type LedgerStream,
  type Limits,
} from './state.js';
import { nextDayAt, nextMonthAt } from './utc.js';

/** A room is told so long before that the hours run out. */
const FORECAST_MS = 10 * 60_000;

/** Takes in what a room tells; told twice, late or in another order, it comes to the same. */
export function report(
  state: LedgerState,
  { room, sessions }: ReportCall,
  now: number,
  limits: Limits,
): Forecast {
  for (const told of sessions) take(state, room, told, now, limits);
  settle(state, now, limits);
  return forecast(state, now, limits);
}

/** A room tells the whole of a session each time, so its latest account replaces the one before. */
function take(
  state: LedgerState,
  room: string,
  { epoch, streams, ...account }: ReportedSession,
  now: number,
  limits: Limits,
): void {
  const key = keyOf(room, epoch);
  const known = state.open[key] ?? state.settled[key];
  if (known !== undefined && account.revision <= known.revision) return;
  const isHeld = !account.over && account.until > now;
  const session = {
    ...{ room, epoch, granted: known?.granted ?? false, ...account },
    settledAt: isHeld ? null : (known?.settledAt ?? now),
    streams: streams.map((stream) => ({ ...inOrder(stream), countedTo: null })),
  };
  const numbers = new Set(known?.streams.map(({ no }) => no));
  const from = horizon(state, now);
  // What is not known and so old was counted long ago.
  session.streams = session.streams.filter(
    (each) => numbers.has(each.no) || lastAt(session, each, now, limits) >= from,
  );
  if (known === undefined && session.streams.length === 0 && streams.length > 0) return;
  for (const stream of known?.streams ?? []) uncount(state, stream);
  delete state.open[key];
  delete state.settled[key];
  (isHeld ? state.open : state.settled)[key] = session;
  count(state, session, limits);
}

/** No stream ends before it began, whatever the clocks of those who told it. */
function inOrder(stream: ReportedSession['streams'][number]) {
  const { startedAt, endedAt } = stream;
  return { ...stream, endedAt: endedAt === null ? null : Math.max(startedAt, endedAt) };
}

/** When a stream last ran, as far as is known. */
function lastAt(session: LedgerSession, stream: LedgerStream, now: number, limits: Limits): number {
  return stream.endedAt ?? (session.settledAt === null ? now : lostAt(session, stream, limits));
}

/** When the hours run out if as many streams go on as run now. */
function forecast(state: LedgerState, now: number, { dayMs, monthMs }: Limits): Forecast {
  const sums = used(state, now);
  const streams = running(state).length;
  const when = (limit: number | null, sum: number, resetsAt: number): number | null => {
    if (limit === null || streams === 0) return null;
    const at = now + Math.max(0, Math.floor((limit - sum) / streams));
    return at < resetsAt && at <= now + FORECAST_MS ? at : null;
  };
  const month = when(monthMs, sums.month, nextMonthAt(now));
  const day = when(dayMs, sums.day, nextDayAt(now));
  if (month !== null && month <= (day ?? month)) return { closesAt: month, reason: 'budget-month' };
  return { closesAt: day, reason: day === null ? null : 'budget-day' };
}
