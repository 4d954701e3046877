import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortened, withChange } from '../../party/room/world.js';
import { Random } from '../support/random.js';
import { liveRoom } from '../support/test-room.js';

const MAX = 1_200;
const HARBOUR =
  'A quiet harbour at dusk, fishing boats on calm water, warm lanterns, painterly style';

test('[WM1] rewritten words that describe the whole are the new world', () => {
  const whole = 'A quiet harbour at dusk in the snow, fishing boats on calm water, warm lanterns';
  assert.equal(withChange(HARBOUR, 'it snows', whole, MAX), whole);
});

test('[WM1] half of what the world was about is enough, and less is not', () => {
  const before = 'Boats, lanterns, gulls and fog.';
  assert.equal(withChange(before, '', 'Boats, fog, whales.', MAX), 'Boats, fog, whales.');
  assert.equal(withChange(before, '', 'Fog and whales.', MAX), `${before} Fog and whales.`);
});

test('[WM2] words that tell of the change alone are put behind the world before', () => {
  const snow = withChange(HARBOUR, 'it snows', 'Heavy snow falls.', MAX);
  assert.equal(snow, `${HARBOUR}. Heavy snow falls.`);
  const whale = withChange(snow, 'a whale surfaces', '', MAX);
  assert.equal(whale, `${HARBOUR}. Heavy snow falls. a whale surfaces.`);
});

test('[WM3] a sentence that the change replaces goes; subject and setting stay', () => {
  const snow = `${HARBOUR}. Heavy snow falls. A whale surfaces.`;
  const melted = withChange(snow, 'x', 'The snow falls no longer', MAX);
  assert.equal(melted, `${HARBOUR}. A whale surfaces. The snow falls no longer.`);
  const twice = withChange(melted, 'x', 'A whale surfaces.', MAX);
  assert.equal(twice, `${HARBOUR}. The snow falls no longer. A whale surfaces.`);
});

test('[WM3] a sentence goes that shares half of its words with the change, the shorter of both counting', () => {
  const before = 'A quiet harbour with boats. Red kites fly high. Snow falls.';
  const kites = withChange(before, '', 'Red kites land.', MAX);
  assert.equal(kites, 'A quiet harbour with boats. Snow falls. Red kites land.');
  const kite = withChange(before, '', 'Red foxes sleep.', MAX);
  assert.equal(kite, `${before} Red foxes sleep.`, 'a third is another thing');
  const snow = withChange(before, '', 'Snow turns slowly into rain.', MAX);
  assert.equal(
    snow,
    'A quiet harbour with boats. Red kites fly high. Snow turns slowly into rain.',
  );
});

test('[WM4] what does not fit any more is the oldest between the first sentence and the newest change', () => {
  let world = HARBOUR;
  for (let change = 1; change <= 60; change += 1) {
    world = withChange(
      world,
      '',
      `Thing${change} comes beside thing${change}b and ${'x'.repeat(30)}${change}`,
      MAX,
    );
  }
  assert.ok(world.length <= MAX && world.length > MAX * 0.8, String(world.length));
  assert.ok(world.startsWith(`${HARBOUR}.`));
  assert.match(world, /Thing60 /);
  assert.match(world, /Thing59 /);
  assert.doesNotMatch(world, /Thing2 /);
});

test('[WM4] what fits exactly stays; with a character less the oldest change goes, and then the setting is cut', () => {
  const [setting, one, two, change] = [
    'A quiet harbour.',
    'Snow falls.',
    'A kite.',
    'Whales sing.',
  ];
  const after = (max: number) => withChange(`${setting} ${one} ${two}`, '', change, max);
  const all = `${setting} ${one} ${two} ${change}`;
  assert.equal(after(all.length), all);
  const without = `${setting} ${two} ${change}`;
  assert.equal(after(all.length - 1), without);
  assert.equal(after(without.length), without);
  const alone = `${setting} ${change}`;
  assert.equal(after(without.length - 1), alone);
  assert.equal(after(alone.length), alone);
  assert.equal(after(alone.length - 1), `A quiet harbour ${change}`);
});

