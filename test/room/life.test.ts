import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CREDENTIALS, liveRoom, TestRoom } from '../support/test-room.js';

const mints = (room: TestRoom) => room.effects.filter((effect) => effect.type === 'mint').length;

test('[LI1] the first visitor opens the broadcast; credentials are minted once', () => {
  const room = new TestRoom();
  assert.equal(room.view().life.phase, 'dark');
  room.join();
  room.join();
  assert.equal(room.view().life.phase, 'opening');
  assert.equal(mints(room), 1);
  room.goLive();
  assert.equal(room.view().life.phase, 'live');
});

test('[LI2] a room that visitors may not open, or cannot conduct, stays dark and says why', () => {
  const room = new TestRoom();
  room.join({ mayOpen: false });
  assert.deepEqual(room.view().life, { phase: 'dark', reason: 'may-not-open', until: null });
  const other = new TestRoom();
  other.join({ conduct: 'no' });
  assert.deepEqual(other.view().life, { phase: 'dark', reason: 'no-conductor', until: null });
  other.join({ mayConduct: false });
  assert.deepEqual(other.view().life, { phase: 'dark', reason: 'no-conductor', until: null });
  assert.equal(mints(other), 0);
  other.join();
  assert.equal(other.view().life.phase, 'opening');
});

test('[LI3] it closes linger-seconds after the last viewer left, unless one comes back', () => {
  const room = new TestRoom({ lingerSeconds: 30 });
  const headless = room.join({ conduct: 'prefer', watching: false });
  assert.deepEqual(
    room.view().life,
    { phase: 'dark', reason: null, until: null },
    'a conductor is no audience',
  );
  const viewer = room.join({ conduct: 'no' });
  room.goLive();
  room.leave(viewer);
  room.passAlive(29_000);
  assert.equal(room.view().life.phase, 'live');
  const another = room.join({ conduct: 'no' });
  room.passAlive(60_000);
  assert.equal(room.view().life.phase, 'live');
  room.leave(another);
  room.passAlive(31_000);
  assert.equal(room.view().life.phase, 'closing');
  assert.deepEqual(room.commands(headless).at(-1), { command: 'end', epoch: 1 });
  room.report({ report: 'ended', epoch: 1, reason: 'closed' });
  assert.deepEqual(room.view().life, { phase: 'dark', reason: null, until: null });
});

test('[LI4] a host stops the broadcast: the session is ended, and only a host starts it again', () => {
  const [room, a] = liveRoom(1);
  const host = room.join({ role: 'host', conduct: 'no' });
  const { epoch } = room.state.broadcast;
  assert.equal(room.act(host, { act: 'stop' }).ok, true);
  assert.equal(room.view().life.phase, 'closing');
  assert.deepEqual(room.commands(a).at(-1), { command: 'end', epoch });
  room.report({ report: 'ended', epoch, reason: 'closed' });
  assert.deepEqual(room.view().life, { phase: 'dark', reason: 'stopped', until: null });
  room.join();
  assert.equal(room.view().life.phase, 'dark');
  assert.equal(room.act(host, { act: 'start' }).ok, true);
  assert.equal(room.view().life.phase, 'opening');
});

test('[LI5] a closing that nobody confirms ends all the same', () => {
  const [room] = liveRoom(1);
  const host = room.join({ role: 'host', conduct: 'no' });
  room.act(host, { act: 'stop' });
  room.passAlive(9_000);
  assert.deepEqual(room.view().life, { phase: 'dark', reason: 'stopped', until: null });
});

test('[LI6] a failed opening says why and tries again, later each time', () => {
  const room = new TestRoom();
  room.join();
  const waits: number[] = [];
  for (let attempt = 0; attempt < 4; attempt += 1) {
    room.apply({
      type: 'mint-failed',
      epoch: room.state.broadcast.epoch,
      reason: 'no-free-stream',
      retryAt: null,
    });
    const { life } = room.view();
    assert.equal(life.phase, 'failed');
    if (life.phase !== 'failed' || life.retryAt === null) return assert.fail('no retry');
    assert.equal(life.reason, 'no-free-stream');
    waits.push(life.retryAt - room.now);
    room.passAlive(life.retryAt - room.now + 1);
    assert.equal(room.view().life.phase, 'opening');
  }
  assert.deepEqual(waits, [2_000, 5_000, 10_000, 20_000]);
});

