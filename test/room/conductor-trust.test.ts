import assert from 'node:assert/strict';
import test from 'node:test';
import { noteFault } from '../../party/room/broadcast/lease.js';
import type { Life } from '../../party/room/broadcast/state.js';
import type { Reason } from '../../src/protocol/reasons.js';
import { lendNext, lentToStranger, logged, sayBroadcasting } from '../support/strangers.js';
import { liveRoom, TestRoom } from '../support/test-room.js';

const SECOND = 1_000;

const ACCOUNT = ['account-suspended', 'bad-key', 'quota', 'no-gpu', 'no-free-stream', 'banned'];

test('[TR1] a stranger that ends its session with the owner’s account keeps nobody out', () => {
  for (const reason of ACCOUNT as Reason[]) {
    const { room, stranger, honest, epoch } = lentToStranger();
    room.report({ report: 'ended', epoch, reason }, stranger);
    const { life } = room.view();
    assert.equal(life.phase, 'opening', `${reason}: another is asked at once`);
    room.goLive();
    assert.equal(room.state.lease?.connection, honest);
    assert.equal(room.view().life.phase, 'live');
    assert.doesNotMatch(JSON.stringify(room.state), new RegExp(`"${reason}"`));
  }
});

test('[TR1] nor when it says so at every turn of a stream, or alone', () => {
  for (const at of ['open', 'connected', 'live', 'renewing'] as const) {
    const room = new TestRoom();
    const stranger = room.join({ id: 'a-stranger' });
    const epoch = room.state.broadcast.epoch;
    if (at === 'open') {
      room.apply({ type: 'mint-failed', epoch, reason: 'unreachable', retryAt: null });
      room.passAlive(2 * SECOND);
    }
    const held = room.connect();
    if (at === 'live' || at === 'renewing') room.broadcasting(held);
    if (at === 'renewing') room.passAlive(136 * SECOND);
    room.report({ report: 'ended', epoch: held, reason: 'account-suspended' }, stranger);
    const { life } = room.view();
    assert.ok(!('reason' in life) || life.reason !== 'account-suspended', at);
    lendNext(room);
    assert.equal(room.state.lease?.connection, stranger, 'there is no other to ask');
  }
});

test('[TR1] the author of a prompt hears nothing that its conductor cannot know', () => {
  const [room, a] = liveRoom(2);
  const id = room.prompt(a, 'a red kite');
  room.performed({ status: 'refused', reason: 'banned' });
  assert.equal(room.receipt(a, id).reason, 'connection-lost');
  room.passAlive(5 * SECOND);
  const next = room.prompt(a, 'a blue kite');
  room.performed({ status: 'refused', reason: 'world-refused' });
  assert.equal(room.receipt(a, next).reason, 'world-refused');
});

test('[TR2] what an earlier version stored as failed for good is tried again by itself', () => {
  const room = new TestRoom();
  // The shape is that of an earlier version, which knew failures without an end.
  const life = { phase: 'failed', since: room.now, reason: 'account-suspended', attempt: 0 };
  room.state = { ...room.state, life: { ...life, retryAt: null } as unknown as Life };
  room.now += 3_600_000;
  room.apply({ type: 'restarted', entropy: 'a secret' });
  room.join();
  room.goLive();
  assert.equal(room.view().life.phase, 'live');
});

test('[TR2] with a bad key, too, everybody reads when it is tried again', () => {
  for (const reason of ['bad-key', 'account-suspended'] as const) {
    const room = new TestRoom();
    room.join();
    room.apply({ type: 'mint-failed', epoch: 1, reason, retryAt: null });
    const { life } = room.view();
    assert.deepEqual(life, { phase: 'failed', reason, retryAt: room.now + 600_000 });
    room.apply({ type: 'restarted', entropy: 'a secret' });
    room.join();
    room.passAlive(600 * SECOND);
    assert.equal(room.view().life.phase, 'opening', reason);
  }
});

