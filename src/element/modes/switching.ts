import { html, nothing, type TemplateResult } from 'lit';
import { modeDisplay } from '../../protocol/turn-modes.js';
import { type Drawn, type ModeFrame, offers } from './mode-display.js';

const say = {
  heading: 'Change how turns work',
  leading: (mode: string, votes: number, needed: number) => `${mode}: ${votes} of ${needed}`,
  explain: (needed: number) => `It changes when ${needed} of those here agree.`,
  vote: (mode: string, votes: number, needed: number) => `${mode} (${votes} of ${needed})`,
  label: (mode: string, votes: number, needed: number) =>
    `Change to: ${mode}, ${votes} of ${needed} votes`,
  stay: (mode: string) => `Leave it: ${mode}`,
};

/** The crowd's wish for another way of taking turns; folded up, for it is seldom wanted. */
export function switching(frame: ModeFrame): Drawn {
  const { room, actions } = frame;
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
              · ${say.leading(modeDisplay(leading.to).name, leading.votes, leading.needed)}
            </span>`
      }
    </summary>
    <p class="quiet">${say.explain(first.needed)}</p>
    <div class="ways">
      ${[first, ...others].map(({ to, votes, needed }) => {
        const { name, icon } = modeDisplay(to);
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
              ${say.stay(modeDisplay(mode).name)}
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
