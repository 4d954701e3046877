import { QUEUE_SHOWN } from '../../src/protocol/limits.js';
import { ACCEPTED, type Outcome, type Reason, refuse } from '../../src/protocol/reasons.js';
import type { Clock, Standing } from '../../src/protocol/view.js';
import {
  beginSilence,
  earliest,
  endOf,
  isDue,
  isMissed,
  newPatience,
  type Patience,
  patienceEndsAt,
  runClock,
  runPatience,
  startClock,
  wholeGrace,
} from './clock.js';
import {
  goneAt,
  isBusy,
  isGone,
  isHere,
  isSpared,
  NO_VOTES,
  type ShownIn,
  type TurnContext,
  type TurnPolicy,
} from './policy.js';

interface BatonTurns {
  holder:
    | (Patience & {
        who: string;
        /** Somebody who would take it, and until when the holder can answer. */
        contest: { by: string; clock: Clock } | null;
        /** The holder has answered: no other contest before this. */
        quietUntil: number;
      })
    | null;
  /** Who would like it, in the order of asking. */
  asking: string[];
  last: { id: string; name: string; reason: Reason; at: number } | null;
}

/** Hands the baton to somebody. Only this and `endHold` assign the holder. */
function beginHold(turns: BatonTurns, who: string, context: TurnContext): true {
  turns.asking = turns.asking.filter((other) => other !== who);
  turns.holder = { who, contest: null, quietUntil: 0, ...newPatience(context) };
  return true;
}

/** Takes the baton from its holder, says why, and hands it to an heir or to the first who asked. */
function endHold(
  turns: BatonTurns,
  reason: Reason,
  context: TurnContext,
  heir: string | null = null,
): true {
  const { holder } = turns;
  if (holder === null) return true;
  const { who } = holder;
  turns.holder = null;
  turns.last = { id: who, name: context.nameOf(who), reason, at: context.now };
  context.drop(who, reason === 'left' ? 'withdrawn' : 'expired', reason);
  const next = heir ?? presentAsking(turns, context)[0] ?? null;
  return next === null || beginHold(turns, next, context);
}

function presentAsking(turns: BatonTurns, context: TurnContext): readonly string[] {
  return turns.asking.filter((who) => context.awaySince(who) === null);
}

/** Whatever a holder does counts as being there. */
function stayAwake(turns: BatonTurns, who: string, context: TurnContext): void {
  const { holder } = turns;
  if (holder?.who === who) Object.assign(holder, beginSilence(context));
}

/** Somebody would take the baton: it is free after a while, unless the holder answers. */
function contest(turns: BatonTurns, who: string, context: TurnContext): Outcome {
  const { holder } = turns;
  const isNew = holder?.who !== who && !turns.asking.includes(who);
  if (isNew && !context.newcomers.ok) return context.newcomers;
  if (holder === null) {
    beginHold(turns, who, context);
    return ACCEPTED;
  }
  if (holder.who === who || holder.contest?.by === who) return refuse('already-waiting');
  if (holder.contest !== null) return refuse('take-too-soon');
  if (holder.quietUntil > context.now) {
    return refuse('take-too-soon', { retryAt: holder.quietUntil });
  }
  holder.contest = { by: who, clock: startClock(context.now, context.rules.takeSeconds) };
  return ACCEPTED;
}

/** The holder answers: by saying so, or by prompting. */
function keep(turns: BatonTurns, who: string, context: TurnContext): Outcome {
  const { holder } = turns;
  if (holder?.who !== who) return refuse('not-your-turn');
  stayAwake(turns, who, context);
  if (holder.contest === null) return ACCEPTED;
  holder.contest = null;
  holder.quietUntil = context.now + context.rules.takeSeconds * 1000;
  return ACCEPTED;
}

