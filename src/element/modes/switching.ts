import { html, nothing } from 'lit';
import { type ModeFrame, offers } from './mode-context.js';
import { modeName } from './mode-words.js';
import type { Drawn } from './turn-display.js';

/** The crowd's wish for another way of taking turns; folded up, for it is seldom wanted. */
export function switching(frame: ModeFrame): Drawn {
  const { room, modeWords, actions } = frame;
  const { switching: ways, mode } = room.turns;
  const say = modeWords.switching;
  const [first, ...others] = ways ?? [];
  if (first === undefined || frame.watchOnly) return nothing;
  const leading = others.reduce((most, way) => (way.votes > most.votes ? way : most), first);
  const can = offers(frame);
  return html`<details class="switching">
    <summary>
      ${say.heading}
      ${
        leading.votes === 0
          ? nothing
          : html`<span class="quiet">
              · ${say.leading(modeName(leading.to, modeWords), leading.votes, leading.needed)}
            </span>`
      }
    </summary>
    <p class="quiet">${say.explain(first.needed)}</p>
    <div class="ways">
      ${[first, ...others].map(({ to, votes, needed }) => {
        const name = modeName(to, modeWords);
        return html`<button
          aria-label=${say.label(name, votes, needed)}
          aria-disabled=${can ? 'false' : 'true'}
          @click=${can ? () => actions.switchTo(to) : nothing}
        >
          ${say.vote(name, votes, needed)}
        </button>`;
      })}
      ${
        leading.votes === 0
          ? nothing
          : html`<button
              class="plain"
              aria-disabled=${can ? 'false' : 'true'}
              @click=${can ? () => actions.switchTo(mode) : nothing}
            >
              ${say.stay(modeName(mode, modeWords))}
            </button>`
      }
    </div>
  </details>`;
}
