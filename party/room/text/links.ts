import { fold } from './fold.js';

/** Whether there is a link in a text: written out, without a scheme, or with the dots spelled out. */

/** Endings that stand for an address wherever they follow a dot. */
const PLAIN =
  'com|net|org|edu|gov|mil|info|biz|io|app|dev|gg|tv|ly|xyz|co|uk|fr|nl|pl|ru|ua|cn|jp|kr|br|au|ca|ch|fi|eu|cz|gr|hu|ro|tr|рф|онлайн|xn--[a-z0-9-]+';

/**
 * Endings that are words as well, in one language or another. "The end.it rains" is a sentence, so
 * these need something behind them: a path, a port, a question.
 */
const WORDLIKE =
  '[a-z]{2}|online|site|shop|store|live|world|art|club|fun|space|link|click|top|page|game|games|zone|life|news|today|chat|social|video|stream';

/** Of the plain endings those that sentences begin with, also without a capital. */
const BEGINNINGS = /^(?:au|ca|co|eu)$/;

/** And those that hardly any sentence begins with, so that a name with a capital before them is one. */
const OF_BRANDS = /^(?:com|net|org|edu|gov|info|biz|app|dev|gg|tv|xyz)$/i;

/** The last sign of a name; looking for the whole of it would cost its length squared. */
const NAME = '[\\p{L}\\p{N}]';
const END = '(?![\\p{L}\\p{N}-])';

const CERTAIN: readonly RegExp[] = [
  /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/]/iu,
  /\b(?:mailto|javascript|magnet|tel):[^\s]/iu,
  /\bwww\.[\p{L}\p{N}]/iu,
  new RegExp(`${NAME}\\.(?:${PLAIN}|${WORDLIKE})(?:/[^\\s]|:\\d|[?#][\\p{L}\\p{N}])`, 'iu'),
  new RegExp(`@[\\p{L}\\p{N}.-]{1,80}\\.(?:${PLAIN}|${WORDLIKE})${END}`, 'iu'),
  new RegExp(`${NAME}\\s\\.\\s(?:com|net|org|gg)${END}`, 'iu'),
  /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/u,
  /\[[0-9a-f]*:[0-9a-f:]+\]/iu,
];

/** A name with a plain ending, and the word behind it. */
const ADDRESS = new RegExp(`(?<=${NAME})\\.(${PLAIN})${END}([,;:]?\\s+[\\p{L}\\p{N}])?`, 'giu');

/** Products that are written like an address. */
const BRANDS = /\b(?:(?:ASP|VB|ADO|ML|Paint|Json)\.NET|Socket\.IO)\b/g;

/** Who writes one of these before a name means an address. */
const ASKED =
  /(?:^|[\s\p{P}])(?:visit|join|click|go to|goto|check out|visitez|besucht?|besuche|visita|visite|acesse|odwied[zź]|заходи|открой)[\s:]+$/iu;

export function hasLink(text: string): boolean {
  const dotted = text
    .normalize('NFKC')
    .replace(/\s*(?:[[({<]\s*(?:dot|\.)\s*[\])}>]|[。｡․])\s*/giu, '.')
    .replace(/[\u200c\u200d]/gu, '');
  return isLink(dotted.replace(BRANDS, ' ')) || isDisguisedLink(dotted);
}

/** Letters that are only drawn like those of an address are read as such. */
function isDisguisedLink(text: string): boolean {
  if (!/[^ -~]/.test(text) || !/[.:]/.test(text)) return false;
  const mixed = text.replace(/[\p{L}\p{M}]*[^\P{L}\u0020-\u007e][\p{L}\p{M}]*/gu, (word) => {
    const read = fold(word);
    return /^[a-z]+$/.test(read) ? read : word;
  });
  return mixed !== text && isLink(mixed);
}

function isLink(text: string): boolean {
  if (!/[.:[]/.test(text)) return false;
  if (CERTAIN.some((link) => link.test(text))) return true;
  for (const match of text.matchAll(ADDRESS)) {
    if (!isSentence(text, match)) return true;
  }
  return false;
}

/** Whether a dot ends a sentence whose next one was begun without a space. */
function isSentence(text: string, { index, 1: ending = '', 2: behind }: RegExpMatchArray): boolean {
  if (index === undefined || behind === undefined) return false;
  const [name = ''] = /[\p{L}\p{N}.-]+$/u.exec(text.slice(Math.max(0, index - 80), index)) ?? [];
  if (/[\d.-]/.test(name) || ASKED.test(text.slice(0, index - name.length))) return false;
  if (OF_BRANDS.test(ending) && /^\p{Lu}/u.test(name)) return false;
  const isCapitalized = /^\p{Lu}\p{Ll}+$/u.test(ending);
  return isCapitalized || (BEGINNINGS.test(ending) && /\p{Ll}$/u.test(behind));
}
