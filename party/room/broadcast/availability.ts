import type { Reason } from '../../../src/protocol/reasons.js';
import type { LifeView } from '../../../src/protocol/view.js';
import { entry, type RoomState, type Step } from '../state.js';
import { nextConductor } from './lease.js';
import { isOpen, nextChange } from './opening-hours.js';

/** Whether a broadcast may run: by its host, its hours, its budget, and by who is here. */

/** Why a broadcast may not run, and until when if it then opens by itself. */
interface Closed {
  readonly reason: Reason;
  readonly until: number | null;
}

/** Why a dark room stays dark, no matter who comes; null when the first visitor opens it. */
export function closedReason(state: RoomState, now: number): Closed | null {
  const { hostOverride } = state.broadcast;
  if (hostOverride === 'stopped' || hostOverride === 'paused')
    return { reason: hostOverride, until: null };
  const needsHost = state.rules.values.opens === 'host' && hostOverride === null;
  const closed = outOfHours(state, now);
  if (closed !== null) return needsHost ? { ...closed, until: null } : closed;
  return needsHost ? { reason: 'waits-for-host', until: null } : null;
}

/** The hours alone; a host may have the broadcast go on all the same. */
export function outOfHours({ broadcast, rules }: RoomState, now: number): Closed | null {
  if (broadcast.hostOverride === 'overtime' || isOpen(rules.values, now)) return null;
  return { reason: 'out-of-hours', until: nextChange(rules.values, now) };
}

/** Viewers are told this long before a broadcast has to close. */
const WARNING_MS = 60_000;

type ClosingTime = Extract<LifeView, { phase: 'live' }>['lastCall'];

/** When the broadcast has to close, whether or not people are here, as far as that is known. */
export function closingTime(state: RoomState, now: number): ClosingTime {
  const { closes } = state.usage;
  const hoursEnd = endOfHours(state, now);
  if (hoursEnd === null || (closes !== null && closes.at <= hoursEnd)) return closes;
  return { at: hoursEnd, reason: 'out-of-hours' };
}

function endOfHours({ broadcast, rules }: RoomState, now: number): number | null {
  if (broadcast.hostOverride === 'overtime') return null;
  return isOpen(rules.values, now) ? nextChange(rules.values, now) : now;
}

/** The same, once it is near enough to tell everybody. */
export function closingWarning(state: RoomState, now: number): ClosingTime {
  const closing = closingTime(state, now);
  return closing !== null && closing.at - WARNING_MS <= now ? closing : null;
}

/** When there is something to tell or to do about it. */
export function closingDues(state: RoomState, now: number): readonly number[] {
  const closing = closingTime(state, now);
  return closing === null ? [] : [closing.at - WARNING_MS, closing.at];
}

/**
 * What a host started is a run: it lasts until it closes by itself, and then waits for a host again. A
 * stream that is lost while nobody is here has not closed yet: its viewers may be back in a moment.
 */

/** Nobody is here any more; the run ends unless somebody comes back in this time (ms). */
export function endRunIn({ state, now }: Step, afterMs: number): void {
  const { broadcast } = state;
  if (isRun(state)) broadcast.runEndsAt = Math.min(broadcast.runEndsAt ?? Infinity, now + afterMs);
}

/** Ends a run, and forgets the host's override, once its time is over. */
export function endRunWhenDue({ state, now }: Step): void {
  const { broadcast, audience } = state;
  if (broadcast.runEndsAt === null) return;
  if (audience.watching > 0 && broadcast.runEndsAt > now) broadcast.runEndsAt = null;
  else if (broadcast.runEndsAt <= now) {
    broadcast.runEndsAt = null;
    if (isRun(state)) broadcast.hostOverride = null;
  }
}

function isRun({ broadcast }: RoomState): boolean {
  return broadcast.hostOverride === 'started' || broadcast.hostOverride === 'overtime';
}

/** Whether nobody watches, and not only because the room has just come back. */
export function isEmpty({ state, now }: Pick<Step, 'state' | 'now'>): boolean {
  return state.audience.watching === 0 && now >= state.clock.backBy;
}

/** Whether the conductor of the present session is about to go: it would not take another. */
export function isLeaving({ lease, connections }: RoomState): boolean {
  return lease?.connection != null && entry(connections, lease.connection)?.conduct === 'no';
}

/** Whether nobody is there who could take over from it. */
export function isUnrelieved(state: RoomState, now: number): boolean {
  // One whose connection dropped a moment ago may be back.
  if (now < state.clock.backBy || state.successor?.connection === null) return false;
  return nextConductor(state, now) === null;
}
