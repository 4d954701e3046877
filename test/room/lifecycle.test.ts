import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CREDENTIALS, liveRoom, TestRoom } from '../support/test-room.js';

const mints = (room: TestRoom) => room.effects.filter((effect) => effect.type === 'mint').length;
const dark = (reason: string | null, until: number | null = null) => ({
  ...{ phase: 'dark', reason, until },
});
/** The conductor says that its session is over, as it was told. */
const ended = (room: TestRoom) =>
  room.report({ report: 'ended', epoch: room.state.lease?.epoch ?? 1, reason: 'closed' });

test('[LC1] where only a host opens it, visitors read so; it closes when empty, and waits for a host again', () => {
  const room = new TestRoom({ opens: 'host', lingerSeconds: 30 });
  const visitor = room.join();
  assert.deepEqual(room.view().life, dark('waits-for-host'));
  assert.equal(room.act(visitor, { act: 'start' }).reason, 'not-allowed');
  const host = room.join({ role: 'host', conduct: 'no' });
  room.passAlive(60_000);
  assert.deepEqual(room.view().life, dark('waits-for-host'));
  room.act(host, { act: 'start' });
  assert.equal(room.view().life.phase, 'opening');
  room.goLive();
  room.leave(host);
  room.passAlive(60_000);
  assert.equal(room.view().life.phase, 'live', 'visitors keep it open');
  room.leave(visitor);
  room.passAlive(60_000);
  assert.deepEqual(room.view().life, dark('waits-for-host'));
  room.join();
  assert.deepEqual(room.view().life, dark('waits-for-host'));
});

test('[LC1] what a host started is over in the instant in which it closes', () => {
  const room = new TestRoom({ opens: 'host', lingerSeconds: 30 });
  room.join({ conduct: 'prefer', watching: false });
  const host = room.join({ role: 'host', conduct: 'no' });
  room.act(host, { act: 'start' });
  room.goLive();
  room.leave(host);
  room.passAlive(29_999);
  assert.equal(room.state.broadcast.hostOverride, 'started');
  room.passAlive(1);
  assert.equal(room.view().life.phase, 'closing');
  assert.equal(room.state.broadcast.hostOverride, null);
});

test('[LC2] a host may start it before anybody is there: the first to come opens it', () => {
  const room = new TestRoom({ opens: 'host' });
  const host = room.join({ role: 'host', watching: false, conduct: 'no' });
  room.act(host, { act: 'start' });
  room.passAlive(600_000);
  assert.deepEqual(room.view().life, dark(null));
  assert.equal(mints(room), 0);
  room.join({ mayOpen: false });
  assert.equal(room.view().life.phase, 'opening');
});

test('[LC3] a host alone who reloads the page finds what he started, within linger-seconds', () => {
  for (const [awaySeconds, found] of [
    [20, 'opening'],
    [40, 'dark'],
  ] as const) {
    const room = new TestRoom({ opens: 'host', lingerSeconds: 30 });
    const host = room.join({ id: 'h', role: 'host' });
    room.act(host, { act: 'start' });
    room.goLive();
    room.leave(host);
    room.pass(awaySeconds * 1_000);
    room.join({ id: 'h', role: 'host' });
    assert.equal(room.view().life.phase, found);
  }
});

test('[LC4] pause ends the session; turn, time, line and world stay, and resume goes on with them', () => {
  const [room, a, b] = liveRoom(2, { turnSeconds: 30, idleSeconds: 0 });
  const host = room.join({ role: 'host', conduct: 'no' });
  room.prompt(b, 'it snows');
  room.performed({ status: 'applied', appliedText: 'A harbour in the snow, boats, lanterns' });
  room.ask(a, 'request-turn');
  room.passAlive(4_000);
  room.ask(a, 'claim-turn');
  room.ask(b, 'request-turn');
  room.passAlive(10_000);
  const clockBefore = room.turns.holder?.clock;
  const leftMs = clockBefore && 'endsAt' in clockBefore ? clockBefore.endsAt - room.now : 0;
  assert.equal(room.act(host, { act: 'pause' }).ok, true);
  assert.equal(room.view().life.phase, 'closing');
  assert.equal(room.commands(a).at(-1)?.command, 'end');
  ended(room);
  assert.deepEqual(room.view().life, dark('paused'));
  room.passAlive(3_600_000);
  room.join();
  assert.deepEqual(room.view().life, dark('paused'), 'nobody else resumes it');
  assert.equal(mints(room), 1, 'and it costs nothing');
  assert.equal(room.holder, 'active a-1');
  assert.deepEqual(room.turns.holder?.clock, { leftMs });
  assert.equal(room.you('a-2').standing.state, 'waiting');
  assert.equal(room.act(host, { act: 'resume' }).ok, true);
  room.goLive();
  assert.deepEqual(room.turns.holder?.clock, { endsAt: room.now + leftMs });
  const start = room.commands(a).findLast(({ command }) => command === 'start');
  assert.match(start?.command === 'start' ? start.prompt : '', /snow/);
});

