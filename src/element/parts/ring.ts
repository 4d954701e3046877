import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Clock } from '../../protocol/view.js';
import { clockFace, isRunning } from '../durations.js';
import type { Frame } from '../frame.js';

const TICK_MS = 1000;

/**
 * A countdown as a ring that runs empty. Its length is an attribute, which a strict CSP allows, and
 * points one second ahead, so that the stylesheet's transition moves it evenly between two ticks.
 */
export function ring(
  clock: Clock | null,
  wholeMs: number,
  { time, words }: Pick<Frame, 'time' | 'words'>,
): TemplateResult {
  if (clock === null) return html`<div class="ring" aria-hidden="true">${face(0)}${STAR}</div>`;
  const left = time.left(clock);
  const target = Math.max(0, left - (isRunning(clock) ? TICK_MS : 0));
  return html`
    <div part="timer" class="ring number" role="timer" aria-label=${words.timeLeft}>
      ${face(Math.min(1, target / wholeMs))}${clockFace(left)}
    </div>
  `;
}

function face(share: number): TemplateResult {
  return html`<svg viewBox="0 0 52 52" aria-hidden="true">
    <circle cx="26" cy="26" r="23.5" />
    ${
      share > 0
        ? svg`<circle class="left" cx="26" cy="26" r="23.5" pathLength="100"
            stroke-dasharray="100" stroke-dashoffset=${(100 * (1 - share)).toFixed(1)} />`
        : nothing
    }
  </svg>`;
}

const STAR = svg`<svg class="star" viewBox="0 0 52 52" aria-hidden="true">
  <path fill="currentColor" d="M26 15q1.500 9.500 11 11q-9.500 1.500-11 11q-1.500-9.500-11-11q9.500-1.500 11-11z" />
</svg>`;