test('[LI7] when the service names the time to come back, the room keeps to it; a bad key is tried every ten minutes', () => {
  const room = new TestRoom();
  room.join();
  const retryAt = room.now + 120_000;
  room.apply({ type: 'mint-failed', epoch: 1, reason: 'quota', retryAt });
  assert.deepEqual(room.view().life, { phase: 'failed', reason: 'quota', retryAt });
  const other = new TestRoom();
  other.join();
  other.apply({ type: 'mint-failed', epoch: 1, reason: 'bad-key', retryAt: null });
  const again = other.now + 600_000;
  other.passAlive(599_999);
  assert.deepEqual(other.view().life, { phase: 'failed', reason: 'bad-key', retryAt: again });
  assert.equal(mints(other), 1);
  other.passAlive(1);
  assert.equal(mints(other), 2);
  other.apply({ type: 'mint-failed', epoch: 2, reason: 'bad-key', retryAt: null });
  for (const id of Object.keys(other.state.connections)) other.leave(id);
  other.passAlive(1_200_000);
  assert.equal(other.view().life.phase, 'dark', 'it was forgotten in an empty room');
  other.join();
  assert.equal(mints(other), 3);
});

test('[LI8] an opening that leads nowhere is given up after a minute', () => {
  const room = new TestRoom();
  room.join();
  room.apply({
    type: 'minted',
    epoch: 1,
    credentials: {
      sessionId: 's',
      signalingUrl: 'w',
      sessionToken: 't',
      expiresIn: 600,
      capabilities: null,
    },
  });
  room.passAlive(59_000);
  assert.equal(room.view().life.phase, 'opening');
  room.passAlive(2_000);
  const { life } = room.view();
  assert.equal(life.phase === 'failed' && life.reason, 'opening-timeout');
});

/** The opening, as the world rewrites it when it snows. */
const SNOW =
  'A quiet harbour in the snow, boats on calm water, warm lanterns, painterly style, wide shot';

test('[LI9] a stream that ends is followed by another that starts with the world so far', () => {
  const [room, a] = liveRoom(1);
  room.prompt(a, 'it snows');
  room.performed({ status: 'applied', appliedText: SNOW });
  room.passAlive(149_000);
  room.report({ report: 'ended', epoch: 1, reason: 'stream-ended' });
  assert.equal(room.view().life.phase, 'opening');
  room.goLive();
  const opens = room
    .commands(a)
    .flatMap((command) => (command.command === 'start' ? [command.prompt] : []));
  assert.deepEqual(opens, [room.state.rules.values.opening, SNOW]);
});

test('[LI10] streams that end at once, again and again, are not started in a tight loop', () => {
  const [room] = liveRoom(1);
  const { now } = room;
  for (let round = 0; round < 20 && room.now - now < 60_000; round += 1) {
    if (room.view().life.phase === 'live') {
      room.report({ report: 'ended', epoch: room.state.broadcast.epoch, reason: 'stream-ended' });
    }
    if (room.view().life.phase === 'opening') room.goLive();
    else room.passAlive(1_000);
  }
  assert.ok(mints(room) <= 8, `${mints(room)} mintings in a minute`);
});

test('[LI11] nothing is minted for a page that is closing: who says goodbye is not asked again', () => {
  for (const reason of ['conductor-gone', 'closed'] as const) {
    const [room, a, b] = liveRoom(2);
    room.report({ report: 'ended', epoch: 1, reason });
    assert.equal(room.view().life.phase, 'opening');
    assert.equal(mints(room), 1, 'not yet: the others on the page may be closing too');
    room.leave(a);
    room.leave(b);
    room.pass(60_000);
    assert.equal(mints(room), 1);
    assert.equal(room.view().life.phase, 'dark');
    const [other, c, d] = liveRoom(2);
    other.report({ report: 'ended', epoch: 1, reason });
    other.pass(600);
    other.goLive();
    assert.equal(other.state.lease?.connection, d, `${c} said goodbye`);
  }
});

