import { type Act, LOCKABLE } from '../../src/protocol/acts.js';
import type { RoomState } from '../room/state.js';
import type { Step } from '../room/step-context.js';
import { type Audited, DONE } from './audit.js';

/** Closes something, for a while or until somebody opens it. */
export function lock(step: Step, act: Extract<Act, { act: 'lock' }>): Audited {
  const { what, seconds, why } = act;
  const until = untilAfter(seconds, step.now);
  step.state.locks[what] = { until, why };
  return { ...DONE, about: what, until };
}

export function unlock({ state }: Step, { what }: Extract<Act, { act: 'unlock' }>): Audited {
  state.locks[what] = null;
  return { ...DONE, about: what };
}

/** What was locked for a while opens by itself. */
export function advanceLocks({ state, now }: Step): void {
  for (const what of LOCKABLE) {
    const held = state.locks[what];
    if (held !== null && isOver(held.until, now)) state.locks[what] = null;
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

export function isOver(until: number, now: number): boolean {
  return until !== 0 && until <= now;
}
