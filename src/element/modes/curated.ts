import { html, nothing } from 'lit';
import type { Choice, TurnsOf } from '../../protocol/view.js';
import { isLive } from '../render-context.js';
import { choicesPanel, ownProposal } from './choices.js';
import {
  type Drawn,
  directs,
  type ModeFrame,
  type ModeParts,
  offers,
  type TurnsChange,
} from './mode-display.js';
import { lastTurn } from './queue.js';

/** Everyone suggests and upvotes; a host or moderator chooses what runs. */
export const curated: ModeParts<TurnsOf<'curated'>> = {
  look(frame, { choices, more, waiting }) {
    const { you } = frame;
    const say = frame.say.curated;
    const { standing } = you;
    const chosen = standing.state === 'waiting' ? standing.place : null;
    const details = [
      chosen === null ? null : say.place(chosen),
      directs(frame) ? say.chooser : say.chosenBy,
      waiting > 0 && chosen === null ? say.waiting(waiting) : null,
      lastTurn(frame),
    ];
    return {
      headline: chosen === null ? say.headline : say.chosen,
      details: details.filter((text) => text !== null),
      hint: hint(frame),
      panel: choicesPanel(
        {
          heading: say.heading,
          empty: say.none,
          choices,
          more,
          winner: null,
          own: ownProposal(choices, frame),
          votes: { open: true, mine: you.vote, mineWord: say.own, verb: say.for },
          buttons: (choice) => chooserButtons(choice, frame),
          below: nothing,
        },
        frame,
      ),
    };
  },

  news: (change) => ({ polite: chosenNews(change), assertive: null }),
};

/** The visitor's own suggestion was chosen. */
export function chosenNews({ was, before, after, say }: TurnsChange<unknown>): string[] {
  const chosen =
    before.you?.standing.state === 'proposed' && after.you?.standing.state === 'waiting';
  return was !== null && chosen ? [say.curated.chosenNews] : [];
}

function chooserButtons({ id, text }: Choice, frame: ModeFrame): Drawn {
  if (!directs(frame) || !offers(frame)) return nothing;
  const { actions, say: all } = frame;
  const { choices: choose, curated: say } = all;
  return html`<div class="chooser">
    <button aria-label=${choose.chooseLabel(text)} @click=${() => actions.choose(id)}>
      ${choose.choose}
    </button>
    <button
      class="plain"
      aria-label=${say.dismissLabel(text)}
      @click=${() => actions.dismiss(id)}
    >
      ${say.dismiss}
    </button>
  </div>`;
}

function hint(frame: ModeFrame): string | null {
  const { you, words } = frame;
  const say = frame.say.curated;
  if (you.role === 'viewer') return null;
  if (you.standing.state === 'proposed') return say.mine;
  if (!isLive(frame)) return words.hint.closed;
  return say.hint;
}
