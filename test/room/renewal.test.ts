import assert from 'node:assert/strict';
import test from 'node:test';
import { claimStreamLength } from '../../party/room/broadcast/streams.js';
import {
  CONNECTION_MS,
  liveRoom,
  OVERLAP_MS,
  readyToRenew,
  STREAM_MS,
  TestRoom,
} from '../support/test-room.js';

const SECOND = 1_000;

/** A room whose next stream was told to start. */
function renewing(visitors = 2) {
  const set = readyToRenew(visitors);
  set.room.passAlive(30 * SECOND);
  return set;
}

function learned(room: TestRoom) {
  return room.state.broadcast.learned?.streamMs ?? null;
}

function starts(room: TestRoom, connection: string) {
  return room.commands(connection).filter(({ command }) => command === 'start');
}

test('[RN1] the next session is asked for 45 s before the end, and connects beside the stream', () => {
  const [room, a] = liveRoom(1);
  room.passAlive(STREAM_MS - 46 * SECOND);
  assert.equal(room.state.broadcast.epoch, 1);
  room.passAlive(SECOND);
  assert.deepEqual(room.effects.filter(({ type }) => type === 'mint').at(-1), {
    type: 'mint',
    epoch: 2,
    purpose: 'renewal',
  });
  assert.equal(room.view().life.phase, 'live');
  assert.equal(room.connect(), 2);
  assert.equal(room.state.lease?.epoch, 1);
  assert.equal(room.state.successor?.epoch, 2);
  assert.equal(room.commands(a).at(-1)?.command, 'open');
});

test('[RN2] with nobody in turn the next stream starts 15 s before the end, with the world so far', () => {
  const { room, visits } = readyToRenew(2);
  const [a] = visits;
  room.prompt(a, 'it snows');
  const snow = `${room.state.rules.values.opening}, in the snow`;
  room.performed({ status: 'applied', appliedText: snow });
  room.passAlive(29 * SECOND);
  assert.equal(room.view().life.phase, 'live');
  room.passAlive(SECOND);
  const { life } = room.view();
  assert.ok(life.phase === 'renewing' && !life.held);
  assert.equal(life.streamId, room.shownId('stream-1'));
  const start = starts(room, a).at(-1);
  assert.ok(start?.command === 'start');
  assert.deepEqual(
    { epoch: start.epoch, prompt: start.prompt, withFrame: start.withFrame },
    { epoch: 2, prompt: snow, withFrame: true },
  );
});

test('[RN2] it starts earlier, between two turns, when another turn would not be over in time', () => {
  const { room, visits } = readyToRenew(2);
  const [a, b] = visits;
  room.ask(a, 'request-turn');
  room.ask(b, 'request-turn');
  room.passAlive(6 * SECOND);
  assert.equal(room.view().life.phase, 'live', 'in the middle of a turn');
  room.prompt(a, 'it snows');
  assert.equal(room.view().life.phase, 'live', 'a prompt is on its way');
  room.performed();
  assert.equal(room.view().life.phase, 'renewing');
  assert.equal(room.holder, 'offered a-2');
});

test('[RN3] everybody is shown the new stream once it can be watched; the old one ends soon after', () => {
  const { room, visits, next } = renewing();
  room.broadcasting(next);
  const { life } = room.view();
  assert.ok(life.phase === 'live');
  assert.equal(life.streamId, room.shownId('stream-2'));
  assert.equal(room.state.lease?.epoch, 2);
  const ends = () => room.commands(visits[0]!).filter(({ command }) => command === 'end');
  room.passAlive(OVERLAP_MS - 1);
  assert.deepEqual(ends(), []);
  room.passAlive(1);
  assert.deepEqual(ends(), [{ command: 'end', epoch: 1 }]);
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, visits[0]);
  assert.equal(room.state.retiring, null);
  assert.equal(room.view().life.phase, 'live');
});

