import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveRoom } from '../support/test-room.js';

test('[OP1] anyone may prompt without a turn; prompts run in the order in which they came', () => {
  const [room, a, b] = liveRoom(2, { turns: 'open', gapSeconds: 3 });
  assert.deepEqual(room.you('a-2').standing, { state: 'free' });
  const first = room.prompt(a, 'it rains');
  const second = room.prompt(b, 'it snows');
  assert.equal(room.receipt(a, first).status, 'performing');
  assert.equal(room.you('a-2').standing.state, 'waiting');
  room.performed();
  room.pass(3_000);
  assert.equal(room.receipt(b, second).status, 'performing');
  assert.equal(room.holder, '');
});

test('[OP2] who has prompted rests for cooldown-seconds, and is told until when', () => {
  const [room, a] = liveRoom(1, { turns: 'open', cooldownSeconds: 30 });
  room.prompt(a, 'it rains');
  room.performed();
  const until = room.now + 30_000;
  assert.deepEqual(room.you('a-1').standing, { state: 'cooling', until });
  const early = room.receipt(a, room.prompt(a, 'it snows'));
  assert.deepEqual([early.reason, early.retryAt], ['cooling-down', until]);
  room.passAlive(30_000);
  assert.deepEqual(room.you('a-1').standing, { state: 'free' });
  assert.equal(room.receipt(a, room.prompt(a, 'it hails')).status, 'performing');
});

test('[OP2] the rest is over at the instant that was told, although the room has not woken for it', () => {
  const [room, a] = liveRoom(1, { turns: 'open', cooldownSeconds: 30 });
  room.prompt(a, 'it rains');
  room.performed();
  room.passAlive(29_999);
  room.now += 1;
  assert.deepEqual(room.you('a-1').standing, { state: 'free' });
  assert.equal(room.receipt(a, room.prompt(a, 'it snows')).status, 'performing');
});

test('[OP3] a prompt that the world refused costs no rest', () => {
  const [room, a] = liveRoom(1, { turns: 'open' });
  room.prompt(a, 'it rains');
  room.performed({ status: 'refused', reason: 'world-refused' });
  assert.deepEqual(room.you('a-1').standing, { state: 'free' });
});

test('[OP4] at most max-queue prompts wait; asking for a turn is no way here', () => {
  const [room, a, b, c] = liveRoom(3, { turns: 'open', maxQueue: 1 });
  room.prompt(a, 'it rains');
  room.prompt(b, 'it snows');
  const full = room.receipt(c, room.prompt(c, 'it hails'));
  assert.deepEqual([full.reason, full.limit], ['queue-full', 1]);
  assert.equal(room.ask(c, 'request-turn').reason, 'wrong-mode');
});

test('[OP5] the rest counts per identity, over any number of connections', () => {
  const [room, a] = liveRoom(1, { turns: 'open' });
  room.prompt(a, 'it rains');
  const tab = room.join({ id: 'a-1' });
  assert.equal(room.receipt(tab, room.prompt(tab, 'it snows')).reason, 'cooling-down');
});

test('[OP6] of one address no more people prompt within a rest than votes count of it', () => {
  const [room] = liveRoom(1, { turns: 'open', votesPerAddress: 2, cooldownSeconds: 30 });
  const prompt = (id: string, address: string) => {
    const visitor = room.join({ id, address });
    return room.receipt(visitor, room.prompt(visitor, `a wish of ${id}`));
  };
  prompt('a-7', 'home');
  const freeAt = room.now + 30_000;
  room.passAlive(5_000);
  prompt('a-8', 'home');
  const third = prompt('a-9', 'home');
  assert.deepEqual([third.reason, third.retryAt], ['too-many-from-address', freeAt]);
  assert.equal(prompt('a-10', 'elsewhere').status, 'waiting');
  room.passAlive(25_000);
  assert.equal(prompt('a-9', 'home').status, 'waiting');
});
