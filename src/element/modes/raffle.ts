import { html, nothing } from 'lit';
import type { DrawView, TurnsOf } from '../../protocol/view.js';
import { choicesPanel, ownProposal } from './choices.js';
import type { Drawn, ModeFrame, ModeParts } from './mode-display.js';
import type { ModeWords } from './mode-words.js';
import { roundBar, roundDetails, roundNews, winnerName, winnerText } from './round.js';

/** How much of a fingerprint is shown: enough to compare two of them. */
const SHOWN = 12;

/** Rounds: propose, then one of the proposals is drawn, in a way that anyone can check. */
export const raffle: ModeParts<TurnsOf<'raffle'>> = {
  look(frame, turns) {
    const shown = turns.round;
    const [heading, ...lines] = told(shown, frame.say);
    return {
      bar: roundBar(shown, frame),
      panel: choicesPanel(
        {
          heading,
          lines: roundDetails(shown, frame, ...lines),
          clock: shown.clock,
          choices: shown.choices,
          more: shown.more,
          winner: shown.result?.winner ?? null,
          own: ownProposal(shown.choices, frame),
          votes: null,
          buttons: () => nothing,
          below: fairness(shown, frame),
        },
        frame,
      ),
    };
  },

  news: (change) => ({
    polite: roundNews(change.was?.round ?? null, change.is.round, change, (shown) =>
      drawnText(shown, change.say),
    ),
    assertive: null,
  }),
};

/** What was drawn, for a screen reader. */
export function drawnText(shown: DrawView, { raffle: say, sentence }: ModeWords): string {
  const text = winnerText(shown);
  return sentence(text === null ? say.hidden : say.drawn(text));
}

function told(shown: DrawView, { round, raffle: say, sentence }: ModeWords): [string, ...string[]] {
  const { phase, result } = shown;
  const count = shown.choices.length + shown.more;
  if (phase === 'result' && result !== null) {
    if (result.winner === null) return [round.nothing, say.nobody];
    const text = winnerName(shown);
    return [text === null ? say.hidden : say.drawn(text), say.of(count)];
  }
  if (phase === 'draw') return [say.drawing, say.every];
  if (count === 0) return [round.idle];
  return [say.headline, `${sentence(round.proposals(count))} ${say.every}`];
}

/** What makes the draw checkable: before it a promise, after it the proof. */
function fairness({ fairness: proof, result, id }: DrawView, frame: ModeFrame): Drawn {
  if (proof === null) return nothing;
  const say = frame.say.raffle;
  const { commitment, seed, entries } = proof;
  if (seed === null) {
    return html`<div class="proof">
      <p>${say.promise}</p>
      ${hash(say.fingerprint, commitment)}
    </div>`;
  }
  const winner = result?.winner ?? null;
  const checked = frame.draw.of(id);
  const check = () => {
    if (winner !== null) void frame.draw.check(id, { commitment, seed, entries, winner });
  };
  return html`<div class="proof">
    <p>${say.revealed}</p>
    ${hash(say.fingerprint, commitment)} ${hash(say.seed, seed)}
    ${
      winner === null || frame.watchOnly
        ? nothing
        : html`<button @click=${check}>${say.check}</button>`
    }
    <p role="status" class="checked ${checked ?? ''}">
      ${checked === null ? nothing : say[checked]}
    </p>
  </div>`;
}

function hash(name: string, value: string) {
  const short = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  return html`<p class="hash">${name}: <code title=${value}>${short}</code></p>`;
}
