import { ACCEPTED, type Outcome, refuse } from '../../src/protocol/reasons.js';
import type { Rules } from '../../src/protocol/rules.js';
import { isUnsent, moveOn } from './prompts.js';
import type { Prompt, RoomState } from './state.js';
import type { Step } from './step-context.js';
import { policyOf, turnContext } from './turn-context.js';

/**
 * Programs' prompts wait in a lane of their own, which no turn policy knows. They have what the crowd
 * leaves and, while it leaves nothing, their share (`apiShare`); nobody's turn is spent on them.
 */

/** How many may wait in the lane. */
const LANE_LENGTH = 50;

/** A program's prompt that has waited this long is let go: nobody expects it any more. */
const LANE_WAIT_MS = 600_000;

/** Whether one more fits into the lane. */
export function joinLane(state: RoomState): Outcome {
  const waiting = state.prompts.filter((prompt) => prompt.via === 'api' && isUnsent(prompt));
  return waiting.length < LANE_LENGTH ? ACCEPTED : refuse('queue-full', { limit: LANE_LENGTH });
}

/** The program's prompt whose time has come, if the crowd has nothing better to do. */
export function nextOfLane(step: Step): Prompt | null {
  const { state, now } = step;
  const oldest = laneOf(state)[0];
  if (oldest === undefined) return null;
  const dueAt = laneDueAt(state, oldest);
  return dueAt <= now || isCrowdIdle(step) ? oldest : null;
}

/** Counts what goes to the world, as far as the programs' share needs it. */
export function countDispatch({ meta }: RoomState, { via }: Prompt): void {
  if (via === 'crowd') meta.crowdSince += 1;
  if (via === 'api') meta.crowdSince = 0;
}

/** Lets go of what has waited too long. */
export function advanceLane(step: Step): void {
  for (const prompt of laneOf(step.state)) {
    if (prompt.at + LANE_WAIT_MS > step.now) continue;
    moveOn(step, prompt, { status: 'expired', reason: 'waited-too-long' });
  }
}

/** When time alone lets a program's prompt go to the world, or lets go of it. */
export function laneDeadline(state: RoomState): readonly number[] {
  const oldest = laneOf(state)[0];
  if (oldest === undefined) return [];
  const dueAt = laneDueAt(state, oldest);
  return [oldest.at + LANE_WAIT_MS, ...(Number.isFinite(dueAt) ? [dueAt] : [])];
}

function laneOf({ prompts }: RoomState): readonly Prompt[] {
  return prompts.filter(({ via, status }) => via === 'api' && status === 'waiting');
}

/** When the share is due: after so many of the crowd's prompts, or so many turns' time. */
function laneDueAt({ meta, rules }: RoomState, oldest: Prompt): number {
  const ratio = crowdPerProgram(rules.values);
  return meta.crowdSince >= ratio ? oldest.at : oldest.at + ratio * rules.values.turnSeconds * 1000;
}

/** How many of the crowd's prompts go for each of a program's; endless where programs have no share. */
function crowdPerProgram({ apiShare }: Rules): number {
  return apiShare === 0 ? Number.POSITIVE_INFINITY : Math.round((1 - apiShare) / apiShare);
}

/** Whether nobody of the crowd has the turn or waits for anything. */
function isCrowdIdle(step: Step): boolean {
  const { state } = step;
  const context = turnContext(step);
  const { holder, waiting } = policyOf(step).view(state.turns, context);
  return holder === null && waiting === 0 && context.waiting.length === 0;
}