test('[RN3] an old session that never says it ended is not waited for', () => {
  const { room, next } = renewing();
  room.broadcasting(next);
  room.passAlive(OVERLAP_MS + 8 * SECOND);
  assert.equal(room.state.retiring, null);
  assert.equal(room.view().life.phase, 'live');
});

test('[RN3] nor one whose conductor has lost its connection', () => {
  const { room, next } = renewing();
  room.broadcasting(next);
  const host = room.join({ role: 'host', conduct: 'no' });
  room.leave(room.state.retiring!.connection!);
  room.passAlive(3_999);
  assert.equal(room.state.retiring?.epoch, 1, 'it may be back');
  room.passAlive(1);
  assert.equal(room.state.retiring, null);
  assert.ok(host);
});

test('[RN4] turns lose no time, and no prompt is sent, while no stream listens', () => {
  const { room, visits, next } = readyToRenew(2);
  const [a, b] = visits;
  room.passAlive(25 * SECOND);
  room.ask(a, 'request-turn');
  room.ask(a, 'claim-turn');
  room.ask(b, 'request-turn');
  room.passAlive(5 * SECOND);
  const before = room.turns.holder?.clock;
  room.passAlive(5 * SECOND);
  const { holder } = room.turns;
  assert.ok(holder?.clock && 'leftMs' in holder.clock, 'the clock stands still');
  assert.deepEqual(holder.clock, before);
  const prompt = room.prompt(a, 'a ship comes in');
  assert.equal(room.receipt(a, prompt).status, 'waiting');
  room.broadcasting(next);
  assert.equal(room.receipt(a, prompt).status, 'performing');
  const { dispatch } = room.state;
  assert.equal(dispatch.phase === 'inFlight' && dispatch.epoch, 2);
});

test('[RN5] a prompt on its way is waited for, others wait; one without an answer holds nothing up', () => {
  const { room, visits } = readyToRenew(2);
  const [a] = visits;
  room.passAlive(29 * SECOND);
  const prompt = room.prompt(a, 'it snows');
  room.passAlive(2 * SECOND);
  assert.equal(room.view().life.phase, 'live');
  room.performed();
  assert.equal(room.view().life.phase, 'renewing');
  assert.equal(room.receipt(a, prompt).status, 'applied');

  const silent = readyToRenew(2);
  silent.room.passAlive(29 * SECOND);
  const lost = silent.room.prompt(silent.visits[0], 'it snows');
  silent.room.passAlive(8 * SECOND);
  assert.equal(silent.room.view().life.phase, 'renewing');
  assert.equal(silent.room.receipt(silent.visits[0], lost).status, 'unconfirmed');
});

test('[RN6] without a second session the same one ends its stream and starts the next', () => {
  const [room, a] = liveRoom(2);
  room.passAlive(STREAM_MS - 45 * SECOND);
  const refused = { reason: 'budget-rooms', retryAt: null } as const;
  for (let seconds = 0; seconds < 29; seconds += 1) {
    room.apply({ type: 'mint-failed', epoch: room.state.broadcast.epoch, ...refused });
    room.passAlive(SECOND);
  }
  room.passAlive(SECOND);
  const { life } = room.view();
  assert.ok(life.phase === 'renewing' && life.held);
  assert.ok(life.expectedAt > room.now);
  const start = starts(room, a).at(-1);
  assert.equal(start?.epoch, 1);
  room.broadcasting(1, 'stream-1b');
  const { life: after } = room.view();
  assert.equal(after.phase === 'live' && after.streamId, room.shownId('stream-1b'));
  assert.equal(room.state.retiring, null);
});

