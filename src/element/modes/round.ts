import { ellipsized } from '../../protocol/graphemes.js';
import type { RoundView } from '../../protocol/view.js';
import type { TurnBar } from '../parts/bar-state.js';
import { isChangingOver, isLive, isRunning } from '../ports.js';
import { clockFace, roundedDuration } from '../words/language.js';
import { type ModeFrame, type TurnsChange, timeLeft } from './mode-display.js';
import type { ModeWords } from './mode-words.js';

/** What the kinds of rounds have in common. */

const NAME_MAX = 60;

/** How long the phase lasts when it begins, for the ring. */
function phaseMs({ phase, result }: RoundView, { room }: ModeFrame): number {
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
export function roundBar(round: RoundView, frame: ModeFrame): TurnBar {
  const { you, words, room } = frame;
  const say = frame.say.round;
  const { standing } = you;
  if (standing.state === 'proposed') {
    const line = ofProposal(round, standing.promptId, say);
    return { kind: 'line', line, send: say.send, isFull: true };
  }
  if (isDecided(round)) {
    const { clock } = round;
    const runs = clock !== null && isRunning(clock);
    const line = runs ? say.again(clockFace(frame.time.left(clock))) : say.againStill;
    const wholeMs = phaseMs(round, frame);
    return { kind: 'resting', line, send: say.send, clock: clock && { clock, wholeMs } };
  }
  const free = (line: string): TurnBar => ({ kind: 'free', line, send: say.send });
  if (!isLive(frame)) return free(words.bar.waitsForOpening);
  if (round.phase === 'result') return free(say.nextRound);
  const left = timeLeft(round.clock, frame);
  if (left !== null) return free(say.proposeFor(left));
  return free(
    round.clock === null
      ? say.begins(roundedDuration(room.rules.submitSeconds * 1000, words.locale))
      : say.proposeStill,
  );
}

/** Whether the round takes no proposals: it is voted on or drawn from. */
function isDecided({ phase, result }: RoundView): boolean {
  return phase === 'vote' || phase === 'draw' || isTied(result);
}

function ofProposal({ phase, result }: RoundView, id: string, say: ModeWords['round']): string {
  if (result?.winner === id) return say.ownWon;
  return phase === 'result' && !isTied(result) ? say.proposedNext : say.proposed;
}

/** Below a round's headline: that nothing moves, where that is so. */
export function roundDetails(round: RoundView, frame: ModeFrame, ...lines: string[]): string[] {
  const { words, room } = frame;
  const stopped = round.clock !== null && !isRunning(round.clock);
  return stopped && !isChangingOver(room.life) ? [...lines, words.clockStands] : lines;
}

/** How a tie stands that a host has to break. */
export function howItIsTied({ choices }: RoundView, say: ModeWords): string {
  return say.sentence(say.round.level(Math.max(2, levelCount(choices)), mostVotes(choices)));
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
  { after: { receipts }, words, say: all, inWords }: TurnsChange<unknown>,
  decidedText: (round: Round) => string,
): string[] {
  if (round === null || stepOf(was) === stepOf(round)) return [];
  const say = all.round;
  const { phase, clock, result } = round;
  if (phase === 'draw') return [say.news.draw];
  if (phase !== 'result') return clock === null ? [] : [say.news[phase](inWords(clock))];
  if (result === null || clock === null) return [];
  if (isTied(result)) {
    return [
      `${all.sentence(say.tied)} ${howItIsTied(round, all)} ${say.hostDecides(inWords(clock))}`,
    ];
  }
  if (result.winner === null) {
    return [
      result.reason === null ? all.sentence(say.nothing) : words.reasons[result.reason](null),
    ];
  }
  const isOwn = receipts.some(({ id }) => id === result.winner);
  return [isOwn ? say.news.ownWon(winnerText(round) ?? '') : decidedText(round)];
}

function stepOf(round: RoundView | null): string {
  if (round === null) return '';
  const { id, phase, clock, result } = round;
  return JSON.stringify([id, phase, clock === null, result?.winner, result?.reason]);
}
