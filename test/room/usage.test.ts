import assert from 'node:assert/strict';
import test from 'node:test';
import type { SessionReport } from '../../party/room/input.js';
import { CREDENTIALS, liveRoom, OVERLAP_MS, STREAM_MS, TestRoom } from '../support/test-room.js';

const SECOND = 1_000;

/** A room whose ledger hears everything at once, unless the test has it fall silent. */
class LedgerRoom extends TestRoom {
  told: SessionReport[][] = [];
  answers = true;
  private seen = 0;

  constructor() {
    super();
    super.apply({ type: 'restarted', entropy: 'x', hasLedger: true });
  }

  override apply(input: Parameters<TestRoom['apply']>[0]): void {
    super.apply(input);
    while (this.seen < this.effects.length) {
      const effect = this.effects[this.seen];
      this.seen += 1;
      if (effect?.type !== 'report-usage') continue;
      const sessions = [...effect.sessions];
      this.told.push(sessions);
      if (this.answers) this.apply({ type: 'usage-reported', sessions, closes: null });
      else this.apply({ type: 'usage-unreported' });
    }
  }

  /** What the ledger knows last of a session. */
  last(epoch: number): SessionReport | undefined {
    return this.told.flat().findLast((session) => session.epoch === epoch);
  }
}

function live(visitors = 1) {
  const room = new LedgerRoom();
  const visits = Array.from({ length: visitors }, () => room.join());
  room.goLive();
  return { room, visits, startedAt: room.now };
}

test('[AC1] the ledger is told of a session when it is minted, streams, and is over', () => {
  const { room, startedAt } = live();
  const [first] = room.told.flat();
  assert.deepEqual(
    { epoch: first?.epoch, over: first?.over, streams: first?.streams },
    {
      ...{ epoch: 1, over: false, streams: [] },
    },
  );
  assert.deepEqual(room.last(1)?.streams, [{ no: 1, startedAt, endedAt: null }]);
  room.passAlive(20 * SECOND);
  room.report({ report: 'ended', epoch: 1, reason: 'closed' });
  const { streams, over } = room.last(1) ?? {};
  assert.deepEqual(streams, [{ no: 1, startedAt, endedAt: startedAt + 20 * SECOND }]);
  assert.equal(over, true);
  room.apply({ type: 'measured', epoch: 1, no: 1, seconds: 20 });
  assert.ok(!room.state.usage.sessions.some(({ epoch }) => epoch === 1), 'forgotten once told');
});

test('[AC1] what the ledger did not hear is told again, after a restart too', () => {
  const { room } = live();
  room.answers = false;
  room.report({ report: 'ended', epoch: 1, reason: 'closed' });
  room.apply({ type: 'measured', epoch: 1, no: 1, seconds: 0 });
  const before = room.told.length;
  room.passAlive(5 * SECOND);
  assert.ok(room.told.length > before);
  room.answers = true;
  room.apply({ type: 'restarted', entropy: 'x', hasLedger: true });
  assert.ok(!room.state.usage.sessions.some(({ epoch }) => epoch === 1));
  assert.equal(room.last(1)?.over, true);
});

test('[AC2] an end that is told late counts from when it was, within what can be true', () => {
  const { room, visits, startedAt } = live();
  room.leave(visits[0]!);
  room.pass(3 * SECOND);
  const back = room.join({ id: 'a-1', epochs: [1] });
  room.report({ report: 'ended', epoch: 1, reason: 'closed', agoMs: 2 * SECOND }, back);
  assert.equal(room.last(1)?.streams[0]?.endedAt, startedAt + SECOND);

  const liar = live();
  liar.room.passAlive(10 * SECOND);
  liar.room.report({ report: 'ended', epoch: 1, reason: 'closed', agoMs: 3_600_000 });
  assert.equal(liar.room.last(1)?.streams[0]?.endedAt, liar.startedAt + 10 * SECOND);
});

