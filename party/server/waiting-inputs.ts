import type { Input, Move } from '../room/input.js';
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

function together(inputs: readonly Move[]): readonly Input[] {
  return inputs.length === 0 ? [] : [{ type: 'batch', inputs }];
}

function isMove(input: Input): input is Move {
  return input.type === 'joined' || input.type === 'closed';
}

/** Whether a step looks at everybody: somebody comes or leaves. */
export function looksAtAll(input: Input): boolean {
  return isMove(input) || input.type === 'batch';
}
