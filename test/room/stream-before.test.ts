import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveRoom, STREAM_MS, type TestRoom } from '../support/test-room.js';

const SECOND = 1_000;
const ONE = { webrtcUrl: 'http://world/stream-1', hlsUrl: null, token: 'spectator' };

/** What everybody is to watch while the world opens anew; another phase fails the test. */
function before(room: TestRoom) {
  const { life } = room.view();
  assert.equal(life.phase, 'opening');
  return life.phase === 'opening' ? life.before : null;
}

/** A room whose conductor has just been lost, as its line was cut. */
function cut(visitors = 2): [TestRoom, ...string[]] {
  const [room, ...all] = liveRoom(visitors);
  room.passAlive(30 * SECOND);
  room.leave(all[0]!);
  room.passAlive(4_100);
  return [room, ...all];
}

test('[RN25] what a lost conductor left playing is watched until the next stream is there', () => {
  const [room] = cut();
  assert.deepEqual(before(room), { streamId: room.shownId('stream-1'), watch: ONE });
  const epoch = room.connect();
  assert.deepEqual(before(room)?.streamId, room.shownId('stream-1'));
  room.broadcasting(epoch);
  const { life } = room.view();
  assert.equal(life.phase === 'live' && life.streamId, room.shownId('stream-2'));
});

test('[RN25] so is that of one who fell silent, who is told to end it', () => {
  const [room, a, b] = liveRoom(2);
  while (room.view().life.phase === 'live') {
    room.pass(SECOND);
    room.say(b, { type: 'ping' });
  }
  assert.deepEqual(room.commands(a).at(-1), { command: 'end', epoch: 1 });
  assert.equal(before(room)?.streamId, room.shownId('stream-1'));
});

test('[RN25] it is watched also while what was prepared for its renewal begins', () => {
  const [room, a] = liveRoom(1);
  const headless = room.join({ id: 'h', conduct: 'prefer', watching: false });
  room.join({ conduct: 'no' });
  room.passAlive(STREAM_MS - 45 * SECOND);
  room.connect();
  room.leave(a);
  room.passAlive(4_100);
  assert.equal(room.state.lease?.connection, headless);
  assert.equal(before(room)?.streamId, room.shownId('stream-1'));
});

test('[RN25] an opening that is tried once more keeps it', () => {
  const [room] = cut(3);
  room.connect();
  room.leave(room.state.lease!.connection!);
  room.passAlive(4_100);
  assert.equal(before(room)?.streamId, room.shownId('stream-1'));
});

test('[RN26] a stream that its conductor has ended is not watched any more', () => {
  for (const reason of ['closed', 'model-crash', 'stream-expired'] as const) {
    const [room] = liveRoom(2);
    room.passAlive(30 * SECOND);
    room.report({ report: 'ended', epoch: 1, reason });
    assert.equal(before(room), null);
  }
});

test('[RN26] nor one whose own conductor comes back and ends it', () => {
  const [room, , b] = cut(3);
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, b);
  assert.equal(before(room)?.streamId, room.shownId('stream-1'), 'nobody else can say that');
  const back = room.join({ id: 'a-1', epoch: 1 });
  assert.deepEqual(room.commands(back), [{ command: 'end', epoch: 1 }]);
  assert.equal(
    before(room)?.streamId,
    room.shownId('stream-1'),
    'it was told, and has not done so yet',
  );
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, back);
  assert.equal(before(room), null);
});

test('[RN26] nor one that the service says is over', () => {
  const [room] = cut();
  room.apply({ type: 'measured', epoch: 1, no: 1, seconds: 31 });
  assert.equal(before(room), null);
});

test('[RN26] nor one that the service has ended by now', () => {
  const [room, a] = liveRoom(2);
  const endAt = room.now + STREAM_MS;
  room.passAlive(STREAM_MS - 20 * SECOND);
  room.leave(a);
  room.passAlive(4_100);
  assert.equal(before(room)?.streamId, room.shownId('stream-1'));
  room.passAlive(endAt - room.now - 1);
  assert.equal(before(room)?.streamId, room.shownId('stream-1'));
  room.passAlive(1);
  assert.equal(before(room), null);
});

test('[RN26] nor one of a broadcast that was closed or that nobody can open', () => {
  const [room] = cut();
  const host = room.join({ id: 'h', role: 'host', conduct: 'no' });
  room.act(host, { act: 'stop' });
  assert.equal('before' in room.view().life, false);
  const [alone, a] = liveRoom(1);
  alone.join({ conduct: 'no' });
  alone.leave(a);
  alone.passAlive(4_100);
  assert.equal(alone.view().life.phase, 'dark');
});

test('[RN26] an opening after that begins without it', () => {
  const [room] = cut();
  const host = room.join({ id: 'h', role: 'host', conduct: 'no' });
  room.act(host, { act: 'stop' });
  room.passAlive(10 * SECOND);
  room.act(host, { act: 'start' });
  assert.equal(before(room), null);
});
