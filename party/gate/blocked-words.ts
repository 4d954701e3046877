import { refuse } from '../../src/protocol/reasons.js';
import { ALLOWED, type Check } from './check.js';
import { fold, foldLeet, joinLetters } from './fold.js';

/** None of the site's own words and phrases; no moderator is asked about these. */
export const blockedWords: Check = ({ text, rules }) => {
  const blocked = rules.blockedWords.split(',').filter((entry) => fold(entry) !== '');
  if (blocked.length === 0) return ALLOWED;
  const joined = joinLetters(text);
  const plain = [fold(text), fold(joined)];
  const leet = [foldLeet(text), foldLeet(joined)];
  const isThere = (entry: string) =>
    plain.some((said) => hasWord(said, fold(entry), entry)) ||
    leet.some((said) => hasWord(said, foldLeet(entry), entry));
  return blocked.some(isThere) ? refuse('words') : ALLOWED;
};

/** Scripts that write their words without spaces between them. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether a word stands there for itself, not as a part of another: `cat`, but not `category`. */
function hasWord(said: string, word: string, entry: string): boolean {
  return UNSPACED.test(entry) ? said.includes(word) : ` ${said} `.includes(` ${word} `);
}
