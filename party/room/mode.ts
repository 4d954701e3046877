import { ACCEPTED, type Outcome, type Reason, refuse } from '../../src/protocol/reasons.js';
import { type RulesPatch, switchableModes, type TurnMode } from '../../src/protocol/rules.js';
import { auditRoom } from '../moderation/audit.js';
import type { Policies } from '../turns/policies.js';
import type { TurnContext } from '../turns/policy.js';
import { queue } from '../turns/queue.js';
import { findPrompt, moveOn } from './prompts.js';
import { asItWas, log, type Step } from './step-context.js';
import { policyOf, turnContext } from './turn-context.js';

/** What a room does when it cannot do what it was asked to. */
const FALLBACK = 'queue' satisfies TurnMode;

/** Changes the rules while the room goes on. A new way of taking turns begins afresh. */
export function changeRules(step: Step, patch: RulesPatch): Outcome {
  const { state, now, policies } = step;
  const before = state.rules.values.turns;
  const { turns = before } = patch;
  const policy = policies.get(turns);
  if (policy === undefined || unknownRules(policies, patch).length > 0) {
    return refuse('unknown-mode');
  }
  const from = policyOf(step);
  const { holder } = from.view(state.turns, turnContext(step));
  Object.assign(state.rules.values, patch);
  state.rules.adopted = true;
  if (turns === before) return ACCEPTED;
  state.turns = policy.start();
  state.switching = {
    votes: {},
    ended: holder && { id: holder.id, name: holder.name, reason: 'mode-changed', at: now },
  };
  carryOver(step, from.keepsWaiting, 'mode-changed');
  return ACCEPTED;
}

/** Those of some rules that name a mode which this room server does not have. */
export function unknownRules(policies: Policies, patch: RulesPatch): readonly (keyof RulesPatch)[] {
  const { turns, switchable = '' } = patch;
  const unknown: (keyof RulesPatch)[] = [];
  if (turns !== undefined && !policies.has(turns)) unknown.push('turns');
  if (!switchableModes({ switchable }).every((mode) => policies.has(mode))) {
    unknown.push('switchable');
  }
  return unknown;
}

/**
 * A room whose mode is gone, with another version of its server or because its policy is broken,
 * goes on with visitors lining up. What waits is kept if it can be: nobody decided against it.
 */
export function ensureMode(step: Step): void {
  const { state, policies } = step;
  const { turns } = state.rules.values;
  for (const [who, mode] of Object.entries(asItWas(state.switching.votes))) {
    if (!policies.has(mode)) delete state.switching.votes[who];
  }
  if (policies.has(turns)) return;
  log(step, 'mode-gone', { mode: turns });
  auditRoom(step, 'mode-gone', turns);
  state.rules.values.turns = FALLBACK;
  state.turns = queue.start();
  state.switching = { votes: {}, ended: null };
  carryOver(step, true, 'mode-broken');
}

/**
 * Whatever waits is sent again, as it were, to the new mode, where both modes let prompts wait one
 * by one and the new one takes it; all else expires. What is on its way to the world arrives.
 */
function carryOver(step: Step, keepsWaiting: boolean, why: Reason): void {
  const { state } = step;
  const policy = policyOf(step);
  const context = turnContext(step);
  const carried: string[] = [];
  const carriedOf = new Map<string, readonly string[]>();
  for (const id of context.waiting) {
    const prompt = findPrompt(state, id);
    if (prompt === null) continue;
    const taken =
      keepsWaiting && policy.keepsWaiting
        ? policy.submit(state.turns, prompt.by, asIfOnly(context, carried, carriedOf), id)
        : refuse(why);
    if (taken.ok) {
      carried.push(id);
      carriedOf.set(prompt.by, [...(carriedOf.get(prompt.by) ?? []), id]);
    } else moveOn(step, prompt, { status: 'expired', reason: why });
  }
}

/** The room as if nothing waited but what has been carried over so far. */
function asIfOnly(
  context: TurnContext,
  carried: readonly string[],
  carriedOf: ReadonlyMap<string, readonly string[]>,
): TurnContext {
  return {
    ...context,
    newcomers: ACCEPTED,
    waiting: carried,
    waitingOf: (who) => carriedOf.get(who) ?? [],
  };
}
