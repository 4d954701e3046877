import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Clock } from '../../protocol/view.js';
import type { Drawn } from '../modes/mode-display.js';
import { isRunning, type RenderContext, type RoomTime } from '../ports.js';
import { clockFace } from '../words/language.js';
import type { Words } from '../words/words.js';

const TICK_MS = 1000;

/**
 * How much of a clock is left, from 1 to 0, as the length of what shows it. That is an attribute, which a
 * strict CSP allows, and points one second ahead, so that the stylesheet's transition moves it evenly
 * between two ticks.
 */
export function shareLeft(clock: Clock, wholeMs: number, time: RoomTime): number {
  const target = Math.max(0, time.left(clock) - (isRunning(clock) ? TICK_MS : 0));
  return Math.min(1, target / wholeMs);
}

/** The same as the offset of a stroke whose whole length is 100. */
export function strokeOffset(clock: Clock, wholeMs: number, time: RoomTime): string {
  return (100 * (1 - shareLeft(clock, wholeMs, time))).toFixed(1);
}

/** A clock as a ring that runs empty. */
export function clockRing(
  clock: Clock | null,
  wholeMs: number,
  { time }: Pick<RenderContext<unknown>, 'time'>,
): Drawn {
  if (clock === null) return nothing;
  return html`<svg class="clock" viewBox="0 0 40 40" aria-hidden="true">
    <circle cx="20" cy="20" r="18.5" />
    ${svg`<circle class="left" cx="20" cy="20" r="18.5" pathLength="100"
      stroke-dasharray="100" stroke-dashoffset=${strokeOffset(clock, wholeMs, time)} />`}
  </svg>`;
}

/** A clock in figures. */
export function clockTimer(
  clock: Clock,
  { time, words }: { readonly time: RoomTime; readonly words: Pick<Words, 'timeLeft'> },
): TemplateResult {
  return html`<span part="timer" class="number" role="timer" aria-label=${words.timeLeft}
    >${clockFace(time.left(clock))}</span
  >`;
}
