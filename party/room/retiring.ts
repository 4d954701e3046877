import { tellToEnd } from './lease.js';
import { CLOSING_LIMIT_MS, OVERLAP_MS } from './life-limits.js';
import type { RoomState } from './state.js';
import type { Step } from './step-context.js';

/** The session before the present one: it plays on for a moment, and ends. */

/** Ends the session before the present one, once everybody has changed over. */
export function advanceRetiring(step: Step): void {
  const { retiring } = step.state;
  if (retiring === null) return;
  // A clock that was put back keeps it no longer.
  retiring.endAt = Math.min(retiring.endAt, step.now + OVERLAP_MS);
  if (retiring.toldAt === null && retiring.endAt <= step.now) endRetiring(step);
  const { toldAt } = retiring;
  if (toldAt !== null && toldAt + CLOSING_LIMIT_MS <= step.now) step.state.retiring = null;
}

/** Tells the old session's conductor to end it, which is heard of or not. */
export function endRetiring(step: Step): void {
  const { retiring } = step.state;
  if (retiring === null || retiring.toldAt !== null) return;
  retiring.toldAt = step.now;
  if (retiring.connection !== null) tellToEnd(step, retiring.connection, retiring.epoch);
}

export function retiringDeadline({ retiring }: RoomState): readonly number[] {
  if (retiring === null) return [];
  return [retiring.toldAt === null ? retiring.endAt : retiring.toldAt + CLOSING_LIMIT_MS];
}
