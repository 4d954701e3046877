import type { Reason } from '../../../src/protocol/reasons.js';
import type { LifeView } from '../../../src/protocol/view.js';
import { settleUnconfirmed } from '../prompts/dispatch.js';
import { derived, entry, type RoomState, type Step } from '../state.js';
import { endRetiring, nextConductor, revokeLease, revokeSuccessor, tellToEnd } from './lease.js';
import {
  BUDGET,
  CLOSING_LIMIT_MS,
  FAILURES_AT_ONCE,
  GIVEN_UP_FOR_MS,
  RETRY_WITHIN_MS,
  restMs,
} from './limits.js';
import { isOpen, nextChange } from './opening-hours.js';
import type { Closing, Dark, Failed, Life, Playing } from './state.js';
import { recordPresent } from './streams.js';
import { after, type Decision, dark, openOrStayDark, type Transition, wait } from './transition.js';

/**
 * Whether a broadcast may run: by its host, its hours, its budget, and by who is here. So it is here that
 * a dark or failed room is opened, and that a broadcast is closed.
 */

/** Why a broadcast may not run, and until when if it then opens by itself. */
interface Closed {
  readonly reason: Reason;
  readonly until: number | null;
}

/** Why a dark room stays dark, no matter who comes; null when the first visitor opens it. */
function closedReason(state: RoomState, now: number): Closed | null {
  const { hostOverride } = state.broadcast;
  if (hostOverride === 'stopped' || hostOverride === 'paused')
    return { reason: hostOverride, until: null };
  const needsHost = state.rules.values.opens === 'host' && hostOverride === null;
  const closed = outOfHours(state, now);
  if (closed !== null) return needsHost ? { ...closed, until: null } : closed;
  return needsHost ? { reason: 'waits-for-host', until: null } : null;
}

