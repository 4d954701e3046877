import { html, nothing } from 'lit';
import type { RoundView } from '../../protocol/view.js';
import { explain } from '../words/words.js';
import { type ChoicesModel, choicesPanel } from './choices.js';
import { directs, type ModeFrame, offers, timeLeft } from './mode-context.js';
import type { ModeLook } from './mode-look.js';
import {
  howItIsTied,
  howItWon,
  isTied,
  mostVotes,
  ownProposal,
  phaseMs,
  roundDetails,
  roundHint,
  winnerName,
} from './round.js';

/** Rounds: propose, vote, and the proposal with the most votes runs. */
export function voteLook(frame: ModeFrame, round: RoundView): ModeLook {
  const { you } = frame;
  const [headline, ...lines] = told(round, frame);
  return {
    mine: round.phase === 'vote' && you.vote === null && offers(frame),
    clock: round.clock,
    wholeMs: phaseMs(round, frame),
    headline,
    details: roundDetails(round, frame, ...lines),
    hint: roundHint(round, frame),
    panel: choicesPanel(ballot(round, frame), frame),
  };
}

function ballot(round: RoundView, frame: ModeFrame): ChoicesModel {
  const { modeWords, you } = frame;
  const { phase, choices, more, result } = round;
  const counted = phase === 'vote' || phase === 'result';
  const mayChoose = isTied(result) && directs(frame) && offers(frame);
  const most = mostVotes(choices);
  return {
    heading: modeWords.round.heading[phase],
    empty: phase === 'propose' ? modeWords.noProposals : null,
    choices,
    more,
    winner: result?.winner ?? null,
    own: ownProposal(round, frame),
    votes: counted
      ? {
          open: phase === 'vote',
          mine: you.vote,
          mineWord: modeWords.vote.own,
          verb: modeWords.vote.for,
        }
      : null,
    buttons: ({ id, text, votes }) =>
      mayChoose && votes === most
        ? html`<button
            aria-label=${modeWords.vote.chooseLabel(text)}
            @click=${() => frame.actions.choose(id)}
          >
            ${modeWords.vote.choose}
          </button>`
        : nothing,
    below: nothing,
  };
}

/** The headline, and what there is to say below it. */
function told(round: RoundView, frame: ModeFrame): [string, ...string[]] {
  const { modeWords, you, room, words } = frame;
  const { vote, round: say } = modeWords;
  const { result, choices, more } = round;
  const { quorum } = room.rules;
  if (round.phase === 'vote') {
    const needs = quorum > 1 ? [vote.quorum(quorum)] : [];
    if (you.vote !== null) return [vote.yours, vote.change, ...needs];
    return [vote.now, vote.oneEach, ...needs];
  }
  if (round.phase !== 'result' || result === null) {
    const count = choices.length + more;
    if (count === 0) return [say.idle, say.idleHint];
    return [say.propose, modeWords.proposals(count)];
  }
  if (isTied(result)) {
    const decides = vote.hostDecides(timeLeft(round.clock, frame));
    const may = directs(frame) ? [vote.youDecide] : [];
    return [vote.tied, howItIsTied(round, modeWords), decides, ...may];
  }
  const how = howItWon(round, modeWords);
  if (how !== null) {
    const text = winnerName(round);
    return [text === null ? vote.hiddenWinner : vote.winner(text), how];
  }
  const voted = choices.reduce((sum, choice) => sum + choice.votes, 0);
  const why = result.reason === null ? [] : [explain(words, { reason: result.reason }, null)];
  const count = more === 0 && voted < quorum ? [vote.voted(voted, quorum)] : [];
  return [vote.nothing, ...why, ...count];
}
