import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TakenNames } from '../../party/room/people/names.js';
import { fold, readings } from '../../party/room/text/fold.js';
import { hasLink } from '../../party/room/text/links.js';
import { profaneWord } from '../../party/room/text/profanity.js';
import { cleanText } from '../../party/room/text/visible.js';
import { hasWordOf, wordListOf } from '../../party/room/text/word-list.js';
import { lengthOf, upTo } from '../../src/protocol/graphemes.js';
import { NAME_LENGTH_MAX } from '../../src/protocol/limits.js';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';
import { Random, seedsOr } from '../support/random.js';
import { randomText } from '../support/random-text.js';

const TEXTS = 4_000;

/** What is never seen; said apart from the code's own tables. */
const NEVER_SEEN =
  /[\p{Cc}\p{Cs}\p{Co}\p{Bidi_Control}\u115f\u1160\u200b\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc\ufffe\uffff]|[\u{e0110}-\u{e01ef}]|\u034f|[\u{1d173}-\u{1d17a}]/u;
/** Three in a row, one where a text begins, and the same twice: none of it selects or joins anything. */
const MEANINGLESS =
  /^\p{Default_Ignorable_Code_Point}|\p{Default_Ignorable_Code_Point}{3}|(\p{Default_Ignorable_Code_Point})\1/u;
const FLAG =
  /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu;

for (const seed of seedsOr([1, 2, 3])) {
  test(`[GA24] whatever is written, cleaning, folding and drawing hold (seed ${seed})`, () => {
    const random = new Random(seed);
    const list = wordListOf('cat, c++, ばか, 🍆, *x, ж*');
    for (let count = 0; count < TEXTS; count += 1) {
      const text = randomText(random, 40);
      const say = JSON.stringify(text);
      const clean = cleanText(text);
      assert.equal(cleanText(clean), clean, `cleaned again: ${say}`);
      assert.doesNotMatch(clean, NEVER_SEEN, say);
      const rest = clean.replace(FLAG, '');
      assert.doesNotMatch(rest, MEANINGLESS, say);
      for (const [marks] of clean.normalize('NFD').matchAll(/\p{M}+/gu)) {
        assert.ok([...marks].length <= 8, `marks: ${say}`);
      }
      const folded = fold(clean);
      assert.equal(fold(folded), folded, `folded again: ${say}`);
      assert.doesNotMatch(folded, /^ | $| {2}/, say);
      assert.equal(readings(clean)[0], folded);
      const max = random.below(30);
      const short = upTo(clean, max);
      assert.ok(clean.startsWith(short) && lengthOf(short) <= max, say);
      assert.ok(short === clean || lengthOf(clean) > max || max === 0, `cut in need: ${say}`);
      hasLink(clean);
      profaneWord(clean);
      hasWordOf(list, clean);
      const name = new TakenNames([], DEFAULT_RULES).takeFor(
        { id: 'a-1', name: text, isNamed: false },
        undefined,
      );
      assert.ok(name !== '' && lengthOf(name) <= NAME_LENGTH_MAX, say);
      assert.equal(cleanText(name), name, say);
    }
  });
}
