import { nextConductor, revokeSuccessor } from './lease.js';
import type { RoomState } from './state.js';
import type { Step } from './step-context.js';

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
