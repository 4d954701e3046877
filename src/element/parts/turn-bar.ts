import { html, nothing, type TemplateResult } from 'lit';
import type { RoomFrame } from '../frame.js';
import type { TurnsLook } from '../turns-look.js';
import { ring } from './ring.js';

/** Who has the turn, how much of it is left, where the visitor stands, and what can be done. */
export function turnBar(look: TurnsLook, frame: RoomFrame, watchOnly: boolean): TemplateResult {
  return html`
    <div class="turn ${look.mine ? 'mine' : ''}">
      ${ring(look.clock, look.wholeMs, frame)}
      <div>
        <p class="state">${look.headline}</p>
        ${look.details.map((text) => html`<p class="more">${text}</p>`)}
      </div>
      <div class="buttons">${watchOnly ? nothing : look.buttons}</div>
    </div>
  `;
}
