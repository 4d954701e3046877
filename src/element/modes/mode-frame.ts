import { isStaff } from '../../protocol/staff.js';
import type { Clock, Standing } from '../../protocol/view.js';
import { isRunning, roundedDuration } from '../durations.js';
import type { Actions, RoomFrame } from '../frame.js';
import type { DrawCheck } from './draw-check.js';
import type { ModeWords } from './mode-words.js';

/** What the ways of taking turns are drawn from. */
export interface ModeFrame extends RoomFrame {
  readonly modeWords: ModeWords;
  readonly actions: Actions;
  readonly draw: DrawCheck;
  readonly watchOnly: boolean;
}

/** Whether the visitor decides for the others what runs. */
export function directs({ you }: ModeFrame): boolean {
  return isStaff(you.role);
}

/** Whether what is offered can be asked for now. */
export function offers({ connected, watchOnly }: ModeFrame): boolean {
  return connected && !watchOnly;
}

/** Time left in words; null while the clock stands still, or is none. */
export function timeLeft(clock: Clock | null, { time, words }: ModeFrame): string | null {
  if (clock === null || !isRunning(clock)) return null;
  return roundedDuration(Math.max(1000, time.left(clock)), words.locale);
}

/** How long a visitor rests still, in words. */
export function restLeft(
  { until }: Extract<Standing, { state: 'cooling' }>,
  { time, words }: ModeFrame,
): string {
  return roundedDuration(Math.max(1000, time.until(until)), words.locale);
}
