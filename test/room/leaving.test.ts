import assert from 'node:assert/strict';
import test from 'node:test';
import { BREAK_MS, liveRoom, STREAM_MS, TestRoom } from '../support/test-room.js';

const SECOND = 1_000;

/** A live room whose conductor has no screen, and whose one visitor's page cannot conduct. */
function conducted(rules = {}) {
  const room = new TestRoom(rules);
  const headless = room.join({ id: 'h-1', conduct: 'prefer', watching: false, mayOpen: false });
  const visitor = room.join({ id: 'a-1', conduct: 'no' });
  room.goLive();
  return { room, headless, visitor };
}

function mints(room: TestRoom) {
  return room.effects.filter(({ type }) => type === 'mint').length;
}

function isDark(room: TestRoom, reason: string | null) {
  assert.deepEqual(room.view().life, { phase: 'dark', reason, until: null });
}

test('[RN22] one that leaves while nobody can take over is told to end at once', () => {
  const { room, headless } = conducted();
  room.report({ report: 'leaving', epoch: 1 }, headless);
  assert.deepEqual(room.commands(headless).at(-1), { command: 'end', epoch: 1 });
  assert.equal(room.view().life.phase, 'closing');
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, headless);
  isDark(room, 'no-conductor');
  room.passAlive(60 * SECOND);
  assert.equal(mints(room), 1, 'it is not asked again');
});

test('[RN22] whoever comes later opens the world anew', () => {
  const { room, headless } = conducted();
  room.report({ report: 'leaving', epoch: 1 }, headless);
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, headless);
  const other = room.join({ id: 'h-2', conduct: 'prefer', watching: false });
  room.goLive();
  assert.equal(room.state.lease?.connection, other);
});

test('[RN22] the prompt on its way is answered first, and no other is sent', () => {
  const { room, headless, visitor } = conducted({ turns: 'open', cooldownSeconds: 0 });
  const first = room.prompt(visitor, 'it snows');
  const second = room.prompt(visitor, 'a red balloon');
  room.report({ report: 'leaving', epoch: 1 }, headless);
  assert.equal(room.view().life.phase, 'live');
  room.performed();
  assert.equal(room.receipt(visitor, first).status, 'applied');
  assert.equal(room.view().life.phase, 'closing');
  const sent = room.commands(headless).filter(({ command }) => command === 'perform');
  assert.equal(sent.length, 1);
  assert.equal(room.receipt(visitor, second).status, 'waiting');
});

test('[RN22] one who lost the line a moment ago is waited for, and then no longer', () => {
  const [room, a, b] = liveRoom(2);
  room.report({ report: 'leaving', epoch: 1 }, a);
  const next = room.connect();
  room.leave(b);
  room.passAlive(3 * SECOND);
  assert.equal(room.view().life.phase, 'renewing', 'b may be back');
  room.passAlive(2 * SECOND);
  assert.equal(room.view().life.phase, 'closing');
  assert.deepEqual(room.commands(a).at(-1), { command: 'end', epoch: 1 });
  assert.ok(next > 1);
});

test('[RN22] nor are those who have yet to come back after a restart', () => {
  const { room } = conducted();
  room.apply({ type: 'restarted', entropy: 'x' });
  const back = room.join({ id: 'h-1', conduct: 'no', watching: false, epochs: [1] });
  room.join({ id: 'a-1', conduct: 'no' });
  room.passAlive(10 * SECOND);
  assert.equal(room.view().life.phase, 'live');
  room.join({ id: 'h-2', conduct: 'prefer', watching: false });
  room.passAlive(2 * SECOND);
  assert.equal(mints(room), 2);
  assert.deepEqual(room.commands(back), []);
});

test('[RN22] when all of them leave, the last one ends it', () => {
  const [room, a, b] = liveRoom(2);
  room.report({ report: 'leaving', epoch: 1 }, a);
  const next = room.connect();
  room.report({ report: 'leaving', epoch: next }, b);
  assert.equal(room.view().life.phase, 'closing');
  assert.deepEqual(room.commands(a).at(-1), { command: 'end', epoch: 1 });
  assert.deepEqual(room.commands(b).at(-1), { command: 'end', epoch: next });
});

test('[RN22] with nobody to see it, it ends although another could take over', () => {
  const { room, headless, visitor } = conducted();
  const other = room.join({ id: 'h-2', conduct: 'prefer', watching: false });
  room.leave(visitor);
  room.report({ report: 'leaving', epoch: 1 }, headless);
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, headless);
  isDark(room, null);
  assert.equal(mints(room), 1);
  room.join({ id: 'a-1', conduct: 'no' });
  room.goLive();
  assert.equal(room.state.lease?.connection, other);
});

