import { html, nothing, type TemplateResult } from 'lit';
import type { Actions, RoomFrame } from '../frame.js';
import type { LineLook } from '../turns-look.js';

/** Who is next: the first few by name, the visitor's own place, and how many more there are. */
export function line(
  look: LineLook,
  frame: RoomFrame,
  actions: Actions,
  watchOnly: boolean,
): TemplateResult {
  const { you, words } = frame;
  const { next, waiting } = look;
  const mayGive = you.standing.state === 'active' && frame.connected && !watchOnly;
  const farBehind = look.place !== null && look.place > next.length ? look.place : null;
  const unnamed = waiting - next.length - (farBehind === null ? 0 : 1);
  return html`
    <div role="group" part="queue" class="queue" aria-labelledby="line">
      <h2 id="line">${look.heading}</h2>
      ${
        waiting === 0
          ? html`<p class="quiet">${look.empty}</p>`
          : html`<ol>
              ${next.map((person, index) =>
                place(
                  index + 1,
                  person.name,
                  person.id === you.id ? words.you : null,
                  mayGive
                    ? html`<button
                        class="plain"
                        aria-label=${words.passToLabel(person.name)}
                        @click=${() => actions.passTo(person.id)}
                      >
                        ${words.passTo}
                      </button>`
                    : nothing,
                ),
              )}
              ${farBehind === null ? nothing : place(farBehind, you.name, words.you)}
            </ol>`
      }
      ${unnamed > 0 ? html`<p class="quiet">${words.andMore(unnamed)}</p>` : nothing}
    </div>
  `;
}

function place(
  number: number,
  name: string,
  tag: string | null,
  button: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<li aria-current=${tag === null ? nothing : 'true'}>
    <span class="place number">${number}</span>
    <span>${name} ${tag === null ? nothing : html`<span class="tag">(${tag})</span>`}</span>
    ${button}
  </li>`;
}
