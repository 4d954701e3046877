import { html, nothing, type TemplateResult } from 'lit';
import { isRunning } from '../durations.js';
import { isChangingOver, type RoomFrame } from '../frame.js';
import type { TurnsLook } from '../turns-look.js';
import { ring } from './ring.js';

/** Who has the turn, how much of it is left, where the visitor stands, and what can be done. */
export function turnBar(look: TurnsLook, frame: RoomFrame, watchOnly: boolean): TemplateResult {
  return html`
    <div class="turn ${look.mine ? 'mine' : ''}">
      ${ring(look.clock, look.wholeMs, frame)}
      <div>
        <p class="state">${look.headline}</p>
        ${details(look, frame)}
      </div>
      <div class="buttons">${watchOnly ? nothing : look.buttons}</div>
    </div>
  `;
}

/**
 * Between two streams a clock stands still for a moment. Why is said in the place of everything else
 * here, which keeps its room meanwhile: nothing moves.
 */
function details({ details, clock }: TurnsLook, { room, words }: RoomFrame): TemplateResult {
  const stands = clock !== null && !isRunning(clock) && isChangingOver(room.life);
  return html`<div class=${stands ? 'stands' : ''}>
    <div>${details.map((text) => html`<p class="more">${text}</p>`)}</div>
    ${stands ? html`<p class="more">${words.waitsForWorld}</p>` : nothing}
  </div>`;
}
