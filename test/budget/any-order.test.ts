import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SETTLED_MAX } from '../../party/budget/budget.js';
import type { ReportedSession } from '../../party/budget/messages.js';
import { dayOf } from '../../party/budget/state.js';
import { HOUR, MINUTE, NO_LIMITS, stream, TestBudget } from '../support/test-budget.js';

const MIDNIGHT = Date.UTC(2026, 11, 1);

/** What really happened in one session: when it held its slot, and its streams one after the other. */
interface True {
  readonly room: string;
  readonly epoch: number;
  readonly until: number;
  readonly isLost: boolean;
  readonly streams: readonly { startedAt: number; endedAt: number }[];
}

const session = fc
  .record({
    startsAt: fc.integer({ min: MIDNIGHT - HOUR, max: MIDNIGHT + HOUR }),
    holdsMs: fc.integer({ min: 1, max: 20 * MINUTE }),
    isLost: fc.boolean(),
    streams: fc.array(fc.record({ restMs: fc.nat(MINUTE), ranMs: fc.nat(4 * MINUTE) }), {
      maxLength: 5,
    }),
  })
  .map(({ startsAt, holdsMs, isLost, streams }) => {
    let at = startsAt;
    const ran = streams.map(({ restMs, ranMs }) => {
      const startedAt = at + restMs;
      at = startedAt + ranMs;
      return { startedAt, endedAt: at };
    });
    return { until: startsAt + holdsMs, isLost, streams: ran };
  });

/** Sums as anybody would make them who knows everything, in one pass over all that happened. */
function naive(all: readonly True[]): Record<string, number> {
  const days: Record<string, number> = {};
  for (const { streams, isLost, until } of all) {
    for (const [index, { startedAt, endedAt }] of streams.entries()) {
      const isCut = isLost && index === streams.length - 1;
      const bound = Math.max(startedAt, Math.min(startedAt + NO_LIMITS.streamMs, until));
      const end = isCut ? bound : endedAt;
      const before = Math.max(0, Math.min(end, MIDNIGHT) - startedAt);
      const after = Math.max(0, end - Math.max(startedAt, MIDNIGHT));
      days[dayOf(MIDNIGHT) - 1] = (days[dayOf(MIDNIGHT) - 1] ?? 0) + before;
      days[dayOf(MIDNIGHT)] = (days[dayOf(MIDNIGHT)] ?? 0) + after;
    }
  }
  return Object.fromEntries(Object.entries(days).filter(([, ms]) => ms > 0));
}

/** What a room may say of a session in its course, from its first word to its last. */
function wordsOf({ epoch, until, isLost, streams }: True): ReportedSession[] {
  const words = streams.flatMap(({ startedAt, endedAt }, index) => {
    const before = streams.slice(0, index).map((one, no) => ({ no, ...one }));
    const runs = [...before, stream(index, startedAt)];
    const isLast = index === streams.length - 1;
    const ended = [...before, stream(index, startedAt, endedAt)];
    return isLast && isLost ? [runs] : [runs, ended];
  });
  const told = words.map((each) => ({ until, over: false, streams: each }));
  const last = told.at(-1) ?? { until, streams: [] };
  const all = isLost ? told : [...told, { ...last, over: true }];
  return all.map((each, revision) => ({ epoch, revision: revision + 1, ...each }));
}

test('[LG9] told in any order, twice and late, through restarts, the hours are what they were', () => {
  const course = fc.record({
    sessions: fc.array(session, { minLength: 1, maxLength: 8 }),
    order: fc.infiniteStream(fc.nat()),
    reserved: fc.boolean(),
  });
  const property = fc.property(course, ({ sessions, order, reserved }) => {
    const all: True[] = sessions.map((one, index) => ({
      room: `r${index % 3}`,
      epoch: index,
      ...one,
    }));
    const said = all.flatMap((one) => wordsOf(one).map((word) => ({ room: one.room, word })));
    const ledger = new TestBudget({}, MIDNIGHT - HOUR);
    if (reserved) for (const { room, epoch } of all) ledger.reserve(room, epoch);
    // Everything twice, in an order that has nothing to do with when it happened.
    const shuffled = [...said, ...said]
      .map((each) => ({ each, place: order.next().value ?? 0 }))
      .sort((a, b) => a.place - b.place);
    for (const { each } of shuffled) {
      ledger.now += MINUTE / 2;
      ledger.report(each.room, each.word);
    }
    ledger.now = Math.max(ledger.now, MIDNIGHT + 3 * HOUR);
    assert.deepEqual(ledger.days, naive(all));
    assert.equal(ledger.budget.sessions, 0);
    for (const { each } of shuffled) ledger.report(each.room, each.word);
    for (const { room, epoch } of all) ledger.reserve(room, epoch);
    assert.deepEqual(ledger.days, naive(all));
  });
  fc.assert(property, { seed: 5, numRuns: 400 });
});

