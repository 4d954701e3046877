import type { ActInput } from '../../protocol/acts.js';
import type { Desk } from '../../protocol/desk.js';
import type { RoomFrame } from '../render-context.js';
import { roundedDuration, wholeSeconds } from '../words/durations.js';
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

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const;

/** How long ago, no more exact than anybody needs: `2 minutes ago`. */
export function ago(ms: number, justNow: string, locale: string): string {
  const seconds = Math.round(ms / 1000);
  const [unit, size] = UNITS.find(([, each]) => seconds >= each) ?? [null, 1];
  if (unit === null) return justNow;
  return new Intl.RelativeTimeFormat(locale).format(-Math.floor(seconds / size), unit);
}

/** A stretch of time, however long: `40 seconds`, `1 hour`, `30 days`. */
export function stretch(ms: number, locale: string): string {
  const seconds = wholeSeconds(ms);
  const [unit, size] =
    seconds > 2 * DAY
      ? (['day', DAY] as const)
      : (UNITS.find(([name, each]) => name !== 'day' && seconds % each === 0) ?? [null, 1]);
  if (unit === null || seconds === 0) return roundedDuration(ms, locale);
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(Math.round(seconds / size));
}