test('[LI17] half a second after a goodbye the next page is asked, and has two to answer', () => {
  const [room, a, b, c] = liveRoom(3);
  room.gone.add(a).add(b);
  const probed = (connection: string) =>
    room.heard.get(connection)?.some(({ type }) => type === 'probe') ?? false;
  room.report({ report: 'ended', epoch: 1, reason: 'closed' });
  room.pass(499);
  assert.equal(probed(b), false);
  room.pass(1);
  assert.deepEqual([probed(b), probed(c)], [true, false]);
  room.pass(1_999);
  assert.equal(probed(c), false);
  room.pass(1);
  assert.deepEqual([probed(c), mints(room)], [true, 2]);
});

test('[LI17] after a goodbye nothing is minted for a page that does not answer, however late it closes', () => {
  const [room, a, b] = liveRoom(2);
  room.gone.add(a).add(b);
  room.report({ report: 'ended', epoch: 1, reason: 'conductor-gone' });
  room.pass(5_000);
  assert.equal(room.view().life.phase, 'opening');
  assert.equal(mints(room), 1, 'the page of both is closing');
  room.leave(a);
  room.leave(b);
  assert.equal(room.view().life.phase, 'dark');
  room.pass(60_000);
  assert.equal(mints(room), 1);
});

test('[LI17] who answers is minted for at once, and one that does not is asked last', () => {
  const [room, a, b, c] = liveRoom(3);
  room.gone.add(a).add(b);
  room.report({ report: 'ended', epoch: 1, reason: 'conductor-gone' });
  room.pass(499);
  assert.equal(mints(room), 1);
  room.pass(2_001);
  assert.equal(mints(room), 2);
  room.goLive();
  assert.equal(room.state.lease?.connection, c);
});

test('[LI17] a page from before there was the question is minted for when it is heard next', () => {
  const [room, , b] = liveRoom(2);
  room.gone.add(b);
  room.report({ report: 'ended', epoch: 1, reason: 'conductor-gone' });
  room.pass(15_000);
  assert.equal(mints(room), 1);
  room.say(b, { type: 'ping' });
  assert.equal(mints(room), 2);
});

test('[RS3] credentials that were under way when the room was killed are asked for again', () => {
  const room = new TestRoom();
  room.join();
  assert.equal(mints(room), 1);
  room.state = { ...room.state, connections: {} };
  room.now += 1_000;
  room.apply({ type: 'restarted', entropy: 'a secret' });
  room.join();
  room.pass(10);
  assert.ok(mints(room) >= 2);
  room.goLive();
  assert.equal(room.view().life.phase, 'live');
});

test('[LI12] credentials are minted at most eight times a minute, however pages come, go and fail', () => {
  const room = new TestRoom();
  const { now } = room;
  room.join();
  for (let round = 0; round < 200 && room.now - now < 60_000; round += 1) {
    const at = room.state.lease?.connection;
    if (room.view().life.phase === 'opening' && room.state.lease === null) {
      room.apply({ type: 'minted', epoch: room.state.broadcast.epoch, credentials: CREDENTIALS });
    }
    if (at != null) {
      room.report({ report: 'ended', epoch: room.state.broadcast.epoch, reason: 'closed' });
      room.leave(at);
      room.join();
    }
    room.passAlive(250);
  }
  assert.ok(mints(room) <= 8, `${mints(room)} mintings in a minute`);
  assert.equal(room.view().life.phase, 'failed');
});

test('[LI12] eight are minted at once if a host wants it so, and the ninth a minute after the first', () => {
  const room = new TestRoom();
  const host = room.join({ role: 'host' });
  for (let epoch = 1; epoch <= 8; epoch += 1) {
    assert.equal(mints(room), epoch);
    room.apply({ type: 'mint-failed', epoch, reason: 'unreachable', retryAt: null });
    room.passAlive(1_000);
    room.act(host, { act: 'start' });
  }
  const retryAt = room.now + 52_000;
  assert.deepEqual(room.view().life, { phase: 'failed', reason: 'rate-limited', retryAt });
  room.passAlive(51_999);
  assert.equal(mints(room), 8);
  room.passAlive(1);
  assert.equal(mints(room), 9);
});

test('[LI20] the log has each phase that begins, and each further attempt at one, with the reason', () => {
  const room = new TestRoom();
  const logged = () =>
    room.effects.flatMap((one) =>
      one.type === 'log' && one.event === 'lifecycle' ? [Object.values(one.fields).join(' ')] : [],
    );
  room.join();
  for (const epoch of [1, 2]) {
    room.apply({ type: 'mint-failed', epoch, reason: 'no-gpu', retryAt: null });
    room.passAlive(2_000);
  }
  room.passAlive(3_000);
  room.goLive();
  assert.deepEqual(logged(), [
    'dark opening ',
    'opening opening no-gpu',
    'opening opening no-gpu',
    'opening live ',
  ]);
});

