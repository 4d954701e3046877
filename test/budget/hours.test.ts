import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, monthOf, nextDayAt, nextMonthAt } from '../../party/budget/state.js';
import { HOUR, MINUTE, stream, TestBudget } from '../support/test-budget.js';

test('[LG5] days and months are those of UTC', () => {
  for (let day = 0; day < 400 * 366; day += 1) {
    const date = new Date(day * 24 * HOUR);
    assert.equal(monthOf(day), date.getUTCFullYear() * 12 + date.getUTCMonth(), date.toISOString());
  }
  const at = Date.UTC(2028, 1, 28, 23, 59, 59, 999);
  assert.equal(dayOf(at), Date.UTC(2028, 1, 28) / (24 * HOUR));
  assert.equal(nextDayAt(at), Date.UTC(2028, 1, 29));
  assert.equal(nextMonthAt(at), Date.UTC(2028, 2, 1));
  assert.equal(nextDayAt(Date.UTC(2028, 1, 28)), Date.UTC(2028, 1, 29));
});

test('[LG5] a stream counts from its start to its end, on each day its part', () => {
  const midnight = Date.UTC(2026, 11, 1);
  const ledger = new TestBudget({}, midnight - 5 * MINUTE);
  const startedAt = ledger.now;
  ledger.report('a', { streams: [stream(1, startedAt)] });
  ledger.now = midnight - MINUTE;
  const { hoursToday, hoursThisMonth } = ledger.budget;
  assert.deepEqual([hoursToday, hoursThisMonth], [0.06667, 0.06667], 'while it runs');
  ledger.now = midnight + 2 * MINUTE;
  ledger.report('a', { over: true, streams: [stream(1, startedAt, midnight + MINUTE)] });
  const today = dayOf(midnight);
  assert.deepEqual(ledger.days, { [today - 1]: 5 * MINUTE, [today]: MINUTE });
  const after = ledger.budget;
  assert.deepEqual([after.hoursToday, after.hoursThisMonth], [0.01667, 0.01667], 'a new month');
});

test('[LG5] two streams at once, as in a renewal, count twice', () => {
  const ledger = new TestBudget();
  const from = ledger.now - HOUR;
  ledger.report('a', { epoch: 1, streams: [stream(1, from, from + 10 * MINUTE)] });
  ledger.report('a', { epoch: 2, streams: [stream(2, from + 5 * MINUTE, from + 10 * MINUTE)] });
  assert.equal(ledger.budget.hoursToday, 0.25);
});

test('[LG6] when the hours of the day or month are used, nobody begins until they are there again', () => {
  const noon = Date.UTC(2026, 10, 22, 12);
  const cases = [
    [{ dayMs: HOUR }, 'budget-day', Date.UTC(2026, 10, 23)],
    [{ monthMs: HOUR }, 'budget-month', Date.UTC(2026, 11, 1)],
    [{ dayMs: HOUR, monthMs: HOUR }, 'budget-month', Date.UTC(2026, 11, 1)],
  ] as const;
  for (const [limits, reason, retryAt] of cases) {
    const ledger = new TestBudget(limits, noon);
    ledger.report('a', { streams: [stream(1, noon - HOUR + 1)] });
    assert.equal(ledger.reserve('b').ok, true, 'a millisecond is left');
    ledger.now += 1;
    assert.deepEqual(ledger.reserve('c'), { ok: false, reason, retryAt });
    assert.deepEqual(ledger.reserve('a', 2), { ok: false, reason, retryAt }, 'no renewal either');
    assert.equal(ledger.reserve('b').ok, true, 'what was given stays given');
    assert.equal(ledger.budget.resetsAt, retryAt);
    ledger.report('a', { over: true, streams: [stream(1, noon - HOUR + 1, ledger.now)] });
    ledger.now = retryAt - 1;
    assert.equal(ledger.reserve('c', 2).ok, false);
    ledger.now = retryAt;
    assert.equal(ledger.reserve('c', 3).ok, true, reason);
  }
});

test('[LG7] a lost stream counts until the service ends it or lets its session go', () => {
  const cases: [string, number, number][] = [
    ['ended by the service', 10 * MINUTE, 150_000],
    ['let go with its session', MINUTE, MINUTE],
  ];
  for (const [what, heldMs, countedMs] of cases) {
    const ledger = new TestBudget();
    const { now } = ledger;
    ledger.report('a', { until: now + heldMs, streams: [stream(1, now)] });
    ledger.now += 20 * MINUTE;
    assert.deepEqual(Object.values(ledger.days), [countedMs], what);
    ledger.report('a', { until: now + heldMs, over: true, streams: [stream(1, now, now + 7_000)] });
    assert.deepEqual(Object.values(ledger.days), [7_000], 'until its true end is told');
  }
});

test('[LG7] a session that was thought lost and is not runs on', () => {
  const ledger = new TestBudget();
  const { now } = ledger;
  ledger.report('a', { until: now + MINUTE, streams: [stream(1, now)] });
  ledger.now += 3 * MINUTE;
  assert.equal(ledger.budget.sessions, 0);
  ledger.report('a', { streams: [stream(1, now)] });
  assert.equal(ledger.budget.sessions, 1);
  assert.equal(ledger.budget.hoursToday, 0.05);
});

test('[LG8] who runs is told when the hours end at this pace, ten minutes before', () => {
  const ledger = new TestBudget({ dayMs: 2 * HOUR, monthMs: 30 * HOUR });
  const { now } = ledger;
  const told = () => ledger.report('a', { streams: [stream(1, now)] });
  assert.deepEqual(told(), { closesAt: null, reason: null });
  ledger.now = now + 110 * MINUTE - 1;
  assert.deepEqual(told(), { closesAt: null, reason: null });
  ledger.now += 1;
  assert.deepEqual(told(), { closesAt: now + 2 * HOUR, reason: 'budget-day' });
  ledger.now = now + 114 * MINUTE;
  ledger.report('b', { streams: [stream(1, ledger.now)] });
  assert.deepEqual(told(), { closesAt: now + 117 * MINUTE, reason: 'budget-day' }, 'two run');
  ledger.now = now + 118 * MINUTE;
  assert.deepEqual(told(), { closesAt: ledger.now, reason: 'budget-day' }, 'none are left');
});

test('[LG8] hours that begin anew before they run out end nothing', () => {
  const midnight = Date.UTC(2026, 10, 23);
  const ledger = new TestBudget({ dayMs: HOUR }, midnight - MINUTE);
  const told = (startedAt: number) => ledger.report('a', { streams: [stream(1, startedAt)] });
  assert.equal(told(midnight - HOUR + MINUTE).closesAt, null);
  const inTime = new TestBudget({ dayMs: HOUR }, midnight - MINUTE);
  const last = inTime.report('a', { streams: [stream(1, midnight - HOUR)] });
  assert.equal(last.closesAt, null, 'they run out in the same instant');
  const before = new TestBudget({ dayMs: HOUR }, midnight - MINUTE);
  const early = before.report('a', { streams: [stream(1, midnight - HOUR - 1)] });
  assert.deepEqual(early, { closesAt: midnight - 1, reason: 'budget-day' });
  const month = new TestBudget({ monthMs: HOUR }, midnight - MINUTE);
  const forecast = month.report('a', { streams: [stream(1, midnight - HOUR + MINUTE)] });
  assert.deepEqual(forecast, { closesAt: midnight + MINUTE, reason: 'budget-month' });
});
