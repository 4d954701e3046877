import assert from 'node:assert/strict';
import test from 'node:test';
import { OVERLAP_MS, readyToRenew, STREAM_MS, TestRoom } from '../support/test-room.js';

const SECOND = 1_000;

/** A room whose next stream has just become visible, and the old one still plays. */
function overlapping<Count extends number>(visitors: Count) {
  const { room, visits, next } = readyToRenew(visitors);
  room.passAlive(30 * SECOND);
  room.broadcasting(next);
  const [old, shown] = [room.shownId('stream-1'), room.shownId(`stream-${next}`)];
  const ends = (epoch = 1) =>
    Object.keys(room.state.connections)
      .flatMap((id) => room.commands(id))
      .filter((said) => said.command === 'end' && said.epoch === epoch).length;
  return { room, visits, next, old, shown, ends };
}

/** How long the old stream goes on with these rules, and when its successor starts before the end. */
function timesWith(overlapSeconds: number, streamSeconds: number) {
  const room = new TestRoom({ overlapSeconds });
  room.state = {
    ...room.state,
    broadcast: { ...room.state.broadcast, streamMs: streamSeconds * SECOND },
  };
  room.join();
  room.goLive();
  const { life } = room.state;
  assert.ok(life.phase === 'live');
  const { endAt } = life;
  while (room.state.life.phase === 'live') {
    room.passAlive(100);
    if (room.state.life.phase === 'live' && room.state.life.renewal.at === 'minting')
      room.connect();
  }
  const startedBeforeEnd = endAt - room.now;
  room.broadcasting(2);
  return { startedBeforeEnd, keptMs: room.state.retiring!.endAt - room.now };
}

test('[RN3] the old stream ends as soon as all who watched it have moved', () => {
  const { room, visits, shown, ends } = overlapping(3);
  room.passAlive(SECOND);
  room.moved(visits[0], shown);
  room.moved(visits[1], shown);
  assert.equal(ends(), 0, 'one still watches it');
  room.moved(visits[2], shown);
  assert.equal(ends(), 1);
  assert.equal(room.view().life.phase, 'live');
  room.passAlive(OVERLAP_MS);
  assert.equal(ends(), 1, 'it is told once');
});

test('[RN3] a page that shows no picture keeps nothing', () => {
  const { room, visits, next, shown, ends } = overlapping(2);
  room.moved(visits[0], shown);
  room.moved(visits[1], null);
  assert.equal(ends(), 1);
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, visits[0]);
  room.passAlive(STREAM_MS - 45 * SECOND);
  const third = room.connect();
  room.passAlive(30 * SECOND);
  room.broadcasting(third);
  room.moved(visits[0], room.shownId(`stream-${third}`));
  assert.equal(ends(next), 1, 'it said so before: it has none since');
});

test('[RN3] it goes on for overlap-seconds, three tenths of a stream, or until its own end', () => {
  assert.deepEqual(timesWith(12, 150), { startedBeforeEnd: 15 * SECOND, keptMs: 12 * SECOND });
  assert.deepEqual(timesWith(2, 150), { startedBeforeEnd: 15 * SECOND, keptMs: 2 * SECOND });
  assert.equal(timesWith(12, 20).keptMs, 6 * SECOND);
  const late = readyToRenew(1);
  late.room.passAlive(30 * SECOND);
  late.room.passAlive(10 * SECOND);
  late.room.broadcasting(late.next);
  assert.equal(late.room.state.retiring!.endAt - late.room.now, 5 * SECOND);
});

test('[RN2] where the overlap is longer the next stream starts earlier by that', () => {
  assert.deepEqual(timesWith(30, 150), { startedBeforeEnd: 33 * SECOND, keptMs: 30 * SECOND });
});

test('[RN27] joins are spread by the number of those who watch, within the overlap', () => {
  const spreadOf = (watching: number, overlapSeconds = 12) => {
    const { room, next } = readyToRenew(1);
    const { values } = room.state.rules;
    const rules = { ...room.state.rules, values: { ...values, overlapSeconds } };
    room.state = { ...room.state, rules };
    room.passAlive(30 * SECOND);
    room.state = { ...room.state, audience: { watching } };
    room.broadcasting(next);
    const { life } = room.view();
    return life.phase === 'live' ? life.spreadMs : null;
  };
  assert.deepEqual(
    [spreadOf(1), spreadOf(250), spreadOf(3_000), spreadOf(3_000, 30), spreadOf(3_000, 4)],
    // The old stream of the last but one had 15 s left.
    [4, 1_000, 7_000, 10_000, undefined],
  );
  const first = new TestRoom();
  first.join();
  first.goLive();
  const { life } = first.view();
  assert.equal(life.phase === 'live' && life.spreadMs, undefined, 'nobody watched a stream before');
});

test('[RN28] a page ends the old stream for nobody else, whatever it says and however often', () => {
  const { room, visits, old, shown, ends } = overlapping(2);
  for (let times = 0; times < 50; times += 1) {
    for (const to of [shown, null, old, 'another', shown]) room.moved(visits[0], to);
  }
  room.moved('nobody', shown);
  assert.equal(ends(), 0);
  room.moved(visits[1], shown);
  assert.equal(ends(), 1);
});

