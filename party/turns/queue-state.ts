import type { Reason } from '../../src/protocol/reasons.js';
import type { Rules } from '../../src/protocol/rules.js';
import type { Clock } from '../../src/protocol/view.js';
import type { Patience } from './clock.js';
import type { ShownIn } from './policy.js';

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
  /** In the order of joining; who is next is worked out from it (see `queue-order.ts`). */
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
