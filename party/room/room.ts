import { produce } from 'immer';
import { earliest } from '../turns/clock.js';
import { PolicyFault } from '../turns/guarded.js';
import { POLICIES, type Policies, without } from '../turns/policies.js';
import { lifeDeadline } from './broadcast/lifecycle.js';
import { accountsDeadline, measuringDeadline } from './broadcast/usage.js';
import type { Step } from './context.js';
import { handle } from './handle.js';
import type { Effect, Input } from './input.js';
import { ensureMode } from './mode.js';
import { moderationDeadline } from './moderation/actions.js';
import { participantsDeadline } from './people/participants.js';
import { dispatchDeadline, laneDeadline } from './prompts/dispatch.js';
import { heldDeadline } from './prompts/review.js';
import type { RoomState } from './state.js';
import { advance } from './tick.js';
import { policyOf, turnContext } from './turns.js';

/** What a step made of the room, and what is to be done now. */
export interface Stepped {
  readonly state: RoomState;
  readonly effects: readonly Effect[];
}

/**
 * The room: one pure function. The same state, input and instant always give the same result; it
 * reads no clock, draws no lots and does nothing itself. Unchanged sections keep their identity.
 */
export function step(
  state: RoomState,
  input: Input,
  now: number,
  policies: Policies = POLICIES,
): Stepped {
  const effects: Effect[] = [];
  try {
    const next = produce(state, (draft) => {
      const work: Step = { state: draft, now, effects, policies };
      ensureMode(work);
      handle(work, input);
      advance(work);
      draft.meta.steppedAt = now;
    });
    probe(state, { state: next, now, effects, policies });
    return { state: next, effects };
  } catch (error) {
    if (!(error instanceof PolicyFault)) throw error;
    return stepWithout(state, input, now, policies, error);
  }
}

/** Makes sure, after a change, that a policy which may have faults can be shown. */
function probe(before: RoomState, work: Step): void {
  const { turns, prompts } = work.state;
  if (turns === before.turns && prompts === before.prompts) return;
  const policy = policyOf(work);
  if ('probe' in policy) policy.probe(turns, turnContext(work));
}

/** The same step as if the broken mode did not exist: nothing half done is left of the other try. */
function stepWithout(
  state: RoomState,
  input: Input,
  now: number,
  policies: Policies,
  { mode, message }: PolicyFault,
): Stepped {
  const stepped = step(state, input, now, without(policies, mode));
  const fault: Effect = { type: 'log', event: 'mode-broken', fields: { mode, message } };
  return { state: stepped.state, effects: [fault, ...stepped.effects] };
}

/** When the room must be stepped again although nothing happens; null while nothing is due. */
export function deadline(
  state: RoomState,
  now: number,
  policies: Policies = POLICIES,
): number | null {
  const work: Step = { state, now, effects: [], policies };
  const instants = [
    ...lifeDeadline(state),
    ...accountsDeadline(state),
    ...measuringDeadline(state),
    ...participantsDeadline(state),
    policyOf(work).deadline(state.turns, turnContext(work)),
    dispatchDeadline(state),
    ...moderationDeadline(state),
    ...heldDeadline(state),
    ...laneDeadline(state),
  ];
  return earliest(instants.filter((at) => at !== null && at > now));
}
