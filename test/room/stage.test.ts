import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveRoom } from '../support/test-room.js';

test('[SG1] host and moderators prompt, one after the other', () => {
  const [room] = liveRoom(1, { turns: 'stage', gapSeconds: 3 });
  const host = room.join({ role: 'host' });
  const moderator = room.join({ role: 'moderator' });
  const first = room.prompt(host, 'it rains');
  const second = room.prompt(moderator, 'it snows');
  assert.equal(room.receipt(host, first).status, 'performing');
  assert.equal(room.receipt(moderator, second).status, 'waiting');
  room.performed();
  room.pass(3_000);
  assert.equal(room.receipt(moderator, second).status, 'performing');
});

test('[SG2] the audience watches, and is told so', () => {
  const [room, a] = liveRoom(1, { turns: 'stage' });
  room.join({ id: 'a-host', role: 'host' });
  assert.deepEqual(room.you('a-1').standing, { state: 'watching', reason: 'stage-only' });
  assert.deepEqual(room.you('a-host').standing, { state: 'free' });
  assert.equal(room.receipt(a, room.prompt(a, 'it rains')).reason, 'stage-only');
  assert.equal(room.ask(a, 'request-turn').reason, 'wrong-mode');
});

test('[SG3] at most max-queue prompts wait, and who waits is told how far behind', () => {
  const [room] = liveRoom(1, { turns: 'stage', maxQueue: 2 });
  const host = room.join({ id: 'a-host', role: 'host' });
  const moderator = room.join({ id: 'a-mod', role: 'moderator' });
  for (const text of ['it rains', 'it snows']) room.prompt(host, text);
  room.prompt(moderator, 'it hails');
  const standing = { state: 'waiting', expectedAt: null };
  assert.deepEqual(room.you('a-host').standing, { ...standing, place: 1 });
  assert.deepEqual(room.you('a-mod').standing, { ...standing, place: 2 });
  const full = room.receipt(moderator, room.prompt(moderator, 'it thaws'));
  assert.deepEqual([full.reason, full.limit], ['queue-full', 2]);
});