test('[AC3] a session that is lost holds its place until the service lets it go', () => {
  const { room, visits, startedAt } = live(2);
  room.leave(visits[0]!);
  room.passAlive(5 * SECOND);
  assert.equal(room.last(1)?.over, false);
  room.goLive();
  room.passAlive(600 * SECOND);
  const { over, until } = room.last(1) ?? {};
  assert.equal(over, true);
  assert.equal(until, startedAt + CREDENTIALS.expiresIn * SECOND);
});

test('[AC3] unless its conductor comes back and says that it is over; nobody else can', () => {
  const { room, visits } = live(2);
  const [a, b] = visits;
  room.leave(a!);
  room.passAlive(5 * SECOND);
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, b);
  assert.equal(room.last(1)?.over, false);
  const back = room.join({ id: 'a-1', epochs: [1] });
  assert.deepEqual(room.commands(back).at(-1), { command: 'end', epoch: 1 });
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, back);
  assert.equal(room.last(1)?.over, true);
});

test('[AC4] a session that never came to be is over; one with several streams has each', () => {
  const room = new LedgerRoom();
  room.join();
  room.apply({ type: 'mint-failed', epoch: 1, reason: 'no-gpu', retryAt: null });
  assert.equal(room.last(1)?.over, true);
  assert.deepEqual(room.last(1)?.streams, []);

  const { room: alone } = live();
  alone.passAlive(STREAM_MS - 45 * SECOND);
  alone.apply({ type: 'mint-failed', epoch: 2, reason: 'bad-key', retryAt: null });
  alone.passAlive(2 * SECOND);
  alone.apply({ type: 'mint-failed', epoch: 3, reason: 'bad-key', retryAt: null });
  alone.passAlive(30 * SECOND);
  alone.broadcasting(1, 'stream-1b');
  assert.deepEqual(
    alone.last(1)?.streams.map(({ no, endedAt }) => [no, endedAt !== null]),
    [
      [1, true],
      [2, false],
    ],
  );
});

test('[AC5] both sessions of a renewal are told, and the old one’s end when it comes', () => {
  const { room, visits } = live();
  room.passAlive(STREAM_MS - 45 * SECOND);
  const next = room.connect();
  room.passAlive(30 * SECOND);
  room.broadcasting(next);
  const changedAt = room.now;
  room.passAlive(OVERLAP_MS);
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, visits[0]);
  assert.equal(room.last(1)?.streams[0]?.endedAt, changedAt + OVERLAP_MS);
  assert.equal(room.last(next)?.streams[0]?.startedAt, changedAt);
});

test('[AC5] an old session that ends early costs no more than it ran', () => {
  const { room, visits } = live();
  room.passAlive(STREAM_MS - 45 * SECOND);
  const next = room.connect();
  room.passAlive(30 * SECOND);
  room.broadcasting(next);
  const changedAt = room.now;
  room.passAlive(2 * SECOND);
  const shown = room.shownId(`stream-${next}`);
  for (const connection of Object.keys(room.state.connections)) room.moved(connection, shown);
  assert.deepEqual(room.commands(visits[0]!).at(-1), { command: 'end', epoch: 1 });
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, visits[0]);
  assert.equal(room.last(1)?.streams[0]?.endedAt, changedAt + 2 * SECOND);
  assert.equal(room.last(1)?.over, true);
  assert.equal(room.last(next)?.streams[0]?.endedAt, null);
});

test('[AC6] while it is live the ledger is asked every 30 s; when hours run out, it closes', () => {
  const { room } = live();
  const before = room.told.length;
  room.passAlive(61 * SECOND);
  assert.equal(room.told.length, before + 2);
  const at = room.now + 90 * SECOND;
  room.apply({ type: 'usage-reported', sessions: [], closes: { at, reason: 'budget-day' } });
  room.answers = false;
  assert.equal(lastCallOf(room), null);
  room.passAlive(30 * SECOND);
  assert.deepEqual(lastCallOf(room), { at, reason: 'budget-day' });
  room.passAlive(60 * SECOND);
  assert.equal(room.view().life.phase, 'closing');
  room.report({ report: 'ended', epoch: room.state.lease!.epoch, reason: 'closed' });
  room.apply({ type: 'mint-failed', epoch: 2, reason: 'budget-day', retryAt: at + 3_600_000 });
});

