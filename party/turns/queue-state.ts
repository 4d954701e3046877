import type { Reason } from '../../src/protocol/reasons.js';
import type { Rules } from '../../src/protocol/rules.js';
import type { Clock } from '../../src/protocol/view.js';
import type { Patience } from './clock.js';
import { isGone, isHere, type ShownIn, type TurnContext } from './policy.js';

/** What a queue has seen of its own pace, for the waits that it announces. */
interface Learned {
  /** How long turns take (ms): with a prompt waiting along, and without. */
  riding: Mean;
  typing: Mean;
  /**
   * How much longer people wait than the turns before theirs would take: some of those leave, and
   * the world has its pauses.
   */
  stretch: Mean;
  /** How many overtake somebody who could be overtaken, in each second of that. */
  overtaking: Mean;
}

/** A mean of what was seen, of the latest most; null before there was anything. */
interface Mean {
  value: number | null;
  seen: number;
}

/** How much the latest counts at least, so that the mean follows the crowd. */
const LATEST = 0.02;

/** A guess counts as much as this many sightings. */
const GUESS = 2;

function nothingLearned(): Learned {
  const nothing = () => ({ value: null, seen: 0 });
  return { riding: nothing(), typing: nothing(), stretch: nothing(), overtaking: nothing() };
}

export function learn(mean: Mean, guess: number, seen: number): void {
  mean.seen += 1;
  const before = mean.value ?? guess;
  mean.value = before + Math.max(LATEST, 1 / (mean.seen + GUESS)) * (seen - before);
}

/** To take the turn, think and type; and for a prompt to arrive, with the gap before it (ms). */
const TYPING_MS = 15_000;
const ARRIVING_MS = 3_000;
const RIDING_MS = 5_000;

/** How long a turn will probably take, before any was seen: as the rules let it. */
export function guessTurnMs(kind: 'riding' | 'typing', rules: Rules): number {
  const { promptsPerTurn, turnSeconds } = rules;
  const one = TYPING_MS + ARRIVING_MS;
  const prompts = kind === 'riding' ? RIDING_MS + (promptsPerTurn - 1) * one : promptsPerTurn * one;
  return Math.min(prompts, turnSeconds * 1000 + ARRIVING_MS);
}

export function turnMs(learned: Learned, kind: 'riding' | 'typing', rules: Rules): number {
  return learned[kind].value ?? guessTurnMs(kind, rules);
}

/** A place in the queue. */
export interface Place {
  who: string;
  joinedAt: number;
  /** How long the turns before this one would have taken, on joining; null where nobody could say. */
  aheadMs: number | null;
  /** How many who lined up later had their turn first. */
  overtaken: number;
  /** What is left of the time to claim, for one who dropped off when offered the turn. */
  claim: Clock | null;
  /** Whether that offer was made to a page in the background, and never seen. */
  unseen?: boolean;
}

/** Who has the turn: it is offered and must be claimed, then it is used. */
export type Holder =
  | {
      phase: 'offered';
      who: string;
      since: number;
      joinedAt: number;
      clock: Clock;
      inherited: boolean;
      /** All pages of theirs have been in the background since: nobody can have seen the offer. */
      unseen?: boolean;
    }
  | (Patience & {
      phase: 'active';
      who: string;
      since: number;
      clock: Clock;
      promptsLeft: number;
      extensionsLeft: number;
      /** The turn began with a prompt that had waited along: it is soon over. */
      riding: boolean;
      /** It was passed to this holder by name. */
      inherited: boolean;
    });

/** What everybody is shown of a queue. */
export type QueueShown = Required<ShownIn<'queue'>>;

export interface QueueTurns {
  /** In the order of joining; who is next is worked out from it (see `nextInQueue`). */
  line: Place[];
  holder: Holder | null;
  /** Chosen by the one who passed the turn on; goes first if still there. */
  heir: string | null;
  /** When each participant's last turn ended. */
  served: Record<string, number>;
  last: { who: string; name: string; reason: Reason; at: number } | null;
  skipVotes: string[];
  /** Whose turn ended with a prompt on its way: that one counts for no later turn. */
  stray: string | null;
  learned: Learned;
}

