import { DataSet, englishDataset, englishRecommendedTransformers, RegExpMatcher } from 'obscenity';
import { refuse } from '../../../src/protocol/reasons.js';
import { fold, foldLeet, joinLetters } from '../text.js';
import { ALLOWED, type ContentCheck, flagged } from './checks.js';

/** The gate's checks of what a prompt says: `links`, `blockedWords` and `profanity`, in this order. */

/** No links: written out, without a scheme, or with the dots spelled out. */
export const links: ContentCheck = ({ text, rules }) =>
  rules.links === 'no' && hasLink(text) ? refuse('links') : ALLOWED;

/** Endings that stand for an address wherever they follow a dot. */
const PLAIN =
  'com|net|org|edu|gov|mil|info|biz|io|app|dev|gg|tv|ly|xyz|co|uk|fr|nl|pl|ru|ua|cn|jp|kr|br|au|ca|ch|fi|eu|cz|gr|hu|ro|tr|рф|онлайн|xn--[a-z0-9-]+';

/**
 * Endings that are words as well, in one language or another. "The end.it rains" is a sentence, so
 * these need something behind them: a path, a port, a question.
 */
const WORDLIKE =
  '[a-z]{2}|online|site|shop|store|live|world|art|club|fun|space|link|click|top|page|game|games|zone|life|news|today|chat|social|video|stream';

/** The last sign of a name; looking for the whole of it would cost its length squared. */
const NAME = '[\\p{L}\\p{N}]';
const END = '(?![\\p{L}\\p{N}-])';

const LINKS: readonly RegExp[] = [
  /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/]/iu,
  /\b(?:mailto|javascript|magnet|tel):[^\s]/iu,
  /\bwww\.[\p{L}\p{N}]/iu,
  new RegExp(`${NAME}\\.(?:${PLAIN})${END}`, 'iu'),
  new RegExp(`${NAME}\\.(?:${PLAIN}|${WORDLIKE})(?:/[^\\s]|:\\d|[?#][\\p{L}\\p{N}])`, 'iu'),
  /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/u,
  /\[[0-9a-f]*:[0-9a-f:]+\]/iu,
];

function hasLink(text: string): boolean {
  const plain = text
    .normalize('NFKC')
    .replace(/\s*(?:[[({<]\s*(?:dot|\.)\s*[\])}>]|[。｡․])\s*/giu, '.')
    .replace(/[\u200c\u200d]/gu, '');
  return LINKS.some((link) => link.test(plain));
}

/** None of the words and phrases that the site blocks; no moderator is asked about these. */
export const blockedWords: ContentCheck = ({ text, rules }) => {
  const blocked = blockedOf(rules.blockedWords);
  if (blocked.length === 0) return ALLOWED;
  const joined = joinLetters(text);
  const plain = [fold(text), fold(joined)];
  const leet = [foldLeet(text), foldLeet(joined)];
  const isThere = (word: BlockedWord) =>
    plain.some((said) => hasWord(said, word.plain, word)) ||
    leet.some((said) => hasWord(said, word.leet, word));
  return blocked.some(isThere) ? refuse('words') : ALLOWED;
};

/** One of a site's words, folded as prompts are. */
interface BlockedWord {
  readonly plain: string;
  readonly leet: string;
  readonly isUnspaced: boolean;
}

/**
 * The lists that were folded last, by their text: folding one of 2,000 characters for each prompt took
 * 40 ms. One process has few rooms, and most of them the same list.
 */
const foldedLists = new Map<string, readonly BlockedWord[]>();
const FOLDED_LISTS_MAX = 16;

function blockedOf(list: string): readonly BlockedWord[] {
  const known = foldedLists.get(list);
  if (known !== undefined) return known;
  const words = list
    .split(',')
    .map((entry) => ({
      plain: fold(entry),
      leet: foldLeet(entry),
      isUnspaced: UNSPACED.test(entry),
    }))
    .filter(({ plain }) => plain !== '');
  const [oldest] = foldedLists.keys();
  if (foldedLists.size >= FOLDED_LISTS_MAX && oldest !== undefined) foldedLists.delete(oldest);
  foldedLists.set(list, words);
  return words;
}

/** Scripts that write their words without spaces between them. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether a word stands there for itself, not as a part of another: `cat`, but not `category`. */
function hasWord(said: string, word: string, { isUnspaced }: BlockedWord): boolean {
  return isUnspaced ? said.includes(word) : ` ${said} `.includes(` ${word} `);
}

/**
 * Nothing profane in English. A list of words is not always right, so where the rules want approval a
 * moderator decides; elsewhere the prompt is refused.
 */
export const profanity: ContentCheck = ({ text, rules }) => {
  if (rules.profanity === 'yes') return ALLOWED;
  const word = profaneWord(text);
  if (word === null) return ALLOWED;
  return rules.approval === 'off' ? refuse('words') : flagged(`It may be profane (${word}).`);
};

/** What people who describe pictures say, and mean nothing by it; in lower case. */
const HARMLESS = [
  'moby dick',
  'dick tracy',
  'fukushima',
  'pussy willow',
  'pussycat',
  'pussy cat',
  'great tit',
  'blue tit',
  'coal tit',
  'marsh tit',
  'willow tit',
  'cock crow',
  'weather cock',
  'chink of light',
  'chink in',
  'wild ass',
  'cum laude',
  'rapeseed',
] as const;

const words = new DataSet<{ originalWord: string }>().addAll(englishDataset).addPhrase((phrase) => {
  phrase.setMetadata({ originalWord: '' });
  for (const term of HARMLESS) phrase.addWhitelistedTerm(term);
  return phrase;
});

const matcher = new RegExpMatcher({ ...words.build(), ...englishRecommendedTransformers });

function profaneWord(text: string): string | null {
  const english = onlyLatin(text.normalize('NFKC'));
  for (const written of [english, joinLetters(english)]) {
    const [found] = matcher.getAllMatches(written);
    if (found !== undefined) {
      return words.getPayloadWithPhraseMetadata(found).phraseMetadata?.originalWord ?? '';
    }
  }
  return null;
}

/** Words without a Latin letter are not English, whatever their letters look like. */
function onlyLatin(text: string): string {
  return text
    .replace(/[\u200c\u200d]/gu, '')
    .split(' ')
    .map((word) => (/[\p{Script=Latin}]/u.test(word) ? word : word.replace(/\p{L}/gu, '.')))
    .join(' ');
}