test('[RN22] what a host started is over only when nobody came back in time', () => {
  for (const [away, phase] of [
    [29, 'opening'],
    [31, 'dark'],
  ] as const) {
    const { room, headless, visitor } = conducted({ lingerSeconds: 30 });
    room.join({ id: 'h-2', conduct: 'prefer', watching: false, mayOpen: false });
    const host = room.join({ id: 'host', role: 'host', conduct: 'no', watching: false });
    room.act(host, { act: 'start' });
    room.leave(host);
    room.leave(visitor);
    room.report({ report: 'leaving', epoch: 1 }, headless);
    room.report({ report: 'ended', epoch: 1, reason: 'closed' }, headless);
    room.passAlive(away * SECOND);
    room.join({ id: 'a-1', conduct: 'no', mayOpen: false });
    assert.equal(room.view().life.phase, phase, `${away} s`);
  }
});

test('[RN23] one that leaves in an opening gives way to another, or to nobody', () => {
  const room = new TestRoom();
  const first = room.join({ id: 'h-1', conduct: 'prefer', watching: false });
  const second = room.join({ id: 'h-2', conduct: 'prefer', watching: false });
  room.join({ id: 'a-1', conduct: 'no' });
  assert.equal(room.connect(), 1);
  assert.equal(room.state.lease?.connection, first);
  room.report({ report: 'leaving', epoch: 1 }, first);
  assert.deepEqual(room.commands(first).at(-1), { command: 'end', epoch: 1 });
  room.passAlive(SECOND);
  assert.equal(room.connect(), 2);
  assert.equal(room.state.lease?.connection, second);
  room.report({ report: 'leaving', epoch: 2 }, second);
  isDark(room, 'no-conductor');
});

test('[RN23] one that leaves with the next session in its hands gives that back, and another gets one', () => {
  const [room, a] = liveRoom(1);
  const other = room.join({ conduct: 'prefer', watching: false });
  room.passAlive(STREAM_MS - 45 * SECOND);
  const next = room.connect();
  assert.equal(room.state.successor?.connection, other);
  room.report({ report: 'leaving', epoch: next }, other);
  assert.deepEqual(room.commands(other).at(-1), { command: 'end', epoch: next });
  assert.equal(room.connect(), next + 1);
  assert.equal(room.state.successor?.connection, a);
  assert.equal(room.view().life.phase, 'live', 'the present stream has nothing to do with it');
});

test('[RN23] the next one has as many tries as any', () => {
  const [room, a] = liveRoom(1);
  const other = room.join({ conduct: 'prefer', watching: false });
  room.passAlive(STREAM_MS - 45 * SECOND);
  room.report({ report: 'leaving', epoch: room.connect() }, other);
  const failed = room.connect();
  room.report({ report: 'ended', epoch: failed, reason: 'model-crash' }, a);
  room.passAlive(2 * SECOND);
  assert.equal(room.state.broadcast.epoch, failed + 1);
});

test('[RN23] one that holds nothing and leaves is lent nothing', () => {
  const room = new TestRoom();
  const first = room.join({ id: 'h-1', conduct: 'prefer', watching: false });
  const second = room.join({ id: 'h-2', conduct: 'prefer', watching: false });
  room.join({ id: 'a-1', conduct: 'no' });
  room.report({ report: 'leaving' }, first);
  room.goLive();
  assert.equal(room.state.lease?.connection, second);
  room.report({ report: 'leaving' }, second);
  assert.equal(room.view().life.phase, 'closing', 'it need not say what it holds');
});

test('[RN23] one whose session is over for the room, or as good as over, is lent no other', () => {
  const [room, a, b] = liveRoom(2);
  room.report({ report: 'leaving', epoch: 7 }, b);
  assert.deepEqual(room.commands(b), [{ command: 'end', epoch: 7 }]);
  room.passAlive(STREAM_MS - 45 * SECOND);
  const next = room.connect();
  assert.equal(room.state.successor?.connection, a);
  room.passAlive(30 * SECOND);
  room.broadcasting(next);
  assert.equal(room.state.retiring?.epoch, 1);
  room.report({ report: 'leaving', epoch: 1 }, a);
  assert.equal(room.view().life.phase, 'closing', 'neither would take another');
});

test('[RN24] where no second session is to be had, it ends its own before another opens one', () => {
  const { room, headless } = conducted();
  const other = room.join({ id: 'h-2', conduct: 'prefer', watching: false });
  room.report({ report: 'leaving', epoch: 1 }, headless);
  for (let waited = 0; room.view().life.phase === 'live'; waited += 1) {
    assert.ok(waited <= 20, 'it is let go');
    const { epoch } = room.state.broadcast;
    room.apply({ type: 'mint-failed', epoch, reason: 'no-free-stream', retryAt: null });
    room.passAlive(SECOND);
  }
  assert.deepEqual(room.commands(headless).at(-1), { command: 'end', epoch: 1 });
  assert.ok(
    !room
      .commands(headless)
      .slice(1)
      .some(({ command }) => command === 'open'),
  );
  const before = mints(room);
  room.passAlive(BREAK_MS - 2 * SECOND);
  assert.equal(mints(room), before, 'the place has to come free first');
  room.passAlive(2 * SECOND);
  room.goLive();
  assert.equal(room.state.lease?.connection, other);
});
