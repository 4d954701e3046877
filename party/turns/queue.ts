import { ACCEPTED, refuse } from '../../src/protocol/reasons.js';
import { earliest, endOf, isDue, isMissed, runClock } from './clock.js';
import { patienceEndsAt, runPatience } from './patience.js';
import type { TurnContext, TurnPolicy } from './policy.js';
import { goneAt, isHere, isSpared } from './presence.js';
import { act, stayAwake, submit } from './queue-acts.js';
import {
  type LineContext,
  type LineOrder,
  nextInLine,
  orderByRules,
  presentLine,
} from './queue-order.js';
import { forgetTheGone } from './queue-places.js';
import { countSkipVotes } from './queue-skip.js';
import { asOfNow, emptyQueue, type QueueTurns } from './queue-state.js';
import { beginTurn, claimTurn, endTurn, standStill } from './queue-turn.js';
import { queueStandings, queueView } from './queue-view.js';
import { learnWaits } from './queue-waits.js';

/** Visitors line up; the head of the line holds the turn for a while, or for some prompts. */
export const queue = queueInOrder(orderByRules);

/** The queue with an order of one's own. */
export function queueInOrder(order: LineOrder): TurnPolicy<QueueTurns> {
  const inLine = (context: TurnContext): LineContext => ({ ...context, order });
  return {
    keepsWaiting: true,
    start: emptyQueue,
    act: (turns, who, action, context) => act(turns, who, action, inLine(context)),
    submit: (turns, who, context) => submit(turns, who, inLine(context)),

    settled(turns, who, status, context) {
      const { holder, stray } = turns;
      if (stray === who) {
        turns.stray = null;
        return;
      }
      if (holder?.phase !== 'active' || holder.who !== who) return;
      if (status === 'applied' || status === 'unconfirmed') holder.promptsLeft -= 1;
      stayAwake(turns, who, context);
    },

    advance(turns, context) {
      asOfNow(turns);
      forgetTheGone(turns, context);
      // Each round ends or begins a turn; a line of people who all dropped out ends it too.
      for (let round = 0; round <= context.rules.maxQueue + 1; round += 1) {
        if (!advanceOnce(turns, inLine(context))) return;
      }
    },

    next({ holder }, context) {
      if (holder?.phase !== 'active' || holder.promptsLeft === 0) return null;
      return context.waitingOf(holder.who)[0] ?? null;
    },

    deadline,

    remembers(turns, who) {
      return (
        who in turns.served ||
        turns.holder?.who === who ||
        turns.line.some((place) => place.who === who)
      );
    },

    view: (turns, context) => queueView(turns, inLine(context)),
    standings: (turns, context) => queueStandings(turns, inLine(context)),
    votesOf: (turns, who) => ({ skipVoted: turns.skipVotes.includes(who), vote: null }),

    skip(turns, context) {
      if (turns.holder === null) return refuse('no-such-thing');
      endTurn(turns, 'skipped-by-moderator', context);
      return ACCEPTED;
    },

    remove(turns, who, context) {
      turns.line = turns.line.filter((place) => place.who !== who);
      turns.skipVotes = turns.skipVotes.filter((voter) => voter !== who);
      if (turns.heir === who) turns.heir = null;
      if (turns.holder?.who === who) endTurn(turns, 'skipped-by-moderator', context);
    },

    line: (turns, context) => presentLine(turns, inLine(context)).map(({ who }) => who),
  };
}

function deadline({ line, holder }: QueueTurns, context: TurnContext): number | null {
  const { keepSeconds } = context.rules;
  const instants = line.map(({ who }) => goneAt(who, keepSeconds, context));
  if (holder !== null) {
    if (holder.phase === 'active') instants.push(patienceEndsAt(holder, context));
    if (!isSpared(holder.who, context)) instants.push(endOf(holder.clock));
  }
  return earliest(instants);
}

/** One change for time or presence; false when there is nothing left to change. */
function advanceOnce(turns: QueueTurns, context: LineContext): boolean {
  const { holder } = turns;
  const { now } = context;
  if (holder === null) {
    const place = context.listening ? nextInLine(turns, context) : null;
    if (place === null) return false;
    beginTurn(turns, place, context);
    learnWaits(turns, place, context);
    return true;
  }
  const here = isHere(holder.who, context);
  const heldSince = context.heldSince(holder.who);
  if (!here && holder.phase === 'offered') return standStill(turns, holder, context);
  holder.clock = runClock(holder.clock, context);
  if (holder.phase === 'offered') {
    const isUsed = heldSince !== null || context.waitingOf(holder.who).length > 0;
    if (context.listening && isUsed) {
      return claimTurn(turns, holder.who, context).ok;
    }
    return isDue(holder.clock, now) && endTurn(turns, 'not-claimed', context);
  }
  runPatience(holder, context);
  if (isDue(holder.away, now)) return endTurn(turns, 'dropped', context);
  if (countSkipVotes(turns, context)) return endTurn(turns, 'skipped-by-vote', context);
  if (context.isPerforming(holder.who)) return false;
  if (holder.promptsLeft === 0) return endTurn(turns, 'prompts-used', context);
  // What was accepted in time is performed, even if the clock runs out on its way.
  if (context.waitingOf(holder.who).length > 0) return false;
  if (isMissed(holder.clock, heldSince, now)) return endTurn(turns, 'time-up', context);
  const silence = here ? holder.idle : holder.silent;
  return isMissed(silence, heldSince, now) && endTurn(turns, here ? 'idle' : 'dropped', context);
}
