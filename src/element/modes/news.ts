import type { ClientView } from '../../client/client-view.js';
import type { Clock, RoundView, TurnsView } from '../../protocol/view.js';
import type { Announcements } from '../announcer.js';
import { leftOn, roundedDuration } from '../words/durations.js';
import type { Words } from '../words/words.js';
import { type ModeWords, modeName } from './mode-words.js';
import { howItIsTied, howItWon, isTied, winnerText } from './round.js';

type InWords = (clock: Clock) => string;

/** What of the rounds, the baton and the modes a screen reader is told. */
export function modeNews(
  before: ClientView,
  after: ClientView,
  now: number,
  words: Words,
  modeWords: ModeWords,
): Announcements {
  const was = before.room?.turns;
  const is = after.room?.turns;
  if (was === undefined || is === undefined) return { polite: [], assertive: null };
  const inWords: InWords = (clock) => roundedDuration(leftOn(clock, now), words.locale);
  const { polite, assertive } = contestNews(was, is, after.you?.id ?? null, inWords, modeWords);
  const round =
    is.round !== null && stepOf(was.round) !== stepOf(is.round)
      ? roundNews(is.round, after, inWords, words, modeWords)
      : [];
  const mode =
    was.mode === is.mode
      ? standingNews(before, after, modeWords)
      : [modeWords.changed(modeName(is.mode, modeWords))];
  return { polite: [...mode, ...round, ...polite], assertive };
}

function standingNews(before: ClientView, after: ClientView, modeWords: ModeWords): string[] {
  const was = before.you?.standing.state;
  const is = after.you?.standing.state;
  if (was === 'cooling' && is === 'free') return [modeWords.open.againNow];
  return was === 'proposed' && is === 'waiting' ? [modeWords.announce.chosen] : [];
}

/** Somebody would take the baton, or its holder has answered; a new holder is told of as always. */
function contestNews(
  was: TurnsView,
  is: TurnsView,
  me: string | null,
  inWords: InWords,
  { announce, baton }: ModeWords,
): Announcements {
  const nothing: Announcements = { polite: [], assertive: null };
  const { holder } = is;
  const contest = is.asking?.contest ?? null;
  const contested = was.asking?.contest ?? null;
  if (holder === null || contest?.by.id === contested?.by.id) return nothing;
  const mine = holder.id === me;
  if (contest === null) {
    if (was.holder?.id !== holder.id) return nothing;
    return mine
      ? { polite: [], assertive: '' }
      : { polite: [baton.kept(holder.name)], assertive: null };
  }
  return mine
    ? { polite: [], assertive: announce.contested(contest.by.name, inWords(contest.clock)) }
    : { polite: [announce.contest(contest.by.name, holder.name)], assertive: null };
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
  inWords: InWords,
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
