import { ellipsized } from '../../protocol/graphemes.js';
import type { RoundView } from '../../protocol/view.js';
import { isChangingOver, isLive } from '../render-context.js';
import { roundedDuration } from '../words/durations.js';
import { type ModeFrame, type TurnsChange, timeLeft } from './mode-display.js';
import { lastTurn } from './queue.js';

/** What the kinds of rounds have in common. */

const NUMBERS = ['None', 'One', 'Two', 'Three', 'Four', 'Five', 'Six'] as const;

function number(count: number): string {
  return NUMBERS[count] ?? String(count);
}

/** What they say. */
export const say = {
  none: 'No proposals yet.',
  proposals: (count: number) => (count === 1 ? 'One proposal so far' : `${count} proposals so far`),
  heading: {
    propose: 'Proposals',
    vote: 'The ballot',
    draw: 'In the draw',
    result: 'The result',
  },
  idle: 'What should happen next?',
  idleHint: 'The first proposal begins a round.',
  begins: (time: string) => `Your proposal begins a round. Others may add theirs for ${time}.`,
  propose: 'Propose what happens next',
  proposeHint: (time: string) => `It joins the round. Proposals are taken for ${time}.`,
  proposeStill: 'It joins the round, which goes on when the world is back.',
  proposed: 'Your proposal is in. Take it back to write another.',
  proposedIn: 'Your proposal is in this round.',
  proposedNext: 'Your proposal is in the next round.',
  ownWon: 'Your proposal won and is on its way.',
  nextRound: 'What you send now is for the next round.',
  wait: (time: string) => `This round is being decided. Proposals are taken again in ${time}.`,
  waitStill: 'This round is being decided. The next one takes proposals.',
  nothing: 'Nothing won',
  tied: 'It is a tie',
  hostDecides: (time: string | null) =>
    time === null
      ? 'A host decides.'
      : `A host decides within ${time}; after that the earliest wins.`,
  level: (count: number, votes: number) =>
    votes === 0
      ? `${number(count)} had no votes`
      : `${number(count)} had ${votes === 1 ? 'one vote' : `${votes} votes`}`,
  news: {
    propose: (time: string) => `A new round takes proposals for ${time}.`,
    vote: (time: string) => `Voting is open for ${time}.`,
    draw: 'The draw is a moment away.',
    ownWon: (text: string) => `Your proposal won: ${text}.`,
  },
};

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

/** The words of what won; null when it is not among those that are shown. */
export function winnerText({ result, choices }: RoundView): string | null {
  return choices.find(({ id }) => id === result?.winner)?.text ?? null;
}

/** The same for a headline: the whole of it is marked in the list below. */
export function winnerName(round: RoundView): string | null {
  const text = winnerText(round);
  return text && ellipsized(text, NAME_MAX);
}

/** What sending a prompt would do now. */
export function roundHint(round: RoundView, frame: ModeFrame): string | null {
  const { you, words, room } = frame;
  const { standing } = you;
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

/** How a tie stands that a host has to break. */
export function howItIsTied({ choices }: RoundView): string {
  return `${say.level(Math.max(2, levelCount(choices)), mostVotes(choices))}.`;
}

export function mostVotes(choices: RoundView['choices']): number {
  return Math.max(0, ...choices.map(({ votes }) => votes));
}

export function levelCount(choices: RoundView['choices']): number {
  const most = mostVotes(choices);
  return choices.filter(({ votes }) => votes === most).length;
}

/**
 * What of a round a screen reader is told: another phase, and what was decided, which `decidedText`
 * puts into words. Counts that go up are no news.
 */
export function roundNews<Round extends RoundView>(
  was: Round | null,
  round: Round | null,
  { after: { receipts }, words, inWords }: TurnsChange<unknown>,
  decidedText: (round: Round) => string,
): string[] {
  if (round === null || stepOf(was) === stepOf(round)) return [];
  const { phase, clock, result } = round;
  if (phase === 'draw') return [say.news.draw];
  if (phase !== 'result') return clock === null ? [] : [say.news[phase](inWords(clock))];
  if (result === null || clock === null) return [];
  if (isTied(result)) {
    return [`${say.tied}. ${howItIsTied(round)} ${say.hostDecides(inWords(clock))}`];
  }
  if (result.winner === null) {
    return [result.reason === null ? `${say.nothing}.` : words.reasons[result.reason](null)];
  }
  const isOwn = receipts.some(({ id }) => id === result.winner);
  return [isOwn ? say.news.ownWon(winnerText(round) ?? '') : decidedText(round)];
}

function stepOf(round: RoundView | null): string {
  if (round === null) return '';
  const { id, phase, clock, result } = round;
  return JSON.stringify([id, phase, clock === null, result?.winner, result?.reason]);
}