test('[LI11] of one goodbye after the other each further one is followed by a longer pause', () => {
  const room = new TestRoom();
  for (let pages = 0; pages < 6; pages += 1) room.join();
  room.goLive();
  const pauses: number[] = [];
  for (let times = 0; times < 5; times += 1) {
    room.report({ report: 'ended', epoch: room.state.broadcast.epoch, reason: 'closed' });
    const { now } = room;
    const before = mints(room);
    while (mints(room) === before && room.now - now < 60_000) room.pass(100);
    pauses.push(room.now - now);
    room.connect();
  }
  assert.deepEqual(pauses, [500, 2_000, 5_000, 10_000, 20_000]);
});

test('[RS9] a clock that was put back while the room was down is as if no time had passed', () => {
  const DAY = 86_400_000;
  const restarted = ({ state, now }: TestRoom) => {
    const room = new TestRoom();
    room.state = JSON.parse(JSON.stringify({ ...state, connections: {} }));
    room.now = now - DAY;
    room.apply({ type: 'restarted', entropy: 'a secret', hasLedger: true });
    return room;
  };
  const failed = new TestRoom();
  failed.now += DAY;
  failed.join();
  const { epoch } = failed.state.broadcast;
  failed.apply({ type: 'mint-failed', epoch, reason: 'unreachable', retryAt: failed.now + 60_000 });
  const tried = restarted(failed);
  tried.join();
  tried.passAlive(61_000);
  assert.equal(tried.view().life.phase, 'opening', 'it is tried again when it was said');

  const [room, a] = liveRoom(1, { turns: 'vote', submitSeconds: 10, voteSeconds: 10 });
  room.now += DAY;
  room.passAlive(1_000);
  const id = room.prompt(a, 'a proposal');
  const { until, revision } = room.state.usage.sessions[0] ?? { until: 0, revision: 0 };
  const again = restarted(room);
  assert.ok((again.state.usage.sessions[0]?.until ?? 0) <= until - DAY + 60_000);
  assert.ok((again.state.usage.sessions[0]?.revision ?? 0) > revision, 'the ledger hears of it');
  again.join({ id: 'a-1', epoch: again.state.lease?.epoch ?? 0 });
  again.passAlive(40_000);
  const proposal = again.state.prompts.find((one) => one.id === id);
  assert.notEqual(proposal?.status, 'waiting', 'a round lasts no day longer');
});

test('[RS4] after a restart nobody is taken as gone before there was time to come back', () => {
  const [room] = liveRoom(1, { lingerSeconds: 0 });
  room.state = { ...room.state, connections: {} };
  room.now += 2_000;
  room.apply({ type: 'restarted', entropy: 'a secret' });
  room.pass(3_000);
  assert.equal(room.view().life.phase, 'live');
  room.join({ id: 'a-1', epoch: 1 });
  assert.equal(room.state.lease?.epoch, 1);
  const [lost] = liveRoom(1);
  lost.state = { ...lost.state, connections: {} };
  lost.apply({ type: 'restarted', entropy: 'a secret' });
  lost.pass(60_000);
  assert.equal(lost.view().life.phase, 'dark', 'but not for ever');
});

test('[RS4] whose line was lost just before the room was has as long to come back as all others', () => {
  for (const downMs of [1_000, 25_000, 600_000]) {
    const [room, a, b] = liveRoom(2, { turnSeconds: 60, idleSeconds: 0, graceSeconds: 20 });
    for (const visitor of [a, b]) room.ask(visitor, 'request-turn');
    room.passAlive(5_000);
    room.leave(a!);
    room.pass(100);
    room.state = JSON.parse(JSON.stringify({ ...room.state, connections: {} }));
    room.now += downMs;
    room.apply({ type: 'restarted', entropy: 'a secret' });
    room.pass(11_000);
    room.join({ id: 'a-1', epoch: 1 });
    assert.equal(room.turns.holder?.id, 'a-1', `down for ${downMs} ms`);
  }
});

