import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePatch } from '../../party/room/view/patch.js';
import { parsePatch, patchText } from '../../src/protocol/messages.js';
import { PATCH_WORDS, PATCHES, patched, proofOf, toDigits } from '../../src/protocol/patch.js';
import { Random } from '../support/random.js';
import { randomText } from '../support/random-text.js';

test('[OP10] a patch makes the one text of the other, whatever is in them', () => {
  const random = new Random(17);
  let before = '';
  for (let round = 0; round < 400; round += 1) {
    const texts = Array.from({ length: random.below(6) }, () => randomText(random, 40));
    const kept = before.slice(random.below(before.length + 1));
    const after = random.chance(0.1) ? '' : `${kept.slice(0, 4_000)}${JSON.stringify(texts)}`;
    const patch = makePatch(before, after);
    assert.equal(patched(before, patch), after);
    // On the wire, too.
    assert.deepEqual(parsePatch(patchText(round, patch, round - 1)), {
      seq: round,
      from: round - 1,
      patch,
    });
    assert.deepEqual(parsePatch(patchText(round, patch, 3)), { seq: round, from: 3, patch });
    before = after;
  }
});

test('[OP10] what both sides begin with is changed with its number, and on purpose', () => {
  assert.deepEqual([PATCHES, PATCH_WORDS.length, proofOf(PATCH_WORDS)], [1, 372, '`d']);
});

test('[OP11] a patch of another text, a broken or an endless one makes nothing', () => {
  const random = new Random(4);
  const before = JSON.stringify({ holder: 'Ada', next: ['Bea', 'Cyd'], note: 'x'.repeat(300) });
  const after = JSON.stringify({ holder: 'Bea', next: ['Cyd'], note: 'x'.repeat(300) });
  const patch = makePatch(before, after);
  assert.equal(patched(before.replace('Ada', 'Dora'), patch), null);
  for (let round = 0; round < 2_000; round += 1) {
    const at = random.below(patch.length);
    const letter = String.fromCharCode(32 + random.below(95));
    const broken = random.chance(0.5)
      ? patch.slice(0, at)
      : `${patch.slice(0, at)}${letter}${patch.slice(at + 1)}`;
    const made = patched(before, broken);
    // Two digits prove as much as they can.
    assert.ok(made === null || made === after || proofOf(made) === broken.slice(0, 2));
  }
  // All that there is, once more and once more: it would be as long as memory.
  const { length } = PATCH_WORDS;
  const all = Array.from({ length: 40 }, (_, index) => {
    const most = Math.min(length * 2 ** index, 60_000);
    return `0${toDigits(2 * most - 1)}${toDigits(most)}`;
  });
  assert.equal(patched('', `00${all.join('')}`), null);
  for (const text of ['[]', '[1]', '[1,2]', '["1","x"]', '[1,"x",2,3]', '[1,"x","2"]', '[', '{}']) {
    assert.equal(parsePatch(text), null);
  }
});