test('[RN6] a connection near its hour carries no further stream', () => {
  const after = (ageMs: number) => {
    const [room] = liveRoom(1);
    assert.ok(room.state.lease !== null);
    // Fifteen seconds before its end the stream has to be followed by another.
    const grantedAt = room.now + STREAM_MS - 15 * SECOND - ageMs;
    room.state = { ...room.state, lease: { ...room.state.lease, grantedAt } };
    room.passAlive(STREAM_MS - 45 * SECOND);
    for (const epoch of [2, 3]) {
      room.apply({ type: 'mint-failed', epoch, reason: 'bad-key', retryAt: null });
      room.passAlive(2 * SECOND);
    }
    room.passAlive(40 * SECOND);
    return room.view().life.phase;
  };
  assert.deepEqual([after(CONNECTION_MS), after(CONNECTION_MS - 1)], ['live', 'renewing']);
});

test('[RN6] so does one for which nothing may be minted in time', () => {
  const [room] = liveRoom(2);
  room.passAlive(STREAM_MS - 46 * SECOND);
  const mintedAt = Array.from({ length: 8 }, () => room.now);
  room.state = { ...room.state, broadcast: { ...room.state.broadcast, mintedAt } };
  room.passAlive(31 * SECOND);
  const { life } = room.view();
  assert.ok(life.phase === 'renewing' && life.held);
  assert.equal(room.state.broadcast.epoch, 1);
});

test('[RN7] a next session that fails is tried once more; in vain, the present one goes on', () => {
  const { room, visits } = readyToRenew(2);
  const fail = () =>
    room.report(
      { report: 'ended', epoch: room.state.successor!.epoch, reason: 'no-gpu' },
      visits[0],
    );
  fail();
  room.passAlive(2 * SECOND);
  assert.equal(room.connect(), 3);
  room.passAlive(28 * SECOND);
  assert.equal(room.view().life.phase, 'renewing');
  assert.equal(room.state.successor?.connection, visits[1], 'the one that failed comes last');
  room.report({ report: 'ended', epoch: 3, reason: 'model-crash' }, visits[1]);
  const { life } = room.view();
  assert.ok(life.phase === 'renewing' && life.held, 'it ends its stream and starts the next');
  assert.equal(starts(room, visits[0]).at(-1)?.epoch, 1);
});

test('[RN7] a next stream that does not come in time is given up', () => {
  const { room } = renewing();
  room.passAlive(20 * SECOND);
  const { life } = room.view();
  assert.ok(life.phase === 'renewing' && life.held);
  room.broadcasting(1, 'stream-1b');
  assert.equal(room.view().life.phase, 'live');
});

test('[RN8] a stream that is lost while the next session is at hand goes on there', () => {
  const { room, visits, next } = readyToRenew(2);
  room.report({ report: 'ended', epoch: 1, reason: 'model-crash' }, visits[0]);
  assert.equal(room.view().life.phase, 'opening');
  assert.equal(room.state.lease?.epoch, next);
  assert.equal(starts(room, visits[0]).at(-1)?.epoch, next);
  room.broadcasting(next);
  assert.equal(room.view().life.phase, 'live');
});

test('[RN8] an old stream that ends while the next one starts leaves its last frame', () => {
  const { room, visits, next } = renewing();
  room.report({ report: 'ended', epoch: 1, reason: 'stream-expired' }, visits[0]);
  const { life } = room.view();
  assert.ok(life.phase === 'renewing' && life.held);
  room.broadcasting(next);
  assert.equal(room.view().life.phase, 'live');
});

test('[RN9] streams that two conductors saw end sooner than expected teach how long the next one lasts', () => {
  const [room, a] = liveRoom(1);
  room.passAlive(50 * SECOND);
  room.report({ report: 'ended', epoch: 1, reason: 'stream-expired' });
  room.goLive();
  assert.equal(learned(room), null, 'one page alone teaches nothing');
  room.join({ id: 'b' });
  room.leave(a);
  room.passAlive(4_100);
  room.goLive();
  room.passAlive(60 * SECOND);
  room.report({ report: 'ended', epoch: 3, reason: 'stream-expired' });
  assert.equal(learned(room), 60 * SECOND, 'the longer of the two counts');
  room.goLive();
  room.passAlive(44 * SECOND);
  assert.equal(room.connect(), 5, 'the next session is asked for in time');
  room.passAlive(SECOND);
  assert.equal(room.view().life.phase, 'renewing');
});

