/** Days and months of UTC by arithmetic alone: a day is a number, counted since 1970. */

const DAY_MS = 86_400_000;

export function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}

/** The month that a day is in, counted since the year 0. */
export function monthOf(day: number): number {
  // Years are taken to begin in March, so that the day that some have more is the last one.
  const sinceMarch = day + 719_468;
  const era = Math.floor(sinceMarch / 146_097);
  const ofEra = sinceMarch - era * 146_097;
  const leaps =
    Math.floor(ofEra / 1_460) - Math.floor(ofEra / 36_524) + Math.floor(ofEra / 146_096);
  const year = Math.floor((ofEra - leaps) / 365);
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * ofYear + 2) / 153);
  return (year + era * 400) * 12 + month + 2;
}

/** The next midnight. */
export function nextDayAt(at: number): number {
  return (dayOf(at) + 1) * DAY_MS;
}

/** The first instant of the next month. */
export function nextMonthAt(at: number): number {
  const month = monthOf(dayOf(at));
  let day = dayOf(at) + 1;
  while (monthOf(day) === month) day += 1;
  return day * DAY_MS;
}

/** A stretch of time, cut at each midnight. */
export function byDay(from: number, to: number): { readonly day: number; readonly ms: number }[] {
  const pieces: { day: number; ms: number }[] = [];
  for (let at = from; at < to; ) {
    const end = Math.min(nextDayAt(at), to);
    pieces.push({ day: dayOf(at), ms: end - at });
    at = end;
  }
  return pieces;
}
