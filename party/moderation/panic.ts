import type { Act } from '../../src/protocol/acts.js';
import { performByRoom } from '../room/own-prompt.js';
import { isUnsent, moveOn } from '../room/prompts.js';
import type { Step } from '../room/step-context.js';
import { type Audited, DONE } from './audit.js';
import { untilAfter } from './locks.js';

/** Locks prompts, lets go of all that waits, and has a safe prompt performed at once. */
export function panic(step: Step, { seconds, why }: Extract<Act, { act: 'panic' }>): Audited {
  const { state, now } = step;
  const until = untilAfter(seconds, now);
  state.locks.prompts = { until, why };
  for (const prompt of state.prompts.filter(isUnsent)) {
    moveOn(step, prompt, { status: 'expired', reason: 'panic' });
  }
  const { safePrompt } = state.rules.values;
  performByRoom(step, safePrompt);
  return { ...DONE, about: safePrompt, until };
}
