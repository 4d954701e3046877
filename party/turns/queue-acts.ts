import { ACCEPTED, type Outcome, refuse } from '../../src/protocol/reasons.js';
import { addTime } from './clock.js';
import { beginSilence } from './patience.js';
import type { TurnAction, TurnContext } from './policy.js';
import { isHere } from './presence.js';
import { type LineContext, nextInLine, presentLine } from './queue-order.js';
import { forgetSurplus } from './queue-places.js';
import { skipVote } from './queue-skip.js';
import type { QueueTurns } from './queue-state.js';
import { beginTurn, claimTurn, endTurn } from './queue-turn.js';
import { noteAhead } from './queue-waits.js';

/** What people do in a queue: line up, prompt, and make use of their turn. */

/** Somebody asks for something, or types. */
export function act(
  turns: QueueTurns,
  who: string,
  action: TurnAction,
  context: LineContext,
): Outcome {
  switch (action.type) {
    case 'request-turn':
      return joinLine(turns, who, context);
    case 'claim-turn':
      return claimTurn(turns, who, context);
    case 'release-turn':
      return release(turns, who, context);
    case 'pass-turn':
      return pass(turns, who, action, context);
    case 'extend-turn':
      return extend(turns, who, context);
    case 'skip-vote':
      return skipVote(turns, who, context);
    case 'typing':
      return stayAwake(turns, who, context);
    default:
      return refuse('wrong-mode');
  }
}

/** Somebody sends a prompt: within a turn, for the place in line, or to line up. */
export function submit(turns: QueueTurns, who: string, context: LineContext): Outcome {
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
  return joinLine(turns, who, context);
}

function joinLine(turns: QueueTurns, who: string, context: LineContext): Outcome {
  if (turns.holder?.who === who || turns.line.some((place) => place.who === who)) {
    return refuse('already-waiting');
  }
  if (!context.newcomers.ok) return context.newcomers;
  const { maxQueue } = context.rules;
  if (presentLine(turns, context).length >= maxQueue) {
    return refuse('queue-full', { limit: maxQueue });
  }
  forgetSurplus(turns, context);
  turns.line.push({ who, joinedAt: context.now, aheadMs: null, overtaken: 0, claim: null });
  noteAhead(turns, who, context);
  // A free floor needs no claim: asking for it was one.
  if (turns.holder === null && context.listening) {
    const place = nextInLine(turns, context);
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
export function stayAwake(turns: QueueTurns, who: string, context: TurnContext): Outcome {
  const { holder } = turns;
  if (holder?.who !== who) return ACCEPTED;
  if (holder.phase === 'offered') return claimTurn(turns, who, context);
  Object.assign(holder, beginSilence(context));
  return ACCEPTED;
}
