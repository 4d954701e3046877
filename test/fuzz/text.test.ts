import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold } from '../../party/room/text/fold.js';
import { hasLink } from '../../party/room/text/links.js';
import { profaneWord } from '../../party/room/text/profanity.js';
import { cleanText } from '../../party/room/text/visible.js';
import { hasWordOf, wordListOf } from '../../party/room/text/word-list.js';
import { Random, seedsOr } from '../support/random.js';
import { KINDS_OF_TEXT, randomText } from '../support/random-text.js';
import { flawsOf, nameFlawsOf } from '../support/text-flaws.js';

const TEXTS = 4_000;

for (const seed of seedsOr([1, 2, 3])) {
  test(`[GA24] whatever is written, cleaning, folding and drawing hold (seed ${seed})`, () => {
    const random = new Random(seed);
    const list = wordListOf('cat, c++, ばか, 🍆, *x, ж*');
    const tried = new Set<string>();
    for (let count = 0; count < TEXTS; count += 1) {
      const text = randomText(random, 40);
      for (const [kind, has] of Object.entries(KINDS_OF_TEXT)) if (has.test(text)) tried.add(kind);
      const flaws = [...flawsOf(text, random.below(30)), ...nameFlawsOf(text)];
      assert.deepEqual(flaws, [], JSON.stringify(text));
      const clean = cleanText(text);
      hasLink(clean);
      profaneWord(clean);
      hasWordOf(list, clean);
    }
    assert.deepEqual([...tried].sort(), Object.keys(KINDS_OF_TEXT).sort());
  });
}

test('[GA24] marks that another one moves away from a composed letter are counted again', () => {
  // Ǟ with an ogonek is Ą with the other two, which are two marks more. What is not seen hides that at first.
  for (const letter of ['\u01de', '\u01e0', '\u1ea4', '\u1e4d', '\u03b0']) {
    for (const moving of ['\u0328', '\u0327', '\u0323', '\u031b', '\u0345']) {
      const text = `*${letter}\u031b\u{1d177}${moving}${'\u0353'.repeat(12)}`;
      assert.deepEqual(flawsOf(text, 30), [], JSON.stringify(text));
    }
  }
});

test('[GA24] marks that a text begins with are as few as those on a letter', () => {
  // Two of the same in one: in a text without a letter before them nothing counts as their letter.
  for (const mark of ['\u09cc', '\u0d4a', '\u0ddd', '\u0344']) {
    const text = `\u05b4${mark.repeat(12)}`;
    assert.deepEqual(flawsOf(text, 30), [], JSON.stringify(text));
  }
});

test('[GA24] a letter that was folded is folded, in any company', () => {
  const wrong: string[] = [];
  for (let code = 0x20; code < 0x20000; code += 1) {
    const letter = String.fromCodePoint(code);
    if (/[\p{C}\p{Unified_Ideograph}\p{Script=Tangut}\uac00-\ud7a3]/u.test(letter)) continue;
    for (const text of [letter, `a${letter}b`, `я${letter}`, `ا${letter}`, `क${letter}`]) {
      const folded = fold(text);
      if (fold(folded) !== folded) wrong.push(text);
    }
  }
  assert.deepEqual(wrong, []);
});
