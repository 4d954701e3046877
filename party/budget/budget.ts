import { produce } from 'immer';
import type {
  BudgetCall,
  BudgetTotals,
  Forecast,
  ReportCall,
  ReportedSession,
  ReserveCall,
  Reserved,
} from './messages.js';
import {
  type BudgetSession,
  type BudgetState,
  type BudgetStream,
  count,
  dayOf,
  heldSlots,
  keyOf,
  type Limits,
  lostAt,
  nextDayAt,
  nextMonthAt,
  running,
  uncount,
  used,
} from './state.js';

export interface Answered {
  readonly state: BudgetState;
  readonly answer: Reserved | Forecast | BudgetTotals;
}

/**
 * The ledger of all rooms: one pure function. It is asked before a session is minted, and told of each
 * session's streams; the same told again, late or in another order, changes no sum.
 */
export function answerCall(
  state: BudgetState,
  call: BudgetCall,
  now: number,
  limits: Limits,
): Answered {
  let answer: Answered['answer'] | undefined;
  const next = produce(state, (draft) => {
    settle(draft, now, limits);
    if (call.call === 'reserve') answer = reserve(draft, call, now, limits);
    if (call.call === 'report') answer = report(draft, call, now, limits);
  });
  return { state: swept(next, now), answer: answer ?? budgetOf(next, now, limits) };
}

const HOUR_MS = 3_600_000;

/** The sums as anyone may read them; hours are exact to a tenth of a second. */
function budgetOf(state: BudgetState, now: number, limits: Limits): BudgetTotals {
  const { day, month } = used(state, now);
  const { liveRooms, dayMs, monthMs } = limits;
  const inHours = (ms: number) => Math.round((ms / HOUR_MS) * 100_000) / 100_000;
  const resetsAt = () => {
    if (monthMs !== null && (dayMs === null || month >= monthMs)) return nextMonthAt(now);
    return dayMs === null ? null : nextDayAt(now);
  };
  return {
    liveRooms: roomsOf(state).size,
    maxLiveRooms: liveRooms,
    sessions: heldSlots(state).length,
    hoursToday: inHours(day),
    maxHoursPerDay: dayMs === null ? null : dayMs / HOUR_MS,
    hoursThisMonth: inHours(month),
    maxHoursPerMonth: monthMs === null ? null : monthMs / HOUR_MS,
    resetsAt: resetsAt(),
  };
}

/** So long credentials are good, and a little more: until its room tells, a slot is held so long. */
const RESERVED_MS = 630_000;

const ASK_AGAIN_MS = 5_000;
const ASK_AGAIN_SPREAD_MS = 10_000;

/**
 * May this session be minted? Rooms on the air are limited, and sessions to one more: that one is for
 * the moment in which a stream is renewed or a lost conductor replaced.
 */
export function reserve(
  state: BudgetState,
  { room, epoch, insteadOf }: ReserveCall,
  now: number,
  limits: Limits,
): Reserved {
  const key = keyOf(room, epoch);
  const told = state.open[key];
  if (told?.granted) return { ok: true };
  // A late call for a session that is over: whoever asked has long given up on it.
  if (key in state.settled) return noRoom(state, room, now);
  const refusal = spent(state, now, limits);
  if (refusal !== null) return refusal;
  const before = insteadOf === undefined ? undefined : state.open[keyOf(room, insteadOf)];
  if (before?.granted) giveBack(state, before, now);
  else if (!hasSlot(state, room, limits)) return noRoom(state, room, now);
  const fresh = { revision: 0, over: false, settledAt: null, streams: [] };
  state.open[key] = { room, epoch, until: now + RESERVED_MS, ...fresh, ...told, granted: true };
  return { ok: true };
}

/** A slot whose session goes on under another epoch. */
function giveBack(state: BudgetState, session: BudgetSession, now: number): void {
  const key = keyOf(session.room, session.epoch);
  delete state.open[key];
  state.settled[key] = { ...session, over: true, settledAt: now };
}

/** The rooms that hold a slot. */
export function roomsOf(state: BudgetState): Set<string> {
  return new Set(heldSlots(state).map(({ room }) => room));
}

function hasSlot(state: BudgetState, room: string, { liveRooms }: Limits): boolean {
  if (liveRooms === null) return true;
  if (heldSlots(state).length >= liveRooms + 1) return false;
  const rooms = roomsOf(state);
  return rooms.has(room) || rooms.size < liveRooms;
}

/** Slots are given back at any time, so it is worth asking again soon, not all in one instant. */
function noRoom(state: BudgetState, room: string, now: number): Reserved {
  const expires = heldSlots(state).map(({ until }) => Math.max(until, now + 1_000));
  const soon = now + ASK_AGAIN_MS + (sumOf(room) % ASK_AGAIN_SPREAD_MS);
  return { ok: false, reason: 'budget-rooms', retryAt: Math.min(soon, ...expires) };
}

function spent(state: BudgetState, now: number, { dayMs, monthMs }: Limits): Reserved | null {
  const sums = used(state, now);
  if (monthMs !== null && sums.month >= monthMs) {
    return { ok: false, reason: 'budget-month', retryAt: nextMonthAt(now) };
  }
  if (dayMs !== null && sums.day >= dayMs) {
    return { ok: false, reason: 'budget-day', retryAt: nextDayAt(now) };
  }
  return null;
}

/** A number of its own for each text, more or less. */
function sumOf(text: string): number {
  return [...text].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 1_000_003, 7);
}

/** A room is told so long before that the hours run out. */
const FORECAST_MS = 10 * 60_000;

/** Takes in what a room tells; told twice, late or in another order, it comes to the same. */
export function report(
  state: BudgetState,
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
  state: BudgetState,
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
function lastAt(session: BudgetSession, stream: BudgetStream, now: number, limits: Limits): number {
  return stream.endedAt ?? (session.settledAt === null ? now : lostAt(session, stream, limits));
}

/** When the hours run out if as many streams go on as run now. */
function forecast(state: BudgetState, now: number, { dayMs, monthMs }: Limits): Forecast {
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

/** What ended longer ago is neither kept nor taken in. */
const KEPT_MS = 24 * 3_600_000;

/** A slot that never had a stream is remembered for as long as a call about it can be under way. */
const UNUSED_KEPT_MS = 2 * 60_000;

/** No more are remembered, whatever happens; some 17 rooms renew so often in a day. */
export const SETTLED_MAX = 10_000;

const DAYS_KEPT = 62;
const SWEEP_EVERY_MS = 60_000;

/** Lets go of the slots that are free by now: given back, or expired. */
export function settle(state: BudgetState, now: number, limits: Limits): void {
  for (const [key, session] of Object.entries(state.open)) {
    if (!session.over && session.until > now) continue;
    session.settledAt = now;
    count(state, session, limits);
    delete state.open[key];
    state.settled[key] = session;
  }
}

/** What ended before this instant is no longer counted anew. */
export function horizon(state: BudgetState, now: number): number {
  return Math.max(state.closedTo, now - KEPT_MS);
}

/** Forgets, now and then, what is too old to be told of again. */
export function swept(state: BudgetState, now: number): BudgetState {
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

function isFresh(session: BudgetSession, now: number): boolean {
  if (session.streams.length > 0) return endOf(session) >= now - KEPT_MS;
  return (session.settledAt ?? now) >= now - UNUSED_KEPT_MS;
}

/** The last instant that any of its streams was counted to. */
function endOf({ streams }: BudgetSession): number {
  return streams.reduce((last, { countedTo }) => Math.max(last, countedTo ?? 0), 0);
}
