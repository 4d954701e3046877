import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CREDENTIALS, liveRoom, STREAM_MS, TestRoom } from '../support/test-room.js';

test('[LE1] the conductor leaves in mid-stream: another takes over with a new epoch', () => {
  const [room, a, b] = liveRoom(2);
  room.leave(a);
  assert.equal(room.view().life.phase, 'live', 'it may come back');
  room.passAlive(4_100);
  assert.equal(room.view().life.phase, 'opening');
  assert.equal(room.goLive(), 2);
  assert.equal(room.state.lease?.connection, b);
  assert.equal(room.view().life.phase, 'live');
});

test('[LE10] a conductor that falls silent before a renewal is waited for only once', () => {
  const [room, a, b] = liveRoom(2);
  room.passAlive(STREAM_MS - 47_000);
  const lostAt = room.now + 9_000;
  let lent = false;
  while (room.now < lostAt) {
    room.pass(1_000);
    room.say(b, { type: 'ping' });
    if (lent || room.state.broadcast.epoch !== 2) continue;
    room.apply({ type: 'minted', epoch: 2, credentials: CREDENTIALS });
    lent = true;
  }
  assert.equal(room.view().life.phase, 'opening');
  const commands = room.commands(a).map(({ command, epoch }) => `${command} ${epoch}`);
  assert.deepEqual(commands.slice(-3), ['open 2', 'end 2', 'end 1']);
  room.goLive();
  assert.equal(room.state.lease?.connection, b);
});

test('[LE2] a silent conductor loses the lease although its connection is open', () => {
  const [room, a, b] = liveRoom(2);
  for (let beat = 0; beat < 5; beat += 1) {
    room.pass(4_000);
    room.say(a, { type: 'ping' });
    room.say(b, { type: 'ping' });
  }
  assert.equal(room.state.broadcast.epoch, 2);
  assert.deepEqual(room.commands(a).at(-1), { command: 'end', epoch: 1 });
  room.goLive();
  assert.equal(room.state.lease?.connection, b, 'one that failed is asked last');
});

test('[LE2] one whose session fails in an opening is asked last too, for half a minute', () => {
  const opened = (waitMs: number) => {
    const room = new TestRoom();
    const [a] = [room.join(), room.join()];
    room.connect();
    room.report({ report: 'ended', epoch: 1, reason: 'model-crash' }, a);
    room.passAlive(2_000);
    room.apply({
      type: 'mint-failed',
      epoch: 2,
      reason: 'unreachable',
      retryAt: room.now + waitMs,
    });
    room.passAlive(waitMs);
    room.connect();
    return room.state.lease?.connection === a ? 'the same' : 'another';
  };
  assert.deepEqual([opened(27_999), opened(28_000)], ['another', 'the same']);
});

test('[LE2] one whose stream fails while it is live is not asked last', () => {
  const [room, a] = liveRoom(2);
  room.passAlive(30_000);
  room.report({ report: 'ended', epoch: 1, reason: 'model-crash' }, a);
  room.connect();
  assert.equal(room.state.lease?.connection, a);
});

test('[LE2] nor is one whose stream held for 20 s; one that fails sooner is', () => {
  const next = (lastedMs: number) => {
    const [room, a] = liveRoom(2);
    room.passAlive(lastedMs);
    room.report({ report: 'ended', epoch: 1, reason: 'model-crash' }, a);
    room.connect();
    return room.state.lease?.connection === a ? 'the same' : 'another';
  };
  assert.deepEqual([next(19_999), next(20_000)], ['another', 'the same']);
});

test('[LE3] a conductor that comes back in time goes on, and is told of the prompt in flight again', () => {
  const [room, a, b] = liveRoom(2);
  const id = room.prompt(b, 'it rains');
  room.leave(a);
  room.pass(2_000);
  const back = room.join({ id: 'a-1', epoch: 1 });
  assert.equal(room.state.lease?.epoch, 1);
  assert.deepEqual(
    room.commands(back).map((command) => command.command === 'perform' && command.promptId),
    [id],
  );
  room.performed();
  assert.equal(room.receipt(b, id).status, 'applied');
});

