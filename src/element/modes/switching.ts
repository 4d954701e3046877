import { html, nothing, type TemplateResult } from 'lit';
import { modeDisplay } from '../../protocol/turn-modes.js';
import { type Drawn, type ModeFrame, offers } from './mode-display.js';
import { modeName } from './mode-names.js';

/** The crowd's wish for another way of taking turns; folded up, for it is seldom wanted. */
export function switching(frame: ModeFrame): Drawn {
  const { room, actions, names } = frame;
  const say = frame.say.switching;
  const { switching: ways, mode } = room.turns;
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
              · ${say.leading(modeName(leading.to, names), leading.votes, leading.needed)}
            </span>`
      }
    </summary>
    <p class="quiet">${say.explain(first.needed)}</p>
    <div class="ways">
      ${[first, ...others].map(({ to, votes, needed }) => {
        const { icon } = modeDisplay(to);
        const name = modeName(to, names);
        return html`<button
          aria-label=${say.label(name, votes, needed)}
          aria-disabled=${can ? 'false' : 'true'}
          @click=${can ? () => actions.switchTo(to) : nothing}
        >
          ${modeIcon(icon)} ${say.vote(name, votes, needed)}
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
              ${say.stay(modeName(mode, names))}
            </button>`
      }
    </div>
  </details>`;
}

/** Its colour and size are attributes, which a strict CSP allows. */
function modeIcon(path: string): TemplateResult {
  return html`<svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">
    <path
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      d=${path}
    />
  </svg>`;
}
