import type { TurnContext } from './policy.js';
import type { Place, QueueTurns } from './queue-state.js';

/**
 * The line in the order in which it will be served, those who are away included.
 *
 * `fair` serves whom the world has kept waiting longest: the time since the last turn, or since
 * arriving for those who had none. A newcomer so neither overtakes the patient nor starves.
 */
export function orderOfLine(turns: QueueTurns, context: TurnContext): readonly Place[] {
  const line = [...turns.line].sort((a, b) => a.joinedAt - b.joinedAt);
  if (context.rules.order === 'fair') {
    const waitingSince = (place: Place) => turns.served[place.who] ?? context.arrivedAt(place.who);
    line.sort((a, b) => waitingSince(a) - waitingSince(b) || a.joinedAt - b.joinedAt);
    notTwiceInARow(line, turns, context);
  }
  const heir = line.findIndex((place) => place.who === turns.heir);
  if (heir > 0) line.unshift(...line.splice(heir, 1));
  return line;
}

/** The first in order who is here. */
export function nextInLine(turns: QueueTurns, context: TurnContext): Place | null {
  return presentLine(turns, context)[0] ?? null;
}

export function presentLine(turns: QueueTurns, context: TurnContext): readonly Place[] {
  return orderOfLine(turns, context).filter((place) => context.awaySince(place.who) === null);
}

/** Whoever had the last turn lets one other go first, if one is here. */
function notTwiceInARow(line: Place[], turns: QueueTurns, context: TurnContext): void {
  const previous = turns.holder?.who ?? turns.last?.who;
  if (line[0]?.who !== previous) return;
  const other = line.findIndex(
    (place) => place.who !== previous && context.awaySince(place.who) === null,
  );
  if (other > 0) line.unshift(...line.splice(other, 1));
}

/** When the present turn should be over, going by how long turns take here; null without one. */
export function turnShouldEndAt({ holder, pace }: QueueTurns): number | null {
  if (holder === null) return null;
  const riding = holder.phase === 'active' && holder.riding;
  return Math.round(holder.since + (riding ? pace.riding : pace.typing));
}

/** How long somebody in line will probably take. */
export function turnShouldTakeMs(
  { pace }: QueueTurns,
  { who }: Place,
  context: TurnContext,
): number {
  return context.waitingOf(who).length > 0 ? pace.riding : pace.typing;
}

/**
 * When the turn of each of the waiting should come, in the order of the present line; null while
 * the clocks stand still. Whole seconds, so that an overdue turn does not change it all the time.
 */
export function expectedTimes(
  turns: QueueTurns,
  line: readonly Place[],
  context: TurnContext,
): readonly (number | null)[] {
  if (!context.listening) return line.map(() => null);
  const now = Math.ceil(context.now / 1000) * 1000;
  let at = Math.max(turnShouldEndAt(turns) ?? now, now);
  return line.map((place) => {
    const mine = at;
    at += turnShouldTakeMs(turns, place, context);
    return Math.round(mine);
  });
}
