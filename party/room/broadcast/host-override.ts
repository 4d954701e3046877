import { ACCEPTED, type Outcome, refuse } from '../../../src/protocol/reasons.js';
import type { Step } from '../context.js';
import type { HostWord, RoomState } from '../state.js';
import { isEmpty, lastCall } from './closing.js';
import { close } from './lifecycle.js';
import { open } from './opening.js';
import { isOpen } from './opening-hours.js';

/** What a host says on whether the broadcast runs. It counts for more than the rules do. */

/** Starts it, or tries again at once; with nobody here it begins when somebody comes. */
export function start(step: Step): Outcome {
  const { state, now } = step;
  state.meta.hostWord = wordToRun(state, now);
  state.meta.overAt = null;
  state.meta.vain.count = 0;
  const { life } = state;
  if (life.phase === 'opening' && life.mintAt !== null) life.mintAt = now;
  const rests = life.phase === 'dark' || life.phase === 'failed';
  if (rests && !isEmpty(step)) open(step, 0);
  return ACCEPTED;
}

/** Ends it until a host starts it again. */
export function stop(step: Step): Outcome {
  return rest(step, 'stopped');
}

/** Ends it at no cost until a host resumes it: the world, the line and the turn's time stay. */
export function pause(step: Step): Outcome {
  if (step.state.meta.hostWord === 'stopped') return refuse('stopped');
  return rest(step, 'paused');
}

/** Goes on with the same world. */
export function resume(step: Step): Outcome {
  const { hostWord } = step.state.meta;
  if (hostWord === 'stopped') return refuse('stopped');
  return hostWord === 'paused' ? start(step) : ACCEPTED;
}

function rest(step: Step, word: 'paused' | 'stopped'): Outcome {
  const { life, meta } = step.state;
  meta.hostWord = word;
  meta.overAt = null;
  if (life.phase === 'closing') life.reason = word;
  else close(step, word);
  return ACCEPTED;
}

/** Outside opening hours, or when they are about to end, the host goes on past them. */
function wordToRun(state: RoomState, now: number): HostWord {
  const isLate =
    !isOpen(state.rules.values, now) || lastCall(state, now)?.reason === 'out-of-hours';
  return isLate || state.meta.hostWord === 'overtime' ? 'overtime' : 'started';
}
