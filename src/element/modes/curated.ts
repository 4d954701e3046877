import { html, nothing } from 'lit';
import type { Choice, RoundView } from '../../protocol/view.js';
import { isLive } from '../render-context.js';
import { choicesPanel } from './choices.js';
import { directs, type ModeFrame, offers } from './mode-context.js';
import type { ModeLook } from './mode-look.js';
import { lastTurn } from './queue.js';
import { ownProposal } from './round.js';
import type { Drawn } from './turn-display.js';

/** Everyone suggests and upvotes; a host or moderator chooses what runs. */
export function curatedLook(frame: ModeFrame, round: RoundView): ModeLook {
  const { modeWords, you, room } = frame;
  const { standing } = you;
  const say = modeWords.curated;
  const chosen = standing.state === 'waiting' ? standing.place : null;
  const { waiting } = room.turns;
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
        choices: round.choices,
        more: round.more,
        winner: null,
        own: ownProposal(round, frame),
        votes: { open: true, mine: you.vote, mineWord: say.own, verb: say.for },
        buttons: (choice) => chooserButtons(choice, frame),
        below: nothing,
      },
      frame,
    ),
  };
}

function chooserButtons({ id, text }: Choice, frame: ModeFrame): Drawn {
  if (!directs(frame) || !offers(frame)) return nothing;
  const { actions, modeWords } = frame;
  const { vote, curated } = modeWords;
  return html`<div class="chooser">
    <button aria-label=${vote.chooseLabel(text)} @click=${() => actions.choose(id)}>
      ${vote.choose}
    </button>
    <button
      class="plain"
      aria-label=${curated.dismissLabel(text)}
      @click=${() => actions.dismiss(id)}
    >
      ${curated.dismiss}
    </button>
  </div>`;
}

function hint(frame: ModeFrame): string | null {
  const { you, modeWords, words } = frame;
  const { curated } = modeWords;
  if (you.role === 'viewer') return null;
  if (you.standing.state === 'proposed') return curated.mine;
  if (!isLive(frame)) return words.hint.closed;
  return curated.hint;
}