test('[LG9] whatever is asked and told, and however often: never more than the limit', () => {
  const act = fc.record({
    room: fc.nat(9),
    what: fc.constantFrom('reserve', 'told first', 'begin', 'over', 'again', 'crash'),
    waitMs: fc.constantFrom(0, 100, 5_000, 30_000, 5 * MINUTE),
  });
  const property = fc.property(fc.nat(3), fc.array(act, { maxLength: 120 }), (more, acts) => {
    const liveRooms = 1 + more;
    const ledger = new TestBudget({ liveRooms });
    // What the service holds, which is all that counts.
    let held: { room: string; epoch: number; until: number }[] = [];
    let last = { room: 'room-0', epoch: 0 };
    for (const [epoch, { room: number, what, waitMs }] of acts.entries()) {
      ledger.now += waitMs;
      held = held.filter(({ until }) => until > ledger.now);
      const room = `room-${number}`;
      const mine = held.find((one) => one.room === room);
      const asks = what === 'reserve' || what === 'told first';
      if (what === 'told first') ledger.report(room, { epoch });
      if (asks && ledger.reserve(room, epoch).ok) {
        held.push({ room, epoch, until: ledger.now + 10 * MINUTE });
        last = { room, epoch };
      }
      if (what === 'again') ledger.reserve(last.room, last.epoch);
      if (what === 'begin' && mine !== undefined) {
        ledger.report(room, { ...mine, streams: [stream(1, ledger.now)] });
      }
      if (what === 'over' && mine !== undefined) {
        held = held.filter((one) => one !== mine);
        ledger.report(room, { ...mine, over: true });
      }
      const rooms = new Set(held.map((one) => one.room));
      assert.ok(rooms.size <= liveRooms, `${rooms.size} rooms of ${liveRooms}`);
      assert.ok(held.length <= liveRooms + 1, `${held.length} sessions`);
      assert.ok(ledger.budget.sessions >= held.length, 'none is overlooked');
    }
  });
  fc.assert(property, { seed: 5, numRuns: 300 });
});

test('[LG10] what ended more than a day ago is neither kept nor counted again', () => {
  const ledger = new TestBudget();
  const { now } = ledger;
  const told = { revision: 5, over: true, streams: [stream(1, now - MINUTE, now)] };
  ledger.report('a', told);
  const counted = ledger.days;
  for (const hours of [12, 24, 24.5, 48]) {
    ledger.now = now + hours * HOUR;
    for (const _ of [1, 2]) ledger.report('a', told);
    assert.deepEqual(ledger.days, counted, `after ${hours} hours`);
  }
  assert.deepEqual([ledger.state.open, ledger.state.settled], [{}, {}]);
});

test('[LG10] what is first told of a day late counts only if it still runs', () => {
  const ledger = new TestBudget();
  const streams = [stream(1, ledger.now - 26 * HOUR)];
  ledger.report('a', { until: ledger.now - 25 * HOUR, streams });
  assert.deepEqual([ledger.state.settled, ledger.days], [{}, {}], 'it was lost a day ago');
  ledger.report('b', { streams });
  assert.equal(ledger.budget.sessions, 1);
  ledger.report('b', { over: true, streams: [stream(1, ledger.now - 26 * HOUR, ledger.now)] });
  const counted = Object.values(ledger.days).reduce((sum, ms) => sum + ms, 0);
  assert.equal(counted, 26 * HOUR);
});

test('[LG10] a session that still goes on keeps what it had a day ago', () => {
  const ledger = new TestBudget();
  const { now } = ledger;
  const first = stream(1, now - 2 * MINUTE, now - MINUTE);
  ledger.report('a', { until: now + 30 * HOUR, streams: [first] });
  ledger.now += 25 * HOUR;
  const streams = [first, stream(2, ledger.now - MINUTE, ledger.now)];
  ledger.report('a', { over: true, streams });
  assert.deepEqual(Object.values(ledger.days), [MINUTE, MINUTE]);
});

test('[LG10] the ledger stays small, however many rooms come, fail and go', () => {
  const ledger = new TestBudget({ liveRooms: 5 });
  for (let room = 0; room < 3_000; room += 1) {
    ledger.now += 5_000;
    ledger.reserve(`room-${room}`);
    ledger.report(`room-${room}`, { over: true });
  }
  assert.ok(
    Object.keys(ledger.state.settled).length <= 40,
    'unused slots, of three minutes at most',
  );
  for (let day = 0; day < 100; day += 1) {
    ledger.now += 24 * HOUR;
    ledger.report('a', {
      epoch: day,
      over: true,
      streams: [stream(1, ledger.now - 9, ledger.now)],
    });
  }
  assert.ok(Object.keys(ledger.days).length <= 63);
  assert.ok(Object.keys(ledger.state.settled).length <= 3);
});

test('[LG10] of more sessions than can be kept the oldest are counted for good', () => {
  const ledger = new TestBudget();
  const { now } = ledger;
  const settled = Array.from({ length: SETTLED_MAX + 1 }, (_, epoch) => {
    const streams = [{ ...stream(1, now - HOUR + epoch, now - HOUR + epoch + 50), countedTo: 0 }];
    for (const one of streams) one.countedTo = one.endedAt ?? 0;
    const rest = { until: now, over: true, granted: true, settledAt: now, revision: 1 };
    return [`a/${epoch}`, { room: 'a', epoch, ...rest, streams }] as const;
  });
  ledger.state = { ...ledger.state, settled: Object.fromEntries(settled) };
  const counted = ledger.days;
  assert.equal(Object.keys(ledger.state.settled).length, SETTLED_MAX * 0.9);
  for (const epoch of [0, 999, 1_000, 1_001, SETTLED_MAX]) {
    const startedAt = now - HOUR + epoch;
    const streams = [stream(1, startedAt, startedAt + 50)];
    ledger.report('a', { epoch, revision: 1, over: true, streams });
    assert.deepEqual(ledger.days, counted, `session ${epoch}`);
  }
});