test('[RN9] a fault teaches nothing, nor does a conductor that claims next to nothing', () => {
  const [room] = liveRoom(1);
  room.passAlive(60 * SECOND);
  room.report({ report: 'ended', epoch: 1, reason: 'model-crash' });
  assert.equal(learned(room), null);
  room.goLive();
  room.passAlive(SECOND);
  room.report({ report: 'ended', epoch: 2, reason: 'stream-expired' });
  assert.equal(learned(room), null, 'nor does one page that claims it');
  room.goLive();
  room.passAlive(SECOND);
  room.report({ report: 'ended', epoch: 3, reason: 'stream-expired' });
  assert.equal(learned(room), null, 'nor again and again');
  room.join({ id: 'b' });
  room.passAlive(10 * SECOND);
  room.goLive();
  room.passAlive(SECOND);
  room.report({ report: 'ended', epoch: 4, reason: 'stream-expired' });
  assert.equal(learned(room), 10 * SECOND, 'two of them can, down to 10 s');
});

test('[RN9] what one conductor says counts for a day, and not in the instant in which that is over', () => {
  const DAY = 24 * 3_600 * SECOND;
  const learnedAfter = (ms: number) => {
    const { state, now, policies } = new TestRoom();
    const step = { state: structuredClone(state), now, effects: [], policies };
    claimStreamLength(step, 'a', 60 * SECOND);
    claimStreamLength({ ...step, now: now + ms }, 'b', 50 * SECOND);
    return step.state.broadcast.learned;
  };
  const until = 1_000_000 + DAY - 1 + DAY;
  assert.deepEqual(learnedAfter(DAY - 1), { streamMs: 60 * SECOND, until });
  assert.equal(learnedAfter(DAY), null);
});

test('[RN10] one that prefers to conduct takes over with the next stream', () => {
  const [room, a] = liveRoom(1);
  const headless = room.join({ id: 'h', conduct: 'prefer', watching: false });
  room.passAlive(STREAM_MS - 45 * SECOND);
  const next = room.connect();
  assert.equal(room.state.successor?.connection, headless);
  room.passAlive(30 * SECOND);
  room.broadcasting(next);
  assert.equal(room.state.lease?.connection, headless);
  room.passAlive(OVERLAP_MS);
  assert.deepEqual(room.commands(a).at(-1), { command: 'end', epoch: 1 });
});

test('[RN11] a conductor that leaves is relieved at once, and told to end afterwards', () => {
  const [room, a, b] = liveRoom(2);
  room.passAlive(20 * SECOND);
  room.report({ report: 'leaving', epoch: 1 });
  const next = room.connect();
  assert.equal(room.state.successor?.connection, b);
  assert.equal(room.view().life.phase, 'renewing');
  room.broadcasting(next);
  room.passAlive(OVERLAP_MS);
  assert.deepEqual(room.commands(a).at(-1), { command: 'end', epoch: 1 });
  assert.equal(room.view().life.phase, 'live');
});

test('[RN11] between turns the hand-over does not wait', () => {
  const [room, a] = liveRoom(1);
  const headless = room.join({ id: 'h', conduct: 'prefer', watching: false });
  room.passAlive(20 * SECOND);
  room.report({ report: 'leaving', epoch: 1 });
  const next = room.connect();
  assert.equal(room.state.successor?.connection, headless);
  assert.equal(room.view().life.phase, 'renewing');
  room.broadcasting(next);
  room.passAlive(OVERLAP_MS);
  assert.deepEqual(room.commands(a).at(-1), { command: 'end', epoch: 1 });
});

