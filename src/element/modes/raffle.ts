import { html, nothing } from 'lit';
import type { RoundView } from '../../protocol/view.js';
import { choicesPanel } from './choices.js';
import type { ModeFrame } from './mode-context.js';
import type { ModeLook } from './mode-look.js';
import { ownProposal, phaseMs, roundDetails, roundHint, winnerName } from './round.js';
import type { Drawn } from './turn-display.js';

/** How much of a fingerprint is shown: enough to compare two of them. */
const SHOWN = 12;

/** Rounds: propose, then one of the proposals is drawn, in a way that anyone can check. */
export function raffleLook(frame: ModeFrame, round: RoundView): ModeLook {
  const { modeWords } = frame;
  const [headline, ...lines] = told(round, frame);
  return {
    clock: round.clock,
    wholeMs: phaseMs(round, frame),
    headline,
    details: roundDetails(round, frame, ...lines),
    hint: roundHint(round, frame),
    panel: choicesPanel(
      {
        heading: modeWords.round.heading[round.phase],
        empty: round.phase === 'propose' ? modeWords.noProposals : null,
        choices: round.choices,
        more: round.more,
        winner: round.result?.winner ?? null,
        own: ownProposal(round, frame),
        votes: null,
        buttons: () => nothing,
        below: fairness(round, frame),
      },
      frame,
    ),
  };
}

function told(round: RoundView, { modeWords }: ModeFrame): [string, ...string[]] {
  const { raffle, round: say, vote } = modeWords;
  const { phase, result } = round;
  const count = round.choices.length + round.more;
  if (phase === 'result' && result !== null) {
    if (result.winner === null) return [vote.nothing, raffle.nobody];
    const text = winnerName(round);
    return [text === null ? raffle.hidden : raffle.drawn(text), raffle.of(count)];
  }
  if (phase === 'draw') return [raffle.drawing, raffle.every];
  if (count === 0) return [say.idle, say.idleHint];
  return [raffle.headline, `${modeWords.proposals(count)}. ${raffle.every}`];
}

/** What makes the draw checkable: before it a promise, after it the proof. */
function fairness(round: RoundView, frame: ModeFrame): Drawn {
  const { fairness: proof, result, id } = round;
  if (proof === null) return nothing;
  const { raffle } = frame.modeWords;
  const { commitment, seed, entries } = proof;
  if (seed === null) {
    return html`<div class="proof">
      <p>${raffle.promise}</p>
      ${hash(raffle.fingerprint, commitment)}
    </div>`;
  }
  const winner = result?.winner ?? null;
  const checked = frame.draw.of(id);
  const check = () => {
    if (winner !== null) void frame.draw.check(id, { commitment, seed, entries, winner });
  };
  return html`<div class="proof">
    <p>${raffle.revealed}</p>
    ${hash(raffle.fingerprint, commitment)} ${hash(raffle.seed, seed)}
    ${
      winner === null || frame.watchOnly
        ? nothing
        : html`<button @click=${check}>${raffle.check}</button>`
    }
    <p role="status" class="checked ${checked ?? ''}">
      ${checked === null ? nothing : raffle[checked]}
    </p>
  </div>`;
}

function hash(name: string, value: string) {
  const short = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  return html`<p class="hash">${name}: <code title=${value}>${short}</code></p>`;
}
