import type { Reason } from '../../../src/protocol/reasons.js';
import type { LifeView } from '../../../src/protocol/view.js';
import type { Step } from '../context.js';
import type { RoomState } from '../state.js';
import { nextConductor, revokeSuccessor } from './lease.js';
import { isOpen, nextChange } from './opening-hours.js';

/** What keeps a broadcast from running, and until when if it then opens by itself. */
export interface Closed {
  readonly reason: Reason;
  readonly until: number | null;
}

/** What keeps a dark room dark, whoever comes; null when the first visitor opens it. */
export function closedBy(state: RoomState, now: number): Closed | null {
  const { hostWord } = state.meta;
  if (hostWord === 'stopped' || hostWord === 'paused') return { reason: hostWord, until: null };
  const needsHost = state.rules.values.opens === 'host' && hostWord === null;
  const closed = outOfHours(state, now);
  if (closed !== null) return needsHost ? { ...closed, until: null } : closed;
  return needsHost ? { reason: 'waits-for-host', until: null } : null;
}

/** The hours alone; a host may have the broadcast go on all the same. */
export function outOfHours({ meta, rules }: RoomState, now: number): Closed | null {
  if (meta.hostWord === 'overtime' || isOpen(rules.values, now)) return null;
  return { reason: 'out-of-hours', until: nextChange(rules.values, now) };
}

/**
 * What a host started lasts until it closes by itself, and then waits for a host again. A stream that
 * is lost while nobody is here has not closed yet: whoever was here may be back in a moment.
 */

/** Nobody is here any more; so much time is left for somebody to come back. */
export function mayBeOver({ state, now }: Step, afterMs: number): void {
  const { meta } = state;
  if (isStarted(state)) meta.overAt = Math.min(meta.overAt ?? Infinity, now + afterMs);
}

/** Forgets the host's word once its time is over. */
export function advanceOver({ state, now }: Step): void {
  const { meta, audience } = state;
  if (meta.overAt === null) return;
  if (audience.watching > 0 && meta.overAt > now) meta.overAt = null;
  else if (meta.overAt <= now) {
    meta.overAt = null;
    if (isStarted(state)) meta.hostWord = null;
  }
}

function isStarted({ meta }: RoomState): boolean {
  return meta.hostWord === 'started' || meta.hostWord === 'overtime';
}

/** Viewers are told this long before a broadcast has to close. */
const WARNING_MS = 60_000;

type LastCall = Extract<LifeView, { phase: 'live' }>['lastCall'];

/** When the broadcast has to close, whoever is here, as far as that is known. */
export function closingTime(state: RoomState, now: number): LastCall {
  const { closes } = state.accounts;
  const hoursEnd = endOfHours(state, now);
  if (hoursEnd === null || (closes !== null && closes.at <= hoursEnd)) return closes;
  return { at: hoursEnd, reason: 'out-of-hours' };
}

function endOfHours({ meta, rules }: RoomState, now: number): number | null {
  if (meta.hostWord === 'overtime') return null;
  return isOpen(rules.values, now) ? nextChange(rules.values, now) : now;
}

/** The same, once it is near enough to tell everybody. */
export function lastCall(state: RoomState, now: number): LastCall {
  const closing = closingTime(state, now);
  return closing !== null && closing.at - WARNING_MS <= now ? closing : null;
}

/** When there is something to tell or to do. */
export function closingDeadline(state: RoomState): readonly number[] {
  const closing = closingTime(state, state.meta.steppedAt);
  return closing === null ? [] : [closing.at - WARNING_MS, closing.at];
}

/** Whether nobody watches, and not only because the room has just come back. */
export function isEmpty({ state, now }: Pick<Step, 'state' | 'now'>): boolean {
  return state.audience.watching === 0 && now >= state.meta.backBy;
}

/** A conductor that is about to go: it is lent nothing more, and what it holds is another's next. */

/** It says so. What was made ready for it is made ready for another. */
export function leave(step: Step, connection: string): void {
  const { state, now } = step;
  const { life, successor } = state;
  const from = state.connections[connection];
  if (from !== undefined) from.conduct = 'no';
  if (life.phase !== 'live' || successor?.connection !== connection) return;
  revokeSuccessor(step, false);
  life.renewal = { at: 'planned', mintAt: now, failures: 0 };
}

/** Who holds the present session and would not take another is about to go. */
export function isLeaving({ lease, connections }: RoomState): boolean {
  return lease?.connection != null && connections[lease.connection]?.conduct === 'no';
}

/** Whether nobody is there who could take over from it. */
export function isUnrelieved(state: RoomState, now: number): boolean {
  // Whoever lost the line a moment ago may be back.
  if (now < state.meta.backBy || state.successor?.connection === null) return false;
  return nextConductor(state, now) === null;
}
