import { html, nothing } from 'lit';
import type { Choice, TurnsOf } from '../../protocol/view.js';
import type { TurnBar } from '../parts/bar-state.js';
import { isLive } from '../ports.js';
import { choicesPanel, ownProposal } from './choices.js';
import {
  type Drawn,
  directs,
  type ModeFrame,
  type ModeParts,
  offers,
  type TurnsChange,
} from './mode-display.js';

/** Everyone suggests and upvotes; a host or moderator chooses what runs. */
export const curated: ModeParts<TurnsOf<'curated'>> = {
  look(frame, { choices, more, waiting }) {
    const { you } = frame;
    const say = frame.say.curated;
    const { standing } = you;
    const lines = [
      choices.length === 0 ? say.none : null,
      directs(frame) ? say.chooser : say.chosenBy,
      waiting > 0 && standing.state !== 'waiting' ? say.waiting(waiting) : null,
    ];
    return {
      bar: suggestionBar(frame),
      panel: choicesPanel(
        {
          heading: say.heading,
          lines: lines.filter((text) => text !== null),
          clock: null,
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
  return was !== null && chosen ? [say.curated.chosen] : [];
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

function suggestionBar(frame: ModeFrame): TurnBar {
  const { you, words } = frame;
  const say = frame.say.curated;
  const { standing } = you;
  if (standing.state === 'proposed') {
    return { kind: 'line', line: say.mine, send: say.send, isFull: true };
  }
  if (standing.state === 'waiting') {
    // What runs was chosen; another one can be suggested meanwhile.
    return { kind: 'line', line: `${say.chosen} ${say.place(standing.place)}`, send: say.send };
  }
  const line = isLive(frame) ? say.hint : words.bar.waitsForOpening;
  return { kind: 'free', line, send: say.send };
}
