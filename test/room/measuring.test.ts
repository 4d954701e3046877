import assert from 'node:assert/strict';
import test from 'node:test';
import type { Effect } from '../../party/room/input.js';
import { STREAM_MS, TestRoom } from '../support/test-room.js';

const SECOND = 1_000;

/** A room on the air whose conductor was lost 20 s later; somebody else watches on. */
function lost({ hasLedger = true } = {}) {
  const room = new TestRoom();
  room.apply({ type: 'restarted', entropy: 'x', hasLedger });
  const conductor = room.join();
  room.join();
  room.goLive();
  const startedAt = room.now;
  room.passAlive(20 * SECOND);
  room.leave(conductor);
  const asked = () =>
    room.effects.filter(
      (effect): effect is Extract<Effect, { type: 'measure' }> => effect.type === 'measure',
    );
  const stream = () => room.state.usage.sessions.find(({ epoch }) => epoch === 1)?.streams[0];
  const told = () => room.effects.findLast((effect) => effect.type === 'report-usage')?.sessions;
  return { room, conductor, startedAt, asked, stream, told };
}

test('[AC15] how long a lost stream ran is asked of the service, ever more rarely, until it says so', () => {
  const { room, startedAt, asked, stream, told } = lost();
  room.pass(60 * SECOND);
  const [first] = asked();
  assert.deepEqual(first, { type: 'measure', epoch: 1, no: 1, streamId: 'stream-1' });
  const before = asked().length;
  assert.ok(before >= 2 && before <= 3, `${before} in a minute`);
  room.pass(240 * SECOND);
  assert.ok(asked().length <= before + 4, 'once a minute after that');

  room.apply({ type: 'measured', epoch: 1, no: 1, seconds: 21.5 });
  assert.equal(stream()?.endedAt, startedAt + 21_500);
  room.pass(15 * SECOND);
  const session = told()?.find(({ epoch }) => epoch === 1);
  assert.deepEqual(session?.streams, [{ no: 1, startedAt, endedAt: startedAt + 21_500 }]);
  assert.equal(session?.over, false, 'its place is held all the same');
  const then = asked().length;
  room.apply({ type: 'measured', epoch: 1, no: 1, seconds: 99 });
  room.pass(120 * SECOND);
  assert.equal(asked().length, then, 'known');
  assert.equal(stream()?.endedAt, startedAt + 21_500, 'said once');
});

test('[AC15] it is asked 10 s after the loss, then after 10, 20, 40 and each further 60 s', () => {
  const { room, asked } = lost();
  const from = room.now;
  const at: number[] = [];
  while (room.now < from + 300 * SECOND) {
    room.pass(SECOND);
    while (at.length < asked().length) at.push((room.now - from) / SECOND);
  }
  const first = (at[0] ?? 0) - 10;
  assert.deepEqual(
    at.map((seconds) => seconds - first),
    [10, 20, 40, 80, 140, 200, 260],
  );
  assert.ok(first <= 4, 'its conductor may come back for 4 s');
});

test('[AC15] who still has a lease is not asked about; nor is what nobody counts', () => {
  const held = lost();
  const back = held.room.join({ id: 'a-1', epochs: [1] });
  held.room.passAlive(30 * SECOND);
  assert.deepEqual(held.asked(), [], 'back in time');
  held.room.report({ report: 'ended', epoch: 1, reason: 'closed' }, back);
  held.room.pass(9 * SECOND);
  assert.deepEqual(held.asked(), [], 'its recording is not written yet');

  const uncounted = lost({ hasLedger: false });
  uncounted.room.pass(120 * SECOND);
  assert.deepEqual(uncounted.asked(), []);
});

test('[AC15] it is asked no longer than the session’s place can be held', () => {
  const { room, asked } = lost();
  room.pass(700 * SECOND);
  const before = asked().length;
  assert.ok(before > 5);
  room.pass(3_600 * SECOND);
  assert.equal(asked().length, before);
});

test('[AC15] a stream that is said to have run into the future ran until now', () => {
  const { room, stream } = lost();
  room.pass(30 * SECOND);
  room.apply({ type: 'measured', epoch: 1, no: 1, seconds: 9_999 });
  assert.equal(stream()?.endedAt, room.now);
});