test('[TR3] one that fails again and again is asked last for ever longer, whichever page it comes with', () => {
  const room = new TestRoom();
  room.join({ id: 'a-viewer', conduct: 'no' });
  const lostUntil = () => room.state.broadcast.faults.find(({ key }) => key === 'a-x')?.until ?? 0;
  const waits: number[] = [];
  let page = room.join({ id: 'a-x' });
  for (let times = 0; times < 9; times += 1) {
    const epoch = lendNext(room);
    room.report({ report: 'ended', epoch, reason: 'unreachable' }, page);
    waits.push((lostUntil() - room.now) / SECOND);
    room.leave(page);
    page = room.join({ id: 'a-x' });
  }
  assert.deepEqual(waits, [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
  room.join({ id: 'a-later' });
  lendNext(room);
  assert.equal(room.state.lease?.who, 'a-later', 'who came later goes before it');
});

test('[TR3] another identity at the same address is asked after all others; a signed one is not', () => {
  const { room, stranger, honest, epoch } = lentToStranger({ address: 'street 1' });
  room.report({ report: 'ended', epoch, reason: 'bad-key' }, stranger);
  room.leave(stranger);
  room.leave(honest);
  room.join({ id: 'a-new', address: 'street 1' });
  const later = room.join({ id: 'a-later', address: 'street 2' });
  const signed = room.join({ id: 't-signed', address: 'street 1', isSignedConductor: true });
  const held = lendNext(room);
  assert.equal(room.state.lease?.connection, later);
  room.report({ report: 'ended', epoch: held, reason: 'unreachable' }, later);
  room.leave(later);
  lendNext(room);
  assert.equal(room.state.lease?.connection, signed);
});

test('[TR3] a place is had again when its time is over, and a clock that was put back prolongs nothing', () => {
  for (const later of [31 * SECOND, -7_200_000]) {
    const { room, stranger, epoch } = lentToStranger();
    room.report({ report: 'ended', epoch, reason: 'unreachable' }, stranger);
    room.now += later;
    lendNext(room);
    assert.equal(room.state.lease?.connection, stranger, 'it came first');
  }
});

test('[TR3] one that answers no prompt has the session only until the next stream', () => {
  const { room, stranger, honest, epoch } = lentToStranger();
  sayBroadcasting(room, epoch, { webrtcUrl: 'http://world/nothing' });
  const ids = [1, 2, 3, 4].map((no) => {
    const id = room.prompt(honest, `wish ${no}`);
    room.passAlive(25 * SECOND);
    return id;
  });
  for (const id of ids) assert.equal(room.receipt(honest, id).reason, 'no-acknowledgement');
  room.passAlive(6 * SECOND);
  room.connect();
  assert.equal(room.state.successor?.connection, honest);
  assert.equal(room.state.lease?.connection, stranger);
});

test('[TR3] faults are few, however many identities fail', () => {
  const { state, policies } = new TestRoom();
  const mutable = structuredClone(state);
  for (let no = 0; no < 250; no += 1) {
    noteFault({ state: mutable, now: no, effects: [], policies }, `a-${no}`);
  }
  const { faults } = mutable.broadcast;
  assert.deepEqual([faults.length, faults[0]?.key, faults.at(-1)?.key], [200, 'a-50', 'a-249']);
});

test('[TR4] an unsigned page that would rather conduct waits for those who were there before', () => {
  const room = new TestRoom();
  const first = room.join({ id: 'a-1' });
  room.join({ id: 'a-2', conduct: 'prefer', isSignedConductor: false });
  room.goLive();
  assert.equal(room.state.lease?.connection, first);
  room.passAlive(105 * SECOND);
  room.connect();
  assert.equal(room.state.successor?.connection, first, 'nor does the next stream go to it');
});

test('[TR4] nor does it pass a lock in order to conduct', () => {
  const [room] = liveRoom(1);
  const host = room.join({ role: 'host', conduct: 'no' });
  room.act(host, { act: 'lock', what: 'joins', seconds: 0 });
  const asConductor = { conduct: 'prefer', watching: false } as const;
  const stranger = room.join({ id: 'a-x', ...asConductor, isSignedConductor: false });
  const signed = room.join({ id: 't-x', ...asConductor });
  assert.deepEqual(
    [stranger in room.state.connections, signed in room.state.connections],
    [false, true],
  );
});

test('[TR9] a stream’s id that another session named is refused with its conductor', () => {
  const [room, a, b] = liveRoom(2);
  room.passAlive(30 * SECOND);
  room.report({ report: 'ended', epoch: 1, reason: 'model-crash' });
  const epoch = room.connect();
  assert.equal(room.state.lease?.connection, a);
  sayBroadcasting(room, epoch, { webrtcUrl: 'http://world/s' }, 'stream-1');
  assert.equal(logged(room, 'stream-refused')[0]?.fields['streamId'], 'stream-1');
  const next = room.connect();
  assert.equal(room.state.lease?.connection, b);
  sayBroadcasting(room, next, { webrtcUrl: 'http://world/s' }, 'stream-3');
  assert.equal(room.view().life.phase, 'live');
});

test('[TR9] nor is one taken with the end of a session', () => {
  const room = new TestRoom();
  room.apply({ type: 'restarted', entropy: 'a secret', hasLedger: true });
  const a = room.join();
  room.passAlive(13 * SECOND);
  room.goLive();
  room.passAlive(30 * SECOND);
  room.report({ report: 'ended', epoch: 1, reason: 'model-crash' });
  const epoch = room.connect();
  room.report({ report: 'ended', epoch, reason: 'closed', ranMs: 5_000, streamId: 'stream-1' }, a);
  const { sessions } = room.state.usage;
  const named = sessions.flatMap(({ streams }) => streams).filter(({ id }) => id === 'stream-1');
  assert.equal(named.length, 1);
});

test('[TR10] nobody is told the id by which Odyssey keeps a recording', () => {
  const [room, a] = liveRoom(1, { replay: 'no' });
  const id = room.prompt(a, 'a red kite');
  room.performed();
  const live = room.view();
  assert.equal(live.life.phase, 'live');
  room.passAlive(30 * SECOND);
  const page = room.join({ id: 'a-9' });
  room.report({ report: 'ended', epoch: 1, reason: 'model-crash' });
  const told = JSON.stringify([
    live,
    room.view(),
    ...(room.heard.get(a) ?? []),
    room.heard.get(page),
  ]);
  assert.doesNotMatch(told, /"stream-1"/);
  const history = room.effects.flatMap((effect) =>
    effect.type === 'record' && effect.record.log === 'history' ? [effect.record.entry] : [],
  );
  assert.deepEqual(history.find((entry) => entry.id === id)?.stream?.id, room.shownId('stream-1'));
  assert.notEqual(room.shownId('stream-1'), new TestRoom().shownId('stream-2'));
  assert.match(room.shownId('stream-1'), /^[\da-f]{16}$/);
});

test('[RC16] a conductor whose stream is another room’s loses its place, and another is asked', () => {
  const [room, a, b] = liveRoom(2);
  const claimed = room.effects.flatMap((effect) => (effect.type === 'claim' ? [effect] : []));
  assert.deepEqual(claimed, [{ type: 'claim', epoch: 1, streamId: 'stream-1' }]);
  assert.equal(room.state.lease?.connection, a);
  room.apply({ type: 'stream-of-another', epoch: 1, streamId: 'stream-of-before' });
  assert.equal(room.view().life.phase, 'live', 'a word on a stream that is over changes nothing');
  room.apply({ type: 'stream-of-another', epoch: 1, streamId: 'stream-1' });
  assert.notEqual(room.view().life.phase, 'live');
  assert.equal(room.lastAnswer(a ?? '').reason, 'connection-lost');
  room.connect();
  assert.equal(room.state.lease?.connection, b);
});
