import { html, nothing, type TemplateResult } from 'lit';
import type { Actions, RoomFrame } from '../frame.js';

/** Who is next: the first few by name, the visitor's own place, and how many more there are. */
export function line(frame: RoomFrame, actions: Actions, watchOnly: boolean): TemplateResult {
  const { room, you, words } = frame;
  const { next, waiting } = room.turns;
  const mayGive = you.standing.state === 'active' && frame.connected && !watchOnly;
  const { standing } = you;
  const farBehind = standing.state === 'waiting' && standing.place > next.length;
  const unnamed = waiting - next.length - (farBehind ? 1 : 0);
  return html`
    <div role="group" part="queue" class="queue" aria-labelledby="line">
      <h2 id="line">${words.nextInLine}</h2>
      ${
        waiting === 0
          ? html`<p class="quiet">${words.nobodyWaits}</p>`
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
              ${farBehind ? place(standing.place, you.name, words.you) : nothing}
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
