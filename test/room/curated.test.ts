import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWhole } from '../../party/server/stored-schema.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { liveRoom, type TestRoom } from '../support/test-room.js';

/** Three visitors, two of whom have suggested something, and a host. */
function suggested(rules: RulesPatch = {}) {
  const [room, a, b, c] = liveRoom(3, { turns: 'curated', ...rules }) as [
    TestRoom,
    string,
    string,
    string,
  ];
  const host = room.join({ id: 'a-host', role: 'host' });
  const rain = room.prompt(a, 'it rains');
  const snow = room.prompt(b, 'it snows');
  return { room, a, b, c, host, rain, snow };
}

const shown = (room: TestRoom) => room.round.choices.map(({ text, votes }) => [text, votes]);

test('[CU1] everyone suggests, one at a time; nothing runs by itself', () => {
  const { room, a, rain } = suggested({ maxProposals: 2 });
  assert.deepEqual(room.you('a-1').standing, { state: 'proposed', promptId: rain });
  assert.equal(room.receipt(a, room.prompt(a, 'it hails')).reason, 'already-proposed');
  const full = room.receipt('c3', room.prompt('c3', 'it hails'));
  assert.deepEqual([full.reason, full.limit], ['proposals-full', 2]);
  room.passAlive(60_000);
  assert.equal(room.receipt(a, rain).status, 'waiting');
});

test('[CU2] one upvote per identity, which moves, and is taken back by the same vote again', () => {
  const { room, a, c, rain, snow } = suggested();
  room.vote(c, rain);
  room.vote(room.join({ id: 'a-3' }), snow);
  assert.deepEqual(shown(room), [
    ['it snows', 1],
    ['it rains', 0],
  ]);
  assert.equal(room.you('a-3').vote, snow);
  room.vote(c, snow);
  assert.deepEqual([room.you('a-3').vote, shown(room)[0]], [null, ['it rains', 0]]);
  assert.equal(room.vote(a, 'nothing').reason, 'no-such-choice');
});

test('[CU3] host and moderators choose what runs, in the order of their choosing', () => {
  const { room, a, b, c, host, rain, snow } = suggested();
  assert.equal(room.direct(c, 'choose', rain).reason, 'not-allowed');
  const moderator = room.join({ role: 'moderator' });
  assert.equal(room.direct(moderator, 'choose', snow).ok, true);
  room.direct(host, 'choose', rain);
  assert.equal(room.receipt(b, snow).status, 'performing');
  assert.deepEqual(room.you('a-1').standing, { state: 'waiting', place: 1, expectedAt: null });
  room.performed();
  room.passAlive(3_000);
  assert.equal(room.receipt(a, rain).status, 'performing');
  assert.equal(room.direct(host, 'choose', rain).reason, 'no-such-choice');
});

test('[CU4] what they dismiss is refused, and its author told', () => {
  const { room, a, c, host, rain } = suggested();
  assert.equal(room.direct(c, 'dismiss', rain).reason, 'not-allowed');
  assert.equal(room.direct(host, 'dismiss', rain).ok, true);
  const { status, reason } = room.receipt(a, rain);
  assert.deepEqual([status, reason], ['refused', 'dismissed']);
  assert.equal(room.you('a-1').standing.state, 'free');
});

test('[CU5] a suggestion that nobody chooses in ten minutes is let go', () => {
  const { room, a, c, rain } = suggested();
  room.vote(c, rain);
  room.passAlive(600_000);
  const { status, reason } = room.receipt(a, rain);
  assert.deepEqual([status, reason], ['expired', 'waited-too-long']);
  room.prompt(a, 'it hails');
  assert.deepEqual(shown(room), [['it hails', 0]], 'no vote passes on to another suggestion');
});

test('[CU6] what audience parties have counted adds to what the room has; it is of what there is, and goes with it', () => {
  const { room, a, b, c, rain, snow } = suggested();
  const hail = 'constructor';
  room.prompt(c, 'hail', hail);
  room.vote(c, rain);
  const tally = (party: string, votes: Record<string, number>, round = 'curated') =>
    room.step({ type: 'tallied', tallies: [{ party, round, votes, isFinal: false }] });
  tally('1', { [rain]: 20, [snow]: 30, nothing: 900 });
  tally('2', { [rain]: 5 });
  tally('2', { [rain]: 6, [snow]: 1 });
  tally('3', { [rain]: 900 }, 'another');
  assert.deepEqual(shown(room), [
    ['it snows', 31],
    ['it rains', 27],
    ['hail', 0],
  ]);
  room.say(b, { type: 'withdraw', id: 'w', promptId: snow });
  room.prompt(b, 'it is foggy');
  assert.deepEqual(shown(room), [
    ['it rains', 27],
    ['hail', 0],
    ['it is foggy', 0],
  ]);
  assert.equal(room.you('a-1').vote, null);
  room.say(a, { type: 'withdraw', id: 'w', promptId: rain });
  assert.deepEqual(
    shown(room).map(([, votes]) => votes),
    [0, 0],
  );
});

test('[CU7] a vote that comes from an audience party counts once; who has voted here keeps that vote', () => {
  const { room, a, c, rain, snow } = suggested({ votesPerAddress: 1 });
  room.join({ id: 'w-1' });
  room.vote(c, rain);
  const move = (round: string, ...votes: [string, string, string | null][]) =>
    room.step({ type: 'votes-moved', round, votes });
  move('another', ['x-1', rain, null]);
  move('curated', ['w-1', rain, 'home'], ['x-1', rain, 'home'], ['x-1', snow, 'home']);
  move('curated', ['a-3', snow, null], ['x-2', 'nothing', null], ['w-1', rain, 'home']);
  move('curated', ['constructor', snow, 'constructor'], ['__proto__', snow, '__proto__']);
  assert.deepEqual(shown(room).slice(0, 1), [['it rains', 3]]);
  assert.equal(room.you('w-1').vote, rain);
  assert.equal(room.you('a-3').vote, rain);
  // No further vote of that address, as everywhere.
  const neighbour = room.join({ id: 'n-1', address: 'home' });
  assert.equal(room.vote(neighbour, rain).reason, 'too-many-from-address');
  room.vote(a, snow);
  assert.equal(isWhole('turns', room.state.turns, 'curated'), true);
});
