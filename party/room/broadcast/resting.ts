import type { Reason } from '../../../src/protocol/reasons.js';
import { derived, type RoomState, type Step } from '../state.js';
import { closedReason, isEmpty } from './availability.js';
import { nextConductor } from './lease.js';
import { BUDGET, FAILURES_AT_ONCE, GIVEN_UP_FOR_MS, RETRY_WITHIN_MS, restMs } from './limits.js';
import { nextChange } from './opening-hours.js';
import type { Dark, Failed, Life } from './state.js';
import { type Decision, dark, openOrStayDark, type Transition, wait } from './transition.js';

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
