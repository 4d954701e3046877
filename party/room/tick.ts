import { earliest } from '../turns/clock.js';
import { lifecycleTick } from './broadcast/lifecycle.js';
import { measuringTick, usageTick } from './broadcast/usage.js';
import { nextDue, type Step, snapshot, type Tick } from './context.js';
import { switchingTick } from './mode.js';
import { moderationTick } from './moderation/actions.js';
import { participantsTick } from './people/participants.js';
import { dispatchTick, programLaneTick } from './prompts/dispatch.js';
import { reviewTick } from './prompts/review.js';
import { policyOf, turnContext } from './turns.js';

/** The room's concerns, in the order in which they are brought up to date. */
const CONCERNS: readonly Tick[] = [
  participantsTick,
  moderationTick,
  reviewTick,
  switchingTick,
  // Before the lifecycle: a turn that ended may be what the next stream waited for.
  turnsTick,
  lifecycleTick,
  dispatchTick,
  programLaneTick,
  measuringTick,
  // After everything that changes what a session costs, so that the ledger is told once.
  usageTick,
];

/** More changes than any step makes; concerns that keep each other going beyond that are faulty. */
const ROUNDS_MAX = 32;
const FAULT_PAUSE_MS = 1_000;

/**
 * Brings everything up to `now`: whenever one concern has changed something, all are asked again, by
 * `round`, until none changes anything. Returns the instant at which the room has to be stepped again
 * although nothing happens; null while nothing is due.
 */
export function settle(now: number, round: () => number | null): number | null {
  for (let count = 0; count < ROUNDS_MAX; count += 1) {
    const dueAt = round();
    if (dueAt === null || dueAt > now) return dueAt;
  }
  return now + FAULT_PAUSE_MS;
}

/** Asks each concern until one has changed something. */
export function tick(step: Step): number | null {
  let first: number | null = null;
  for (const tickOne of CONCERNS) {
    const dueAt = tickOne(step);
    if (dueAt !== null && dueAt <= step.now) return dueAt;
    first = earliest([first, dueAt]);
  }
  return first;
}

function turnsTick(step: Step): number | null {
  const policy = policyOf(step);
  policy.advance(step.state.turns, turnContext(step));
  const dueAt = policy.deadline(snapshot(step.state.turns as object), turnContext(step));
  return nextDue(step, [dueAt]);
}