test('[AC6] a room without a session asks nothing, and waits for nothing', () => {
  const room = new LedgerRoom();
  room.pass(20 * SECOND);
  assert.deepEqual(room.told, []);
  assert.equal(room.dueAt, null);
});

test('[AC7] refused by the ledger a room is dark, says why and until when, and opens by itself', () => {
  const room = new LedgerRoom();
  room.join();
  const until = room.now + 60 * SECOND;
  room.apply({ type: 'mint-failed', epoch: 1, reason: 'budget-rooms', retryAt: until });
  assert.deepEqual(room.view().life, { phase: 'dark', reason: 'budget-rooms', until });
  room.passAlive(60 * SECOND);
  assert.equal(room.view().life.phase, 'opening');
  assert.equal(room.state.broadcast.epoch, 2);
});

test('[AC8] the stream of a lost conductor counts no longer than the service lets it run', () => {
  const { room, visits, startedAt } = live();
  room.leave(visits[0]!);
  room.pass(720 * SECOND);
  assert.equal(room.last(1)?.over, true);
  assert.equal(room.last(1)?.streams[0]?.endedAt, startedAt + STREAM_MS);
});

test('[AC12] a stream of which only the end was heard is counted, and one that is known not twice', () => {
  const room = new LedgerRoom();
  const page = room.join();
  room.connect();
  room.pass(3 * SECOND);
  const startedAt = room.now - 2_000;
  room.report(
    { report: 'ended', epoch: 1, reason: 'stream-ended', agoMs: 500, ranMs: 1_500 },
    page,
  );
  assert.deepEqual(room.last(1)?.streams, [{ no: 1, startedAt, endedAt: startedAt + 1_500 }]);

  const known = live();
  known.room.passAlive(10 * SECOND);
  known.room.report({ report: 'ended', epoch: 1, reason: 'closed', ranMs: 10_400 });
  assert.equal(known.room.last(1)?.streams.length, 1);

  const liar = new LedgerRoom();
  const lying = liar.join();
  liar.connect();
  liar.report({ report: 'ended', epoch: 1, reason: 'closed', ranMs: 1e9 }, lying);
  const [counted] = liar.last(1)?.streams ?? [];
  assert.equal((counted?.endedAt ?? 0) - (counted?.startedAt ?? 0), STREAM_MS);
});

test('[AC12] a stream that makes room for the next on its session counts until it really ended', () => {
  const { room, startedAt } = live();
  room.passAlive(STREAM_MS - 45 * SECOND);
  for (const epoch of [2, 3]) {
    room.apply({ type: 'mint-failed', epoch, reason: 'bad-key', retryAt: null });
    room.passAlive(epoch === 2 ? 2 * SECOND : 30 * SECOND);
  }
  const told = room.last(1)?.streams[0]?.endedAt ?? 0;
  assert.ok(told > startedAt, 'when the next was called for');
  room.passAlive(2 * SECOND);
  const watch = { webrtcUrl: 'http://world/next', hlsUrl: null, token: 'spectator' };
  const next = { epoch: 1, streamId: 'next', watch, appliedText: 'x', agoMs: 400 } as const;
  room.report({ report: 'broadcasting', ...next, beforeAgoMs: 700 });
  const { now } = room;
  assert.deepEqual(room.last(1)?.streams, [
    { no: 1, startedAt, endedAt: now - 700 },
    { no: 2, startedAt: now - 400, endedAt: null },
  ]);
  assert.ok(now - 700 > told);
});

