import { produce } from 'immer';
import type {
  BudgetCall,
  BudgetTotals,
  ClaimCall,
  Forecast,
  ReportCall,
  ReportedSession,
  ReserveCall,
  Reserved,
} from './messages.js';
import {
  assumedEnd,
  type BudgetSession,
  type BudgetState,
  type BudgetStream,
  countStreams,
  dayOf,
  heldSlots,
  keyOf,
  type Limits,
  liveRooms,
  nextDayAt,
  nextMonthAt,
  runningStreams,
  uncountStream,
  usedHours,
} from './state.js';

export interface Answered {
  readonly state: BudgetState;
  readonly answer: Reserved | Forecast | BudgetTotals;
}

/**
 * The budget of all rooms: one pure function. A room reserves a slot before it mints a session, and
 * reports the session's streams; a report that is repeated, late or out of order changes no sum.
 */
export function answerCall(
  state: BudgetState,
  call: Exclude<BudgetCall, ClaimCall>,
  now: number,
  limits: Limits,
): Answered {
  let answer: Answered['answer'] | undefined;
  const next = produce(state, (draft) => {
    releaseSlots(draft, now, limits);
    if (call.call === 'reserve') answer = reserve(draft, call, now, limits);
    if (call.call === 'report') answer = report(draft, call, now, limits);
  });
  return { state: sweep(next, now), answer: answer ?? totals(next, now, limits) };
}

// Reserve: may this session be minted?

/** Credentials are good for 10 minutes; until its room reports, a slot is held a little longer. */
const RESERVED_MS = 630_000;

/**
 * Live rooms are limited, and sessions to one more: that one is for the moment in which a stream is
 * renewed or a lost conductor replaced.
 */
function reserve(
  state: BudgetState,
  { room, epoch, insteadOf }: ReserveCall,
  now: number,
  limits: Limits,
): Reserved {
  const key = keyOf(room, epoch);
  const known = state.open[key];
  if (known?.granted) return { ok: true };
  // A late call for a session that is over: its room no longer waits for the answer.
  if (key in state.settled) return noSlot(state, room, now);
  const refusal = hoursRefusal(state, now, limits);
  if (refusal !== null) return refusal;
  const lent = insteadOf === undefined ? undefined : state.open[keyOf(room, insteadOf)];
  const before = lent?.granted ? handOver(state, lent, now) : null;
  if (before === null && !hasSlot(state, room, limits)) return noSlot(state, room, now);
  const fresh = { revision: 0, over: false, settledAt: null, streams: [], ...before };
  state.open[key] = { room, epoch, until: now + RESERVED_MS, ...fresh, ...known, granted: true };
  return { ok: true };
}

/** Settles a session that goes on under another epoch, which takes its slot. */
function handOver(
  state: BudgetState,
  session: BudgetSession,
  now: number,
): Pick<BudgetSession, 'before'> {
  const { room, epoch, until, revision } = session;
  delete state.open[keyOf(room, epoch)];
  state.settled[keyOf(room, epoch)] = { ...session, over: true, settledAt: now };
  return { before: { epoch, until, revision } };
}

/**
 * A room says that a session is over: what took its slot over keeps it. What is over itself without that
 * gives the slot back, for its room has not heard of the hand-over and has the credentials of before.
 */
function settleBefore(state: BudgetState, session: BudgetSession, now: number): void {
  const { room, epoch, before } = session;
  const heir = Object.values(state.open).find(
    (other) => other.room === room && other.before?.epoch === epoch,
  );
  if (heir !== undefined) delete heir.before;
  if (before === undefined || before.until <= now || session.streams.length > 0) return;
  const held = { granted: true, over: false, settledAt: null, streams: [] };
  delete state.settled[keyOf(room, before.epoch)];
  state.open[keyOf(room, before.epoch)] = { room, ...before, ...held };
}

function hasSlot(state: BudgetState, room: string, limits: Limits): boolean {
  if (limits.liveRooms === null) return true;
  if (heldSlots(state).length >= limits.liveRooms + 1) return false;
  const rooms = liveRooms(state);
  return rooms.has(room) || rooms.size < limits.liveRooms;
}

const RETRY_MS = 5_000;
const RETRY_SPREAD_MS = 10_000;

