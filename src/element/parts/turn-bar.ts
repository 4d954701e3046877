import { html, nothing, type TemplateResult } from 'lit';
import type { Clock } from '../../protocol/view.js';
import { isRunning } from '../durations.js';
import type { RoomFrame } from '../frame.js';
import type { Drawn, TurnsLook } from '../turns-look.js';
import { ring } from './ring.js';

/** Who has the turn, how much of it is left, where the visitor stands, and what can be done. */
export function turnBar(look: TurnsLook, frame: RoomFrame, watchOnly: boolean): TemplateResult {
  return html`
    <div class="turn ${look.mine ? 'mine' : ''}">
      ${ring(look.clock, look.wholeMs, frame)}
      <div>
        <p class="state">${look.headline} ${waits(look.clock, frame)}</p>
        ${look.details.map((text) => html`<p class="more">${text}</p>`)}
      </div>
      <div class="buttons">${watchOnly ? nothing : look.buttons}</div>
    </div>
  `;
}

/** Between two streams a clock stands still for a moment: why, in the same line, so that nothing moves. */
function waits(clock: Clock | null, { room, words }: RoomFrame): Drawn {
  if (clock === null || isRunning(clock) || room.life.phase !== 'renewing') return nothing;
  return html`<span class="waits">· ${words.waitsForWorld}</span>`;
}