test('[AC12] of three streams on a session it is the last but one that made room', () => {
  const { room, startedAt } = live();
  const began = (no: number, beforeAgoMs: number) => {
    const watch = { webrtcUrl: `http://world/${no}`, hlsUrl: null, token: 'spectator' };
    const said = { epoch: 1, streamId: `stream ${no}`, watch, appliedText: 'x', beforeAgoMs };
    room.report({ report: 'broadcasting', ...said });
    return room.now;
  };
  const failNext = () => {
    room.passAlive(STREAM_MS - 45 * SECOND);
    for (let tries = 0; tries < 2; tries += 1) {
      const { epoch } = room.state.broadcast;
      room.apply({ type: 'mint-failed', epoch, reason: 'bad-key', retryAt: null });
      room.passAlive(tries === 0 ? 2 * SECOND : 30 * SECOND);
    }
  };
  failNext();
  const second = began(2, 700);
  failNext();
  const third = began(3, 500);
  assert.deepEqual(room.last(1)?.streams, [
    { no: 1, startedAt, endedAt: second - 700 },
    { no: 2, startedAt: second, endedAt: third - 500 },
    { no: 3, startedAt: third, endedAt: null },
  ]);
});

test('[LG18] of credentials that are lent again one place is told, not two', () => {
  const room = new LedgerRoom();
  const page = room.join();
  room.apply({ type: 'minted', epoch: 1, credentials: CREDENTIALS });
  room.leave(page);
  room.join();
  room.passAlive(5 * SECOND);
  assert.equal(room.state.broadcast.epoch, 2);
  assert.equal(room.last(1)?.over, false);
  room.apply({ type: 'minted', epoch: 2, credentials: CREDENTIALS, insteadOf: 1 });
  assert.deepEqual([room.last(1)?.over, room.last(2)?.over], [true, false]);
});

test('[AC9] a session whose conductor is at work keeps its place, however old its credentials', () => {
  const room = new LedgerRoom();
  room.join();
  room.apply({ type: 'minted', epoch: 1, credentials: { ...CREDENTIALS, expiresIn: 20 } });
  for (let times = 0; times < 3; times += 1) {
    room.passAlive(15 * SECOND);
    const { over, until } = room.last(1) ?? {};
    assert.equal(over, false);
    assert.ok((until ?? 0) > room.now + 5 * SECOND);
  }
});

test('[AC10] what the ledger refused was never minted, so that it may be asked as often as it says', () => {
  const room = new LedgerRoom();
  room.join();
  for (let epoch = 1; epoch <= 12; epoch += 1) {
    const retryAt = room.now + SECOND;
    room.apply({ type: 'mint-failed', epoch, reason: 'budget-rooms', retryAt });
    assert.equal(room.last(epoch)?.over, true);
    assert.deepEqual(room.view().life, { phase: 'dark', reason: 'budget-rooms', until: retryAt });
    room.passAlive(SECOND);
    assert.equal(room.view().life.phase, 'opening', `after ${epoch} refusals`);
  }
});

test('[AC11] a conductor that ended because it was told to is still one for the next time', () => {
  const { room, visits } = live();
  const at = room.now + 10 * SECOND;
  room.apply({ type: 'usage-reported', sessions: [], closes: { at, reason: 'budget-day' } });
  room.passAlive(10 * SECOND);
  assert.equal(room.view().life.phase, 'closing');
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, visits[0]);
  const until = room.now + 60 * SECOND;
  room.apply({ type: 'mint-failed', epoch: 2, reason: 'budget-day', retryAt: until });
  assert.deepEqual(room.view().life, { phase: 'dark', reason: 'budget-day', until });
});

function lastCallOf(room: TestRoom) {
  const { life } = room.view();
  return life.phase === 'live' ? life.lastCall : undefined;
}