/** A slot may be released at any time, so a room asks again soon; not all in the same instant. */
function noSlot(state: BudgetState, room: string, now: number): Reserved {
  const expires = heldSlots(state).map(({ until }) => Math.max(until, now + 1_000));
  const soon = now + RETRY_MS + (spreadOf(room) % RETRY_SPREAD_MS);
  return { ok: false, reason: 'budget-rooms', retryAt: Math.min(soon, ...expires) };
}

/** A number for each room, different for most. */
function spreadOf(room: string): number {
  return [...room].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 1_000_003, 7);
}

function hoursRefusal(state: BudgetState, now: number, limits: Limits): Reserved | null {
  const { dayMs, monthMs } = limits;
  const used = usedHours(state, now);
  if (monthMs !== null && used.month >= monthMs) {
    return { ok: false, reason: 'budget-month', retryAt: nextMonthAt(now) };
  }
  if (dayMs !== null && used.day >= dayMs) {
    return { ok: false, reason: 'budget-day', retryAt: nextDayAt(now) };
  }
  return null;
}

// Report: what became of a room's sessions?

function report(
  state: BudgetState,
  { room, sessions, at }: ReportCall,
  now: number,
  limits: Limits,
): Forecast {
  for (const session of sessions) {
    const known = state.open[keyOf(room, session.epoch)];
    replaceSession(state, room, { ...session, ...placeOf(session, known, at ?? now) }, now, limits);
  }
  releaseSlots(state, now, limits);
  return forecast(state, now, limits);
}

/**
 * How long a session holds its slot. What its room calls over because its time is up by the room's clock
 * holds it until that is so by this one, too, and nothing but its end frees it sooner: a clock that was set
 * ahead frees no place at the service.
 */
function placeOf(
  { over, until }: ReportedSession,
  known: BudgetSession | undefined,
  at: number,
): Pick<ReportedSession, 'over' | 'until'> {
  const isTimeUp = over && until <= at;
  if (known === undefined || (over && !isTimeUp)) return { over, until };
  const isFirst = known.revision === 0 && !isTimeUp;
  return { over: false, until: isFirst ? until : Math.max(until, known.until) };
}

/** A report has the whole of a session, so the latest revision replaces the one before. */
function replaceSession(
  state: BudgetState,
  room: string,
  { epoch, streams, ...reported }: ReportedSession,
  now: number,
  limits: Limits,
): void {
  const key = keyOf(room, epoch);
  const known = state.open[key] ?? state.settled[key];
  if (known !== undefined && reported.revision <= known.revision) return;
  const isHeld = !reported.over && reported.until > now;
  const session: BudgetSession = {
    ...{ room, epoch, granted: known?.granted ?? false, ...reported },
    settledAt: isHeld ? null : (known?.settledAt ?? now),
    streams: streams.map((stream) => ({ ...inOrder(stream), countedTo: null })),
    ...(known?.before && { before: known.before }),
  };
  const numbers = new Set(known?.streams.map(({ no }) => no));
  const from = Math.max(state.closedTo, now - KEPT_MS);
  // An unknown stream that ended before this was counted long ago, and has been forgotten.
  session.streams = session.streams.filter(
    (each) => numbers.has(each.no) || lastKnownAt(session, each, now, limits) >= from,
  );
  if (known === undefined && session.streams.length === 0 && streams.length > 0) return;
  for (const stream of known?.streams ?? []) uncountStream(state, stream);
  delete state.open[key];
  delete state.settled[key];
  (isHeld ? state.open : state.settled)[key] = session;
  countStreams(state, session, limits);
  if (!isHeld) settleBefore(state, session, now);
}

/** No stream ends before it began, even where the clocks of two room objects differ. */
function inOrder(stream: ReportedSession['streams'][number]) {
  const { startedAt, endedAt } = stream;
  return { ...stream, endedAt: endedAt === null ? null : Math.max(startedAt, endedAt) };
}

/** When a stream last ran, as far as is known. */
function lastKnownAt(
  session: BudgetSession,
  stream: BudgetStream,
  now: number,
  limits: Limits,
): number {
  return stream.endedAt ?? (session.settledAt === null ? now : assumedEnd(session, stream, limits));
}

/** A room is warned this long before the hours run out. */
const FORECAST_MS = 10 * 60_000;

