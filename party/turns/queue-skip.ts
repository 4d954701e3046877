import { ACCEPTED, type Outcome, refuse } from '../../src/protocol/reasons.js';
import { countedVoters, tooManyVotes } from './per-address.js';
import type { TurnContext } from './policy.js';
import type { QueueTurns } from './queue-state.js';

/** The crowd's vote to end a turn early. One vote per identity; it lapses with the turn. */
export function skipVote(turns: QueueTurns, who: string, context: TurnContext): Outcome {
  const { holder } = turns;
  if (holder === null || context.rules.skipMin === 0) return refuse('nobody-there');
  if (holder.who === who) return refuse('not-allowed');
  const openAt = skipOpensAt(holder.since, context);
  if (context.now < openAt) return refuse('skip-too-soon', { retryAt: openAt });
  if (turns.skipVotes.includes(who)) return ACCEPTED;
  const withThis = { ...turns, skipVotes: [...turns.skipVotes, who] };
  if (!countedSkipVotes(withThis, context).includes(who)) return tooManyVotes(context.rules);
  turns.skipVotes.push(who);
  return ACCEPTED;
}

export function skipOpensAt(since: number, context: TurnContext): number {
  return since + context.rules.skipCooldownSeconds * 1000;
}

export function skipVotesNeeded(context: TurnContext): number {
  const { skipMin, skipRate } = context.rules;
  return Math.max(skipMin, Math.ceil(skipRate * (context.presentCount - 1)));
}

export function presentSkipVotes(turns: QueueTurns, context: TurnContext): number {
  return countedSkipVotes(turns, context).length;
}

function countedSkipVotes({ skipVotes }: QueueTurns, context: TurnContext): readonly string[] {
  const present = skipVotes.filter((who) => context.awaySince(who) === null);
  return countedVoters(present, context.addressOf, context.rules);
}

/** Whether the votes of those still here end the turn. */
export function countSkipVotes(turns: QueueTurns, context: TurnContext): boolean {
  if (context.rules.skipMin === 0 || turns.skipVotes.length === 0) return false;
  return presentSkipVotes(turns, context) >= skipVotesNeeded(context);
}
