import { ACCEPTED, type Outcome, refuse } from '../../../src/protocol/reasons.js';
import type { RoomState, Step } from '../state.js';
import { closingWarning } from './availability.js';
import { closeBroadcast, startBroadcast } from './lifecycle.js';
import { forgetFailures } from './opening.js';
import { isOpen } from './opening-hours.js';
import type { HostOverride } from './state.js';

/** What a host says on whether the broadcast runs. It counts for more than the rules do. */

/** Starts it, or tries again at once; with nobody here it begins when somebody comes. */
export function start(step: Step): Outcome {
  const { state, now } = step;
  state.broadcast.hostOverride = overrideToRun(state, now);
  state.broadcast.runEndsAt = null;
  forgetFailures(step);
  startBroadcast(step);
  return ACCEPTED;
}

/** Ends it until a host starts it again. */
export function stop(step: Step): Outcome {
  return rest(step, 'stopped');
}

/** Ends it at no cost until a host resumes it: the world, the queue and the turn's time stay. */
export function pause(step: Step): Outcome {
  if (step.state.broadcast.hostOverride === 'stopped') return refuse('stopped');
  return rest(step, 'paused');
}

/** Goes on with the same world. */
export function resume(step: Step): Outcome {
  const { hostOverride } = step.state.broadcast;
  if (hostOverride === 'stopped') return refuse('stopped');
  return hostOverride === 'paused' ? start(step) : ACCEPTED;
}

function rest(step: Step, override: 'paused' | 'stopped'): Outcome {
  const { broadcast } = step.state;
  broadcast.hostOverride = override;
  broadcast.runEndsAt = null;
  closeBroadcast(step, override);
  return ACCEPTED;
}

/** Outside opening hours, or when they are about to end, the host goes on past them. */
function overrideToRun(state: RoomState, now: number): HostOverride {
  const isLate =
    !isOpen(state.rules.values, now) || closingWarning(state, now)?.reason === 'out-of-hours';
  return isLate || state.broadcast.hostOverride === 'overtime' ? 'overtime' : 'started';
}
