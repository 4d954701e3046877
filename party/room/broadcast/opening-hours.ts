import type { Rules } from '../../../src/protocol/rules.js';

/**
 * Opening hours, by the clock on the wall of the room's time zone: where that is put forward or
 * back, so are they.
 */

type Hours = Pick<Rules, 'hours' | 'timeZone'>;

/** A stretch of the week, in minutes since Monday's midnight; one over the week's end goes on past it. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const DAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const MINUTE_MS = 60_000;
const DAY = 24 * 60;
const WEEK = 7 * DAY;
/** More boundaries than a week can have, its days as stops between them, and each minute of an hour shown twice. */
const STOPS_MAX = 400;

/** Whether the room may be open now; without any hours it always may. */
export function isOpen({ hours, timeZone }: Hours, now: number): boolean {
  return hours === '' || isWithin(spansOf(hours), furthestMinute(timeZone, now));
}

/** When that changes next; null when it never does. */
export function nextChange(rules: Hours, now: number): number | null {
  const { hours, timeZone } = rules;
  if (hours === '') return null;
  const spans = spansOf(hours);
  const open = isOpen(rules, now);
  const end = now + WEEK * MINUTE_MS + 2 * DAY * MINUTE_MS;
  let at = now - mod(now, MINUTE_MS);
  for (let stop = 0; stop < STOPS_MAX && at < end; stop += 1) {
    at = nextStop(spans, timeZone, at);
    if (isWithin(spans, furthestMinute(timeZone, at)) !== open) return at;
  }
  return null;
}

/** The next instant at which anything can change: a boundary, or the clocks themselves. */
function nextStop(spans: readonly Span[], timeZone: string, at: number): number {
  const minute = furthestMinute(timeZone, at);
  const boundaries = spans.flatMap(({ from, to }) => [from, to]);
  const ahead = boundaries.map((boundary) => mod(boundary - minute - 1, WEEK) + 1);
  const next = at + Math.min(DAY, ...ahead) * MINUTE_MS;
  return shift(timeZone, next) === shift(timeZone, at) ? next : shiftedBy(timeZone, at, next);
}

/** How far the clock on the wall is from UTC, in minutes of a week. */
function shift(timeZone: string, instant: number): number {
  return mod(minuteOfWeek(timeZone, instant) - Math.floor(instant / MINUTE_MS), WEEK);
}

/** The minute at which the clock was put forward or back, between two that it shows otherwise. */
function shiftedBy(timeZone: string, from: number, to: number): number {
  const before = shift(timeZone, from);
  let [early, late] = [from, to];
  while (late - early > MINUTE_MS) {
    const middle = early + Math.floor((late - early) / MINUTE_MS / 2) * MINUTE_MS;
    if (shift(timeZone, middle) === before) early = middle;
    else late = middle;
  }
  return late;
}

/** No clock is put back by more. */
const BACK_MS = 2 * 60 * MINUTE_MS;

/**
 * The furthest that the clock on the wall has come. Where it is put back it shows an hour twice: what
 * begins or ends within that does so the first time, and not again.
 */
function furthestMinute(timeZone: string, now: number): number {
  const minute = minuteOfWeek(timeZone, now);
  const at = now - mod(now, MINUTE_MS);
  const put = mod(shift(timeZone, at - BACK_MS) - shift(timeZone, at), WEEK);
  if (put === 0 || put * MINUTE_MS > BACK_MS) return minute;
  const since = shiftedBy(timeZone, at - BACK_MS, at);
  const isAgain = at - since < put * MINUTE_MS;
  return isAgain ? minuteOfWeek(timeZone, since - MINUTE_MS) : minute;
}

function isWithin(spans: readonly Span[], minute: number): boolean {
  return spans.some(({ from, to }) => mod(minute - from, WEEK) < to - from);
}

/** Days, where they are named, and two times; days stand for the times behind them up to other days. */
const SPAN = /([a-z][a-z, -]*)? *(\d+:\d+) *[-–] *(\d+:\d+)/g;

/** Reads what the rule's schema has let pass: `mo-fr 09:00-12:00, 13:00-18:00, sa,su 20:00-02:00`. */
function spansOf(hours: string): Span[] {
  if (hours === '24/7') return [{ from: 0, to: WEEK }];
  let days: readonly number[] = DAYS.map((_day, index) => index);
  return [...hours.toLowerCase().matchAll(SPAN)].flatMap(([, named, opens = '', closes = '']) => {
    // Times without days are for the days named last.
    if (named !== undefined) days = named.split(',').flatMap((one) => daysOf(one.trim()));
    const [from, to] = [minuteOfDay(opens), minuteOfDay(closes)];
    const length = to > from ? to - from : to - from + DAY;
    return days.map((day) => ({ from: day * DAY + from, to: day * DAY + from + length }));
  });
}

/** `fr-mo` goes over the week's end. */
function daysOf(text: string): number[] {
  const [first = 0, last = first] = text.split('-').map((day) => DAYS.indexOf(day.slice(0, 2)));
  return Array.from({ length: mod(last - first, 7) + 1 }, (_day, index) => (first + index) % 7);
}

function minuteOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

const wallClocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock on the wall shows there. */
function minuteOfWeek(timeZone: string, now: number): number {
  const shown = wallClock(timeZone).format(now);
  return DAYS.indexOf(shown.slice(0, 2).toLowerCase()) * DAY + minuteOfDay(shown.slice(-5));
}

/** Making one costs a thousand times what asking it does. */
function wallClock(timeZone: string): Intl.DateTimeFormat {
  const known = wallClocks.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  wallClocks.set(timeZone, made);
  return made;
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}
