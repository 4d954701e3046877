import type { TurnContext } from './policy.js';
import { isGone, isHere } from './presence.js';
import type { QueueTurns } from './queue-state.js';

/** Places in line are kept for those who are away, for some time and not for too many. */

/** Who has been away for too long loses the place, and what waited with it. */
export function forgetTheGone(turns: QueueTurns, context: TurnContext): void {
  const { keepSeconds } = context.rules;
  const gone = (who: string) => isGone(who, keepSeconds, context);
  for (const { who } of turns.line) if (gone(who)) context.drop(who, 'expired', 'dropped');
  if (turns.line.some((place) => gone(place.who))) {
    turns.line = turns.line.filter((place) => !gone(place.who));
  }
  for (const who of Object.keys(turns.served)) if (gone(who)) delete turns.served[who];
}

/** As many places are kept for those who are away as there are in line; the longest away go first. */
export function forgetSurplus(turns: QueueTurns, context: TurnContext): void {
  const away = turns.line.filter(({ who }) => !isHere(who, context));
  if (away.length < context.rules.maxQueue) return;
  away.sort((a, b) => (context.awaySince(a.who) ?? 0) - (context.awaySince(b.who) ?? 0));
  const [longest] = away;
  if (longest === undefined) return;
  context.drop(longest.who, 'expired', 'dropped');
  turns.line = turns.line.filter((place) => place.who !== longest.who);
}
