import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveRoom, type TestRoom } from '../support/test-room.js';

const BEHIND_MS = 6_000;
const behind = { type: 'visible', visible: true, behindMs: BEHIND_MS } as const;

/** How long the time of the one who has the turn is, or who is offered it, as they are told. */
function timeMs(room: TestRoom, who: string): number {
  const { standing } = room.you(who);
  assert.ok('clock' in standing && standing.clock !== null && 'endsAt' in standing.clock);
  return standing.clock.endsAt - room.now;
}

test('[PF11] one who sees the world later has so much longer to claim a turn, and in it', () => {
  const [room, a, b] = liveRoom(2, { claimSeconds: 8, turnSeconds: 30 });
  for (const visitor of [a, b]) room.ask(visitor, 'request-turn');
  room.say(b, behind);
  room.ask(a, 'release-turn');
  assert.equal(timeMs(room, 'a-2'), 8_000 + BEHIND_MS);
  room.ask(b, 'claim-turn');
  assert.equal(timeMs(room, 'a-2'), 30_000 + BEHIND_MS);
});

test('[PF11] one whose other page shows it at once has no longer', () => {
  const [room, a, b] = liveRoom(2, { claimSeconds: 8 });
  room.join({ id: 'a-2' });
  for (const visitor of [a, b]) room.ask(visitor, 'request-turn');
  room.say(b, behind);
  room.ask(a, 'release-turn');
  assert.equal(timeMs(room, 'a-2'), 8_000);
});

test('[PF11] nor one whose picture has come back to WebRTC', () => {
  const [room, a, b] = liveRoom(2, { claimSeconds: 8 });
  for (const visitor of [a, b]) room.ask(visitor, 'request-turn');
  room.say(b, behind);
  room.say(b, { ...behind, behindMs: 0 });
  room.ask(a, 'release-turn');
  assert.equal(timeMs(room, 'a-2'), 8_000);
});

test('[PF12] a vote to skip what its voter has not seen begin was meant for the turn before', () => {
  const rules = { skipRate: 0.1, skipMin: 1, skipCooldownSeconds: 5 };
  const [room, a, b, c] = liveRoom(3, rules);
  const vote = (from: string) => {
    room.say(from, { type: 'skip-vote', id: 'q', behindMs: BEHIND_MS });
    return room.lastAnswer(from);
  };
  room.ask(a, 'request-turn');
  const begun = room.now;
  room.passAlive(6_000);
  const soon = vote(b);
  assert.deepEqual([soon.reason, soon.retryAt], ['skip-too-soon', begun + 5_000 + BEHIND_MS]);
  assert.notEqual(room.holder, '');
  room.passAlive(5_000);
  assert.ok(vote(c).ok);
  assert.equal(room.holder, '');
});

test('[PF26] who sees the world later has the same ballot, and no result waits for their vote', () => {
  const [room, a, b, c] = liveRoom(3, { turns: 'vote', submitSeconds: 15, voteSeconds: 20 });
  for (const visitor of [a, b, c]) room.say(visitor, behind);
  const rain = room.prompt(a, 'it rains');
  const snow = room.prompt(b, 'it snows');
  room.passAlive(15_000);
  const { id, clock } = room.round;
  assert.deepEqual(clock, { endsAt: room.now + 20_000 });
  room.passAlive(19_999);
  assert.ok(room.vote(c, snow).ok);
  room.passAlive(1);
  assert.equal(room.round.result?.winner, snow);
  // What their picture showed while the ballot was open is no reason.
  assert.equal(room.vote(c, rain, id).reason, 'round-over');
  assert.deepEqual([room.round.result?.winner, room.round.result?.votes], [snow, 1]);
});
