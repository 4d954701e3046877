import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describe } from '../../demo/world/scene/describe.js';
import { type Scene, sceneFrom } from '../../demo/world/scene/scene.js';
import { colours } from '../../demo/world/scene/words/colours.js';
import { pluralOf } from '../../demo/world/scene/words/lexicon.js';
import { places } from '../../demo/world/scene/words/places.js';
import { times, weathers } from '../../demo/world/scene/words/sky.js';
import { things } from '../../demo/world/scene/words/things.js';
import { listed } from '../../demo/world/scene/words/tokens.js';

function after(...prompts: string[]): Scene {
  return prompts.reduce<Scene | undefined>((scene, prompt) => sceneFrom(prompt, scene), undefined)!;
}

/** All of a scene but the words it was made of. */
function looks({ caption: _, ...scene }: Scene): Omit<Scene, 'caption'> {
  return scene;
}

function saidThings(scene: Scene): string[] {
  return scene.things.map(({ count, size = '', colour = '', kind }) =>
    `${count} ${size} ${colour} ${kind}`.replace(/ +/g, ' '),
  );
}

test('[SC1] the same words make the same scene, as plain data', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (prompt) => {
      const scene = sceneFrom(prompt);
      assert.deepEqual(sceneFrom(prompt), scene);
      assert.deepEqual(JSON.parse(JSON.stringify(scene)), scene);
    }),
  );
});

test('[SC2] every word of the vocabulary is understood', () => {
  for (const [name, { words }] of Object.entries(places)) {
    for (const word of listed(words)) assert.equal(sceneFrom(word).place, name, word);
  }
  for (const [name, { words }] of Object.entries(times)) {
    for (const word of listed(words)) assert.equal(sceneFrom(word).timeOfDay, name, word);
  }
  for (const [name, { words }] of Object.entries(weathers)) {
    for (const word of listed(words)) assert.equal(sceneFrom(word).weather, name, word);
  }
  for (const name of Object.keys(colours)) {
    assert.equal(sceneFrom(`a ${name} boat`).things[0]?.colour, name);
    assert.equal(sceneFrom(`under a ${name} sky`).skyColour, name);
    assert.equal(sceneFrom(`a ${name} meadow`).groundColour, name);
  }
  for (const [kind, { words }] of Object.entries(things)) {
    for (const word of listed(words)) {
      const [thing, ...others] = sceneFrom(word).things;
      assert.deepEqual([thing?.kind, others], [kind, []], word);
      assert.equal(sceneFrom(`two ${pluralOf(word)}`).things[0]?.kind, kind, pluralOf(word));
    }
  }
});

test('[SC2] a sentence is read as a picture', () => {
  const scene = sceneFrom(
    'A harbour at dusk in the rain, with a red balloon over the water and two sailing boats',
  );
  assert.deepEqual(looks(scene), {
    place: 'harbour',
    timeOfDay: 'dusk',
    weather: 'rain',
    things: [
      { kind: 'balloon', count: 1, colour: 'red' },
      { kind: 'boat', count: 2 },
    ],
    marks: [],
  });
});

test('[SC2] colour, size and number belong to the noun they stand with', () => {
  const scene = sceneFrom('three giant purple whales, a tiny cat; the boat is green, many birds');
  assert.deepEqual(saidThings(scene), [
    '3 giant purple whale',
    '1 tiny cat',
    '1 green boat',
    '8 bird',
  ]);
});

test('[SC2] of two places one is the ground and the other lies beyond', () => {
  const two = ({ place, beyond }: Scene) => [place, beyond];
  assert.deepEqual(two(sceneFrom('a snowy mountain village')), ['village', 'mountains']);
  assert.deepEqual(two(sceneFrom('a castle by the sea')), ['sea', 'castle']);
  assert.deepEqual(two(sceneFrom('a meadow with a city in the distance')), ['meadow', 'city']);
});

test('[SC3] a later prompt changes what it names and keeps the rest', () => {
  const scene = after(
    'a harbour at dusk with a boat',
    'it starts to rain',
    'night falls',
    'a red balloon',
  );
  assert.deepEqual(looks(scene), looks(sceneFrom('harbour, night, rain, a boat, a red balloon')));
  assert.equal(after('a beach in the rain', 'the rain stops').weather, 'clear');
  assert.equal(after('a beach in the snow', 'no rain').weather, 'snow');
  assert.equal(after('harbour', 'a boat on the water').place, 'harbour');
  assert.equal(after('a meadow', 'the sky turns red').skyColour, 'red');
});

