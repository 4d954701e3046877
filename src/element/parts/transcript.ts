import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { RoomFrame } from '../frame.js';
import type { Drawn } from '../turns-look.js';

/** What changed the world so far, newest last: the picture's transcript. */
export function transcript({ room, words }: RoomFrame, replay: Drawn): TemplateResult {
  const { changes } = room;
  return html`
    <div role="group" class="story" aria-labelledby="story">
      <div class="head"><h2 id="story">${words.story}</h2>${replay}</div>
      <div part="timeline" class="timeline" role="log" aria-labelledby="story" tabindex="0">
        ${changes.length === 0 ? html`<p class="quiet">${words.storyEmpty}</p>` : ''}
        <ul>
          ${repeat(
            changes,
            (change) => change.id,
            (change) => html`<li>
              <div class="who">${change.name}</div>
              <div title=${change.appliedText}>${change.text}</div>
            </li>`,
          )}
        </ul>
      </div>
    </div>
  `;
}
