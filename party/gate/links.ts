import { refuse } from '../../src/protocol/reasons.js';
import { ALLOWED, type Check } from './check.js';

/** No addresses of pages: written out, without the front part, or with the dots spelled out. */
export const links: Check = ({ text, rules }) =>
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
