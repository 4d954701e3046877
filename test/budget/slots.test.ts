import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE, stream, TestBudget } from '../support/test-budget.js';

test('[LG1] as many rooms as allowed hold the world, and one session more', () => {
  const ledger = new TestBudget({ liveRooms: 2 });
  const grants: [string, number, boolean][] = [
    ['a', 1, true],
    ['b', 1, true],
    ['c', 1, false],
    ['a', 2, true],
    ['b', 2, false],
    ['a', 3, false],
  ];
  for (const [room, epoch, ok] of grants) {
    assert.equal(ledger.reserve(room, epoch).ok, ok, `${room} ${epoch}`);
  }
  const { liveRooms, maxLiveRooms, sessions } = ledger.budget;
  assert.deepEqual(
    { liveRooms, maxLiveRooms, sessions },
    { liveRooms: 2, maxLiveRooms: 2, sessions: 3 },
  );
  ledger.report('a', { over: true });
  assert.equal(ledger.reserve('c').ok, false, 'the room goes on with its second session');
  assert.equal(ledger.reserve('b', 2).ok, true, 'whose slot is now free for another renewal');
  ledger.report('a', { epoch: 2, over: true });
  assert.equal(ledger.reserve('c').ok, true);
});

test('[LG1] without a limit nobody is refused', () => {
  const ledger = new TestBudget();
  for (let room = 0; room < 100; room += 1) assert.equal(ledger.reserve(`room-${room}`).ok, true);
});

test('[LG2] a session that nobody ended holds its slot until the service lets it go', () => {
  const ledger = new TestBudget({ liveRooms: 1 });
  ledger.reserve('a');
  const until = ledger.now + 3 * MINUTE;
  ledger.report('a', { until });
  assert.equal(ledger.reserve('a', 2).ok, true, 'a lost conductor is replaced from the reserve');
  assert.equal(ledger.reserve('a', 3).ok, false, 'once');
  ledger.now = until - 1;
  assert.equal(ledger.reserve('a', 4).ok, false);
  ledger.now = until;
  assert.equal(ledger.reserve('a', 5).ok, true);
});

test('[LG2] a slot that was given and never told of again is free after some ten minutes', () => {
  const ledger = new TestBudget({ liveRooms: 1 });
  ledger.reserve('a');
  ledger.now += 10 * MINUTE;
  assert.equal(ledger.reserve('b').ok, false);
  ledger.now += MINUTE;
  assert.equal(ledger.reserve('b').ok, true);
});

test('[LG3] whoever finds no slot is told to ask again within 15 s, or when the next one expires', () => {
  const ledger = new TestBudget({ liveRooms: 1 });
  ledger.reserve('a');
  const again = ['b', 'c', 'lobby', 'ein längerer Name'].map((room) => {
    const refused = ledger.reserve(room);
    assert.ok(!refused.ok && refused.reason === 'budget-rooms');
    return refused.retryAt - ledger.now;
  });
  for (const ms of again) assert.ok(ms >= 5_000 && ms <= 15_000, `${ms}`);
  assert.ok(new Set(again).size > 1, 'not all in one instant');
  ledger.report('a', { until: ledger.now + 2_000 });
  assert.deepEqual(ledger.reserve('b'), {
    ok: false,
    reason: 'budget-rooms',
    retryAt: ledger.now + 2_000,
  });
});

test('[LG4] the same asked again is the same slot; asked after its end it is none', () => {
  const ledger = new TestBudget({ liveRooms: 1 });
  for (const _ of [1, 2, 3]) assert.equal(ledger.reserve('a').ok, true);
  assert.equal(ledger.budget.sessions, 1);
  ledger.report('a', { over: true });
  assert.equal(ledger.reserve('a').ok, false, 'a call that was late brings no slot back');
  assert.equal(ledger.budget.sessions, 0);
  ledger.report('b', { epoch: 7, over: true });
  assert.equal(ledger.reserve('b', 7).ok, false, 'nor when the end came first');
});

test('[LG4] telling of a session is not asking for it, until it has a stream', () => {
  const ledger = new TestBudget({ liveRooms: 1 });
  ledger.reserve('a');
  ledger.report('b');
  assert.equal(ledger.reserve('b').ok, false, 'its room told of it before the answer was there');
  assert.equal(ledger.budget.sessions, 1);
  ledger.report('a', { over: true });
  assert.equal(ledger.reserve('b').ok, true);
});

test('[LG4] a session told of without having been asked for holds a slot all the same', () => {
  const ledger = new TestBudget({ liveRooms: 1 });
  ledger.report('a', { streams: [stream(1, ledger.now)] });
  assert.equal(ledger.reserve('b').ok, false);
});

test('[LG18] credentials that are lent again take their slot with them', () => {
  const ledger = new TestBudget({ liveRooms: 1 });
  ledger.reserve('a');
  ledger.reserve('a', 2);
  assert.equal(ledger.reserve('a', 3).ok, false);
  for (const _ of [1, 2]) assert.equal(ledger.reserve('a', 3, 2).ok, true);
  assert.equal(ledger.budget.sessions, 2);
  assert.equal(ledger.reserve('a', 4, 2).ok, false, 'one slot goes over once');
  assert.equal(ledger.reserve('b', 5, 3).ok, false, 'and to nobody else');
});

test('[LG22] a slot whose hand-over the room never heard of goes back to the session before', () => {
  const ledger = new TestBudget({ liveRooms: 1 });
  ledger.reserve('a');
  ledger.reserve('a', 2, 1);
  ledger.report('a', { epoch: 2, over: true });
  assert.equal(ledger.budget.sessions, 1);
  assert.equal(ledger.reserve('b').ok, false, 'the service holds it for the first one');
  ledger.report('a', { epoch: 1, over: true });
  assert.equal(ledger.budget.sessions, 0);
  assert.equal(ledger.reserve('b').ok, true);
});

test('[LG22] one that the room did hear of is free with its new epoch, in whatever order that is told', () => {
  const heard = new TestBudget({ liveRooms: 1 });
  heard.reserve('a');
  heard.reserve('a', 2, 1);
  heard.report('a', { epoch: 1, over: true });
  heard.report('a', { epoch: 2, over: true });
  assert.equal(heard.budget.sessions, 0);
  const late = new TestBudget({ liveRooms: 1 });
  late.reserve('a');
  late.reserve('a', 2, 1);
  late.report('a', { epoch: 2, over: true });
  late.report('a', { epoch: 1, over: true });
  assert.equal(late.budget.sessions, 0);
});

test('[LG22] what went back expires like any other, and can be lent again', () => {
  const ledger = new TestBudget({ liveRooms: 1 });
  ledger.reserve('a');
  ledger.reserve('a', 2, 1);
  ledger.report('a', { epoch: 2, over: true });
  assert.equal(ledger.reserve('a', 3, 1).ok, true);
  assert.equal(ledger.budget.sessions, 1);
  ledger.report('a', { epoch: 3, over: true });
  ledger.now += 11 * 60_000;
  assert.equal(ledger.budget.sessions, 0);
});