test('[LE4] an old epoch counts for nothing: its holder is told to end', () => {
  const [room, a, b] = liveRoom(2);
  room.leave(a);
  room.passAlive(4_100);
  room.goLive();
  const late = room.join({ id: 'a-1', epoch: 1 });
  assert.deepEqual(room.commands(late), [{ command: 'end', epoch: 1 }]);
  const id = room.prompt(b, 'it rains');
  const outcome = { status: 'applied', appliedText: 'forged' } as const;
  room.report({ report: 'performed', epoch: 1, promptId: id, outcome }, late);
  room.report({ report: 'performed', epoch: 2, promptId: id, outcome }, late);
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, late);
  assert.equal(room.receipt(b, id).status, 'performing');
  assert.equal(room.view().life.phase, 'live');
});

test("[LE5] nobody can speak for another's lease, nor resume it under another identity", () => {
  const [room, a, b] = liveRoom(2);
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, b);
  assert.equal(room.view().life.phase, 'live');
  room.leave(a);
  const thief = room.join({ id: 'a-thief', epoch: 1 });
  assert.equal(room.state.lease?.connection, null);
  assert.deepEqual(room.commands(thief), [{ command: 'end', epoch: 1 }]);
});

test('[LE6] a prompt in flight when its conductor is lost is unconfirmed; the waiting ones are kept', () => {
  const [room, a, b, c] = liveRoom(3);
  const flying = room.prompt(b, 'one');
  const waiting = room.prompt(c, 'two');
  room.leave(a);
  room.passAlive(4_100);
  assert.deepEqual(
    [room.receipt(b, flying).status, room.receipt(b, flying).reason],
    ['unconfirmed', 'conductor-gone'],
  );
  assert.equal(room.receipt(c, waiting).status, 'waiting');
  room.goLive();
  room.passAlive(4_000);
  assert.equal(room.receipt(c, waiting).status, 'performing');
});

test('[LE7] one that prefers to conduct goes before an ordinary page', () => {
  const room = new TestRoom();
  room.join({ mayConduct: false });
  const page = room.join({ mayConduct: true, mayOpen: false });
  const headless = room.join({ conduct: 'prefer' });
  room.goLive();
  assert.equal(room.state.lease?.connection, headless);
  assert.notEqual(page, headless);
});

test('[LE8] credentials that come too late, or for an old epoch, go to nobody', () => {
  const [room, a] = liveRoom(1);
  const opens = () => room.commands(a).filter(({ command }) => command === 'open').length;
  const credentials = {
    sessionId: 'x',
    signalingUrl: 'w',
    sessionToken: 't',
    expiresIn: 1,
    capabilities: null,
  };
  room.apply({ type: 'minted', epoch: 1, credentials });
  room.apply({ type: 'minted', epoch: 7, credentials });
  assert.equal(opens(), 1);
});

test('[RS2] after a restart a conductor that does not come back is replaced', () => {
  const [room] = liveRoom(2);
  room.state = { ...room.state, connections: {} };
  room.apply({ type: 'restarted', entropy: 'a secret' });
  const b = room.join({ id: 'a-2' });
  room.passAlive(11_000);
  assert.equal(room.state.broadcast.epoch, 1);
  room.passAlive(2_000);
  assert.equal(room.state.broadcast.epoch, 2);
  room.goLive();
  assert.equal(room.state.lease?.connection, b);
});

test('[LE8] credentials of an old epoch are not lent while others are awaited', () => {
  const room = new TestRoom();
  const a = room.join();
  room.apply({ type: 'mint-failed', epoch: 1, reason: 'no-gpu', retryAt: null });
  room.passAlive(2_100);
  room.apply({ type: 'minted', epoch: 1, credentials: CREDENTIALS });
  assert.equal(room.commands(a).length, 0);
  room.apply({ type: 'mint-failed', epoch: 1, reason: 'bad-key', retryAt: null });
  assert.equal(room.view().life.phase, 'opening', 'nor does an old failure count');
});

test('[LE9] a clock that was put back keeps no lost conductor in office', () => {
  const [room, a] = liveRoom(2);
  room.leave(a);
  room.now -= 7_200_000;
  room.apply({ type: 'woke' });
  room.passAlive(20_000);
  assert.equal(room.view().life.phase, 'opening');
});
