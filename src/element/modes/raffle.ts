import { html, nothing } from 'lit';
import type { DrawView, TurnsOf } from '../../protocol/view.js';
import { choicesPanel, ownProposal } from './choices.js';
import type { Drawn, ModeFrame, ModeParts } from './mode-display.js';
import {
  phaseMs,
  say as round,
  roundDetails,
  roundHint,
  roundNews,
  winnerName,
  winnerText,
} from './round.js';

const say = {
  headline: 'Put a proposal in the draw',
  drawing: 'Drawing…',
  every: 'Every proposal has the same chance.',
  drawn: (text: string) => `“${text}” was drawn`,
  hidden: 'A proposal was drawn',
  nobody: 'Nothing was left to draw from.',
  of: (count: number) => (count === 1 ? 'It was the only one.' : `Out of ${count}.`),
  promise: 'The draw is fixed already: this is the fingerprint of its secret number.',
  fingerprint: 'Fingerprint',
  seed: 'Secret number',
  revealed: 'The secret number is out. Anyone can draw again with it.',
  check: 'Check the draw',
  checking: 'Checking…',
  holds: 'It holds: the number fits the fingerprint, and it draws this winner.',
  fails: 'It does not hold: number, fingerprint and winner do not belong together.',
  cannot: 'It cannot be checked on this page, which is not loaded over https.',
};

/** How much of a fingerprint is shown: enough to compare two of them. */
const SHOWN = 12;

/** Rounds: propose, then one of the proposals is drawn, in a way that anyone can check. */
export const raffle: ModeParts<TurnsOf<'raffle'>> = {
  look(frame, turns) {
    const shown = turns.round;
    const [headline, ...lines] = told(shown);
    return {
      clock: shown.clock,
      wholeMs: phaseMs(shown, frame),
      headline,
      details: roundDetails(shown, frame, ...lines),
      hint: roundHint(shown, frame),
      panel: choicesPanel(
        {
          heading: round.heading[shown.phase],
          empty: shown.phase === 'propose' ? round.none : null,
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
    polite: roundNews(change.was?.round ?? null, change.is.round, change, drawnText),
    assertive: null,
  }),
};

/** What was drawn, for a screen reader. */
export function drawnText(shown: DrawView): string {
  const text = winnerText(shown);
  return `${text === null ? say.hidden : say.drawn(text)}.`;
}

function told(shown: DrawView): [string, ...string[]] {
  const { phase, result } = shown;
  const count = shown.choices.length + shown.more;
  if (phase === 'result' && result !== null) {
    if (result.winner === null) return [round.nothing, say.nobody];
    const text = winnerName(shown);
    return [text === null ? say.hidden : say.drawn(text), say.of(count)];
  }
  if (phase === 'draw') return [say.drawing, say.every];
  if (count === 0) return [round.idle, round.idleHint];
  return [say.headline, `${round.proposals(count)}. ${say.every}`];
}

/** What makes the draw checkable: before it a promise, after it the proof. */
function fairness({ fairness: proof, result, id }: DrawView, frame: ModeFrame): Drawn {
  if (proof === null) return nothing;
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
