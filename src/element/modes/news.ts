import type { ClientView } from '../../client/client-view.js';
import type { RoundView } from '../../protocol/view.js';
import type { News } from '../announcer.js';
import { leftOn, roundedDuration } from '../durations.js';
import type { Words } from '../words.js';
import { type ModeWords, modeName } from './mode-words.js';
import { howItIsTied, howItWon } from './result-words.js';
import { isTied, winnerText } from './round.js';

/** What of the rounds, the baton and the modes a screen reader is told. */
export function modeNews(
  before: ClientView,
  after: ClientView,
  now: number,
  words: Words,
  modeWords: ModeWords,
): News {
  const was = before.room?.turns;
  const is = after.room?.turns;
  if (was === undefined || is === undefined) return { polite: [], assertive: null };
  const inWords = (clock: Parameters<typeof leftOn>[0]) =>
    roundedDuration(leftOn(clock, now), words.locale);
  const polite: string[] = [];
  let assertive: string | null = null;

  if (was.mode !== is.mode) polite.push(modeWords.changed(modeName(is.mode, modeWords)));
  if (is.round !== null && stepOf(was.round) !== stepOf(is.round)) {
    polite.push(...roundNews(is.round, after, inWords, words, modeWords));
  }

  const contest = is.asking?.contest ?? null;
  const contested = was.asking?.contest ?? null;
  const mine = is.holder !== null && is.holder.id === after.you?.id;
  if (contest?.by.id !== contested?.by.id) {
    const holder = is.holder?.name ?? '';
    const stillHis = was.holder?.id === is.holder?.id;
    if (contest === null) {
      if (mine) assertive = '';
      else if (stillHis) polite.push(modeWords.baton.kept(holder));
    } else if (mine) {
      assertive = modeWords.announce.contested(contest.by.name, inWords(contest.clock));
    } else polite.push(modeWords.announce.contest(contest.by.name, holder));
  }

  const stood = before.you?.standing.state;
  const stands = after.you?.standing.state;
  if (stood === 'cooling' && stands === 'free') polite.push(modeWords.open.againNow);
  if (stood === 'proposed' && stands === 'waiting') polite.push(modeWords.announce.chosen);
  return { polite, assertive };
}

/** Counts that go up are no news; another phase is, and so is what was decided. */
function stepOf(round: RoundView | null): string {
  if (round === null) return '';
  const { id, phase, clock, result } = round;
  return JSON.stringify([id, phase, clock === null, result?.winner, result?.reason]);
}

function roundNews(
  round: RoundView,
  { receipts }: ClientView,
  inWords: (clock: NonNullable<RoundView['clock']>) => string,
  words: Words,
  modeWords: ModeWords,
): string[] {
  const { announce, raffle, vote } = modeWords;
  const { phase, clock, result, fairness } = round;
  if (phase === 'draw') return [announce.draw];
  if (phase !== 'result') return clock === null ? [] : [announce[phase](inWords(clock))];
  if (result === null || clock === null) return [];
  if (isTied(result)) {
    return [`${vote.tied}. ${howItIsTied(round, modeWords)} ${vote.hostDecides(inWords(clock))}`];
  }
  if (result.winner === null) {
    return [result.reason === null ? `${vote.nothing}.` : words.reasons[result.reason](null)];
  }
  const text = winnerText(round);
  if (receipts.some(({ id }) => id === result.winner)) return [announce.ownWon(text ?? '')];
  if (fairness !== null) return [`${text === null ? raffle.hidden : raffle.drawn(text)}.`];
  const headline = text === null ? vote.hiddenWinner : vote.winner(text);
  return [`${headline}. ${howItWon(round, modeWords) ?? ''}`];
}