test('[LC5] a pause outlives a restart and an empty room; what is stopped is not resumed', () => {
  const room = new TestRoom({ opens: 'host' });
  const a = room.join();
  const host = room.join({ id: 'h', role: 'host', conduct: 'no' });
  room.act(host, { act: 'start' });
  room.goLive();
  room.act(host, { act: 'pause' });
  room.leave(a);
  room.leave(host);
  room.passAlive(3_600_000);
  room.state = JSON.parse(JSON.stringify({ ...room.state, connections: {} }));
  room.apply({ type: 'restarted', entropy: 'a secret' });
  const back = room.join({ id: 'h', role: 'host' });
  assert.deepEqual(room.view().life, dark('paused'));
  assert.equal(room.act(back, { act: 'resume' }).ok, true);
  room.goLive();
  room.act(back, { act: 'stop' });
  ended(room);
  for (const act of ['pause', 'resume'] as const) {
    assert.equal(room.act(back, { act }).reason, 'stopped');
  }
  assert.deepEqual(room.view().life, dark('stopped'));
  room.act(back, { act: 'start' });
  assert.equal(room.view().life.phase, 'opening');
});

/** A room brought to a phase of its life, with a host who does not conduct. */
const PHASES: Readonly<Record<string, () => [TestRoom, string]>> = {
  dark: () => {
    const room = new TestRoom({ opens: 'host' });
    room.join();
    return withHost(room);
  },
  opening: () => {
    const room = new TestRoom();
    room.join();
    return withHost(room);
  },
  live: () => withHost(liveRoom(1)[0]),
  renewing: () => {
    const [room] = liveRoom(1);
    for (let second = 0; second < 150 && room.view().life.phase === 'live'; second += 1) {
      const { life } = room.state;
      if (life.phase === 'live' && life.renewal.at === 'minting') room.connect();
      room.passAlive(1_000);
    }
    return withHost(room);
  },
  closing: () => {
    const [room, host] = withHost(liveRoom(1)[0]);
    room.act(host, { act: 'stop' });
    return [room, host];
  },
  failed: () => {
    const room = new TestRoom();
    room.join();
    room.apply({ type: 'mint-failed', epoch: 1, reason: 'bad-key', retryAt: null });
    return withHost(room);
  },
};

function withHost(room: TestRoom): [TestRoom, string] {
  return [room, room.join({ role: 'host', conduct: 'no' })];
}

for (const [phase, prepared] of Object.entries(PHASES)) {
  test(`[LC6] stop, pause and start do what they say while it is ${phase}`, () => {
    for (const [act, reason] of [
      ['stop', 'stopped'],
      ['pause', 'paused'],
    ] as const) {
      const [room, host] = prepared();
      assert.equal(room.view().life.phase, phase);
      if (!(phase === 'closing' && act === 'pause')) {
        assert.equal(room.act(host, { act }).ok, true);
        room.passAlive(20_000);
        assert.deepEqual(room.view().life, dark(reason), act);
        assert.deepEqual(
          [room.state.lease, room.state.successor, room.state.retiring],
          [...[null, null, null]],
        );
      }
      room.act(host, { act: 'start' });
      room.passAlive(9_000);
      assert.equal(room.view().life.phase, 'opening');
      room.goLive();
      assert.equal(room.view().life.phase, 'live');
    }
  });
}

test('[LC7] while the owner’s limits forbid it, it is dark until they allow it, unless a host tries at once', () => {
  const room = new TestRoom();
  const visitor = room.join();
  const until = room.now + 3_600_000;
  const refused = () => {
    const { epoch } = room.state.broadcast;
    room.apply({ type: 'mint-failed', epoch, reason: 'budget-day', retryAt: until });
  };
  refused();
  assert.deepEqual(room.view().life, dark('budget-day', until));
  room.leave(visitor);
  const host = room.join({ role: 'host' });
  room.passAlive(60_000);
  assert.deepEqual(room.view().life, dark('budget-day', until));
  assert.equal(mints(room), 1, 'who comes and goes asks for nothing');
  room.act(host, { act: 'start' });
  assert.equal(mints(room), 2);
  refused();
  assert.deepEqual(room.view().life, dark('budget-day', until));
  room.passAlive(until - room.now);
  assert.equal(mints(room), 3);
});

