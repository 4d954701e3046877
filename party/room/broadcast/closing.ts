import type { Reason } from '../../../src/protocol/reasons.js';
import { settleInFlight } from '../prompts/dispatch.js';
import type { Step } from '../state.js';
import {
  closingDues,
  closingTime,
  endRunIn,
  isEmpty,
  isLeaving,
  isUnrelieved,
  outOfHours,
} from './availability.js';
import { endRetiring, revokeLease, revokeSuccessor, tellToEnd } from './lease.js';
import { CLOSING_LIMIT_MS } from './limits.js';
import type { Closing, Playing } from './state.js';
import { recordPresent } from './streams.js';
import { after, type Decision, dark, type Transition, wait } from './transition.js';

/** When a broadcast ends, and how. */

/** Closes a stream when it has to, or when nobody has been here for long enough. */
export function closePlaying(step: Step, life: Playing): Decision {
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
export function closeOpening(step: Step): Decision {
  return isEmpty(step) ? close(step, null) : closeAfterHours(step);
}

export function closeAfterHours(step: Step): Decision {
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
      (room) => settleInFlight(room, { status: 'unconfirmed', reason: 'stream-ended' }),
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
