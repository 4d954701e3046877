import { used } from './count.js';
import type { ReserveCall, Reserved } from './messages.js';
import { heldSlots, keyOf, type LedgerSession, type LedgerState, type Limits } from './state.js';
import { nextDayAt, nextMonthAt } from './utc.js';

/** So long credentials are good, and a little more: until its room tells, a slot is held so long. */
const RESERVED_MS = 630_000;

const ASK_AGAIN_MS = 5_000;
const ASK_AGAIN_SPREAD_MS = 10_000;

/**
 * May this session be minted? Rooms on the air are limited, and sessions to one more: that one is for
 * the moment in which a stream is renewed or a lost conductor replaced.
 */
export function reserve(
  state: LedgerState,
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
function giveBack(state: LedgerState, session: LedgerSession, now: number): void {
  const key = keyOf(session.room, session.epoch);
  delete state.open[key];
  state.settled[key] = { ...session, over: true, settledAt: now };
}

/** The rooms that hold a slot. */
export function roomsOf(state: LedgerState): Set<string> {
  return new Set(heldSlots(state).map(({ room }) => room));
}

function hasSlot(state: LedgerState, room: string, { liveRooms }: Limits): boolean {
  if (liveRooms === null) return true;
  if (heldSlots(state).length >= liveRooms + 1) return false;
  const rooms = roomsOf(state);
  return rooms.has(room) || rooms.size < liveRooms;
}

/** Slots are given back at any time, so it is worth asking again soon, not all in one instant. */
function noRoom(state: LedgerState, room: string, now: number): Reserved {
  const expires = heldSlots(state).map(({ until }) => Math.max(until, now + 1_000));
  const soon = now + ASK_AGAIN_MS + (sumOf(room) % ASK_AGAIN_SPREAD_MS);
  return { ok: false, reason: 'budget-rooms', retryAt: Math.min(soon, ...expires) };
}

function spent(state: LedgerState, now: number, { dayMs, monthMs }: Limits): Reserved | null {
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
