import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Panel } from './panel.js';
import { ago, stretch } from './times.js';

/** Who is kept out, until when and why, and the way back. */
export function bans({ desk, say, time, words, act }: Panel): TemplateResult {
  if (desk.bans.length === 0) return html`<p class="quiet">${say.noBans}</p>`;
  const { locale } = words;
  const end = (until: number) =>
    until === 0 ? say.forEver : say.forAnother(stretch(time.until(until), locale));
  return html`<ul class="rows">
    ${repeat(
      desk.bans,
      ({ id }) => id,
      ({ id, name, address, why, by, at, until }) => html`<li>
        <div class="tell">
          <div class="name">${name}</div>
          <div class="tags">
            ${[end(until), address ? say.alsoAddress : '', say.bannedBy(by, ago(time.now() - at, say.justNow, locale))].filter((text) => text !== '').join(' · ')}
          </div>
          ${why === '' ? nothing : html`<div class="why">${why}</div>`}
        </div>
        <div class="buttons">
          <button
            aria-label=${say.unbanLabel(name)}
            @click=${() => act({ act: 'unban', banId: id })}
          >
            ${say.unban}
          </button>
        </div>
      </li>`,
    )}
  </ul>`;
}