test('[RN11] nor does it for a prompt without an answer, for more than 7 s longer', () => {
  const [room, a] = liveRoom(2, { turns: 'open', acknowledgeSeconds: 60 });
  room.passAlive(20 * SECOND);
  const id = room.prompt(a, 'it rains');
  room.report({ report: 'leaving', epoch: 1 });
  room.connect();
  room.passAlive(17 * SECOND - 1);
  assert.deepEqual([room.view().life.phase, room.receipt(a, id).status], ['live', 'performing']);
  room.passAlive(1);
  assert.equal(room.view().life.phase, 'renewing');
  assert.equal(room.receipt(a, id).status, 'unconfirmed');
});

test('[RN11] a relief that fails is not asked for in a loop', () => {
  const [room] = liveRoom(2);
  room.report({ report: 'leaving', epoch: 1 });
  for (let tries = 0; tries < 20; tries += 1) {
    const { epoch } = room.state.broadcast;
    room.apply({ type: 'mint-failed', epoch, reason: 'no-free-stream', retryAt: null });
    room.passAlive(500);
  }
  assert.ok(room.state.broadcast.epoch <= 5, `${room.state.broadcast.epoch} were minted`);
});

test('[RN12] nothing is renewed for nobody', () => {
  const room = new TestRoom({ lingerSeconds: 600 });
  room.join({ id: 'h', conduct: 'prefer', watching: false });
  const visitor = room.join({ conduct: 'no' });
  room.goLive();
  room.leave(visitor);
  room.passAlive(STREAM_MS - 10 * SECOND);
  assert.equal(room.view().life.phase, 'live');
  assert.equal(room.effects.filter(({ type }) => type === 'mint').length, 1);
  room.join({ conduct: 'no' });
  assert.equal(room.effects.filter(({ type }) => type === 'mint').length, 2);
});

test('[RN13] after a restart in the middle of it the conductor goes on with both sessions', () => {
  const { room, next } = renewing();
  room.apply({ type: 'restarted', entropy: 'x' });
  const back = room.join({ id: 'a-1', epochs: [1, next] });
  assert.equal(room.state.lease?.connection, back);
  assert.equal(room.state.successor?.connection, back);
  room.broadcasting(next);
  assert.equal(room.view().life.phase, 'live');
  assert.equal(room.state.retiring?.epoch, 1);
});

test('[RN13] after a restart too, no more is minted for a renewal than in any minute', () => {
  const [room] = liveRoom(1);
  room.passAlive(STREAM_MS - 46 * SECOND);
  const mintedAt = Array.from({ length: 8 }, () => room.now);
  room.state = { ...room.state, broadcast: { ...room.state.broadcast, mintedAt } };
  room.apply({ type: 'restarted', entropy: 'x' });
  room.join({ id: 'a-1', epochs: [1] });
  room.passAlive(20 * SECOND);
  assert.equal(room.view().life.phase, 'live');
  assert.equal(room.state.broadcast.epoch, 1);
});

test('[RN14] a broadcast that runs for an hour is renewed twenty-six times, each stream written down', () => {
  const [room, a] = liveRoom(1);
  const before = room.now;
  while (room.now < before + 3_600 * SECOND) {
    room.passAlive(SECOND);
    const { life, successor, retiring, broadcast } = room.state;
    if (life.phase === 'live' && life.renewal.at === 'minting') room.connect();
    if (life.phase === 'renewing' && successor !== null) room.broadcasting(successor.epoch);
    const told = retiring?.toldAt !== null && retiring !== null;
    if (told) room.report({ report: 'ended', epoch: retiring.epoch, reason: 'closed' }, a);
    const open = room.state.usage.sessions.filter(({ over }) => !over);
    assert.ok(open.length <= 2, `${open.length} sessions at ${broadcast.epoch}`);
  }
  const streams = room.effects.flatMap((effect) =>
    effect.type === 'record' && effect.record.log === 'streams' ? [effect.record.entry] : [],
  );
  assert.equal(streams.length, 26);
  assert.deepEqual(
    streams.map(({ no }) => no),
    streams.map((_, index) => index + 1),
  );
  assert.ok(streams.every(({ startedAt, endedAt }) => endedAt - startedAt < STREAM_MS));
});
