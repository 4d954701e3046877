import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CREDENTIALS, liveRoom, readyToRenew, STREAM_MS, TestRoom } from '../support/test-room.js';

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

/** The room is killed and, after that time, started again on what was stored. */
function restart(room: TestRoom, downMs = 0): void {
  room.state = JSON.parse(JSON.stringify({ ...room.state, connections: {} }));
  room.now += downMs;
  room.apply({ type: 'restarted', entropy: 'a secret' });
}

/**
 * A room whose conductor is lost with its first restart, and which is restarted again at these instants
 * after that, with another visitor back in between.
 */
function restartedAt(instants: readonly number[], downMs = 100): [TestRoom, from: number] {
  const [room] = liveRoom(2);
  room.passAlive(30_000);
  restart(room, downMs);
  const from = room.now;
  for (const at of instants) {
    room.join({ id: 'a-2' });
    room.pass(from + at - downMs - room.now);
    restart(room, downMs);
  }
  room.join({ id: 'a-2' });
  return [room, from];
}

/** How long after the first restart the conductor is given up. */
function lostAfter([room, from]: [TestRoom, from: number]): number {
  while (room.state.lease?.epoch === 1 && room.now < from + 60_000) room.pass(100);
  return room.now - from;
}

test('[RS10] kills while a conductor is awaited do not lengthen the wait: 12 s, or 4 s after the last', () => {
  const chains = [[], [5_000], [3_000, 7_900], [2_000, 4_000, 6_000, 7_000, 8_000]];
  for (const chain of chains) assert.equal(lostAfter(restartedAt(chain)), 12_000, `${chain}`);
  assert.equal(lostAfter(restartedAt([2_000, 5_000, 8_000, 10_000, 11_900])), 15_900);
  assert.equal(lostAfter(restartedAt([6_000, 11_000, 14_000])), 18_000, 'the rest of four is four');
  const [room] = restartedAt([3_000, 6_000, 9_000]);
  room.passAlive(4_000);
  assert.equal(room.goLive(), 2, 'another takes over');
  assert.equal(room.view().life.phase, 'live');
});

test('[RS10] kills that go on after the grace, more than 4 s apart, keep nobody in office', () => {
  assert.equal(lostAfter(restartedAt([4_500, 9_000])), 13_000);
  const [room] = restartedAt([4_500, 9_000, 13_500, 18_000]);
  assert.equal(room.view().life.phase, 'opening', 'another is on its way through all of them');
  room.goLive();
  assert.equal(room.state.lease?.who, 'a-2');
});

test('[RS10] a conductor that comes back within the first grace keeps its stream through all kills', () => {
  for (const chain of [[5_000], [3_000, 9_000], [2_000, 4_000, 6_000, 8_000, 11_000]]) {
    const [room, from] = restartedAt(chain);
    room.pass(from + 11_900 - room.now);
    const back = room.join({ id: 'a-1', epoch: 1 });
    assert.equal(room.state.lease?.connection, back, `${chain}`);
    assert.equal(room.view().life.phase, 'live');
    room.passAlive(20_000);
    assert.equal(room.state.broadcast.epoch, 1);
  }
});

test('[RS10] however long the room was down the second time, its conductor has 4 s', () => {
  for (const downMs of [11_500, 60_000]) {
    const [room] = restartedAt([]);
    room.pass(300);
    restart(room, downMs);
    room.join({ id: 'a-2' });
    room.pass(3_900);
    assert.equal(room.state.lease?.epoch, 1, `down for ${downMs} ms`);
    room.pass(200);
    assert.equal(room.state.lease, null);
  }
});

test('[RS10] one that was heard between two restarts has 12 s again, however it was lost', () => {
  for (const isDropped of [false, true]) {
    const [room] = restartedAt([]);
    room.pass(6_000);
    const back = room.join({ id: 'a-1', epoch: 1 });
    if (isDropped) {
      room.pass(500);
      room.report({ report: 'heartbeat', epoch: 1 }, back);
      room.leave(back);
    }
    restart(room, 1_000);
    const from = room.now;
    room.join({ id: 'a-2' });
    assert.equal(lostAfter([room, from]), 12_000);
  }
});

test('[RS5] one whose line broke just before the room was killed has its 12 s too', () => {
  for (const restartsBefore of [0, 1]) {
    const [room, first] = liveRoom(2);
    let a = first;
    room.passAlive(5_000);
    if (restartsBefore > 0) {
      restart(room, 500);
      a = room.join({ id: 'a-1', epoch: 1 });
      room.join({ id: 'a-2' });
      room.passAlive(20_000);
    }
    room.leave(a);
    room.pass(3_000);
    restart(room, 2_000);
    const from = room.now;
    room.join({ id: 'a-2' });
    assert.equal(lostAfter([room, from]), 12_000);
  }
});

test('[RS10] each lease is waited for by itself: one conductor is back, that of the next stream is not', () => {
  const { room, next } = readyToRenew(2);
  const [present, other] = ['a-1', 'a-2'];
  const successor = room.state.successor;
  assert.ok(successor !== null);
  // The next session is with another page.
  room.state = { ...room.state, successor: { ...successor, who: other, connection: 'c2' } };
  restart(room, 1_000);
  const from = room.now;
  const back = room.join({ id: present, epoch: 1 });
  room.pass(8_000);
  room.report({ report: 'heartbeat', epoch: 1 }, back);
  room.pass(1_000);
  restart(room, 1_000);
  room.pass(3_900);
  assert.deepEqual([room.state.lease?.epoch, room.state.successor?.epoch], [1, next]);
  room.pass(200);
  assert.equal(room.now - from, 14_100);
  assert.deepEqual([room.state.lease?.epoch, room.state.successor], [1, null]);
  room.pass(7_800);
  assert.equal(room.state.lease?.epoch, 1, 'the one that was back has 12 s');
  room.pass(200);
  assert.notEqual(room.state.lease?.epoch, 1);
});

test('[RS10] a clock that was put back between two kills makes the wait no longer', () => {
  const [room] = restartedAt([]);
  room.pass(5_000);
  room.apply({ type: 'woke' });
  restart(room, -3_600_000);
  const from = room.now;
  room.join({ id: 'a-2' });
  // No time has passed while it was down: 7 s are left.
  assert.equal(lostAfter([room, from]), 7_000);
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
