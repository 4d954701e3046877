import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { liveRoom, TestRoom } from '../support/test-room.js';

/** Two in line, the second of them on a page in the background, to whom the turn is just offered. */
function offeredInBackground(rules: RulesPatch = {}) {
  const [room, a] = liveRoom(1, { claimSeconds: 8, claimAwaySeconds: 20, ...rules });
  const b = room.join({ id: 'a-9', hidden: true });
  for (const visitor of [a, b]) room.ask(visitor, 'request-turn');
  room.ask(a, 'release-turn');
  assert.equal(room.holder, 'offered a-9');
  return { room, a, b };
}

/** How long the one who is offered the turn has to claim it, as they are told. */
function claimMs(room: TestRoom, who: string): number {
  const { standing } = room.you(who);
  assert.ok(standing.state === 'offered' && 'endsAt' in standing.clock);
  return standing.clock.endsAt - room.now;
}

test('[AT1] a page in the background has claim-away-seconds to claim the turn, and is told so', () => {
  const { room } = offeredInBackground();
  assert.equal(claimMs(room, 'a-9'), 20_000);
  room.passAlive(19_900);
  assert.equal(room.holder, 'offered a-9');
  room.passAlive(200);
  assert.equal(room.holder, '');
  assert.equal(room.view().turns.last?.reason, 'not-claimed');
});

test('[AT1] a page in the background never has less than claim-seconds', () => {
  const { room } = offeredInBackground({ claimAwaySeconds: 0 });
  assert.equal(claimMs(room, 'a-9'), 8_000);
});

test('[AT2] claim-seconds count from when a page of theirs comes to the front, once', () => {
  const { room, b } = offeredInBackground();
  room.passAlive(15_000);
  room.say(b, { type: 'visible', visible: true });
  assert.equal(claimMs(room, 'a-9'), 8_000);
  room.passAlive(5_000);
  for (const visible of [false, true]) room.say(b, { type: 'visible', visible });
  assert.equal(claimMs(room, 'a-9'), 3_000);
  room.passAlive(3_100);
  assert.equal(room.holder, '');
});

test('[AT2] one page of several in front is enough', () => {
  const { room } = offeredInBackground();
  room.passAlive(1_000);
  const other = room.join({ id: 'a-9' });
  assert.equal(claimMs(room, 'a-9'), 8_000);
  room.leave(other);
  assert.equal(claimMs(room, 'a-9'), 8_000);
});

test('[AT2] a drop in between draws the time to claim out no further', () => {
  const { room, b } = offeredInBackground();
  room.passAlive(15_000);
  room.leave(b);
  assert.equal(room.holder, '');
  room.join({ id: 'a-9', hidden: true });
  assert.equal(claimMs(room, 'a-9'), 5_000);
  room.join({ id: 'a-9' });
  assert.equal(claimMs(room, 'a-9'), 8_000);
  room.passAlive(8_100);
  assert.equal(room.holder, '');
});

test('[AT3] who only watches may say so too: they take no part for that', () => {
  const room = new TestRoom();
  const connection = room.join({ id: 'a-1' });
  room.say(connection, { type: 'visible', visible: false });
  assert.deepEqual(Object.keys(room.state.participants), []);
});
