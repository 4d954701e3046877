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
/** More boundaries than a week can have, with its days as stops between them. */
const STOPS_MAX = 200;

/** Whether the room may be open now; without any hours it always may. */
export function isOpen({ hours, timeZone }: Hours, now: number): boolean {
  return hours === '' || isWithin(spansOf(hours), minuteOfWeek(timeZone, now));
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
    if (isWithin(spans, minuteOfWeek(timeZone, at)) !== open) return at;
  }
  return null;
}

/** The next instant at which anything can change: a boundary, or the clocks themselves. */
function nextStop(spans: readonly Span[], timeZone: string, at: number): number {
  const minute = minuteOfWeek(timeZone, at);
  const boundaries = spans.flatMap(({ from, to }) => [from, to]);
  const ahead = boundaries.map((boundary) => mod(boundary - minute - 1, WEEK) + 1);
  const next = at + Math.min(DAY, ...ahead) * MINUTE_MS;
  const shift = (instant: number) =>
    mod(minuteOfWeek(timeZone, instant) - instant / MINUTE_MS, WEEK);
  const before = shift(at);
  if (shift(next) === before) return next;
  let [early, late] = [at, next];
  while (late - early > MINUTE_MS) {
    const middle = early + Math.floor((late - early) / MINUTE_MS / 2) * MINUTE_MS;
    if (shift(middle) === before) early = middle;
    else late = middle;
  }
  return late;
}

function isWithin(spans: readonly Span[], minute: number): boolean {
  return spans.some(({ from, to }) => mod(minute - from, WEEK) < to - from);
}

/** Reads what the rule's schema has let pass: `mo-fr 09:00-12:00, 13:00-18:00, sa 20:00-02:00`. */
function spansOf(hours: string): Span[] {
  let days: readonly number[] = DAYS.map((_day, index) => index);
  return hours
    .toLowerCase()
    .split(',')
    .flatMap((part) => {
      const words = part.trim().split(/ +/);
      const [from = 0, to = 0] = (words.at(-1) ?? '').split('-').map(minuteOfDay);
      // Times without days are for the days named last.
      if (words.length > 1) days = daysOf(words[0] ?? '');
      const length = to > from ? to - from : to - from + DAY;
      return days.map((day) => ({ from: day * DAY + from, to: day * DAY + from + length }));
    });
}

/** `fr-mo` goes over the week's end. */
function daysOf(text: string): number[] {
  const [first = 0, last = first] = text.split('-').map((day) => DAYS.indexOf(day));
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