/** The hours alone; a host may have the broadcast go on all the same. */
function outOfHours({ broadcast, rules }: RoomState, now: number): Closed | null {
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
function closingDues(state: RoomState, now: number): readonly number[] {
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
function isUnrelieved(state: RoomState, now: number): boolean {
  // One whose connection dropped a moment ago may be back.
  if (now < state.clock.backBy || state.successor?.connection === null) return false;
  return nextConductor(state, now) === null;
}

/** When a broadcast ends, and how. */

/** Closes a stream when it has to, or when nobody has been here for long enough. */
export function closePlayingWhenDue(step: Step, life: Playing): Decision {
  const { state, now } = step;
  const closing = closingTime(state, now);
  if (closing !== null && closing.at <= now) return closeRun(step, closing.reason, 0);
  // A clock that was put back keeps it no longer.
  const emptySince = isEmpty(step) ? Math.min(life.emptySince ?? now, now) : null;
  if (emptySince !== life.emptySince) return { to: { ...life, emptySince } };
  const lingerMs = state.rules.values.lingerSeconds * 1000;
  const emptyUntil = emptySince === null ? null : emptySince + lingerMs;
  if (emptyUntil !== null && emptyUntil <= now) return closeRun(step, null, 0);
  // A conductor that is about to go is not kept waiting for nobody.
  if (isLeaving(state) && state.dispatch.phase === 'idle') {
    if (emptySince !== null) return closeRun(step, null, lingerMs);
    if (isUnrelieved(state, now)) return close(step, 'no-conductor');
  }
  return wait(step, emptyUntil, ...closingDues(state, now));
}

/** Closes what has no stream yet when nobody is here, or when the hours are over. */
export function closeOpeningWhenDue(step: Step): Decision {
  return isEmpty(step) ? close(step, null) : closeAfterHoursWhenDue(step);
}

export function closeAfterHoursWhenDue(step: Step): Decision {
  const { state, now } = step;
  const closed = outOfHours(state, now);
  return closed === null ? wait(step, ...closingDues(state, now)) : close(step, closed.reason);
}

/** The broadcast closes by itself, and the run that a host started is over after so long (ms). */
function closeRun(step: Step, reason: Reason | null, runEndsInMs: number): Transition {
  return after((room) => endRunIn(room, runEndsInMs), close(step, reason));
}

/** Ends the broadcast: the conductor is told, and waited for only so long. */
export function close({ state, now }: Step, reason: Reason | null): Transition {
  const { life } = state;
  if (life.phase === 'closing') return { to: { ...life, reason } };
  if (life.phase === 'dark' || life.phase === 'failed') {
    return { to: dark(reason), commands: [endNext] };
  }
  return {
    to: { phase: 'closing', since: now, deadlineAt: now + CLOSING_LIMIT_MS, reason },
    commands: [
      endNext,
      (room) => recordPresent(room, reason ?? 'stream-ended'),
      endPresent,
      (room) => settleUnconfirmed(room, 'stream-ended'),
    ],
  };
}

/** Ends what stands beside the present session. */
function endNext(step: Step): void {
  endRetiring(step);
  revokeSuccessor(step, false);
}

function endPresent(step: Step): void {
  const { lease } = step.state;
  if (lease?.connection != null) tellToEnd(step, lease.connection, lease.epoch);
}

/** Until the conductor has said that the session is over, or its time is. */
export function advanceClosing(step: Step, life: Closing): Decision {
  if (step.state.lease !== null && life.deadlineAt > step.now) return wait(step, life.deadlineAt);
  return { to: dark(life.reason), commands: [(room) => revokeLease(room, false)] };
}

/** While nothing runs: when a broadcast is opened, and what keeps it from being opened. */

export function advanceDark(step: Step, life: Dark): Decision {
  const { state, now } = step;
  const waiting = wait(step, life.until, nextChange(state.rules.values, now));
  const stay = (reason: Reason | null, until: number | null = null): Decision =>
    life.reason === reason && life.until === until ? waiting : { to: dark(reason, until) };
  const closed = closedReason(state, now);
  if (closed !== null) return stay(closed.reason, closed.until);
  if (isWaitingForBudget(life, now)) return waiting;
  if (state.audience.watching === 0) return stay(null);
  if (!mayBeOpened(state)) return stay('may-not-open');
  if (nextConductor(state, now) === null) return stay('no-conductor');
  return { to: openOrRest(step) };
}

/** Tried again in its time for those who are here; a failure is not forgotten when they leave. */
export function advanceFailed(step: Step, life: Failed): Decision {
  const { now } = step;
  const forgottenAt = life.retryAt + GIVEN_UP_FOR_MS;
  if (isEmpty(step)) {
    return forgottenAt <= now ? { to: dark(null) } : wait(step, forgottenAt);
  }
  // A clock that was put back makes nobody wait longer than the service may ask for.
  const latestAt = now + RETRY_WITHIN_MS;
  if (life.retryAt > latestAt) return { to: { ...life, retryAt: latestAt } };
  return life.retryAt <= now
    ? { to: openOrStayDark(step, life.attempt + 1) }
    : wait(step, life.retryAt);
}

/** A host starts it: with nobody here it begins when somebody comes. */
export function startNow(step: Step, { phase }: Life): Transition | null {
  const rests = phase === 'dark' || phase === 'failed';
  return rests && !isEmpty(step) ? { to: openOrStayDark(step, 0) } : null;
}

/** The owner's limits do not depend on who is here. */
function isWaitingForBudget({ reason, until }: Dark, now: number): boolean {
  return reason !== null && BUDGET.has(reason) && until !== null && until > now;
}

/** Whether somebody here may open it; what a host has started is open to all. */
function mayBeOpened({ broadcast, connections }: RoomState): boolean {
  return broadcast.hostOverride !== null || hasOpener(connections);
}

const hasOpener = derived((connections: RoomState['connections']) =>
  Object.values(connections).some(({ mayOpen }) => mayOpen),
);

/** An opening for those who have come, or the rest of the pause after too many that failed. */
function openOrRest(step: Step): Life {
  const { count, at, reason } = step.state.broadcast.failures;
  const attempt = count - FAILURES_AT_ONCE;
  const restUntil = attempt < 0 ? 0 : at + restMs(attempt);
  if (restUntil <= step.now) return openOrStayDark(step, 0);
  return { phase: 'failed', since: at, reason, retryAt: restUntil, attempt };
}
