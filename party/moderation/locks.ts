import { type Act, LOCKABLE } from '../../src/protocol/acts.js';
import { type Reason, type Refusal, refuse } from '../../src/protocol/reasons.js';
import type { RoomState } from '../room/state.js';
import type { Step } from '../room/step-context.js';
import { type Audited, auditRoom, DONE, refused } from './audit.js';

/** Closes something, for a while or until somebody opens it. */
export function lock(step: Step, act: Extract<Act, { act: 'lock' }>): Audited {
  const { what, seconds, why } = act;
  const until = untilAfter(seconds, step.now);
  step.state.locks[what] = { until, why };
  return { ...DONE, about: what, until };
}

export function unlock({ state }: Step, { what }: Extract<Act, { act: 'unlock' }>): Audited {
  if (state.locks[what] === null) return refused('no-such-thing');
  state.locks[what] = null;
  return { ...DONE, about: what };
}

/** What was locked for a while opens by itself. */
export function advanceLocks(step: Step): void {
  const { state, now } = step;
  for (const what of LOCKABLE) {
    const held = state.locks[what];
    if (held === null || !isOver(held.until, now)) continue;
    state.locks[what] = null;
    auditRoom(step, 'unlock', what);
  }
}

/** When `advanceLocks` has something to do again. */
export function locksDeadline({ locks }: RoomState): readonly (number | null)[] {
  return LOCKABLE.map((what) => locks[what]?.until ?? null);
}

/** An end so many seconds from now; 0 is until somebody undoes it, and stays 0. */
export function untilAfter(seconds: number, now: number): number {
  return seconds === 0 ? 0 : now + seconds * 1000;
}

/** A refusal that says when it ends, if that is known. */
export function refuseFor(reason: Reason, { until }: { readonly until: number }): Refusal {
  return until === 0 ? refuse(reason) : refuse(reason, { retryAt: until });
}

export function isOver(until: number, now: number): boolean {
  return until !== 0 && until <= now;
}
