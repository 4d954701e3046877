import { ACCEPTED, type Outcome, refuse } from '../../src/protocol/reasons.js';
import {
  addTime,
  beginSilence,
  earliest,
  endOf,
  isDue,
  isMissed,
  patienceEndsAt,
  runClock,
  runPatience,
} from './clock.js';
import {
  goneAt,
  isHere,
  isSpared,
  type TurnAction,
  type TurnContext,
  type TurnPolicy,
} from './policy.js';
import {
  asOfNow,
  emptyQueue,
  forgetSurplus,
  forgetTheGone,
  nextInQueue,
  orderByRules,
  presentQueue,
  type QueueContext,
  type QueueOrder,
  type QueueShown,
  type QueueTurns,
} from './queue-state.js';
import {
  beginTurn,
  claimTurn,
  countSkipVotes,
  endTurn,
  noteSeen,
  skipVote,
  standStill,
} from './queue-turn.js';
import { learnWaits, noteAhead, queueStandings, queueView } from './queue-view.js';

/** Visitors line up; the head of the queue holds the turn for a while, or for some prompts. */
export const queue = queueInOrder(orderByRules);

/** The queue with an order of one's own. */
export function queueInOrder(order: QueueOrder): TurnPolicy<QueueTurns, QueueShown> {
  const inOrder = (context: TurnContext): QueueContext => ({ ...context, order });
  return {
    keepsWaiting: true,
    start: emptyQueue,
    act: (turns, who, action, context) => act(turns, who, action, inOrder(context)),
    submit: (turns, who, context) => submit(turns, who, inOrder(context)),

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
      // Each round ends or begins a turn; a queue of people who all dropped out ends it too.
      for (let round = 0; round <= context.rules.maxQueue + 1; round += 1) {
        if (!advanceOnce(turns, inOrder(context))) return;
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

    view: (turns, context) => queueView(turns, inOrder(context)),
    standings: (turns, context) => queueStandings(turns, inOrder(context)),
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

    line: (turns, context) => presentQueue(turns, inOrder(context)).map(({ who }) => who),
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
function advanceOnce(turns: QueueTurns, context: QueueContext): boolean {
  const { holder } = turns;
  const { now } = context;
  if (holder === null) {
    const place = context.listening ? nextInQueue(turns, context) : null;
    if (place === null) return false;
    beginTurn(turns, place, context);
    learnWaits(turns, place, context);
    return true;
  }
  const here = isHere(holder.who, context);
  const heldSince = context.heldSince(holder.who);
  if (holder.phase === 'offered') {
    if (!here) return standStill(turns, holder, context);
    noteSeen(holder, context);
  }
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

/** What people do in a queue: line up, prompt, and make use of their turn. */

/** Somebody asks for something, or types. */
function act(turns: QueueTurns, who: string, action: TurnAction, context: QueueContext): Outcome {
  switch (action.type) {
    case 'request-turn':
      return joinQueue(turns, who, context);
    case 'claim-turn':
      return claimTurn(turns, who, context);
    case 'release-turn':
      return release(turns, who, context);
    case 'pass-turn':
      return pass(turns, who, action, context);
    case 'extend-turn':
      return extend(turns, who, context);
    case 'skip-vote':
      return skipVote(turns, who, context, action.behindMs);
    case 'typing':
      return stayAwake(turns, who, context);
    default:
      return refuse('wrong-mode');
  }
}

/** Somebody sends a prompt: within a turn, for the place in the queue, or to line up. */
function submit(turns: QueueTurns, who: string, context: QueueContext): Outcome {
  const { holder } = turns;
  const { promptsPerTurn } = context.rules;
  const performing = context.isPerforming(who) && turns.stray !== who;
  const pending = context.waitingOf(who).length + (performing ? 1 : 0);
  if (holder?.who === who) {
    const left = holder.phase === 'active' ? holder.promptsLeft : promptsPerTurn;
    if (pending >= left) return refuse('no-prompts-left', { limit: left });
    return stayAwake(turns, who, context);
  }
  if (turns.line.some((place) => place.who === who)) {
    return pending < promptsPerTurn
      ? ACCEPTED
      : refuse('no-prompts-left', { limit: promptsPerTurn });
  }
  return joinQueue(turns, who, context);
}

function joinQueue(turns: QueueTurns, who: string, context: QueueContext): Outcome {
  if (turns.holder?.who === who || turns.line.some((place) => place.who === who)) {
    return refuse('already-waiting');
  }
  if (!context.newcomers.ok) return context.newcomers;
  const { maxQueue } = context.rules;
  if (presentQueue(turns, context).length >= maxQueue) {
    return refuse('queue-full', { limit: maxQueue });
  }
  forgetSurplus(turns, context);
  turns.line.push({ who, joinedAt: context.now, aheadMs: null, overtaken: 0, claim: null });
  noteAhead(turns, who, context);
  // A free floor needs no claim: asking for it was one.
  if (turns.holder === null && context.listening) {
    const place = nextInQueue(turns, context);
    if (place?.who === who) {
      beginTurn(turns, place, context);
      claimTurn(turns, who, context);
    }
  }
  return ACCEPTED;
}

function release(turns: QueueTurns, who: string, context: TurnContext): Outcome {
  if (turns.holder?.who === who) {
    endTurn(turns, 'left', context);
    return ACCEPTED;
  }
  const index = turns.line.findIndex((place) => place.who === who);
  if (index < 0) return refuse('not-waiting');
  turns.line.splice(index, 1);
  context.drop(who, 'withdrawn', 'left');
  return ACCEPTED;
}

function pass(
  turns: QueueTurns,
  who: string,
  { to }: Extract<TurnAction, { type: 'pass-turn' }>,
  context: TurnContext,
): Outcome {
  if (turns.holder?.who !== who) return refuse('not-your-turn');
  if (to !== null) {
    // Or a few friends could pass it among themselves for ever.
    if (turns.holder.inherited) return refuse('not-allowed');
    const there = turns.line.some((place) => place.who === to) && isHere(to, context);
    if (!there) return refuse('nobody-there');
  }
  endTurn(turns, 'passed', context);
  turns.heir = to;
  return ACCEPTED;
}

function extend(turns: QueueTurns, who: string, context: TurnContext): Outcome {
  const { holder } = turns;
  if (holder?.phase !== 'active' || holder.who !== who) return refuse('not-your-turn');
  if (holder.extensionsLeft === 0) {
    return refuse('no-more-time', { limit: context.rules.extensions });
  }
  holder.extensionsLeft -= 1;
  holder.clock = addTime(holder.clock, context.rules.extensionSeconds);
  return stayAwake(turns, who, context);
}

/** Whatever a holder does counts as being there; for one who was offered the turn, as the claim. */
function stayAwake(turns: QueueTurns, who: string, context: TurnContext): Outcome {
  const { holder } = turns;
  if (holder?.who !== who) return ACCEPTED;
  if (holder.phase === 'offered') return claimTurn(turns, who, context);
  Object.assign(holder, beginSilence(context));
  return ACCEPTED;
}
