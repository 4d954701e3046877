import type { ServerMessage } from '../../src/protocol/messages.js';
import type { RoomView } from '../../src/protocol/view.js';
import type { Effect } from '../room/input.js';

/** What one step of the room came to. */
export interface StepResult {
  readonly now: number;
  readonly boot: number;
  readonly view: RoomView;
  /** The sections of the view that changed, with the number of that change. */
  readonly delta: Pick<Extract<ServerMessage, { type: 'delta' }>, 'seq' | 'room'> | null;
  /** The view as patches make it, as viewers were told; null where nothing changed of it. */
  readonly text: string | null;
  readonly effects: readonly Effect[];
}

/** Something that is told of every step of the room, and decides nothing. */
export interface Observer {
  /** When it wants to be woken; null for never. */
  readonly dueAt: number | null;
  /** Called in every step, in the instant in which the state is stored. */
  observe(result: StepResult): void;
  woke(now: number): void;
}