/** A stream whose conductor heard that it began 2 s late, and told its end after 20 s. */
function ended() {
  const { room, startedAt, asked, stream, told } = lost();
  const back = room.join({ id: 'a-1', epochs: [1] });
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, back);
  return { room, startedAt, asked, stream, told, endedAt: room.now };
}

test('[AC17] how long a stream ran is asked of the service although its conductor told it: that counts', () => {
  const { room, asked, stream, told, endedAt } = ended();
  room.pass(15 * SECOND);
  assert.deepEqual(asked(), [{ type: 'measure', epoch: 1, no: 1, streamId: 'stream-1' }]);
  room.apply({ type: 'measured', epoch: 1, no: 1, seconds: 22 });
  const startedAt = endedAt - 22 * SECOND;
  assert.deepEqual([stream()?.startedAt, stream()?.endedAt], [startedAt, endedAt]);
  room.pass(15 * SECOND);
  const session = told()?.find(({ epoch }) => epoch === 1);
  assert.deepEqual(session?.streams, [{ no: 1, startedAt, endedAt }]);
  room.pass(600 * SECOND);
  assert.equal(asked().filter(({ epoch }) => epoch === 1).length, 1, 'known');
});

test('[AC17] so it is of a stream of which only the end was heard', () => {
  const room = new TestRoom();
  room.apply({ type: 'restarted', entropy: 'x', hasLedger: true });
  const page = room.join();
  room.connect();
  room.pass(5 * SECOND);
  const ran = { agoMs: 0, ranMs: 3 * SECOND, streamId: 'missed' };
  room.report({ report: 'ended', epoch: 1, reason: 'stream-ended', ...ran }, page);
  const endedAt = room.now;
  room.pass(10 * SECOND);
  const asked = room.effects.filter((effect) => effect.type === 'measure');
  assert.deepEqual(asked, [{ type: 'measure', epoch: 1, no: 1, streamId: 'missed' }]);
  room.apply({ type: 'measured', epoch: 1, no: 1, seconds: 4 });
  const [stream] = room.state.usage.sessions.find(({ epoch }) => epoch === 1)?.streams ?? [];
  assert.equal(stream?.startedAt, endedAt - 4 * SECOND);
});

test('[AC17] a recording that is cut short takes nothing from what was told, nor is it longer than a stream', () => {
  const short = ended();
  short.room.apply({ type: 'measured', epoch: 1, no: 1, seconds: 3 });
  assert.equal(short.stream()?.startedAt, short.startedAt);
  const long = ended();
  long.room.apply({ type: 'measured', epoch: 1, no: 1, seconds: 9_999 });
  assert.equal(long.stream()?.startedAt, long.endedAt - STREAM_MS);
});

test('[AC17] an end that was heard late is when the service says; only a recording that is cut says nothing', () => {
  const short = (byMs: number) => {
    const { room, startedAt, endedAt, stream, told } = ended();
    const ranMs = endedAt - startedAt - byMs;
    room.apply({ type: 'measured', epoch: 1, no: 1, seconds: ranMs / SECOND });
    room.pass(15 * SECOND);
    const [counted] = told()?.find(({ epoch }) => epoch === 1)?.streams ?? [];
    assert.equal(counted?.endedAt, stream()?.endedAt, 'the ledger hears of it');
    return endedAt - (stream()?.endedAt ?? 0);
  };
  assert.deepEqual([0, 400, 3_000, 3_001, 15_000].map(short), [0, 400, 3_000, 0, 0]);
});

test('[AC26] an end that was heard late is no later than the service lets a stream run', () => {
  const { room, startedAt, stream } = lost();
  const back = room.join({ id: 'a-1', epochs: [1] });
  room.passAlive(STREAM_MS);
  room.report({ report: 'ended', epoch: 1, reason: 'stream-ended' }, back);
  assert.equal(stream()?.endedAt, startedAt + STREAM_MS);
});

test('[AC17] a service without recordings is asked four times: then what was told stands, and is forgotten', () => {
  const { room, asked, told } = ended();
  room.pass(15 * SECOND);
  const sessions = told() ?? [];
  room.apply({ type: 'usage-reported', sessions, closes: null });
  room.pass(100 * SECOND);
  const before = asked().filter(({ epoch }) => epoch === 1).length;
  assert.equal(before, 4);
  room.pass(600 * SECOND);
  assert.equal(asked().filter(({ epoch }) => epoch === 1).length, before);
  assert.ok(!room.state.usage.sessions.some(({ epoch }) => epoch === 1));
});
