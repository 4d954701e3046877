import { QUEUE_SHOWN } from '../../src/protocol/limits.js';
import type { Standing } from '../../src/protocol/view.js';
import { expectedTimes, turnShouldEndAt, turnShouldTakeMs } from './queue-estimates.js';
import { presentQueue, type QueueContext } from './queue-order.js';
import type { QueueShown, QueueTurns } from './queue-state.js';
import { presentSkipVotes, skipOpensAt, skipVotesNeeded } from './queue-turn.js';

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
