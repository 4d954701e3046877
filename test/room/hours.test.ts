import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOpen, nextChange } from '../../party/room/broadcast/opening-hours.js';
import { rulesFromText } from '../../src/protocol/rules.js';
import { TestRoom } from '../support/test-room.js';

const at = (utc: string) => Date.parse(`${utc}Z`);

/** Hours, time zone, an instant in UTC, whether it is open then, and when that changes. */
const TABLE: readonly (readonly [string, string, string, boolean, string | null])[] = [
  ['', 'UTC', '2026-03-02T04:00', true, null],
  ['00:00-24:00', 'UTC', '2026-03-02T04:00', true, null],
  ['09:00-09:00', 'UTC', '2026-03-02T04:00', true, null],
  ['09:00-18:00', 'UTC', '2026-03-02T08:59:59.999', false, '2026-03-02T09:00'],
  ['09:00-18:00', 'UTC', '2026-03-02T09:00', true, '2026-03-02T18:00'],
  ['09:00-18:00', 'UTC', '2026-03-02T18:00', false, '2026-03-03T09:00'],
  // A Friday evening: Saturday has its own hours, Sunday none.
  ['mo-fr 09:00-18:00, sa 10:00-14:00', 'UTC', '2026-03-06T19:00', false, '2026-03-07T10:00'],
  ['Mo-Fr 09:00-18:00,sa 10:00-14:00', 'UTC', '2026-03-07T14:00', false, '2026-03-09T09:00'],
  // Times without days are for the days named last.
  ['mo-fr 09:00-12:00, 13:00-18:00', 'UTC', '2026-03-06T12:30', false, '2026-03-06T13:00'],
  ['mo-fr 09:00-12:00, 13:00-18:00', 'UTC', '2026-03-07T13:30', false, '2026-03-09T09:00'],
  // Over midnight, and over the end of the week.
  ['fr 20:00-02:00', 'UTC', '2026-03-07T01:59', true, '2026-03-07T02:00'],
  ['fr 20:00-02:00', 'UTC', '2026-03-08T01:00', false, '2026-03-13T20:00'],
  ['su 22:00-03:00', 'UTC', '2026-03-09T02:00', true, '2026-03-09T03:00'],
  ['sa-mo 10:00-11:00', 'UTC', '2026-03-08T11:00', false, '2026-03-09T10:00'],
  // Two spans that meet are one.
  ['20:00-24:00, 00:00-02:00', 'UTC', '2026-03-02T21:00', true, '2026-03-03T02:00'],
  // The wall clock of the zone decides, with its own day and odd offsets.
  ['mo 00:00-06:00', 'Pacific/Auckland', '2026-03-01T11:00', true, '2026-03-01T17:00'],
  ['09:00-18:00', 'Asia/Kathmandu', '2026-03-02T03:14', false, '2026-03-02T03:15'],
  // Clocks put forward on 2026-03-29 at 02:00 in Berlin, back on 2026-10-25 at 03:00.
  ['09:00-18:00', 'Europe/Berlin', '2026-03-28T18:00', false, '2026-03-29T07:00'],
  ['09:00-18:00', 'Europe/Berlin', '2026-10-24T17:00', false, '2026-10-25T08:00'],
  ['22:00-04:00', 'Europe/Berlin', '2026-03-28T22:00', true, '2026-03-29T02:00'],
  ['22:00-04:00', 'Europe/Berlin', '2026-10-24T22:00', true, '2026-10-25T03:00'],
  // An opening within the hour that is left out comes at its end.
  ['02:30-05:00', 'Europe/Berlin', '2026-03-29T00:30', false, '2026-03-29T01:00'],
  ['01:00-02:30', 'Europe/Berlin', '2026-03-29T00:30', true, '2026-03-29T01:00'],
  // What begins or ends within the hour that is shown twice does so the first time alone.
  ['22:00-02:30', 'Europe/Berlin', '2026-10-25T00:00', true, '2026-10-25T00:30'],
  ['22:00-02:30', 'Europe/Berlin', '2026-10-25T00:30', false, '2026-10-25T21:00'],
  ['22:00-02:30', 'Europe/Berlin', '2026-10-25T01:10', false, '2026-10-25T21:00'],
  ['02:30-04:00', 'Europe/Berlin', '2026-10-25T00:30', true, '2026-10-25T03:00'],
  ['02:30-04:00', 'Europe/Berlin', '2026-10-25T01:10', true, '2026-10-25T03:00'],
  ['02:10-02:20', 'Europe/Berlin', '2026-10-25T00:20', false, '2026-10-26T01:10'],
  ['02:00-03:00', 'Europe/Berlin', '2026-10-25T00:00', true, '2026-10-25T02:00'],
  ['01:45-02:15', 'Australia/Lord_Howe', '2026-04-04T15:20', true, '2026-04-04T15:45'],
  // As other people write them.
  ['24/7', 'Asia/Tokyo', '2026-03-02T04:00', true, null],
  ['9:00-18:00', 'UTC', '2026-03-02T08:59', false, '2026-03-02T09:00'],
  ['mo,we 18:00-20:00', 'UTC', '2026-03-02T19:00', true, '2026-03-02T20:00'],
  ['mo,we 18:00-20:00', 'UTC', '2026-03-02T20:00', false, '2026-03-04T18:00'],
  ['mo-tu, fr 18:00-20:00', 'UTC', '2026-03-03T20:00', false, '2026-03-06T18:00'],
  ['Monday-Friday 9:00–12:00', 'UTC', '2026-03-06T12:00', false, '2026-03-09T09:00'],
  [
    'Mo-Fr 09:00-12:00; Sat,Sun 10:00 - 11:00',
    'UTC',
    '2026-03-07T11:00',
    false,
    '2026-03-08T10:00',
  ],
  ['mo 9:00-10:00, 11:00-12:00, 13:00-14:00', 'UTC', '2026-03-02T12:00', false, '2026-03-02T13:00'],
  ['0:00-24:00', 'Asia/Tokyo', '2026-03-02T04:00', true, null],
  ['mo-su 00:00-24:00', 'America/New_York', '2026-03-08T07:00', true, null],
  ['24/7', 'Europe/Berlin', '2026-10-25T00:30', true, null],
  ['su,sa 9:05-9:10', 'UTC', '2026-03-07T09:10', false, '2026-03-08T09:05'],
  ['tu,th-fr 8:00-9:00,17:00-18:00', 'UTC', '2026-03-05T09:00', false, '2026-03-05T17:00'],
  // Spans of a day that overlap, that stand in no order, and one within another.
  ['9:00-12:00, 11:00-14:00', 'UTC', '2026-03-02T11:30', true, '2026-03-02T14:00'],
  ['mo 20:00-22:00, 8:00-10:00', 'UTC', '2026-03-02T10:00', false, '2026-03-02T20:00'],
  ['9:00-18:00, we 12:00-13:00', 'UTC', '2026-03-04T13:00', true, '2026-03-04T18:00'],
  // Several spans on the days of 23 and 25 hours, one of them in what is left out or shown twice.
  [
    'su 1:00-1:30, 2:15-2:45, 4:00-5:00',
    'Europe/Berlin',
    '2026-03-29T00:30',
    false,
    '2026-03-29T02:00',
  ],
  [
    'su 1:00-1:30, 2:15-2:45, 4:00-5:00',
    'Europe/Berlin',
    '2026-10-25T00:45',
    false,
    '2026-10-25T03:00',
  ],
  ['su 2:15-2:45, 2:50-3:10', 'Europe/Berlin', '2026-10-25T00:45', false, '2026-10-25T00:50'],
  ['su 2:15-2:45, 2:50-3:10', 'Europe/Berlin', '2026-10-25T01:20', true, '2026-10-25T02:10'],
  ['sa 23:00-3:00, su 3:00-4:00', 'America/New_York', '2026-03-08T04:00', true, '2026-03-08T08:00'],
  // Clocks are put forward at midnight in Beirut: that day begins at one.
  ['su 0:00-2:00', 'Asia/Beirut', '2026-03-28T21:59', false, '2026-03-28T22:00'],
  ['sa 22:00-0:30', 'Asia/Beirut', '2026-03-28T20:30', true, '2026-03-28T22:00'],
];

