import { produce } from 'immer';
import { invitesDeadline } from '../moderation/invites.js';
import { locksDeadline } from '../moderation/locks.js';
import { earliest } from '../turns/clock.js';
import { advance, COUNT_EVERY_MS } from './advance.js';
import { dispatchDeadline } from './dispatch.js';
import { handle } from './handle.js';
import type { Effect, Input } from './input.js';
import { lifeDeadline } from './life.js';
import { participantsDeadline } from './participants.js';
import type { RoomState } from './state.js';
import type { Step } from './step-context.js';
import { policyOf, turnContext } from './turn-context.js';

/** What a step made of the room, and what is to be done now. */
export interface Stepped {
  readonly state: RoomState;
  readonly effects: readonly Effect[];
}

/**
 * The room: one pure function. The same state, input and instant always give the same result; it
 * reads no clock, draws no lots and does nothing itself. Unchanged sections keep their identity.
 */
export function step(state: RoomState, input: Input, now: number): Stepped {
  const effects: Effect[] = [];
  const next = produce(state, (draft) => {
    const work: Step = { state: draft, now, effects };
    handle(work, input);
    advance(work);
    draft.meta.steppedAt = now;
  });
  return { state: next, effects };
}

/** When the room must be stepped again although nothing happens; null while nothing is due. */
export function deadline(state: RoomState, now: number): number | null {
  const work: Step = { state, now, effects: [] };
  const { audience } = state;
  const countIsOld = audience.watching !== audience.present;
  const instants = [
    ...lifeDeadline(state),
    ...participantsDeadline(state),
    policyOf(state).deadline(state.turns, turnContext(work)),
    dispatchDeadline(state),
    ...locksDeadline(state),
    ...invitesDeadline(state),
    countIsOld ? audience.shownAt + COUNT_EVERY_MS : null,
  ];
  return earliest(instants.filter((at) => at !== null && at > now));
}