test('[RS1] a restart keeps queue, turn, receipts, rules and world; nobody is connected', () => {
  const [room, a, b, c] = liveRoom(3, { turnSeconds: 30, idleSeconds: 0 });
  for (const visitor of [b, c, a]) room.ask(visitor, 'request-turn');
  const riding = room.prompt(c, 'two');
  room.passAlive(10_000);
  room.state = JSON.parse(JSON.stringify({ ...room.state, connections: {} }));
  room.now += 7_000;
  room.apply({ type: 'restarted', entropy: 'a secret' });
  assert.deepEqual(room.turns.holder?.clock, { leftMs: 20_000 });
  const conductor = room.join({ id: 'a-1', epoch: 1 });
  room.join({ id: 'a-2' });
  const back = room.join({ id: 'a-3' });
  assert.deepEqual(room.turns.holder?.clock, { endsAt: room.now + 20_000 });
  assert.deepEqual(room.you('a-3').standing.state, 'waiting');
  assert.equal(room.state.prompts.find(({ id }) => id === riding)?.status, 'waiting');
  assert.equal(room.state.lease?.connection, conductor);
  assert.equal(room.commands(conductor).length, 0, 'the session goes on untouched');
  room.prompt(back, 'two', riding);
  assert.equal(room.receipt(back, riding).status, 'waiting');
});

test('[RS5] however long the room was down, its conductor has 12 s from the restart to come back', () => {
  for (const downMs of [1_000, 16_000, 60_000]) {
    const [room] = liveRoom(1);
    room.state = JSON.parse(JSON.stringify({ ...room.state, connections: {} }));
    room.now += downMs;
    room.apply({ type: 'restarted', entropy: 'a secret' });
    room.pass(11_900);
    assert.equal(room.state.lease?.epoch, 1, `down for ${downMs} ms`);
    const conductor = room.join({ id: 'a-1', epoch: 1 });
    assert.equal(room.state.lease?.connection, conductor);
    assert.equal(room.view().life.phase, 'live');
    const [lost] = liveRoom(1);
    lost.state = JSON.parse(JSON.stringify({ ...lost.state, connections: {} }));
    lost.now += downMs;
    lost.apply({ type: 'restarted', entropy: 'a secret' });
    lost.pass(12_100);
    assert.equal(lost.state.lease, null, 'and no longer');
  }
});

test('[LI13] the minute of an opening counts from the lease, not from the minting', () => {
  const room = new TestRoom();
  room.join();
  room.passAlive(40_000);
  room.apply({ type: 'minted', epoch: 1, credentials: CREDENTIALS });
  room.passAlive(50_000);
  assert.equal(room.view().life.phase, 'opening');
});

test('[LI18] after many goodbyes in a row the longest pause is followed by a minting', () => {
  const room = new TestRoom();
  room.join();
  for (let goodbyes = 0; goodbyes < 9; goodbyes += 1) {
    const { epoch } = room.state.broadcast;
    room.apply({ type: 'minted', epoch, credentials: CREDENTIALS });
    room.join();
    room.report({ report: 'ended', epoch, reason: 'conductor-gone' });
    for (let seconds = 0; seconds < 61 && mints(room) === goodbyes + 1; seconds += 1) {
      room.passAlive(1_000);
    }
    assert.equal(mints(room), goodbyes + 2, `after ${goodbyes + 1} goodbyes`);
  }
});

test('[LI19] a late word on credentials fails no opening that waits for its next try', () => {
  const room = new TestRoom();
  room.join();
  const retryAt = room.now + 40_000;
  room.apply({ type: 'mint-failed', epoch: 1, reason: 'no-gpu', retryAt });
  room.apply({ type: 'mint-failed', epoch: 1, reason: 'unreachable', retryAt: null });
  assert.equal(room.view().life.phase, 'opening');
  room.passAlive(39_000);
  assert.equal(mints(room), 1);
  room.passAlive(2_000);
  assert.equal(mints(room), 2);
});

test('[LI14] a page that cannot conduct after all is not asked again', () => {
  const room = new TestRoom();
  const broken = room.join();
  room.apply({ type: 'minted', epoch: 1, credentials: CREDENTIALS });
  room.report({ report: 'ended', epoch: 1, reason: 'no-conductor' });
  room.passAlive(60_000);
  assert.equal(mints(room), 1);
  assert.deepEqual(room.view().life, { phase: 'dark', reason: 'no-conductor', until: null });
  const sound = room.join();
  room.goLive();
  assert.equal(room.state.lease?.connection, sound, `${broken} said it cannot`);
});