/** When the hours run out if as many streams go on as run now. */
function forecast(state: BudgetState, now: number, { dayMs, monthMs }: Limits): Forecast {
  const used = usedHours(state, now);
  const streams = runningStreams(state).length;
  const when = (limit: number | null, sum: number, resetsAt: number): number | null => {
    if (limit === null || streams === 0) return null;
    const at = now + Math.max(0, Math.floor((limit - sum) / streams));
    return at < resetsAt && at <= now + FORECAST_MS ? at : null;
  };
  const month = when(monthMs, used.month, nextMonthAt(now));
  const day = when(dayMs, used.day, nextDayAt(now));
  if (month !== null && month <= (day ?? month)) return { closesAt: month, reason: 'budget-month' };
  return { closesAt: day, reason: day === null ? null : 'budget-day' };
}

// Totals: what all rooms hold and have used.

const HOUR_MS = 3_600_000;

function totals(state: BudgetState, now: number, limits: Limits): BudgetTotals {
  const used = usedHours(state, now);
  const { dayMs, monthMs } = limits;
  // Exact to a tenth of a second.
  const inHours = (ms: number) => Math.round((ms / HOUR_MS) * 100_000) / 100_000;
  const resetsAt = () => {
    if (monthMs !== null && (dayMs === null || used.month >= monthMs)) return nextMonthAt(now);
    return dayMs === null ? null : nextDayAt(now);
  };
  return {
    liveRooms: liveRooms(state).size,
    maxLiveRooms: limits.liveRooms,
    sessions: heldSlots(state).length,
    hoursToday: inHours(used.day),
    maxHoursPerDay: dayMs === null ? null : dayMs / HOUR_MS,
    hoursThisMonth: inHours(used.month),
    maxHoursPerMonth: monthMs === null ? null : monthMs / HOUR_MS,
    resetsAt: resetsAt(),
  };
}

// Time passes: slots are released, and old sessions forgotten.

/** Settles the sessions whose slot is free by now: given back, or expired. */
function releaseSlots(state: BudgetState, now: number, limits: Limits): void {
  for (const [key, session] of Object.entries(state.open)) {
    if (!session.over && session.until > now) continue;
    session.settledAt = now;
    countStreams(state, session, limits);
    delete state.open[key];
    state.settled[key] = session;
  }
}

/** A session whose streams ended longer ago is neither kept nor accepted in a report. */
const KEPT_MS = 24 * 3_600_000;

/** A session that never had a stream is remembered as long as a call about it can be under way. */
const UNUSED_KEPT_MS = 2 * 60_000;

/** At most so many are remembered; some 17 rooms that renew all day come to this number. */
export const SETTLED_MAX = 10_000;

const DAYS_KEPT = 62;
const SWEEP_EVERY_MS = 60_000;

/** Forgets, once a minute, what is too old to be reported again. */
function sweep(state: BudgetState, now: number): BudgetState {
  const isFull = Object.keys(state.settled).length > SETTLED_MAX;
  if (now < state.sweepAt && !isFull) return state;
  const from = dayOf(now) - DAYS_KEPT;
  const days = Object.entries(state.days).filter(([day]) => Number(day) >= from);
  const kept = Object.entries(state.settled)
    .filter(([, session]) => isRemembered(session, now))
    .sort(([, a], [, b]) => countedTo(b) - countedTo(a));
  // A tenth is left free, so that not each of the next ones makes room again.
  const dropped = kept.length > SETTLED_MAX ? kept.splice(SETTLED_MAX * 0.9) : [];
  const latest = dropped.slice(0, 1).map(([, session]) => countedTo(session) + 1);
  return {
    ...state,
    days: Object.fromEntries(days),
    settled: Object.fromEntries(kept),
    closedTo: Math.max(state.closedTo, ...latest),
    sweepAt: now + SWEEP_EVERY_MS,
  };
}

function isRemembered(session: BudgetSession, now: number): boolean {
  if (session.streams.length > 0) return countedTo(session) >= now - KEPT_MS;
  return (session.settledAt ?? now) >= now - UNUSED_KEPT_MS;
}

/** The last instant up to which any of its streams was counted. */
function countedTo({ streams }: BudgetSession): number {
  return streams.reduce((last, stream) => Math.max(last, stream.countedTo ?? 0), 0);
}
