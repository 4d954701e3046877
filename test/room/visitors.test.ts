import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guestName } from '../../party/room/people/names.js';
import { storedPart } from '../../party/room/stored.js';
import { Publisher } from '../../party/room/view/publisher.js';
import { TURN_MODES } from '../../src/protocol/rules.js';
import { liveRoom, TestRoom } from '../support/test-room.js';

test('[RU1] the first embed that may set rules sets them; afterwards the room keeps its own', () => {
  const room = new TestRoom();
  room.join({ rules: { turnSeconds: 20, opening: 'A desert at noon' } });
  assert.equal(room.view().rules.turnSeconds, 20);
  room.join({ rules: { turnSeconds: 45 } });
  assert.equal(room.view().rules.turnSeconds, 20);
  const taken = room.effects.flatMap((effect) =>
    effect.type === 'welcome' ? [effect.rulesNotTaken.length === 0] : [],
  );
  assert.deepEqual(taken, [true, false]);
});

test('[CN2] one person in two tabs is one participant, there until the last tab is gone', () => {
  const room = new TestRoom();
  const first = room.join({ id: 'a-x' });
  const second = room.join({ id: 'a-x' });
  room.pass(1_000);
  assert.equal(room.view().audience.watching, 1);
  room.leave(first);
  room.pass(1_000);
  assert.equal(room.view().audience.watching, 1);
  room.leave(second);
  room.leave(second);
  room.pass(1_100);
  assert.equal(room.view().audience.watching, 0);
});

test('[VI1] the view names no credentials, keeps its size whatever the audience, and counts calmly', () => {
  const room = new TestRoom();
  room.join();
  room.goLive();
  const small = JSON.stringify(room.view()).length;
  for (let index = 0; index < 500; index += 1) room.join();
  for (let index = 1; index <= 40; index += 1) room.ask(`c${index}`, 'request-turn');
  room.pass(2_000);
  const large = JSON.stringify(room.view());
  assert.ok(large.length < small + 700, `${small} grew to ${large.length}`);
  assert.equal(large.includes('sessionToken'), false);
  assert.equal(room.view().audience.watching, 501);
});

test('[VI2] a name is cleaned and bounded, and who has none gets a lasting one', () => {
  const room = new TestRoom();
  room.join({ id: 'a-n', name: `  Ad\u0000a\u202e ${'x'.repeat(60)}` });
  assert.match(room.you('a-n').name, /^Ada x+$/);
  assert.ok(room.you('a-n').name.length <= 32);
  room.join({ id: 'a-m' });
  assert.match(room.you('a-m').name, /^[A-Z][a-z]+ [A-Z][a-z]+$/);
  // Drawn from the identity alone, by every version of the room.
  assert.deepEqual(['', 'a-1', 'a-2'].map(guestName), [
    'Hazel Badger',
    'Quiet Gecko',
    'Rosy Gecko',
  ]);
});

test('[CN2] a second tab that watches counts, though the first one does not', () => {
  const room = new TestRoom();
  room.join({ id: 'a-x', watching: false, conduct: 'no' });
  const tab = room.join({ id: 'a-x' });
  room.pass(1_100);
  assert.equal(room.view().audience.watching, 1);
  room.leave(tab);
  room.pass(1_100);
  assert.equal(room.view().audience.watching, 0);
});

test('[VI3] the count that is shown changes at most once a second, whatever comes and goes', () => {
  const room = new TestRoom();
  room.join();
  room.goLive();
  room.pass(1_000);
  const shown = new Set<number>();
  for (let index = 0; index < 100; index += 1) {
    room.join({ conduct: 'no' });
    room.pass(5);
    shown.add(room.view().audience.watching);
  }
  assert.ok(shown.size <= 2, [...shown].join());
});

test('[CN5] another name keeps place, turn and lease; one whom the site names keeps that name', () => {
  const [room, a] = liveRoom(1);
  room.ask(a, 'request-turn');
  room.say(a, { type: 'rename', name: ' Ada\u202e ' });
  assert.equal(room.turns.holder?.name, 'Ada');
  assert.equal(room.holder, 'active a-1');
  assert.equal(room.state.lease?.connection, a);
  const named = room.join({ id: 't-1', name: 'Grace' });
  room.say(named, { type: 'rename', name: 'Root' });
  assert.equal(room.you('t-1').name, 'Grace');
});

test('[RS1] after a restart nobody is counted before they are back', () => {
  const [room] = liveRoom(2);
  room.step({ type: 'restarted', entropy: 'x' });
  assert.deepEqual(room.view().audience, { watching: 0 });
});

test('[RS6] a visitor who only watches is not stored; who has a place or had one prompt accepted is', () => {
  const [room, , prompter, waiting] = liveRoom(4);
  const id = room.prompt(prompter, 'it snows');
  room.performed();
  assert.equal(room.receipt(prompter, id).status, 'applied');
  assert.equal(room.holder, '');
  const stored = () => Object.keys(storedPart(room.state, 'participants') as object);
  assert.deepEqual(stored(), ['a-2']);
  room.ask(waiting, 'request-turn');
  assert.deepEqual(stored(), ['a-2', 'a-3']);
});

test('[TP5] in no mode is somebody remembered who only watched and left', () => {
  for (const turns of TURN_MODES) {
    const [room, , b] = liveRoom(2, { turns });
    room.leave(b);
    const { participants, watchers } = room.state;
    assert.deepEqual(Object.keys({ ...participants, ...watchers }), ['a-1'], turns);
  }
});

test('[VI5] how somebody stands is told to all of their pages when it changes, once, and to nobody else', () => {
  const [room, a, b] = liveRoom(2, { turns: 'open' });
  const tab = room.join({ id: 'a-1' });
  const publisher = new Publisher();
  const told = () =>
    publisher
      .publish(room.state, room.now, [])
      .each.map(({ connection }) => connection)
      .sort();
  assert.deepEqual(told(), [a, b, tab], 'for the first time');
  room.prompt(a, 'it rains');
  room.performed();
  assert.deepEqual(told(), [a, tab]);
  room.say(b, { type: 'rename', name: 'Ada' });
  assert.deepEqual(told(), [b]);
  assert.deepEqual(told(), []);
});
