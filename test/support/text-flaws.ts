import { TakenNames } from '../../party/room/people/names.js';
import { fold } from '../../party/room/text/fold.js';
import { cleanText } from '../../party/room/text/visible.js';
import { ellipsized, lengthOf, upTo } from '../../src/protocol/graphemes.js';
import { NAME_LENGTH_MAX } from '../../src/protocol/limits.js';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';

/** What is never seen; said apart from the code's own tables. */
const NEVER_SEEN =
  /[\p{Cc}\p{Cs}\p{Co}\p{Bidi_Control}\u115f\u1160\u200b\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc\ufffe\uffff]|[\u{e0110}-\u{e01ef}]|\u034f|[\u{1d173}-\u{1d17a}]/u;
/** Three in a row, one where a text begins, and the same twice: none of it selects or joins anything. */
const MEANINGLESS =
  /^\p{Default_Ignorable_Code_Point}|\p{Default_Ignorable_Code_Point}{3}|(\p{Default_Ignorable_Code_Point})\1/u;
const FLAG =
  /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu;

const graphemes = new Intl.Segmenter('en');

/** What does not hold of a text that somebody wrote, once it is cleaned, folded and cut. */
export function flawsOf(text: string, max: number): readonly string[] {
  const clean = cleanText(text);
  const folded = fold(clean);
  const short = upTo(clean, max);
  const shown = ellipsized(clean, max + 1);
  const ends = new Set(
    [...graphemes.segment(clean)].map(({ index }) => index).concat(clean.length),
  );
  const most = Math.max(...(clean.normalize('NFD').match(/\p{M}+/gu) ?? ['']).map(countOf));
  const holds: readonly (readonly [what: string, holds: boolean])[] = [
    ['cleaned once', cleanText(clean) === clean],
    ['seen', !NEVER_SEEN.test(clean) && !MEANINGLESS.test(clean.replace(FLAG, ''))],
    ['few marks', most <= 8],
    ['folded once', fold(folded) === folded],
    ['words with one space between', !/^ | $| {2}/.test(folded)],
    ['in its limit', lengthOf(short) <= max && lengthOf(shown) <= max + 1],
    ['its beginning', clean.startsWith(short)],
    ['cut between characters', ends.has(short.length)],
    ['cut in need', short === clean || lengthOf(clean) > max || max === 0],
  ];
  return holds.flatMap(([what, isSo]) => (isSo ? [] : [what]));
}

/** The same of a name that somebody chose, which is judged as a prompt is: that takes longer. */
export function nameFlawsOf(text: string): readonly string[] {
  const wanted = { id: 'a-1', name: text, isNamed: false };
  const name = new TakenNames([], DEFAULT_RULES).takeFor(wanted, undefined);
  const holds = name !== '' && lengthOf(name) <= NAME_LENGTH_MAX && cleanText(name) === name;
  return holds ? [] : ['a name'];
}

function countOf(text: string): number {
  return [...text].length;
}
