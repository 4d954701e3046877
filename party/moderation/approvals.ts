import type { Act } from '../../src/protocol/acts.js';
import { approve, turnDown } from '../room/held.js';
import { findPrompt } from '../room/prompts.js';
import type { Step } from '../room/step-context.js';
import type { Audited } from './audit.js';

/** Lets a held prompt go on to its turn. */
export function approvePrompt(step: Step, { promptId }: Extract<Act, { act: 'approve' }>): Audited {
  return { outcome: approve(step, promptId), ...about(step, promptId) };
}

/** Turns down a prompt that has not been sent. */
export function refusePrompt(step: Step, { promptId }: Extract<Act, { act: 'refuse' }>): Audited {
  return { outcome: turnDown(step, promptId), ...about(step, promptId) };
}

/** Whose it is, and what it says. */
function about({ state }: Step, promptId: string): Pick<Audited, 'to' | 'about'> {
  const prompt = findPrompt(state, promptId);
  return prompt === null ? {} : { to: { id: prompt.by, name: prompt.name }, about: prompt.text };
}
