import { ACCEPTED, type Outcome, type Reason, refuse } from '../../src/protocol/reasons.js';
import { resumeClock, startClock, stopClock } from './clock.js';
import { newPatience } from './patience.js';
import type { TurnContext } from './policy.js';
import { guessTurnMs, learn } from './queue-pace.js';
import type { Holder, Place, QueueTurns } from './queue-state.js';

/** One turn's life: offered, claimed, ended. Nothing else assigns the holder. */

/** Offers the turn to somebody in line. */
export function beginTurn(turns: QueueTurns, place: Place, context: TurnContext): void {
  const { now, rules } = context;
  turns.line = turns.line.filter((other) => other.who !== place.who);
  for (const other of turns.line) if (other.joinedAt < place.joinedAt) other.overtaken += 1;
  const inherited = turns.heir === place.who;
  turns.heir = null;
  turns.skipVotes = [];
  turns.holder = {
    inherited,
    phase: 'offered',
    who: place.who,
    since: now,
    joinedAt: place.joinedAt,
    clock:
      place.claim == null ? startClock(now, rules.claimSeconds) : resumeClock(place.claim, now),
  };
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
    clock: startClock(now, rules.turnSeconds),
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

/** Somebody dropped off before taking the turn: the place in line is kept, the next one goes. */
export function standStill(
  turns: QueueTurns,
  { who, joinedAt, clock }: Extract<Holder, { phase: 'offered' }>,
  { now }: TurnContext,
): true {
  turns.holder = null;
  // The time to claim goes on where it was, or one who comes and goes could be offered it for ever.
  const claim = stopClock(clock, now);
  turns.line.push({ who, joinedAt, aheadMs: null, overtaken: 0, claim });
  return true;
}