test('[AC11] nor is one asked last that held the next session when the broadcast was stopped', () => {
  const [room, a] = liveRoom(2);
  const host = room.join({ role: 'host', conduct: 'no' });
  room.passAlive(STREAM_MS - 45 * SECOND);
  const next = room.connect();
  assert.equal(room.state.successor?.connection, a);
  room.act(host, { act: 'stop' });
  for (const epoch of [next, 1]) room.report({ report: 'ended', epoch, reason: 'closed' }, a);
  room.act(host, { act: 'start' });
  room.connect();
  assert.equal(room.state.lease?.connection, a);
});

test('[AC13] another page of the same participant cannot free the place', () => {
  const { room } = live();
  const other = room.join({ id: 'a-1' });
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, other);
  assert.equal(room.last(1)?.over, false);
});

test('[AC25] the end of a session that never connected frees no place: its being handed back does, or its time', () => {
  for (const reason of ['opening-timeout', 'no-conductor', 'unreachable', 'closed'] as const) {
    const room = new LedgerRoom();
    const page = room.join();
    room.apply({ type: 'minted', epoch: 1, credentials: CREDENTIALS });
    const mintedAt = room.now;
    room.passAlive(5 * SECOND);
    // That its stream had run is no more than it can know without a connection.
    room.report({ report: 'ended', epoch: 1, reason, ranMs: 4_000, streamId: 'x' }, page);
    room.leave(page);
    assert.deepEqual([room.last(1)?.over, room.last(1)?.streams], [false, []], reason);
    if (reason === 'closed') {
      room.pass(594 * SECOND);
      assert.equal(room.last(1)?.over, false);
      room.pass(SECOND);
      assert.equal(room.last(1)?.until, mintedAt + CREDENTIALS.expiresIn * SECOND);
    } else room.apply({ type: 'handed-back', epoch: 1 });
    assert.equal(room.last(1)?.over, true);
  }
});

test('[AC25] one that says after its lease that it came to the service is believed about its end', () => {
  const room = new LedgerRoom();
  const page = room.join();
  const other = room.join();
  room.apply({ type: 'minted', epoch: 1, credentials: CREDENTIALS });
  room.leave(page);
  room.passAlive(5 * SECOND);
  const back = room.join({ id: 'a-1', epochs: [1] });
  room.report({ report: 'connected', epoch: 1 }, other);
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, back);
  assert.equal(room.last(1)?.over, false, 'another has said so');
  room.report({ report: 'connected', epoch: 1 }, back);
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, back);
  assert.equal(room.last(1)?.over, true);
});

test('[AC14] hours that were over close nothing once the ledger has agreed anew', () => {
  const { room, visits } = live();
  const closes = { at: room.now + 5 * SECOND, reason: 'budget-day' } as const;
  room.answers = false;
  room.apply({ type: 'usage-reported', sessions: [], closes });
  room.passAlive(5 * SECOND);
  assert.equal(room.view().life.phase, 'closing');
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, visits[0]);
  room.goLive();
  room.passAlive(SECOND);
  assert.equal(room.view().life.phase, 'live');
});

test('[AC14] nor where there is no ledger any more', () => {
  const { room } = live();
  const closes = { at: room.now + 5 * SECOND, reason: 'budget-day' } as const;
  room.apply({ type: 'usage-reported', sessions: [], closes });
  room.apply({ type: 'restarted', entropy: 'x', hasLedger: false });
  room.join({ id: 'a-1', epochs: [1] });
  room.passAlive(10 * SECOND);
  assert.equal(room.view().life.phase, 'live');
});

test('[AC24] a ledger whose clock is ahead keeps no room dark for longer than a refusal lasts', () => {
  for (const [reason, longest] of [
    ['budget-rooms', 60 * SECOND],
    ['budget-day', 86_400 * SECOND],
  ] as const) {
    const room = new TestRoom();
    room.join();
    const { epoch } = room.state.broadcast;
    const retryAt = room.now + 40 * 86_400 * SECOND;
    room.apply({ type: 'mint-failed', epoch, reason, retryAt });
    assert.deepEqual(room.view().life, { phase: 'dark', reason, until: room.now + longest });
  }
});
