import { ACCEPTED, type Outcome, refuse } from '../../src/protocol/reasons.js';
import { type BatonTurns, beginHold, stayAwake } from './baton-state.js';
import { startClock } from './clock.js';
import type { TurnContext } from './policy.js';

/** Somebody would take the baton: it is free after a while, unless the holder answers. */
export function contest(turns: BatonTurns, who: string, context: TurnContext): Outcome {
  const { holder } = turns;
  const isNew = holder?.who !== who && !turns.asking.includes(who);
  if (isNew && !context.newcomers.ok) return context.newcomers;
  if (holder === null) {
    beginHold(turns, who, context);
    return ACCEPTED;
  }
  if (holder.who === who || holder.contest?.by === who) return refuse('already-waiting');
  if (holder.contest !== null) return refuse('take-too-soon');
  if (holder.quietUntil > context.now) {
    return refuse('take-too-soon', { retryAt: holder.quietUntil });
  }
  holder.contest = { by: who, clock: startClock(context.now, context.rules.takeSeconds) };
  return ACCEPTED;
}

/** The holder answers: by saying so, or by prompting. */
export function keep(turns: BatonTurns, who: string, context: TurnContext): Outcome {
  const { holder } = turns;
  if (holder?.who !== who) return refuse('not-your-turn');
  stayAwake(turns, who, context);
  if (holder.contest === null) return ACCEPTED;
  holder.contest = null;
  holder.quietUntil = context.now + context.rules.takeSeconds * 1000;
  return ACCEPTED;
}