test('[SC4] things gather, are recoloured and are taken away', () => {
  const gathered = ['a red balloon and two boats', 'add a whale'];
  assert.deepEqual(saidThings(after(...gathered)), ['1 red balloon', '2 boat', '1 whale']);
  assert.deepEqual(saidThings(after(...gathered, 'no boats')), ['1 red balloon', '1 whale']);
  assert.deepEqual(saidThings(after(...gathered, 'without the whale and the balloon')), ['2 boat']);
  assert.deepEqual(saidThings(after(...gathered, 'the balloon disappears')), ['2 boat', '1 whale']);
  assert.deepEqual(
    saidThings(after(...gathered, 'remove the blue balloon')),
    saidThings(after(...gathered)),
  );
  assert.deepEqual(saidThings(after(...gathered, 'remove everything, add a fox')), ['1 fox']);
  assert.deepEqual(saidThings(after('a red balloon', 'make the balloon blue')), ['1 blue balloon']);
  assert.deepEqual(saidThings(after('a red balloon', 'a blue balloon')), [
    '1 red balloon',
    '1 blue balloon',
  ]);
  assert.deepEqual(saidThings(after('a boat', 'two more boats')), ['3 boat']);
  assert.deepEqual(saidThings(after('a cat', 'the cat turns into a dragon')), ['1 dragon']);
});

test('[SC4] what gathers is bounded, and the newest is kept', () => {
  const kinds = Object.keys(things);
  const scene = after(
    'a meadow',
    ...kinds.map((kind) => `a ${listed(things[kind as keyof typeof things].words)[0]}`),
  );
  assert.deepEqual(
    scene.things.map(({ kind }) => kind),
    kinds.slice(-8),
  );
  assert.equal(after('zig', 'zag', 'zog', 'zug', 'zeg').marks.length, 4);
  assert.equal(sceneFrom('9999999 boats').things[0]?.count, 12);
});

test('[SC5] an unknown word leaves a mark of its own', () => {
  assert.deepEqual(sceneFrom('a purple flibber').marks, [
    { kind: 'flibber', count: 1, colour: 'purple' },
  ]);
  assert.deepEqual(after('a flibber', 'no flibber').marks, []);
  assert.deepEqual(sceneFrom('кот').marks, [{ kind: 'кот', count: 1 }]);
});

const vocabulary = [
  ...Object.values(places).flatMap(({ words }) => listed(words)),
  ...Object.values(times).flatMap(({ words }) => listed(words)),
  ...Object.values(weathers).flatMap(({ words }) => listed(words)),
  ...Object.values(things).flatMap(({ words }) =>
    listed(words).flatMap((word) => [word, pluralOf(word)]),
  ),
  ...Object.values(colours).flatMap(({ words }) => listed(words)),
  ...['winter', 'giant', 'tiny', 'two', 'many', '7', 'another', 'the', 'a', 'no', 'remove', 'with'],
  ...['and', ',', '.', 'sky', 'beyond', 'distant', 'disappears', 'becomes', 'everything', 'is'],
];
const prompts = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...vocabulary) },
      fc.string({ unit: 'grapheme' }),
    ),
    {
      maxLength: 24,
    },
  )
  .map((words) => words.join(' '));

test('[SC6] a scene described is the same scene again', () => {
  fc.assert(
    fc.property(fc.array(prompts, { minLength: 1, maxLength: 4 }), (steps) => {
      const scene = after(...steps);
      const said = describe(scene);
      assert.deepEqual(looks(sceneFrom(said)), looks(scene), said);
      assert.deepEqual(looks(sceneFrom(said, scene)), looks(scene), said);
    }),
    { numRuns: 1500 },
  );
});

test('[SC6] the description is one readable sentence', () => {
  const scene = after('a snowy mountain village at night', 'an aurora and two foxes', 'a flibber');
  assert.equal(
    describe(scene),
    'A village with distant mountains in winter at night in falling snow, with an aurora and two foxes, with hints of a flibber.',
  );
});
