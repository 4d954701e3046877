import { html, nothing } from 'lit';
import type { RoundView, TurnsOf } from '../../protocol/view.js';
import { explain } from '../words/words.js';
import { type ChoicesModel, choicesPanel, ownProposal } from './choices.js';
import { directs, type ModeFrame, type ModeParts, offers, timeLeft } from './mode-display.js';
import type { ModeWords } from './mode-words.js';
import {
  howItIsTied,
  isTied,
  levelCount,
  mostVotes,
  roundBar,
  roundDetails,
  roundNews,
  winnerName,
  winnerText,
} from './round.js';

/** Rounds: propose, vote, and the proposal with the most votes runs. */
export const vote: ModeParts<TurnsOf<'vote'>> = {
  look(frame, turns) {
    const shown = turns.round;
    return { bar: roundBar(shown, frame), panel: choicesPanel(ballot(shown, frame), frame) };
  },

  news: (change) => ({
    polite: roundNews(change.was?.round ?? null, change.is.round, change, (shown) =>
      wonText(shown, change.say),
    ),
    assertive: null,
  }),
};

/** What won, and why, for a screen reader. */
export function wonText(shown: RoundView, all: ModeWords): string {
  const say = all.vote;
  const text = winnerText(shown);
  const headline = text === null ? say.hiddenWinner : say.winner(text);
  return `${all.sentence(headline)} ${howItWon(shown, all) ?? ''}`;
}

function ballot(shown: RoundView, frame: ModeFrame): ChoicesModel {
  const { you, say: all } = frame;
  const { choices: choose, vote: say } = all;
  const { phase, choices, more, result } = shown;
  const counted = phase === 'vote' || phase === 'result';
  const mayChoose = isTied(result) && directs(frame) && offers(frame);
  const most = mostVotes(choices);
  const [heading, ...lines] = told(shown, frame);
  return {
    heading,
    lines: roundDetails(shown, frame, ...lines),
    clock: shown.clock,
    choices,
    more,
    winner: result?.winner ?? null,
    own: ownProposal(choices, frame),
    votes: counted
      ? {
          open: phase === 'vote',
          mine: you.vote,
          mineWord: say.own,
          verb: say.for,
        }
      : null,
    buttons: ({ id, text, votes }) =>
      mayChoose && votes === most
        ? html`<button
            aria-label=${choose.chooseLabel(text)}
            @click=${() => frame.actions.choose(id)}
          >
            ${choose.choose}
          </button>`
        : nothing,
    below: nothing,
  };
}

/** The headline, and what there is to say below it. */
function told(shown: RoundView, frame: ModeFrame): [string, ...string[]] {
  const { you, room, words, say: all } = frame;
  const { round, vote: say } = all;
  const { result, choices, more } = shown;
  const { quorum } = room.rules;
  if (shown.phase === 'vote') {
    const needs = quorum > 1 ? [say.quorum(quorum)] : [];
    if (you.vote !== null) return [say.yours, say.change, ...needs];
    return [say.now, say.oneEach, ...needs];
  }
  if (shown.phase !== 'result' || result === null) {
    const count = choices.length + more;
    if (count === 0) return [round.idle];
    return [round.propose, round.proposals(count)];
  }
  if (isTied(result)) {
    const decides = round.hostDecides(timeLeft(shown.clock, frame));
    const may = directs(frame) ? [say.youDecide] : [];
    return [round.tied, howItIsTied(shown, all), decides, ...may];
  }
  const how = howItWon(shown, all);
  if (how !== null) {
    const text = winnerName(shown);
    return [text === null ? say.hiddenWinner : say.winner(text), how];
  }
  const voted = choices.reduce((sum, choice) => sum + choice.votes, 0);
  const why = result.reason === null ? [] : [explain(words, { reason: result.reason }, null)];
  const count = more === 0 && voted < quorum ? [say.voted(voted, quorum)] : [];
  return [round.nothing, ...why, ...count];
}

/** Why this one won a vote, in a plain sentence; null while nothing has. */
function howItWon(
  { result, choices, more }: RoundView,
  { round, vote: say }: ModeWords,
): string | null {
  if (result === null || result.winner === null) return null;
  const all = choices.reduce((sum, choice) => sum + choice.votes, 0);
  if (result.tieBreak === 'none') {
    return choices.length === 1 && more === 0 ? say.only : say.clear(result.votes, all);
  }
  if (result.tieBreak === 'runoff') return say.runoff(result.votes, all);
  const count = Math.max(2, levelCount(choices));
  const how = {
    earliest: say.earliest(count),
    random: say.random,
    host: say.host,
  }[result.tieBreak];
  return say.decided(round.level(count, result.votes), how);
}
