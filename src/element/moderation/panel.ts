import type { ActInput } from '../../protocol/acts.js';
import type { Desk } from '../../protocol/desk.js';
import type { RoomFrame } from '../frame.js';
import type { ModerationWords } from './moderation-words.js';
import type { Question, questions } from './question.js';

/** What the panel's sections draw from, and what they ask through. */
export interface Panel extends RoomFrame {
  readonly desk: Desk;
  readonly say: ModerationWords;
  readonly questions: ReturnType<typeof questions>;
  readonly isHost: boolean;
  /**
   * Asks the room. Nothing on the screen changes because of it, only by the room's word. Null: it
   * agreed; else why not, in words.
   */
  act(act: ActInput): Promise<string | null>;
  /** Asks the moderator first. */
  ask(question: Question): void;
  /** Says something of the panel's own. */
  tell(text: string): void;
  redraw(): void;
}