test('[HO1] hours are open and closed by the clock on the wall, over midnight and when it is put forward or back', () => {
  for (const [hours, timeZone, now, open, next] of TABLE) {
    const rules = { hours, timeZone };
    const said = `${hours} ${timeZone} ${now}`;
    assert.equal(isOpen(rules, at(now)), open, said);
    assert.equal(nextChange(rules, at(now)), next === null ? null : at(next), said);
  }
});

test('[HO2] the next change is the first minute at which it is otherwise, all through the year', () => {
  const rules = { hours: 'mo-we 22:30-02:45, fr 01:15-03:30', timeZone: 'America/New_York' };
  for (let now = at('2026-01-01T00:00'); now < at('2027-01-01T00:00'); ) {
    const next = nextChange(rules, now);
    assert.ok(next !== null && next > now);
    assert.notEqual(isOpen(rules, next), isOpen(rules, now));
    for (let minute = now; minute < next; minute += 900_000) {
      assert.equal(isOpen(rules, minute), isOpen(rules, now), new Date(minute).toISOString());
    }
    assert.equal(isOpen(rules, next - 60_000), isOpen(rules, now));
    now = next;
  }
});

test('[HO2] the day that is 25 hours long has each span once, whenever it is', () => {
  for (let from = 0; from < 24 * 60; from += 7) {
    const time = (minute: number) =>
      `${Math.floor(minute / 60) % 24}:${String(minute % 60).padStart(2, '0')}`;
    const hours = `su ${time(from)}-${time(from + 20)}`;
    const rules = { hours, timeZone: 'America/New_York' };
    let changes = 0;
    for (let now = at('2026-11-01T04:00'); ; changes += 1) {
      const next = nextChange(rules, now);
      if (next === null || next > at('2026-11-02T05:20')) break;
      now = next;
    }
    assert.equal(changes, from === 0 ? 1 : 2, hours);
  }
});

