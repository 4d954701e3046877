import type { RoundView } from '../../protocol/view.js';
import { isChangingOver, isLive } from '../render-context.js';
import { roundedDuration } from '../words/durations.js';
import { type ModeFrame, timeLeft } from './mode-context.js';
import type { ModeWords } from './mode-words.js';
import { lastTurn } from './queue.js';

/** What the kinds of rounds have in common. */

const NAME_MAX = 60;

/** How long the phase lasts when it begins, for the ring. */
export function phaseMs({ phase, result }: RoundView, { room }: ModeFrame): number {
  const { submitSeconds, voteSeconds } = room.rules;
  if (phase === 'propose') return submitSeconds * 1000;
  if (phase === 'vote' || isTied(result)) return voteSeconds * 1000;
  return phase === 'draw' ? 3000 : 4000;
}

/** As many votes for several, and a host has to decide. */
export function isTied(result: RoundView['result']): boolean {
  return result?.winner === null && result.tieBreak === 'host' && result.reason === null;
}

/** The visitor's own proposal: the one that waits, or the one that has just won. */
export function ownProposal(round: RoundView, { you, view }: ModeFrame): string | null {
  if (you.standing.state === 'proposed') return you.standing.promptId;
  const mine = view.receipts.find(({ id }) => round.choices.some((choice) => choice.id === id));
  return mine?.id ?? null;
}

/** The words of what won; null when it is not among those that are shown. */
export function winnerText({ result, choices }: RoundView): string | null {
  return choices.find(({ id }) => id === result?.winner)?.text ?? null;
}

/** The same for a headline: the whole of it is marked in the list below. */
export function winnerName(round: RoundView): string | null {
  const letters = [...(winnerText(round) ?? '')];
  if (letters.length === 0) return null;
  return letters.length <= NAME_MAX ? letters.join('') : `${letters.slice(0, NAME_MAX).join('')}…`;
}

/** What sending a prompt would do now. */
export function roundHint(round: RoundView, frame: ModeFrame): string | null {
  const { you, modeWords, words, room } = frame;
  const { standing } = you;
  const say = modeWords.round;
  if (you.role === 'viewer') return null;
  if (standing.state === 'proposed') {
    if (round.result?.winner === standing.promptId) return say.ownWon;
    if (round.phase === 'result' && !isTied(round.result)) return say.proposedNext;
    return round.phase === 'propose' ? say.proposed : say.proposedIn;
  }
  if (round.phase === 'vote' || round.phase === 'draw' || isTied(round.result)) {
    const left = timeLeft(round.clock, frame);
    return left === null ? say.waitStill : say.wait(left);
  }
  if (!isLive(frame)) return words.hint.closed;
  if (round.phase === 'result') return say.nextRound;
  const left = timeLeft(round.clock, frame);
  if (left !== null) return say.proposeHint(left);
  return round.clock === null
    ? say.begins(roundedDuration(room.rules.submitSeconds * 1000, words.locale))
    : say.proposeStill;
}

/** Under a round's headline: how the turn before ended, and that nothing moves. */
export function roundDetails(round: RoundView, frame: ModeFrame, ...lines: string[]): string[] {
  const { words, room } = frame;
  const stopped = round.clock !== null && timeLeft(round.clock, frame) === null;
  const stands = stopped && !isChangingOver(room.life);
  const more = [stands ? words.clockStands : null, lastTurn(frame)];
  return [...lines, ...more.filter((text) => text !== null)];
}

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
