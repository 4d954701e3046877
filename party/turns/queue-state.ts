import type { Reason } from '../../src/protocol/reasons.js';
import type { Clock } from '../../src/protocol/view.js';
import type { Patience } from './patience.js';
import { type Learned, nothingLearned } from './queue-pace.js';

/** Somebody in line. */
export interface Place {
  who: string;
  joinedAt: number;
  /** How long the turns before this one would have taken, on joining; null where nobody could say. */
  aheadMs: number | null;
  /** How many who lined up later had their turn first. */
  overtaken: number;
  /** What is left of the time to claim, for one who dropped off when offered the turn. */
  claim: Clock | null;
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

/** A line stored by an earlier version has learned nothing yet, and has not counted all that counts. */
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
