import { isListening } from './lease.js';
import { findPrompt } from './prompts.js';
import type { Prompt } from './state.js';
import type { Step } from './step-context.js';
import { policyOf, turnContext } from './turn-context.js';

/** The prompt to send to the world now, if any. */
export function nextPrompt(step: Step): Prompt | null {
  const { state } = step;
  // The room's own go first, also while the world is closed to all others.
  const own = state.prompts.find(({ via, status }) => via === 'room' && status === 'waiting');
  if (own !== undefined) return own;
  if (!isListening(state)) return null;
  const id = policyOf(step).next(state.turns, turnContext(step));
  return id === null ? null : findPrompt(state, id);
}
