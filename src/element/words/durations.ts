/** Nearer than this an hour means only one moment. */
const SAME_DAY_MS = 20 * 3_600_000;

/** Whole seconds still to go, counted as people do: the last second shows 1, the end shows 0. */
export function wholeSeconds(ms: number): number {
  return Math.max(0, Math.ceil(ms / 1000));
}

/** For a clock's face: `0:24`. */
export function clockFace(ms: number): string {
  const seconds = wholeSeconds(ms);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** For a sentence, no more exact than anybody needs: `8 seconds`, `40 seconds`, `3 minutes`. */
export function roundedDuration(
  ms: number,
  locale: string,
  display: 'long' | 'short' = 'long',
): string {
  const seconds = wholeSeconds(ms);
  if (seconds < 10) return amount(seconds, 'second', locale, display);
  if (seconds <= 90) return amount(Math.round(seconds / 5) * 5, 'second', locale, display);
  const minutes = Math.round(seconds / 60);
  return minutes < 90
    ? amount(minutes, 'minute', locale, display)
    : amount(Math.round(minutes / 60), 'hour', locale, display);
}

/** An instant as the visitor's clocks show it: `09:00`. */
export function timeOfDay(instant: number, locale: string): string {
  const shape = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(locale, shape).format(instant);
}

/** Its day, where the time alone could mean another one: `Monday`. */
export function dayOf(instant: number, now: number, locale: string): string | null {
  if (instant - now < SAME_DAY_MS) return null;
  return new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(instant);
}

/** The same where there is little room: `40 sec`, `3 min`. */
export function shortDuration(ms: number, locale: string): string {
  return roundedDuration(ms, locale, 'short');
}

function amount(
  count: number,
  unit: 'second' | 'minute' | 'hour',
  locale: string,
  unitDisplay: 'long' | 'short',
): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay }).format(count);
}
