import assert from 'node:assert/strict';
import test from 'node:test';
import {
  liveRoom,
  OVERLAP_MS,
  readyToRenew,
  STREAM_MS,
  type TestRoom,
} from '../support/test-room.js';

const SECOND = 1_000;

/** A room whose own session was told to begin its next stream. */
function beginningAnew() {
  const [room, ...visits] = liveRoom(1);
  room.passAlive(STREAM_MS - 45 * SECOND);
  room.apply({ type: 'mint-failed', epoch: 2, reason: 'bad-key', retryAt: null });
  room.passAlive(2 * SECOND);
  room.apply({ type: 'mint-failed', epoch: 3, reason: 'bad-key', retryAt: null });
  room.passAlive(28 * SECOND);
  assert.equal(room.view().life.phase, 'renewing');
  return { room, visits };
}

function starts(room: TestRoom, connection: string) {
  return room.commands(connection).filter(({ command }) => command === 'start');
}

function mints(room: TestRoom) {
  return room.effects.filter(({ type }) => type === 'mint').length;
}

test('[RN15] a page that goes with both sessions is not taken for the conductor of the next', () => {
  const { room, visits } = readyToRenew(2);
  room.leave(visits[0]);
  assert.equal(room.state.lease?.connection, null);
  assert.equal(room.state.successor?.connection, null);
  room.pass(4 * SECOND);
  assert.equal(room.state.successor, null);
  assert.equal(room.view().life.phase, 'opening');
  room.connect();
  assert.equal(room.state.lease?.connection, visits[1]);
});

test('[RN15] the next stream is not started on a line that is down', () => {
  const { room, visits, next } = readyToRenew(2);
  room.passAlive(29 * SECOND);
  room.leave(visits[0]);
  room.pass(2 * SECOND);
  assert.equal(room.view().life.phase, 'live');
  const back = room.join({ id: 'a-1', epochs: [1, next] });
  assert.equal(room.view().life.phase, 'renewing');
  assert.equal(starts(room, back).at(-1)?.epoch, next);
});

test('[RN16] a next session that did not hear its word to start is told again', () => {
  const { room, visits, next } = readyToRenew(2);
  room.passAlive(30 * SECOND);
  assert.equal(room.view().life.phase, 'renewing');
  const said = starts(room, visits[0]).at(-1);
  room.leave(visits[0]);
  const back = room.join({ id: 'a-1', epochs: [1, next] });
  room.report({ report: 'connected', epoch: next }, back);
  assert.deepEqual(starts(room, back), [said]);
  room.broadcasting(next);
  assert.equal(room.view().life.phase, 'live');
});

test('[RN16] nor is the old stream, told of again, taken for the one that follows it', () => {
  const { room, visits } = beginningAnew();
  const said = starts(room, visits[0]).at(-1);
  room.leave(visits[0]);
  const back = room.join({ id: 'a-1', epochs: [1] });
  room.broadcasting(1);
  assert.equal(room.view().life.phase, 'renewing');
  assert.deepEqual(starts(room, back), [said]);
  room.broadcasting(1, 'stream-1b');
  const { life } = room.view();
  assert.equal(life.phase === 'live' && life.streamId, room.shownId('stream-1b'));
});

test('[RN17] one who was told to end while its line was down is told again', () => {
  const { room, next } = readyToRenew(2);
  room.passAlive(30 * SECOND);
  room.broadcasting(next);
  room.passAlive(OVERLAP_MS - SECOND);
  room.leave(room.state.retiring!.connection!);
  room.pass(2 * SECOND);
  const back = room.join({ id: 'a-1', epochs: [1, next] });
  assert.deepEqual(room.commands(back), [{ command: 'end', epoch: 1 }]);
});

test('[RN17] so is one that comes back to a broadcast that closes', () => {
  const [room, a] = liveRoom(1);
  const host = room.join({ id: 'h', role: 'host', conduct: 'no' });
  room.leave(a);
  room.act(host, { act: 'stop' });
  const back = room.join({ id: 'a-1', epochs: [1] });
  assert.deepEqual(room.commands(back), [{ command: 'end', epoch: 1 }]);
});

test('[RN18] a conductor that says again that it leaves takes no second place at the service', () => {
  const [room, a] = liveRoom(2);
  for (let times = 0; times < 5; times += 1) room.report({ report: 'leaving', epoch: 1 }, a);
  assert.equal(mints(room), 2);
});

test('[RN19] one that leaves while the next stream is starting is relieved after that', () => {
  const { room, visits, next } = readyToRenew(2);
  const [a, b] = visits;
  room.passAlive(30 * SECOND);
  room.report({ report: 'leaving', epoch: 1 }, a);
  room.broadcasting(next);
  assert.equal(room.state.lease?.connection, a);
  room.passAlive(OVERLAP_MS + SECOND);
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, a);
  room.connect();
  assert.equal(room.state.successor?.connection, b);
  room.passAlive(10 * SECOND);
  assert.equal(room.view().life.phase, 'renewing');
});

test('[RN20] a clock that was put back keeps no old session, and teaches nothing', () => {
  const { room, visits, next } = readyToRenew(2);
  room.passAlive(30 * SECOND);
  room.broadcasting(next);
  room.now -= 300 * SECOND;
  room.passAlive(OVERLAP_MS + 2 * SECOND);
  assert.deepEqual(room.commands(visits[0]).at(-1), { command: 'end', epoch: 1 });
  room.report({ report: 'ended', epoch: next, reason: 'stream-expired' });
  assert.equal(room.state.broadcast.learned, null);
});
