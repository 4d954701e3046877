import { isGone, isHere, type TurnContext } from './policy.js';
import type { Place, QueueTurns } from './queue-state.js';

/**
 * The queue in the order in which it is to be served, from the order of joining. All of it: those who
 * are away are passed over as long as they are.
 */
export type QueueOrder = (
  queue: readonly Place[],
  turns: QueueTurns,
  context: TurnContext,
) => readonly Place[];

/** A queue with an order of its own. */
export interface QueueContext extends TurnContext {
  readonly order: QueueOrder;
}

/** The queue in the order in which it will be served, those who are away included. */
function servingOrder(turns: QueueTurns, context: QueueContext): readonly Place[] {
  const joined = [...turns.line].sort((a, b) => a.joinedAt - b.joinedAt);
  const queue = [...context.order(joined, turns, context)];
  const heir = queue.findIndex((place) => place.who === turns.heir);
  if (heir > 0) queue.unshift(...queue.splice(heir, 1));
  return queue;
}

/** What the rule `order` says. */
export const orderByRules: QueueOrder = (joined, turns, context) => {
  if (context.rules.order === 'fifo') return joined;
  const queue = [...servedLongestAgo(joined, turns, context)];
  notTwiceInARow(queue, turns, context);
  return queue;
};

/**
 * `fair` gives those who line up a head start: as long as they have been without a turn, since their
 * last one or since they came, but only so much. The one served longest ago goes first,
 * and yet nobody is overtaken for long by others who keep coming.
 */
export const servedLongestAgo: QueueOrder = (joined, turns, context) => {
  const since = (place: Place) => place.joinedAt - headStartMs(turns, place, context);
  return [...joined].sort((a, b) => since(a) - since(b) || a.joinedAt - b.joinedAt);
};

export function headStartMs(
  { served }: QueueTurns,
  { who, joinedAt }: Place,
  context: TurnContext,
): number {
  const without = joinedAt - (served[who] ?? context.arrivedAt(who));
  return Math.min(Math.max(without, 0), context.rules.headStartSeconds * 1000);
}

/** The first in order who is here. */
export function nextInQueue(turns: QueueTurns, context: QueueContext): Place | null {
  return presentQueue(turns, context)[0] ?? null;
}

export function presentQueue(turns: QueueTurns, context: QueueContext): readonly Place[] {
  return servingOrder(turns, context).filter(({ who }) => isHere(who, context));
}

/** The holder of the last turn lets one other go first, if one is here. */
function notTwiceInARow(queue: Place[], turns: QueueTurns, context: TurnContext): void {
  const previous = turns.holder?.who ?? turns.last?.who;
  if (queue[0]?.who !== previous) return;
  const other = queue.findIndex(({ who }) => who !== previous && isHere(who, context));
  if (other > 0) queue.unshift(...queue.splice(other, 1));
}

/** Places in the queue are kept for those who are away, for some time and not for too many. */

/** Drops the places of those who have been away for too long, with their prompts. */
export function forgetTheGone(turns: QueueTurns, context: TurnContext): void {
  const { keepSeconds } = context.rules;
  const gone = (who: string) => isGone(who, keepSeconds, context);
  for (const { who } of turns.line) if (gone(who)) context.drop(who, 'expired', 'dropped');
  if (turns.line.some((place) => gone(place.who))) {
    turns.line = turns.line.filter((place) => !gone(place.who));
  }
  for (const who of Object.keys(turns.served)) if (gone(who)) delete turns.served[who];
}

/** As many places are kept for those who are away as there are in the queue; the longest away go first. */
export function forgetSurplus(turns: QueueTurns, context: TurnContext): void {
  const away = turns.line.filter(({ who }) => !isHere(who, context));
  if (away.length < context.rules.maxQueue) return;
  away.sort((a, b) => (context.awaySince(a.who) ?? 0) - (context.awaySince(b.who) ?? 0));
  const [longest] = away;
  if (longest === undefined) return;
  context.drop(longest.who, 'expired', 'dropped');
  turns.line = turns.line.filter((place) => place.who !== longest.who);
}
