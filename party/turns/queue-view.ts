import { QUEUE_SHOWN } from '../../src/protocol/limits.js';
import type { Standing } from '../../src/protocol/view.js';
import type { TurnContext } from './policy.js';
import {
  headStartMs,
  learn,
  type Place,
  presentQueue,
  type QueueContext,
  type QueueShown,
  type QueueTurns,
  turnMs,
} from './queue-state.js';
import { presentSkipVotes, skipOpensAt, skipVotesNeeded } from './queue-turn.js';

/** How long those in the queue will wait: from the turns before theirs, and from what the queue learned. */

/** More than this is an accident, from which nothing is learned. */
const STRETCH_MAX = 3;

/** How fine the passing of time shows in a wait. */
const STEP_MS = 10_000;

/** Shorter waits say too little about the others. */
const AHEAD_MIN_MS = 5_000;

/** When the present turn should be over, going by how long turns take here; null without one. */
function turnShouldEndAt({ holder, learned }: QueueTurns, { rules }: TurnContext): number | null {
  if (holder === null) return null;
  const kind = holder.phase === 'active' && holder.riding ? 'riding' : 'typing';
  return Math.round(holder.since + turnMs(learned, kind, rules));
}

/** How long somebody in the queue will probably take. */
function turnShouldTakeMs({ learned }: QueueTurns, { who }: Place, context: TurnContext): number {
  const kind = context.waitingOf(who).length > 0 ? 'riding' : 'typing';
  return turnMs(learned, kind, context.rules);
}

/**
 * When the turn of each of the waiting should come, in the order of the present queue; null while
 * the clocks stand still. Whole seconds, so that an overdue turn does not change it all the time.
 */
function expectedTimes(
  turns: QueueTurns,
  queue: readonly Place[],
  context: TurnContext,
): readonly (number | null)[] {
  if (!context.listening) return queue.map(() => null);
  const aheadMs = turnsAhead(turns, queue, context);
  const stretch = Math.exp(turns.learned.stretch.value ?? 0);
  return queue.map((place, index) => {
    const beforeMs = (aheadMs[index] ?? 0) + overtakersMs(turns, place, context);
    return Math.round(nextTurnAt(turns, context) + beforeMs * stretch);
  });
}

/**
 * In `fair` order it is not only those ahead who go first, but also others who line up soon after,
 * with more of a head start. How long their turns will take, going by what is usual here.
 */
function overtakersMs(turns: QueueTurns, place: Place, context: TurnContext): number {
  const { learned } = turns;
  // In steps: otherwise every wait would be announced again when anything happens.
  const passedMs = Math.floor((context.now - place.joinedAt) / STEP_MS) * STEP_MS;
  const leftMs = exposedMs(turns, place, context) - passedMs;
  const overtakers = (learned.overtaking.value ?? 0) * (Math.max(0, leftMs) / 1000);
  return overtakers * turnMs(learned, 'typing', context.rules);
}

/** How long after somebody lined up others can still come who go first. */
function exposedMs(turns: QueueTurns, place: Place, context: TurnContext): number {
  if (context.rules.order !== 'fair') return 0;
  return context.rules.headStartSeconds * 1000 - headStartMs(turns, place, context);
}

function nextTurnAt(turns: QueueTurns, context: TurnContext): number {
  const now = Math.ceil(context.now / 1000) * 1000;
  return Math.max(turnShouldEndAt(turns, context) ?? now, now);
}

/** How long the turns before each place will take, one after the other. */
function turnsAhead(turns: QueueTurns, queue: readonly Place[], context: TurnContext): number[] {
  let sum = 0;
  return queue.map((place) => {
    const mine = sum;
    sum += turnShouldTakeMs(turns, place, context);
    return mine;
  });
}

/** To be overtaken in less time is luck. */
const EXPOSED_MIN_MS = 5_000;

/** Notes down what is before somebody who has just lined up, to learn from it later. */
export function noteAhead(turns: QueueTurns, who: string, context: QueueContext): void {
  const mine = turns.line.find((place) => place.who === who);
  if (mine === undefined || !context.listening) return;
  const queue = presentQueue(turns, context);
  const index = queue.findIndex((place) => place.who === who);
  const aheadMs = turnsAhead(turns, queue, context)[index] ?? 0;
  const beforeMs = aheadMs + overtakersMs(turns, mine, context);
  mine.aheadMs = nextTurnAt(turns, context) + beforeMs - context.now;
}

/** A turn has begun for somebody from the queue: how did it go, and who is next? */
export function learnWaits(turns: QueueTurns, begun: Place, context: QueueContext): void {
  const { stretch, overtaking } = turns.learned;
  const { aheadMs, joinedAt, overtaken } = begun;
  if (aheadMs !== null && aheadMs >= AHEAD_MIN_MS) {
    const ratio = (context.now - joinedAt) / aheadMs;
    // By its logarithm: twice as long and half as long are as wrong as each other.
    learn(stretch, 0, Math.log(clamp(ratio, 1 / STRETCH_MAX, STRETCH_MAX)));
  }
  const exposed = exposedMs(turns, begun, context);
  if (exposed >= EXPOSED_MIN_MS) learn(overtaking, 0, overtaken / (exposed / 1000));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/** The queue as everyone sees it. */
export function queueView(turns: QueueTurns, context: QueueContext): QueueShown {
  const { holder, last } = turns;
  const queue = presentQueue(turns, context);
  return {
    holder: holder && {
      id: holder.who,
      name: context.nameOf(holder.who),
      phase: holder.phase,
      clock: holder.clock,
      promptsLeft: holder.phase === 'active' ? holder.promptsLeft : context.rules.promptsPerTurn,
    },
    next: queue.slice(0, QUEUE_SHOWN).map(({ who }) => ({ id: who, name: context.nameOf(who) })),
    waiting: queue.length,
    forecast: context.listening
      ? {
          turnEndsAt: turnShouldEndAt(turns, context),
          lineMs: Math.round(
            queue.reduce((sum, place) => sum + turnShouldTakeMs(turns, place, context), 0),
          ),
        }
      : null,
    skip:
      holder === null || context.rules.skipMin === 0
        ? null
        : {
            votes: presentSkipVotes(turns, context),
            needed: skipVotesNeeded(context),
            openAt: skipOpensAt(holder.since, context),
          },
    last: last && { id: last.who, name: last.name, reason: last.reason, at: last.at },
  };
}

/** The queue as each of those in it sees it. */
export function queueStandings(
  turns: QueueTurns,
  context: QueueContext,
): (who: string) => Standing {
  const queue = presentQueue(turns, context);
  const times = expectedTimes(turns, queue, context);
  const waiting = new Map<string, Standing>(
    queue.map(({ who }, index) => [
      who,
      { state: 'waiting', place: index + 1, expectedAt: times[index] ?? null },
    ]),
  );
  const { holder } = turns;
  if (holder?.phase === 'offered') {
    waiting.set(holder.who, { state: 'offered', clock: holder.clock });
  } else if (holder !== null) {
    const { clock, idle, promptsLeft, extensionsLeft } = holder;
    waiting.set(holder.who, {
      state: 'active',
      clock,
      idleClock: idle,
      promptsLeft,
      extensionsLeft,
    });
  }
  return (who) => waiting.get(who) ?? { state: 'none' };
}