test('[LI15] restarts cut no wait short', () => {
  const room = new TestRoom();
  room.join();
  const wait = { reason: 'no-gpu', retryAt: room.now + 40_000 } as const;
  room.apply({ type: 'mint-failed', epoch: 1, ...wait });
  for (let times = 0; times < 3; times += 1) {
    room.apply({ type: 'restarted', entropy: 'x' });
    room.join({ id: 'a-1' });
    room.passAlive(1_000);
  }
  assert.equal(room.state.broadcast.epoch, 1);
  room.passAlive(37_000);
  assert.equal(room.state.broadcast.epoch, 2);
});

test('[LI16] a clock that was put back keeps no empty room open', () => {
  const room = new TestRoom({ lingerSeconds: 30 });
  room.join({ id: 'h', conduct: 'prefer', watching: false });
  const visitor = room.join({ conduct: 'no' });
  room.goLive();
  room.leave(visitor);
  room.now -= 300_000;
  room.passAlive(33_000);
  assert.equal(room.view().life.phase, 'closing');
});

test('[SP2] what a conductor connected with is used, also by its end; what did not reach the service is not', () => {
  const given = (...reports: ('connected' | 'connection-lost' | 'unreachable')[]) => {
    const room = new TestRoom();
    room.join();
    room.apply({ type: 'minted', epoch: 1, credentials: CREDENTIALS });
    for (const said of reports) {
      if (said === 'connected') room.report({ report: 'connected', epoch: 1 });
      else room.report({ report: 'ended', epoch: 1, reason: said });
    }
    return room.effects.flatMap(({ type }) =>
      type === 'spent' || type === 'abandoned' ? [type] : [],
    );
  };
  assert.deepEqual(given('connected'), ['spent']);
  assert.deepEqual(given('unreachable'), []);
  assert.deepEqual(given('connection-lost'), ['abandoned'], 'the shell hands them back');
});

test('[SP3] what a conductor ends with that did not connect is given back, and then its place is free', () => {
  const declined = ['handed-over', 'no-conductor'] as const;
  for (const reason of [...declined, 'conductor-gone', 'closed', 'opening-timeout'] as const) {
    const room = new TestRoom();
    room.apply({ type: 'restarted', entropy: 'x', hasLedger: true });
    room.join();
    room.apply({ type: 'minted', epoch: 1, credentials: CREDENTIALS });
    room.report({ report: 'ended', epoch: 1, reason });
    const given = room.effects.filter((effect) => effect.type === 'abandoned');
    assert.deepEqual(given, [{ type: 'abandoned', epoch: 1 }]);
    assert.ok(
      !room.effects.some((effect) => effect.type === 'spent'),
      'it is for the shell to know',
    );
  }
  const unlent = new TestRoom();
  unlent.apply({ type: 'restarted', entropy: 'x', hasLedger: true });
  const page = unlent.join();
  unlent.leave(page);
  unlent.apply({ type: 'minted', epoch: 1, credentials: CREDENTIALS });
  const isOver = () => unlent.state.usage.sessions.find(({ epoch }) => epoch === 1)?.over;
  assert.equal(isOver(), false, 'the service holds its place');
  unlent.apply({ type: 'handed-back', epoch: 1 });
  assert.equal(isOver(), true);
});

test('[LI3] what ends in the instant in which everybody leaves takes no further prompt with it', () => {
  const room = new TestRoom({
    ...{ turns: 'open', lingerSeconds: 0, gapSeconds: 3, cooldownSeconds: 0 },
  });
  room.join({ id: 'h-1', conduct: 'prefer', watching: false });
  const a = room.join({ conduct: 'no' });
  room.goLive();
  room.prompt(a, 'it rains');
  const id = room.prompt(a, 'it snows');
  room.performed();
  room.passAlive(2_999);
  room.now += 1;
  room.step({ type: 'audience', watching: 0 });
  assert.equal(room.view().life.phase, 'closing');
  assert.equal(room.state.prompts.find((one) => one.id === id)?.status, 'waiting');
});