/** A queue stored by an earlier version has learned nothing yet, and has not counted all that counts. */
export function asOfNow(turns: QueueTurns): void {
  if (turns.learned?.overtaking !== undefined) return;
  turns.learned = nothingLearned();
  for (const place of turns.line) place.overtaken ??= 0;
}

export function emptyQueue(): QueueTurns {
  return {
    line: [],
    holder: null,
    heir: null,
    served: {},
    last: null,
    skipVotes: [],
    stray: null,
    learned: nothingLearned(),
  };
}

/**
 * The queue in the order in which it is to be served, from the order of joining. All of it: those who
 * are away are passed over as long as they are.
 */
export type QueueOrder = (
  queue: readonly Place[],
  turns: QueueTurns,
  context: TurnContext,
) => readonly Place[];

/** A queue with an order of its own. */
export interface QueueContext extends TurnContext {
  readonly order: QueueOrder;
}

/** The queue in the order in which it will be served, those who are away included. */
function servingOrder(turns: QueueTurns, context: QueueContext): readonly Place[] {
  const joined = [...turns.line].sort((a, b) => a.joinedAt - b.joinedAt);
  const queue = [...context.order(joined, turns, context)];
  const heir = queue.findIndex((place) => place.who === turns.heir);
  if (heir > 0) queue.unshift(...queue.splice(heir, 1));
  return queue;
}

/** What the rule `order` says. */
export const orderByRules: QueueOrder = (joined, turns, context) => {
  if (context.rules.order === 'fifo') return joined;
  const queue = [...servedLongestAgo(joined, turns, context)];
  notTwiceInARow(queue, turns, context);
  return queue;
};

/**
 * `fair` gives those who line up a head start: as long as they have been without a turn, since their
 * last one or since they came, but only so much. The one served longest ago goes first,
 * and yet nobody is overtaken for long by others who keep coming.
 */
export const servedLongestAgo: QueueOrder = (joined, turns, context) => {
  const since = (place: Place) => place.joinedAt - headStartMs(turns, place, context);
  return [...joined].sort((a, b) => since(a) - since(b) || a.joinedAt - b.joinedAt);
};

export function headStartMs(
  { served }: QueueTurns,
  { who, joinedAt }: Place,
  context: TurnContext,
): number {
  const without = joinedAt - (served[who] ?? context.arrivedAt(who));
  return Math.min(Math.max(without, 0), context.rules.headStartSeconds * 1000);
}

/** The first in order who is here. */
export function nextInQueue(turns: QueueTurns, context: QueueContext): Place | null {
  return presentQueue(turns, context)[0] ?? null;
}

export function presentQueue(turns: QueueTurns, context: QueueContext): readonly Place[] {
  return servingOrder(turns, context).filter(({ who }) => isHere(who, context));
}

/** The holder of the last turn lets one other go first, if one is here. */
function notTwiceInARow(queue: Place[], turns: QueueTurns, context: TurnContext): void {
  const previous = turns.holder?.who ?? turns.last?.who;
  if (queue[0]?.who !== previous) return;
  const other = queue.findIndex(({ who }) => who !== previous && isHere(who, context));
  if (other > 0) queue.unshift(...queue.splice(other, 1));
}

/** Places in the queue are kept for those who are away, for some time and not for too many. */

/** Drops the places of those who have been away for too long, with their prompts. */
export function forgetTheGone(turns: QueueTurns, context: TurnContext): void {
  const { keepSeconds } = context.rules;
  const gone = (who: string) => isGone(who, keepSeconds, context);
  for (const { who } of turns.line) if (gone(who)) context.drop(who, 'expired', 'dropped');
  if (turns.line.some((place) => gone(place.who))) {
    turns.line = turns.line.filter((place) => !gone(place.who));
  }
  for (const who of Object.keys(turns.served)) if (gone(who)) delete turns.served[who];
}

/** As many places are kept for those who are away as there are in the queue; the longest away go first. */
export function forgetSurplus(turns: QueueTurns, context: TurnContext): void {
  const away = turns.line.filter(({ who }) => !isHere(who, context));
  if (away.length < context.rules.maxQueue) return;
  away.sort((a, b) => (context.awaySince(a.who) ?? 0) - (context.awaySince(b.who) ?? 0));
  const [longest] = away;
  if (longest === undefined) return;
  context.drop(longest.who, 'expired', 'dropped');
  turns.line = turns.line.filter((place) => place.who !== longest.who);
}