/** One holds the baton for as long as it is used; the others ask, and the holder gives. */
export const baton: TurnPolicy<BatonTurns, ShownIn<'baton'>> = {
  keepsWaiting: false,
  start: () => ({ holder: null, asking: [], last: null }),

  act(turns, who, action, context) {
    switch (action.type) {
      case 'request-turn':
        return ask(turns, who, context);
      case 'release-turn':
        return release(turns, who, context);
      case 'pass-turn':
        return give(turns, who, action.to, context);
      case 'take-turn':
        return contest(turns, who, context);
      case 'keep-turn':
        return keep(turns, who, context);
      case 'typing':
        stayAwake(turns, who, context);
        return ACCEPTED;
      default:
        return refuse('wrong-mode');
    }
  },

  submit(turns, who, context) {
    if (turns.holder === null) {
      const taken = ask(turns, who, context);
      if (!taken.ok) return taken;
    }
    if (turns.holder?.who !== who) return refuse('not-your-turn');
    const pending = context.waitingOf(who).length + (context.isPerforming(who) ? 1 : 0);
    const { promptsPerTurn } = context.rules;
    if (pending >= promptsPerTurn) return refuse('no-prompts-left', { limit: promptsPerTurn });
    return keep(turns, who, context);
  },

  settled(turns, who, status, context) {
    stayAwake(turns, who, context);
    // A hold has no end as a turn has one: it is used from prompt to prompt, and so is the grace.
    const { holder } = turns;
    if (holder?.who === who && status === 'applied') holder.away = wholeGrace(context);
  },

  advance(turns, context) {
    const { keepSeconds } = context.rules;
    turns.asking = turns.asking.filter((who) => !isGone(who, keepSeconds, context));
    // Each round ends one hold, and the next holder has the whole time.
    for (let round = 0; round <= turns.asking.length + 1; round += 1) {
      if (!advanceOnce(turns, context)) return;
    }
  },

  next: ({ holder }, context) =>
    holder === null ? null : (context.waitingOf(holder.who)[0] ?? null),

  deadline({ holder, asking }, context) {
    const { keepSeconds } = context.rules;
    const instants = asking.map((who) => goneAt(who, keepSeconds, context));
    if (holder !== null) {
      instants.push(patienceEndsAt(holder, context));
      if (!isSpared(holder.who, context)) instants.push(endOf(holder.contest?.clock ?? null));
    }
    return earliest(instants);
  },

  remembers: ({ holder, asking }, who) => holder?.who === who || asking.includes(who),

  view(turns, context) {
    const { holder, last } = turns;
    const asking = presentAsking(turns, context);
    const person = (id: string) => ({ id, name: context.nameOf(id) });
    const contested = holder?.contest ?? null;
    return {
      holder: holder && {
        ...person(holder.who),
        phase: 'active',
        clock: contested?.clock ?? null,
        promptsLeft: context.rules.promptsPerTurn,
      },
      last,
      asking: {
        waiting: asking.length,
        next: asking.slice(0, QUEUE_SHOWN).map(person),
        contest: contested && { by: person(contested.by), clock: contested.clock },
      },
    };
  },

  standings(turns, context) {
    const { holder } = turns;
    const places = new Map<string, Standing>(
      presentAsking(turns, context).map((who, index) => [
        who,
        { state: 'asking', place: index + 1 },
      ]),
    );
    if (holder !== null) {
      places.set(holder.who, {
        state: 'active',
        clock: holder.contest?.clock ?? null,
        idleClock: holder.idle,
        promptsLeft: context.rules.promptsPerTurn,
        extensionsLeft: 0,
      });
    }
    const others: Standing = { state: holder === null ? 'free' : 'none' };
    return (who) => places.get(who) ?? others;
  },

  votesOf: () => NO_VOTES,

  skip(turns, context) {
    if (turns.holder === null) return refuse('no-such-thing');
    endHold(turns, 'skipped-by-moderator', context);
    return ACCEPTED;
  },

  remove(turns, who, context) {
    turns.asking = turns.asking.filter((other) => other !== who);
    if (turns.holder?.contest?.by === who) turns.holder.contest = null;
    if (turns.holder?.who === who) endHold(turns, 'skipped-by-moderator', context);
  },

  line: presentAsking,
};

/** One change for time or presence; false when there is nothing left to change. */
function advanceOnce(turns: BatonTurns, context: TurnContext): boolean {
  const { holder } = turns;
  if (holder === null) {
    const [first] = presentAsking(turns, context);
    return first !== undefined && beginHold(turns, first, context);
  }
  const { now } = context;
  const here = isHere(holder.who, context);
  runPatience(holder, context);
  if (isDue(holder.away, now)) return endHold(turns, 'dropped', context);
  const taker = holder.contest?.by ?? null;
  if (taker !== null && context.awaySince(taker) !== null) holder.contest = null;
  if (holder.contest !== null) {
    holder.contest.clock = runClock(holder.contest.clock, context);
  }
  // What was accepted in time is performed, even if the holder did not answer.
  if (isBusy(holder.who, context)) return false;
  const heldSince = context.heldSince(holder.who);
  if (holder.contest !== null && isMissed(holder.contest.clock, heldSince, now)) {
    return endHold(turns, 'taken', context, holder.contest.by);
  }
  const silence = here ? holder.idle : holder.silent;
  return isMissed(silence, heldSince, now) && endHold(turns, here ? 'idle' : 'dropped', context);
}

/** A free baton is taken by asking for it. */
function ask(turns: BatonTurns, who: string, context: TurnContext): Outcome {
  if (turns.holder?.who === who || turns.asking.includes(who)) return refuse('already-waiting');
  if (!context.newcomers.ok) return context.newcomers;
  const { maxQueue } = context.rules;
  if (turns.holder === null) beginHold(turns, who, context);
  else if (turns.asking.length >= maxQueue) return refuse('queue-full', { limit: maxQueue });
  else turns.asking.push(who);
  return ACCEPTED;
}

function release(turns: BatonTurns, who: string, context: TurnContext): Outcome {
  if (turns.holder?.who === who) {
    endHold(turns, 'left', context);
    return ACCEPTED;
  }
  if (!turns.asking.includes(who)) return refuse('not-waiting');
  turns.asking = turns.asking.filter((other) => other !== who);
  return ACCEPTED;
}

/** To one of those who ask, or to the first who asked. */
function give(turns: BatonTurns, who: string, to: string | null, context: TurnContext): Outcome {
  if (turns.holder?.who !== who) return refuse('not-your-turn');
  if (to !== null && !presentAsking(turns, context).includes(to)) return refuse('nobody-there');
  endHold(turns, 'passed', context, to);
  return ACCEPTED;
}
