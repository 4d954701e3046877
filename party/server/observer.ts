import type { ServerMessage } from '../../src/protocol/messages.js';
import type { RoomView } from '../../src/protocol/view.js';
import type { Effect } from '../room/input.js';

/** What one step brought, for those who follow the room without being in it. */
export interface StepResult {
  readonly now: number;
  readonly boot: number;
  readonly view: RoomView;
  /** The sections of the view that changed, with the number of that change. */
  readonly delta: Pick<Extract<ServerMessage, { type: 'delta' }>, 'seq' | 'room'> | null;
  readonly effects: readonly Effect[];
}

/** Something that follows the room: it hears of every step, and may be woken. It decides nothing. */
export interface Observer {
  /** When it wants to be woken; null for never. */
  readonly dueAt: number | null;
  /** Called in every step, in the same instant in which the state is stored. */
  observe(news: StepResult): void;
  woke(now: number): void;
}
