import type { Input, Move, Words } from '../room/input.js';
import type { RoomState } from '../room/state.js';

/**
 * What waits for the next step that all are told of. Arrivals and leaves concern everybody: when they
 * come faster than everybody can be told, they are taken together. What one says who has not arrived
 * yet waits with that, in its order.
 */
export class WaitingInputs {
  private inputs: Input[] = [];

  get isEmpty(): boolean {
    return this.inputs.length === 0;
  }

  /** Keeps an input that has to wait; false for one that is done at once. */
  keeps(input: Input, { connections }: RoomState, canTellAll: boolean): boolean {
    const waits = isMove(input)
      ? !this.isEmpty || !canTellAll
      : (input.type === 'said' || input.type === 'renewed') &&
        !this.isEmpty &&
        !(input.connection in connections);
    if (waits) this.inputs.push(input);
    return waits;
  }

  /**
   * All that waited, as it is to be done: first all who came or left, then what was said by those who
   * came, and then those of them leave who have left since.
   */
  take(): readonly Input[] {
    const said = this.inputs.filter((input) => !isMove(input));
    const moves = this.inputs.filter(isMove);
    this.inputs = [];
    const talkers = new Set(said.map((input) => ('connection' in input ? input.connection : '')));
    const isLate = (move: Move) => move.type === 'closed' && talkers.has(move.connection);
    const early = moves.filter((move) => !isLate(move));
    return [...together(early), ...said, ...together(moves.filter(isLate))];
  }
}

/** How long a vote may wait for others: nobody notices, and a thousand are ten steps a second. */
const VOTES_TOGETHER_MS = 100;

/**
 * Votes that wait for each other: a crowd votes at once, and a step costs the more the more have voted.
 * They are taken before anything else is done, so that nothing comes before what was said earlier.
 */
export class WaitingVotes {
  private votes: Words[] = [];
  /** When the last one was heard. */
  private heardAt = 0;
  /** When the next vote may be taken at once. */
  private freeAt = 0;

  get dueAt(): number | null {
    return this.votes.length === 0 ? null : this.freeAt;
  }

  /** Keeps a vote that follows another one closely; false for all else, and once something is due. */
  keeps(input: Input, now: number, dueAt: number | null): boolean {
    if (input.type !== 'said' || !VOTES.has(input.message.type)) return false;
    const isDue = dueAt !== null && dueAt <= now;
    // A clock that was put back lets nobody wait for longer.
    const waits = !isDue && now < this.freeAt && this.freeAt <= now + VOTES_TOGETHER_MS;
    if (waits) {
      this.votes.push(input);
      this.heardAt = now;
    } else this.freeAt = now + VOTES_TOGETHER_MS;
    return waits;
  }

  /** All that waited, and the instant as of which they are to be taken: the round may be over by now. */
  take(now: number): { readonly votes: Input; readonly at: number } | null {
    const inputs = this.votes;
    if (inputs.length === 0) return null;
    this.votes = [];
    this.freeAt = now + VOTES_TOGETHER_MS;
    return { votes: { type: 'batch', inputs }, at: this.heardAt };
  }
}

const VOTES: ReadonlySet<Words['message']['type']> = new Set(['vote', 'skip-vote', 'switch-vote']);

function together(inputs: readonly Move[]): readonly Input[] {
  return inputs.length === 0 ? [] : [{ type: 'batch', inputs }];
}

function isMove(input: Input): input is Move {
  return input.type === 'joined' || input.type === 'closed';
}

/** Whether a step looks at everybody: somebody comes or leaves. */
export function looksAtAll(input: Input): boolean {
  return isMove(input) || (input.type === 'batch' && input.inputs.some(isMove));
}