test('[RN28] nor does it keep it longer than its time', () => {
  const { room, visits, old, shown, ends } = overlapping(2);
  room.moved(visits[1], shown);
  for (let passed = 0; passed < OVERLAP_MS; passed += 500) {
    assert.equal(ends(), 0);
    room.moved(visits[0], old);
    room.passAlive(500);
  }
  assert.equal(ends(), 1);
});

test('[RN28] who comes later or has gone is not waited for; who said nothing is', () => {
  const { room, visits, shown, ends } = overlapping(3);
  room.join({ conduct: 'no' });
  room.moved(visits[0], shown);
  room.moved(visits[1], shown);
  room.passAlive(5 * SECOND);
  assert.equal(ends(), 0);
  room.leave(visits[2]);
  assert.equal(ends(), 1);
});

test('[RN28] pages that move cost no step until the last has', () => {
  const { room, visits, shown } = overlapping(3);
  const before = room.state;
  room.moved(visits[0], shown);
  room.moved(visits[1], shown);
  assert.equal(room.state, before);
});

test('[RN28] after a restart the old stream has all its time', () => {
  const { room, next, shown } = overlapping(1);
  room.apply({ type: 'restarted', entropy: 'x' });
  const back = room.join({ id: 'a-1', epochs: [1, next] });
  room.moved(back, shown);
  assert.equal(room.state.retiring?.toldAt, null);
  room.passAlive(OVERLAP_MS);
  assert.deepEqual(room.commands(back), [{ command: 'end', epoch: 1 }]);
});

test('[RN29] stopped in the overlap, both streams end at once', () => {
  const { room, next, ends } = overlapping(2);
  room.act(room.join({ id: 'h', role: 'host', conduct: 'no' }), { act: 'stop' });
  assert.deepEqual([ends(1), ends(next)], [1, 1]);
});

test('[RN29] so they do when the hours of the account run out', () => {
  const { room, next, ends } = overlapping(2);
  const closes = { at: room.now + 3 * SECOND, reason: 'budget-day' } as const;
  room.apply({ type: 'usage-reported', sessions: [], closes });
  room.passAlive(3 * SECOND);
  assert.deepEqual([ends(1), ends(next)], [1, 1]);
});

test('[RN29] left by everybody, the old one ends at once and the new one as ever', () => {
  const room = new TestRoom({ lingerSeconds: 30 });
  const headless = room.join({ id: 'h', conduct: 'prefer', watching: false });
  const visitor = room.join({ conduct: 'no' });
  room.goLive();
  room.passAlive(STREAM_MS - 45 * SECOND);
  const next = room.connect();
  room.passAlive(30 * SECOND);
  room.broadcasting(next);
  room.leave(visitor);
  assert.deepEqual(room.commands(headless).at(-1), { command: 'end', epoch: 1 });
  assert.equal(room.view().life.phase, 'live');
  room.report({ report: 'ended', epoch: 1, reason: 'closed' }, headless);
  room.passAlive(30 * SECOND);
  assert.deepEqual(room.commands(headless).at(-1), { command: 'end', epoch: next });
});

test('[RN29] a conductor of both that is lost takes both along, and the world opens again', () => {
  const { room, visits } = overlapping(2);
  room.leave(visits[0]);
  room.pass(4 * SECOND);
  assert.equal(room.state.retiring, null);
  const { life } = room.view();
  assert.ok(life.phase === 'opening');
  assert.equal(life.before?.streamId, room.shownId('stream-2'), 'what it left playing is watched');
});

test('[RN29] the old one’s conductor is lost alone: the new stream goes on', () => {
  const room = new TestRoom();
  const old = room.join();
  const visitor = room.join({ conduct: 'no' });
  room.goLive();
  const headless = room.join({ id: 'h', conduct: 'prefer', watching: false });
  room.passAlive(STREAM_MS - 45 * SECOND);
  const next = room.connect();
  room.passAlive(30 * SECOND);
  room.broadcasting(next);
  room.leave(old);
  room.pass(4 * SECOND);
  assert.equal(room.state.retiring, null);
  assert.equal(room.view().life.phase, 'live');
  assert.deepEqual(room.commands(headless).at(-1)?.command, 'start');
  assert.deepEqual(room.commands(visitor), []);
});

test('[RN29] the new one’s conductor is lost alone: the old stream keeps its time', () => {
  const room = new TestRoom();
  const old = room.join();
  const headless = room.join({ id: 'h', conduct: 'prefer', watching: false });
  room.goLive();
  assert.equal(room.state.lease?.connection, headless);
  room.report({ report: 'leaving', epoch: 1 }, headless);
  const next = room.connect();
  room.broadcasting(next);
  assert.equal(room.state.lease?.connection, old);
  room.join();
  room.report({ report: 'ended', epoch: next, reason: 'model-crash' }, old);
  assert.equal(room.view().life.phase, 'opening');
  assert.equal(room.state.retiring?.toldAt, null);
  room.passAlive(OVERLAP_MS);
  assert.deepEqual(room.commands(headless).at(-1), { command: 'end', epoch: 1 });
});
