import { createDraft, finishDraft } from 'immer';
import { PolicyFault } from '../turns/guarded.js';
import { POLICIES, type Policies, without } from '../turns/policies.js';
import type { Step } from './context.js';
import { handle } from './handle.js';
import type { Effect, Input } from './input.js';
import { ensureMode } from './mode.js';
import type { RoomState } from './state.js';
import { settle, tick } from './tick.js';
import { policyOf, turnContext } from './turns.js';

/** What a step made of the room, and what is to be done now. */
export interface Stepped {
  readonly state: RoomState;
  readonly effects: readonly Effect[];
  /** When the room must be stepped again although nothing happens; null while nothing is due. */
  readonly dueAt: number | null;
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
  const on = (draft: RoomState): Step => ({ state: draft, now, effects, policies });
  try {
    let [next] = changed(state, (draft) => {
      ensureMode(on(draft));
      handle(on(draft), input);
      draft.clock.steppedAt = now;
    });
    // A draft of its own for each round: reading all of a large record is cheap while it is unchanged.
    const dueAt = settle(now, () => {
      const [after, due] = changed(next, (draft) => tick(on(draft)));
      next = after;
      return due;
    });
    probe(state, on(next));
    return { state: next, effects, dueAt };
  } catch (error) {
    if (!(error instanceof PolicyFault)) throw error;
    return stepWithout(state, input, now, policies, error);
  }
}

function changed<Result>(
  state: RoomState,
  how: (draft: RoomState) => Result,
): [state: RoomState, result: Result] {
  const draft = createDraft(state);
  const result = how(draft);
  return [finishDraft(draft), result];
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
  return { ...stepped, effects: [fault, ...stepped.effects] };
}