test('[HO3] hours and time zones that nobody can keep are left out, and named with an example', () => {
  const bad = [
    '9-18',
    '09:00',
    '25:00-26:00',
    'xx 09:00-10:00',
    '09:00-18:60',
    '09:00-18:00;',
    '24-7',
    '24/6',
    '9h-18h',
    'mo 9:00',
    'mo,,we 9:00-10:00',
    '٩:٠٠-١٨:٠٠',
  ];
  for (const hours of bad) {
    const { rules, problems } = rulesFromText({ hours });
    assert.deepEqual(rules, {});
    assert.equal(problems[0]?.attribute, 'hours');
    assert.match(
      problems[0]?.message ?? '',
      /^hours=".*" is not understood\. Write it like "mo-fr /,
    );
  }
  for (const zone of ['Mars/Olympus', '', 'Europe/Berlin ; x']) {
    const { problems } = rulesFromText({ 'time-zone': zone });
    assert.match(problems[0]?.message ?? '', /^time-zone=".*Write it like "Europe\/Berlin"\.$/);
  }
  const good = { opens: 'host', hours: 'Fr 20:00-02:00', 'time-zone': 'Asia/Tokyo' };
  assert.deepEqual(rulesFromText(good), {
    rules: { opens: 'host', hours: 'Fr 20:00-02:00', timeZone: 'Asia/Tokyo' },
    problems: [],
  });
});

const HOUR = 3_600_000;
/** A Monday in Berlin, an hour before it opens at nine. */
const EIGHT = at('2026-03-02T07:00');

function roomWithHours(now: number, rules: object = {}): TestRoom {
  const room = new TestRoom({ hours: '09:00-18:00', timeZone: 'Europe/Berlin', ...rules });
  room.now = now;
  room.apply({ type: 'woke' });
  return room;
}

test('[HO4] outside its hours a room is dark and says until when; then it opens by itself for whoever is there', () => {
  const room = roomWithHours(EIGHT);
  room.join();
  const until = EIGHT + HOUR;
  assert.deepEqual(room.view().life, { phase: 'dark', reason: 'out-of-hours', until });
  room.passAlive(HOUR - 1);
  assert.equal(room.view().life.phase, 'dark');
  room.passAlive(1);
  assert.equal(room.view().life.phase, 'opening');
  const empty = roomWithHours(EIGHT);
  empty.pass(HOUR);
  assert.deepEqual(empty.view().life, { phase: 'dark', reason: null, until: null });
  empty.pass(9 * HOUR);
  assert.deepEqual(empty.view().life, {
    phase: 'dark',
    reason: 'out-of-hours',
    until: EIGHT + 25 * HOUR,
  });
});

const life = (room: TestRoom) => {
  const { life: seen } = room.view();
  return seen;
};

test('[HO5] at closing time a live broadcast closes, with a word a minute ahead', () => {
  const room = roomWithHours(EIGHT + 10 * HOUR - 90_000);
  const a = room.join();
  room.goLive();
  room.passAlive(29_000);
  const before = life(room);
  assert.equal(before.phase === 'live' && before.lastCall, null);
  room.passAlive(1_000);
  const warned = life(room);
  const lastCall = { at: EIGHT + 10 * HOUR, reason: 'out-of-hours' };
  assert.deepEqual(warned.phase === 'live' && warned.lastCall, lastCall);
  room.passAlive(60_000);
  assert.equal(life(room).phase, 'closing');
  const { epoch } = room.state.broadcast;
  assert.deepEqual(room.commands(a).at(-1), { command: 'end', epoch });
  room.report({ report: 'ended', epoch, reason: 'closed' });
  const until = EIGHT + 25 * HOUR;
  assert.deepEqual(life(room), { phase: 'dark', reason: 'out-of-hours', until });
});

test('[HO6] the sooner of the hours and the budget is the last call', () => {
  const room = roomWithHours(EIGHT + 10 * HOUR - 50_000);
  room.join();
  room.goLive();
  const closes = { at: room.now + 30_000, reason: 'budget-day' as const };
  room.apply({ type: 'usage-reported', sessions: [], closes });
  const seen = life(room);
  assert.deepEqual(seen.phase === 'live' && seen.lastCall, closes);
});

test('[HO7] a host starts it outside its hours: it runs until it is stopped or empty', () => {
  const room = roomWithHours(EIGHT + 12 * HOUR, { lingerSeconds: 30 });
  const host = room.join({ role: 'host' });
  assert.equal(life(room).phase, 'dark');
  assert.equal(room.act(host, { act: 'start' }).ok, true);
  room.goLive();
  const seen = life(room);
  assert.equal(seen.phase === 'live' && seen.lastCall, null);
  room.passAlive(60_000);
  assert.equal(life(room).phase, 'live');
  room.leave(host);
  room.passAlive(60_000);
  room.join();
  const until = EIGHT + 25 * HOUR;
  assert.deepEqual(life(room), { phase: 'dark', reason: 'out-of-hours', until });
});

test('[HO8] with the last call a host may let it go on past its hours', () => {
  const room = roomWithHours(EIGHT + 10 * HOUR - 30_000);
  const host = room.join({ role: 'host' });
  room.goLive();
  room.act(host, { act: 'start' });
  room.passAlive(60_000);
  const seen = life(room);
  assert.equal(seen.phase === 'live' && seen.lastCall, null);
});

test('[HO9] an opening or a failure does not outlast the hours', () => {
  const room = roomWithHours(EIGHT + 10 * HOUR - 10_000);
  room.join();
  room.passAlive(11_000);
  const until = EIGHT + 25 * HOUR;
  assert.deepEqual(life(room), { phase: 'dark', reason: 'out-of-hours', until });
  const failing = roomWithHours(EIGHT + 10 * HOUR - 10_000);
  failing.join();
  const failed = { type: 'mint-failed', epoch: 1, reason: 'quota', retryAt: null } as const;
  failing.apply({ ...failed, retryAt: failing.now + HOUR });
  failing.passAlive(11_000);
  assert.deepEqual(life(failing), { phase: 'dark', reason: 'out-of-hours', until });
});
