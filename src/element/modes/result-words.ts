import type { RoundView } from '../../protocol/view.js';
import type { ModeWords } from './mode-words.js';

/** Why this one won a vote, in a plain sentence; null while nothing has. */
export function howItWon({ result, choices, more }: RoundView, { vote }: ModeWords): string | null {
  if (result === null || result.winner === null) return null;
  const all = choices.reduce((sum, choice) => sum + choice.votes, 0);
  if (result.tieBreak === 'none') {
    return choices.length === 1 && more === 0 ? vote.only : vote.clear(result.votes, all);
  }
  if (result.tieBreak === 'runoff') return vote.runoff(result.votes, all);
  const count = Math.max(2, levelCount(choices));
  const how = {
    earliest: vote.earliest(count),
    random: vote.random,
    host: vote.host,
  }[result.tieBreak];
  return `${vote.level(count, result.votes)}; ${how}.`;
}

/** How a tie stands that a host has to break. */
export function howItIsTied({ choices }: RoundView, { vote }: ModeWords): string {
  return `${vote.level(Math.max(2, levelCount(choices)), mostVotes(choices))}.`;
}

export function mostVotes(choices: RoundView['choices']): number {
  return Math.max(0, ...choices.map(({ votes }) => votes));
}

function levelCount(choices: RoundView['choices']): number {
  const most = mostVotes(choices);
  return choices.filter(({ votes }) => votes === most).length;
}
