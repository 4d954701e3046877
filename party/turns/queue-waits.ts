import type { TurnContext } from './policy.js';
import { type LineContext, presentLine, waitingSince } from './queue-order.js';
import { learn, turnMs } from './queue-pace.js';
import type { Place, QueueTurns } from './queue-state.js';

/** How long those in line will wait: from the turns before theirs, and from what the line learned. */

/** More than this is an accident, from which nothing is learned. */
const STRETCH_MAX = 3;

/** Shorter waits say too little about the others. */
const AHEAD_MIN_MS = 5_000;

/** When the present turn should be over, going by how long turns take here; null without one. */
export function turnShouldEndAt(
  { holder, learned }: QueueTurns,
  { rules }: TurnContext,
): number | null {
  if (holder === null) return null;
  const kind = holder.phase === 'active' && holder.riding ? 'riding' : 'typing';
  return Math.round(holder.since + turnMs(learned, kind, rules));
}

/** How long somebody in line will probably take. */
export function turnShouldTakeMs(
  { learned }: QueueTurns,
  { who }: Place,
  context: TurnContext,
): number {
  const kind = context.waitingOf(who).length > 0 ? 'riding' : 'typing';
  return turnMs(learned, kind, context.rules);
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
  const aheadMs = turnsAhead(turns, line, context);
  return line.map(({ who }, index) => {
    const inTurn = inTurnAt(turns, aheadMs[index] ?? 0, context);
    return Math.round(Math.max(inTurn, usualAt(turns, who, context)));
  });
}

/** When somebody's turn should come, going by the turns before it. */
function inTurnAt(turns: QueueTurns, aheadMs: number, context: TurnContext): number {
  return nextTurnAt(turns, context) + aheadMs * (turns.learned.stretch.value ?? 1);
}

/**
 * In `fair` order it is not only those ahead who go first, but also others who line up later and
 * have been without a turn for longer. So a turn comes when one has been without for as long as is
 * usual here.
 */
function usualAt(turns: QueueTurns, who: string, context: TurnContext): number {
  if (context.rules.order !== 'fair') return 0;
  return waitingSince(turns, who, context) + (turns.learned.patience.value ?? 0);
}

function nextTurnAt(turns: QueueTurns, context: TurnContext): number {
  const now = Math.ceil(context.now / 1000) * 1000;
  return Math.max(turnShouldEndAt(turns, context) ?? now, now);
}

/** How long the turns before each place will take, one after the other. */
function turnsAhead(turns: QueueTurns, line: readonly Place[], context: TurnContext): number[] {
  let sum = 0;
  return line.map((place) => {
    const mine = sum;
    sum += turnShouldTakeMs(turns, place, context);
    return mine;
  });
}

/** Notes down what is before somebody who has just lined up, to learn from it later. */
export function noteAhead(turns: QueueTurns, who: string, context: LineContext): void {
  const mine = turns.line.find((place) => place.who === who);
  if (mine === undefined || !context.listening) return;
  const line = presentLine(turns, context);
  const index = line.findIndex((place) => place.who === who);
  const aheadMs = turnsAhead(turns, line, context)[index] ?? 0;
  // One who will be overtaken teaches nothing about those ahead.
  if (usualAt(turns, who, context) > inTurnAt(turns, aheadMs, context)) return;
  mine.aheadMs = nextTurnAt(turns, context) + aheadMs - context.now;
}

/** A turn has begun for somebody from the line: how did it go, and who is next? */
export function learnWaits(turns: QueueTurns, begun: Place, context: LineContext): void {
  const { stretch, patience } = turns.learned;
  const { aheadMs, joinedAt } = begun;
  if (aheadMs !== null && aheadMs >= AHEAD_MIN_MS) {
    learn(stretch, 1, Math.min(STRETCH_MAX, (context.now - joinedAt) / aheadMs));
  }
  const [next] = presentLine(turns, context);
  const since = next === undefined ? context.now : waitingSince(turns, next.who, context);
  learn(patience, 0, context.now - since);
}
