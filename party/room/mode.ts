import { ACCEPTED, refuse } from '../../src/protocol/reasons.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { POLICIES } from '../turns/policies.js';
import type { TurnContext } from '../turns/policy.js';
import { findPrompt, moveOn } from './prompts.js';
import type { Step } from './step-context.js';
import { policyOf, turnContext } from './turn-context.js';

/** Changes the rules while the room goes on. A new way of taking turns begins afresh. */
export function changeRules(step: Step, patch: RulesPatch): void {
  const { state, now } = step;
  const before = state.rules.values.turns;
  const from = policyOf(state);
  const { holder } = from.view(state.turns, turnContext(step));
  Object.assign(state.rules.values, patch);
  state.rules.adopted = true;
  const { turns } = state.rules.values;
  if (turns === before) return;
  state.turns = POLICIES[turns].start();
  state.switching = {
    votes: {},
    ended: holder && { id: holder.id, name: holder.name, reason: 'mode-changed', at: now },
  };
  carryOver(step, from.keepsWaiting);
}

/**
 * Whatever waits is sent again, as it were, to the new mode, where both modes let prompts wait one
 * by one and the new one takes it; all else expires. What is on its way to the world arrives.
 */
function carryOver(step: Step, keepsWaiting: boolean): void {
  const { state } = step;
  const policy = policyOf(state);
  const context = turnContext(step);
  const carried: string[] = [];
  for (const id of context.waiting) {
    const prompt = findPrompt(state, id);
    if (prompt === null) continue;
    const taken =
      keepsWaiting && policy.keepsWaiting
        ? policy.submit(state.turns, prompt.by, asIfOnly(context, carried), id)
        : refuse('mode-changed');
    if (taken.ok) carried.push(id);
    else moveOn(step, prompt, { status: 'expired', reason: 'mode-changed' });
  }
}

/** The room as if nothing waited but what has been carried over so far. */
function asIfOnly(context: TurnContext, carried: readonly string[]): TurnContext {
  return {
    ...context,
    newcomers: ACCEPTED,
    waiting: carried,
    waitingOf: (who) => carried.filter((id) => context.promptOf(id)?.by === who),
  };
}
