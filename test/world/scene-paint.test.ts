import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { parseWorldArguments } from '../../demo/world/arguments.js';
import { createPainter } from '../../demo/world/scene/paint.js';
import { type Scene, sceneFrom } from '../../demo/world/scene/scene.js';
import { places } from '../../demo/world/scene/words/places.js';
import { times, weathers } from '../../demo/world/scene/words/sky.js';
import { things } from '../../demo/world/scene/words/things.js';

const [width, height] = [208, 120];

function painted(scene: Scene, seconds = 2): Buffer {
  return paintedAs([[scene, seconds]]);
}

/** The last of several frames by one painter. */
function paintedAs(
  frames: readonly (readonly [Scene, number])[],
  size = [width, height],
  captions = true,
): Buffer {
  const [wide = width, tall = height] = size;
  const canvas = createCanvas(wide, tall);
  const painter = createPainter(wide, tall, captions);
  for (const [scene, seconds] of frames) painter.paint(canvas.getContext('2d'), scene, seconds);
  return canvas.data();
}

/** The share of pixels that clearly differ. */
function difference(one: Buffer, other: Buffer): number {
  let differing = 0;
  for (let at = 0; at < one.length; at += 4) {
    const apart = [0, 1, 2].map((channel) => Math.abs(one[at + channel]! - other[at + channel]!));
    if (Math.max(...apart) > 12) differing++;
  }
  return differing / (one.length / 4);
}

/** Without a caption, which would differ anyway. */
function mute(prompt: string): Scene {
  return { ...sceneFrom(prompt), caption: '' };
}

test('[SC7] a picture is a pure function of scene and clock', () => {
  const scene = sceneFrom('a stormy harbour at night with a dragon and a flibber');
  assert.deepEqual(painted(scene, 3.5), painted(structuredClone(scene), 3.5));
});

test('[SC7] every place, time, weather and thing changes the picture', () => {
  const plain = painted(mute('a meadow by day'));
  for (const place of Object.keys(places).filter((name) => name !== 'meadow')) {
    assert.ok(difference(plain, painted(mute(place))) > 0.1, place);
  }
  for (const time of Object.keys(times).filter((name) => name !== 'day')) {
    assert.ok(difference(plain, painted(mute(`a meadow, ${time}`))) > 0.1, time);
  }
  for (const weather of Object.keys(weathers).filter((name) => name !== 'clear')) {
    assert.ok(difference(plain, painted(mute(`a meadow, ${weather}`))) > 0.005, weather);
  }
  const meadow = mute('a meadow by day');
  for (const kind of Object.keys(things)) {
    const frames = [2, 7, 12].map((seconds) => {
      const withIt = { ...meadow, things: [{ kind, count: 1 }] };
      return difference(painted(meadow, seconds), painted(withIt, seconds));
    });
    assert.ok(Math.max(...frames) > 0.0003, kind);
  }
});

test('[SC7] everything moves: a second later the picture is another', () => {
  for (const prompt of [
    'a meadow',
    'the sea',
    'underwater',
    'space with a star',
    'a city at night',
  ]) {
    const scene = mute(prompt);
    assert.notDeepEqual(painted(scene, 2), painted(scene, 3), prompt);
  }
});

test('[SC8] an unknown word shows, repeatably, and unlike another', () => {
  const meadow = mute('a meadow by day');
  const marked = (word: string) => painted({ ...meadow, marks: [{ kind: word, count: 1 }] });
  assert.ok(difference(painted(meadow), marked('flibber')) > 0.002);
  assert.deepEqual(marked('flibber'), marked('flibber'));
  assert.ok(difference(marked('flibber'), marked('zorp')) > 0.002);
});

test('[SC9] a changed scene blends in, and has arrived after 0.8 seconds', () => {
  const [before, after] = [mute('a meadow by day'), mute('a city at night')];
  const [old, fresh] = [painted(before, 5), painted(after, 5)];
  assert.equal(
    difference(
      paintedAs([
        [before, 4],
        [after, 5],
      ]),
      old,
    ),
    0,
  );
  const midway = paintedAs([
    [before, 4],
    [after, 5],
    [after, 5.4],
  ]);
  assert.ok(difference(midway, old) > 0.3 && difference(midway, fresh) > 0.3);
  assert.deepEqual(
    paintedAs([
      [before, 4],
      [after, 5],
      [after, 5.8],
    ]),
    painted(after, 5.8),
  );
});

test('[SC10] any text is a caption: no script, emoji, control or length throws', () => {
  const texts = [
    '',
    '春の港、赤い気球',
    'مرفأ عند الغسق',
    'गुब्बारा 🐋🌈👩‍👩‍👧‍👦',
    '\u0000\u001b[31m\u202Eevil\n\n\ud800',
    'x'.repeat(10_000),
    'word '.repeat(2_000),
    '🎈'.repeat(5_000),
  ];
  for (const text of texts) painted(sceneFrom(text, sceneFrom('a red boat')));
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      painted(sceneFrom(text));
    }),
    { numRuns: 40 },
  );
});

test('[SC10] the caption is seen, in both orientations', () => {
  for (const size of [
    [416, 240],
    [240, 416],
  ]) {
    const silent = mute('a harbour at dusk');
    const bare = paintedAs([[silent, 2]], size);
    const spoken = paintedAs([[{ ...silent, caption: 'a harbour at dusk' }, 2]], size);
    assert.ok(difference(bare, spoken) > 0.01);
  }
});

test('[CR3] a world without captions paints the same picture without the words', () => {
  const scene = sceneFrom('a harbour at dusk');
  const size = [416, 240];
  const silent = paintedAs([[{ ...scene, caption: '' }, 2]], size);
  assert.deepEqual(paintedAs([[scene, 2]], size, false), silent);
  assert.deepEqual(parseWorldArguments(['--captions', 'false']), { captions: false });
});
