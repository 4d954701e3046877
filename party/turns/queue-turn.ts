import { ACCEPTED, type Outcome, type Reason, refuse } from '../../src/protocol/reasons.js';
import { newPatience, resumeClock, startClock, stopClock } from './clock.js';
import type { TurnContext } from './policy.js';
import { countedVoters, tooManyVotes } from './proposals.js';
import { guessTurnMs, type Holder, learn, type Place, type QueueTurns } from './queue-state.js';

/** One turn's life: offered, claimed, ended. Nothing else assigns the holder. */

/** So long from what somebody sees: their picture may be some seconds behind the world. */
function secondsFrom(seconds: number, who: string, context: TurnContext): number {
  return seconds + context.behindMs(who) / 1000;
}

/** Offers the turn to somebody in the queue. */
export function beginTurn(turns: QueueTurns, place: Place, context: TurnContext): void {
  const { now, rules } = context;
  turns.line = turns.line.filter((other) => other.who !== place.who);
  for (const other of turns.line) if (other.joinedAt < place.joinedAt) other.overtaken += 1;
  const inherited = turns.heir === place.who;
  turns.heir = null;
  turns.skipVotes = [];
  const isFirstOffer = place.claim == null;
  const unseen = isFirstOffer ? !context.isShown(place.who) : place.unseen === true;
  const seconds = unseen
    ? Math.max(rules.claimSeconds, rules.claimAwaySeconds)
    : secondsFrom(rules.claimSeconds, place.who, context);
  turns.holder = {
    inherited,
    phase: 'offered',
    who: place.who,
    since: now,
    joinedAt: place.joinedAt,
    clock: place.claim == null ? startClock(now, seconds) : resumeClock(place.claim, now),
    unseen,
  };
}

/** Starts the time to claim once the page of the one who was offered the turn comes to the front. */
export function noteSeen(offer: Extract<Holder, { phase: 'offered' }>, context: TurnContext): void {
  if (offer.unseen !== true || !context.isShown(offer.who)) return;
  offer.unseen = false;
  offer.clock = startClock(
    context.now,
    secondsFrom(context.rules.claimSeconds, offer.who, context),
  );
}

/** The one who was offered the turn takes it: from here its time counts. */
export function claimTurn(turns: QueueTurns, who: string, context: TurnContext): Outcome {
  const { holder } = turns;
  if (holder?.who !== who) return refuse('not-your-turn');
  if (holder.phase === 'active') return ACCEPTED;
  const { now, rules } = context;
  turns.holder = {
    phase: 'active',
    who,
    since: holder.since,
    clock: startClock(now, secondsFrom(rules.turnSeconds, who, context)),
    promptsLeft: rules.promptsPerTurn,
    extensionsLeft: rules.extensions,
    riding: context.waitingOf(who).length > 0,
    inherited: holder.inherited,
    ...newPatience(context),
  };
  return ACCEPTED;
}

/** Ends the turn, says why to everyone, and lets go of what its holder still had waiting. */
export function endTurn(turns: QueueTurns, reason: Reason, context: TurnContext): true {
  const { holder } = turns;
  if (holder === null) return true;
  const { now } = context;
  turns.holder = null;
  turns.skipVotes = [];
  if (context.isPerforming(holder.who)) turns.stray = holder.who;
  turns.served[holder.who] = now;
  turns.last = { who: holder.who, name: context.nameOf(holder.who), reason, at: now };
  const kind = holder.phase === 'active' && holder.riding ? 'riding' : 'typing';
  // Not even a clock that was put back makes a turn end before it began.
  const tookMs = Math.max(0, now - holder.since);
  learn(turns.learned[kind], guessTurnMs(kind, context.rules), tookMs);
  context.drop(holder.who, reason === 'left' ? 'withdrawn' : 'expired', reason);
  return true;
}

/** Somebody dropped off before taking the turn: the place in the queue is kept, the next one goes. */
export function standStill(
  turns: QueueTurns,
  { who, joinedAt, clock, unseen = false }: Extract<Holder, { phase: 'offered' }>,
  { now }: TurnContext,
): true {
  turns.holder = null;
  // The time to claim goes on where it was, or one who comes and goes could be offered it for ever.
  const claim = stopClock(clock, now);
  turns.line.push({ who, joinedAt, aheadMs: null, overtaken: 0, claim, unseen });
  return true;
}

/** The crowd's vote to end a turn early. One vote per identity; it lapses with the turn. */
export function skipVote(
  turns: QueueTurns,
  who: string,
  context: TurnContext,
  behindMs = 0,
): Outcome {
  const { holder } = turns;
  if (holder === null || context.rules.skipMin === 0) return refuse('nobody-there');
  if (holder.who === who) return refuse('not-allowed');
  // One who sees the world later would mean the turn before for so much longer.
  const openAt = skipOpensAt(holder.since, context) + behindMs;
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