const ALPHABETS = [
  'harbour boat lantern snow whale sky the a of crow’s co-op naïve 3rd',
  'порт лодка фонарь снег кит небо ёлка',
  'ميناء قارب فانوس ثلج حوت سماء',
  'बंदरगाह नाव लालटेन बर्फ व्हेल आकाश',
  '港は静かです 雪が降る 鯨が現れる 空 灯り',
  'ท่าเรือ เรือ โคมไฟ หิมะ วาฬ',
  '🐳 👩‍👩‍👧‍👦 🏳️‍🌈 snow 𝒲𝒽𝒶𝓁𝑒',
].map((words) => words.split(' '));

test('[WM5] whatever the words and the script: never over the limit, the newest change in it, no half words', () => {
  const chance = new Random(7);
  const random = () => chance.next();
  const wordsOf = (text: string) => text.split(/[\s.。!?…]+/u).filter((word) => word !== '');
  for (let round = 0; round < 400; round += 1) {
    const words = ALPHABETS[round % ALPHABETS.length] ?? [];
    const said = new Set<string>();
    const sentence = (length: number) => {
      const parts = Array.from({ length }, () => words[Math.floor(random() * words.length)] ?? '');
      for (const part of parts) said.add(part);
      return parts.join(' ') + (random() < 0.5 ? '.' : '');
    };
    const max = 60 + Math.floor(random() * 300);
    let world = sentence(1 + Math.floor(random() * 40));
    for (let step = 0; step < 6; step += 1) {
      const change = sentence(1 + Math.floor(random() * 5));
      const isBlank = random() < 0.2;
      const after = withChange(world, change, isBlank ? ' \n' : change, max);
      assert.equal(after, withChange(world, change, isBlank ? '' : change, max));
      assert.ok(after.length <= max, `${after.length} of ${max}`);
      const start = change.replace(/\.$/, '').slice(0, Math.floor(max / 2) - 40);
      assert.ok(after.includes(start.trim()), `${after}\n${change}`);
      assert.doesNotMatch(after, /\p{Surrogate}/u);
      // Scripts without spaces may be cut within what is written together, never within a word.
      if (round % ALPHABETS.length !== 4 && round % ALPHABETS.length !== 5) {
        for (const word of wordsOf(after)) assert.ok(said.has(word), `${word} in ${after}`);
      }
      world = after;
    }
  }
});

test('[WM6] a text is shortened to whole sentences where enough is left, else to whole words', () => {
  assert.equal(shortened('One two three. Four five six seven.', 20), 'One two three.');
  assert.equal(shortened('One. Two three four five six seven.', 20), 'One. Two three four');
  assert.equal(shortened('👩‍👩‍👧‍👦'.repeat(9), 25), '👩‍👩‍👧‍👦👩‍👩‍👧‍👦');
  assert.equal(shortened('港口很安静。', 4), '港口很');
});

test('[WM7] the room remembers so, starts with it, and takes it back step by step', () => {
  const [room, a] = liveRoom(1, { opening: HARBOUR, turns: 'stage' });
  const host = room.join({ role: 'host' });
  room.prompt(host, 'it snows');
  room.performed({ status: 'applied', appliedText: 'Heavy snow falls.' });
  room.passAlive(4_000);
  room.prompt(host, 'a whale');
  room.performed({ status: 'applied', appliedText: 'A whale surfaces.' });
  assert.equal(room.state.world.prompt, `${HARBOUR}. Heavy snow falls. A whale surfaces.`);
  room.passAlive(4_000);
  room.act(host, { act: 'undo' });
  const undone = room.commands(a).at(-1);
  assert.equal(undone?.command === 'perform' && undone.text, `${HARBOUR}. Heavy snow falls.`);
  room.performed({ status: 'applied', appliedText: 'Done.' });
  assert.equal(room.state.world.prompt, `${HARBOUR}. Heavy snow falls.`);
  room.report({ report: 'ended', epoch: room.state.broadcast.epoch, reason: 'model-crash' });
  room.goLive();
  const next = room.state.lease?.connection ?? a;
  const start = room.commands(next).findLast(({ command }) => command === 'start');
  assert.equal(start?.command === 'start' && start.prompt, `${HARBOUR}. Heavy snow falls.`);
});