test('[LC7] a limit that is said to be over is asked about a second later at the earliest', () => {
  const room = new TestRoom();
  room.join();
  const refused = (retryAt: number | null) => {
    const { epoch } = room.state.broadcast;
    room.apply({ type: 'mint-failed', epoch, reason: 'budget-rooms', retryAt });
  };
  refused(room.now - 5_000);
  assert.deepEqual(room.view().life, dark('budget-rooms', room.now + 1_000));
  room.passAlive(1_000);
  assert.equal(mints(room), 2);
  refused(null);
  assert.deepEqual(room.view().life, dark('budget-rooms', room.now + 30_000));
});

test('[LC8] while no machine is free the world is shown as opening, and why; it is asked for again, and rests in the end', () => {
  const room = new TestRoom();
  const visitor = room.join();
  const { now: since } = room;
  const waits: number[] = [];
  for (let tries = 1; tries < 8; tries += 1) {
    const { epoch } = room.state.broadcast;
    room.apply({ type: 'mint-failed', epoch, reason: 'no-gpu', retryAt: null });
    const attempt = tries;
    const waiting = { phase: 'opening', since, attempt, reason: 'no-gpu', before: null };
    assert.deepEqual(room.view().life, waiting);
    const { now } = room;
    while (room.state.broadcast.epoch === epoch) room.passAlive(500);
    waits.push(Math.round((room.now - now) / 1_000));
  }
  assert.deepEqual(waits, [2, 5, 10, 20, 40, 60, 60]);
  room.apply({ type: 'mint-failed', epoch: 8, reason: 'no-gpu', retryAt: null });
  const life = { phase: 'failed', reason: 'no-gpu', retryAt: room.now + 600_000 };
  assert.deepEqual(room.view().life, life);
  room.passAlive(600_000);
  assert.equal(room.view().life.phase, 'opening');
  room.leave(visitor);
  room.pass(3_600_000);
  assert.deepEqual(room.view().life, dark(null), 'for nobody nothing is asked for');
  assert.equal(mints(room), 9);
});

test('[LC9] a host’s start does not wait for the next try', () => {
  const room = new TestRoom();
  const host = room.join({ role: 'host' });
  for (let tries = 1; tries <= 4; tries += 1) {
    room.apply({ type: 'mint-failed', epoch: tries, reason: 'no-gpu', retryAt: null });
    if (tries < 4) room.passAlive(60_000);
  }
  assert.equal(mints(room), 4);
  room.act(host, { act: 'start' });
  assert.equal(mints(room), 5);
});

const HOURS = 6;

/** What goes wrong, each a way for a room to fail again and again, and the mintings an hour it may cost. */
const MISFORTUNES: Readonly<Record<string, [number, (room: TestRoom) => void]>> = {
  'streams end at once': [
    6,
    (room) => {
      const { phase } = room.state.life;
      if (phase === 'opening' && room.state.lease === null) room.goLive();
      if (room.state.life.phase === 'live') {
        const { epoch } = room.state.broadcast;
        room.report({ report: 'ended', epoch, reason: 'model-crash' });
      }
    },
  ],
  'no machine is free': [6, failing('no-gpu')],
  'the service cannot be reached': [6, failing('unreachable')],
  'the hours are used up': [6, failing('quota')],
  'the key is wrong': [6, failing('bad-key')],
  'sessions never become ready': [
    6,
    (room) => {
      const { life, lease, broadcast } = room.state;
      const isMinting =
        life.phase === 'opening' && lease === null && life.progress.at === 'minting';
      if (isMinting) {
        room.apply({ type: 'minted', epoch: broadcast.epoch, credentials: CREDENTIALS });
      }
    },
  ],
  'the owner’s limit is reached': [120, failing('budget-rooms')],
};

function failing(reason: 'no-gpu' | 'unreachable' | 'quota' | 'bad-key' | 'budget-rooms') {
  return (room: TestRoom) => {
    const { life, broadcast } = room.state;
    if (life.phase !== 'opening' || life.progress.at === 'waiting') return;
    room.apply({ type: 'mint-failed', epoch: broadcast.epoch, reason, retryAt: null });
  };
}

