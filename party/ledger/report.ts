import { lostAt, recount, running, uncount, used } from './count.js';
import type { Forecast, ReportCall, ReportedSession } from './messages.js';
import { horizon, settle } from './settle.js';
import { keyOf, type LedgerSession, type LedgerState, type Limits } from './state.js';
import { nextDayAt, nextMonthAt } from './utc.js';

/** A room is told so long before that the hours run out. */
const FORECAST_MS = 10 * 60_000;

/** A session with more streams than this keeps the latest. */
const STREAMS_MAX = 500;

/** Takes in what a room tells; told twice, late or in another order, it comes to the same. */
export function report(
  state: LedgerState,
  { room, sessions }: ReportCall,
  now: number,
  limits: Limits,
): Forecast {
  for (const told of sessions) {
    const key = keyOf(room, told.epoch);
    const session = state.open[key] ?? state.settled[key] ?? newSession(room, told);
    take(state, session, told, now, limits);
    if (isNothing(session, told, now)) continue;
    const holds = isHeld(session, now);
    if (holds) session.settledAt = null;
    else session.settledAt ??= now;
    const [here, there] = holds ? [state.open, state.settled] : [state.settled, state.open];
    if (!(key in here)) here[key] = session;
    delete there[key];
    recount(state, session, limits);
    shorten(session);
  }
  settle(state, now, limits);
  return forecast(state, now, limits);
}

function newSession(room: string, { epoch, until }: ReportedSession): LedgerSession {
  const fresh = { reported: true, over: false, settledAt: null, closedTo: -1, streams: [] };
  return { room, epoch, until, ...fresh };
}

/** Of two accounts of the same thing the longer one stands, whichever came first. */
function take(
  state: LedgerState,
  session: LedgerSession,
  { until, over, streams }: ReportedSession,
  now: number,
  limits: Limits,
): void {
  session.until = session.reported ? Math.max(session.until, until) : until;
  session.reported = true;
  session.over ||= over;
  for (const told of streams) {
    const known = session.streams.find(({ no }) => no === told.no);
    if (known === undefined) {
      const stream = { ...told, endedAt: endOf(told), countedTo: null };
      const end = isHeld(session, now) ? now : lostAt(session, stream, limits);
      const isOld = (stream.endedAt ?? end) < horizon(state, now);
      if (told.no > session.closedTo && !isOld) session.streams.push(stream);
      continue;
    }
    if (told.startedAt < known.startedAt) {
      uncount(state, known);
      known.startedAt = told.startedAt;
    }
    const end = endOf(told);
    if (end !== null) known.endedAt = Math.max(known.endedAt ?? end, end);
  }
}

/** No stream ends before it began, whatever the clocks of those who told it. */
function endOf({ startedAt, endedAt }: ReportedSession['streams'][number]): number | null {
  return endedAt === null ? null : Math.max(startedAt, endedAt);
}

function isHeld({ over, until }: LedgerSession, now: number): boolean {
  return !over && until > now;
}

/** Whether all of it is so old that it was counted long ago. */
function isNothing(session: LedgerSession, told: ReportedSession, now: number): boolean {
  return !isHeld(session, now) && session.streams.length === 0 && told.streams.length > 0;
}

function shorten(session: LedgerSession): void {
  const ended = session.streams.filter(({ endedAt }) => endedAt !== null);
  const surplus = session.streams.length - STREAMS_MAX;
  if (surplus <= 0) return;
  const oldest = ended.sort((a, b) => a.no - b.no).slice(0, surplus);
  session.closedTo = Math.max(session.closedTo, ...oldest.map(({ no }) => no));
  session.streams = session.streams.filter((stream) => !oldest.includes(stream));
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