for (const [what, [mostPerHour, happens]] of Object.entries(MISFORTUNES)) {
  for (const comesAndGoes of [false, true]) {
    const who = comesAndGoes ? 'visitors come and go' : 'a visitor stays';
    test(`[LC10] ${what} for six hours while ${who}: after the first quarter at most ${mostPerHour} mintings an hour`, () => {
      const room = new TestRoom({ lingerSeconds: 0 });
      let visitor = room.join();
      let settled = 0;
      const start = room.now;
      for (let second = 0; room.now - start < HOURS * 3_600_000; second += 5) {
        happens(room);
        if (comesAndGoes && second % 45 === 0) {
          room.leave(visitor);
          room.passAlive(1_000);
          visitor = room.join();
        }
        room.passAlive(4_000);
        if (room.now - start < 900_000) settled = mints(room);
      }
      const perHour = (mints(room) - settled) / (HOURS - 0.25);
      assert.ok(perHour <= mostPerHour + 0.5, `${perHour.toFixed(1)} mintings an hour`);
      assert.ok(settled <= 40, `${settled} mintings in the first quarter`);
    });
  }
}

test('[LC10] three openings that came to nothing are forgiven to visitors who come and go; then it pauses', () => {
  const room = new TestRoom();
  for (let visit = 1; visit <= 3; visit += 1) {
    const visitor = room.join();
    assert.equal(room.view().life.phase, 'opening', `visit ${visit}`);
    room.leave(visitor);
    assert.deepEqual(room.view().life, dark(null));
  }
  room.join();
  const retryAt = room.now + 2_000;
  assert.deepEqual(room.view().life, { phase: 'failed', reason: 'opening-timeout', retryAt });
});

test('[LC10] what the budget refuses is no such opening, and a picture makes up for all before', () => {
  for (const first of ['budget', 'picture']) {
    const room = new TestRoom({ lingerSeconds: 0 });
    const visit = (then: () => void) => {
      const visitor = room.join();
      then();
      room.leave(visitor);
    };
    for (const epoch of [1, 2]) {
      visit(() => {
        if (epoch === 1) return;
        if (first === 'picture') room.goLive();
        else room.apply({ type: 'mint-failed', epoch, reason: 'budget-rooms', retryAt: null });
      });
      room.pass(61_000);
    }
    for (let times = 1; times <= 3; times += 1) {
      visit(() => assert.equal(room.view().life.phase, 'opening', `${first} ${times}`));
    }
    room.join();
    assert.equal(room.view().life.phase, 'failed', first);
  }
});

test('[LC11] credentials that have run out before anybody could use them are lent to nobody', () => {
  const room = new TestRoom();
  const a = room.join();
  const expired = { ...CREDENTIALS, expiresIn: 0 };
  room.apply({ type: 'minted', epoch: 1, credentials: expired });
  assert.equal(room.commands(a).length, 0);
  const { life } = room.view();
  assert.equal(life.phase === 'failed' && life.reason, 'opening-timeout');
  room.passAlive(2_000);
  room.goLive();
  assert.equal(room.view().life.phase, 'live');
  while (room.state.broadcast.epoch === 2) room.passAlive(1_000);
  room.apply({ type: 'minted', epoch: 3, credentials: expired });
  assert.equal(room.state.successor, null);
  assert.equal(
    room.view().life.phase,
    'live',
    'the stream goes on, and the next one is tried for again',
  );
  room.passAlive(5_000);
  assert.equal(room.state.broadcast.epoch, 4);
});

test('[LC12] a session that connects but never has a picture is ended after a minute, and tried again later', () => {
  const room = new TestRoom();
  const a = room.join();
  room.connect();
  assert.equal(room.commands(a).at(-1)?.command, 'start');
  room.passAlive(61_000);
  const { life } = room.view();
  assert.equal(life.phase === 'failed' && life.reason, 'opening-timeout');
  assert.deepEqual(room.commands(a).at(-1), { command: 'end', epoch: 1 });
  const watch = { webrtcUrl: 'http://world/s', hlsUrl: null, token: 't' };
  const late = { report: 'broadcasting', epoch: 1, streamId: 's', watch, appliedText: '' } as const;
  room.report(late, a);
  assert.equal(room.view().life.phase, 'failed', 'too late');
  assert.equal(room.commands(a).at(-1)?.command, 'end');
});

test('[LC13] an outcome for a prompt that was not sent changes nothing', () => {
  const [room, a] = liveRoom(1);
  const sent = room.prompt(a, 'it snows');
  room.performed({ status: 'applied', appliedText: 'Snow.' });
  const before = { ...room.state, connections: null, lease: null, clock: null };
  const outcome = { status: 'applied', appliedText: 'forged' } as const;
  for (const promptId of ['never-sent', sent]) {
    room.report({ report: 'performed', epoch: 1, promptId, outcome });
  }
  assert.deepEqual({ ...room.state, connections: null, lease: null, clock: null }, before);
  assert.equal(room.view().life.phase, 'live');
});
