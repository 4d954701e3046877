/** The hours that streams ran, summed by days of UTC. */

/** Adds those of a session's streams to the sums that have ended and are not in them yet. */
export function countStreams(state: BudgetState, session: BudgetSession, limits: Limits): void {
  for (const stream of session.streams) {
    if (stream.countedTo !== null) continue;
    const lost = session.settledAt === null ? null : assumedEnd(session, stream, limits);
    stream.countedTo = stream.endedAt ?? lost;
    if (stream.countedTo !== null) add(state, stream.startedAt, stream.countedTo, 1);
  }
}

/** Takes out of the sums exactly what was counted of a stream. */
export function uncountStream(state: BudgetState, { startedAt, countedTo }: BudgetStream): void {
  if (countedTo !== null) add(state, startedAt, countedTo, -1);
}

/** The end of a stream that nobody reported: the service ends it, or releases its session. */
export function assumedEnd(session: BudgetSession, stream: BudgetStream, limits: Limits): number {
  const limit = Math.min(stream.startedAt + limits.streamMs, session.until);
  return Math.max(stream.startedAt, limit);
}

/** What was used today and in this month (ms), with what runs. */
export function usedHours(state: BudgetState, now: number): { day: number; month: number } {
  const today = dayOf(now);
  const month = monthOf(today);
  const ended = Object.entries(state.days).map(([day, ms]) => ({ day: Number(day), ms }));
  const running = runningStreams(state).flatMap(({ startedAt }) => splitByDay(startedAt, now));
  const sums = { day: 0, month: 0 };
  for (const { day, ms } of [...ended, ...running]) {
    if (day === today) sums.day += ms;
    if (monthOf(day) === month) sums.month += ms;
  }
  return sums;
}

function add(state: BudgetState, from: number, to: number, sign: 1 | -1): void {
  for (const { day, ms } of splitByDay(from, to)) {
    const sum = (state.days[day] ?? 0) + sign * ms;
    if (sum === 0) delete state.days[day];
    else state.days[day] = sum;
  }
}

/** A stretch of time, split at each midnight. */
function splitByDay(from: number, to: number): { readonly day: number; readonly ms: number }[] {
  const pieces: { day: number; ms: number }[] = [];
  for (let at = from; at < to; ) {
    const end = Math.min(nextDayAt(at), to);
    pieces.push({ day: dayOf(at), ms: end - at });
    at = end;
  }
  return pieces;
}

const DAY_MS = 86_400_000;

/** The day of an instant, in days since 1970. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}

/** The month that a day is in, in months since the year 0; by arithmetic alone, without `Date`. */
export function monthOf(day: number): number {
  // Years are taken to begin in March, so that a leap day is the last day of its year.
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

/** One stream of a session. Its times are the room's. */
export interface BudgetStream {
  readonly no: number;
  readonly startedAt: number;
  /** Null while its end has not been reported. */
  readonly endedAt: number | null;
  /** The end up to which it is in the sums; null while it runs. */
  countedTo: number | null;
}

/** One session of one room, with the slot that it holds at the service. */
export interface BudgetSession {
  readonly room: string;
  readonly epoch: number;
  /** Whether the slot was asked for and given. */
  granted: boolean;
  /** The revision of the room's latest report of it; 0 before the first. */
  revision: number;
  /** When the service releases the slot, at the latest. */
  until: number;
  over: boolean;
  /** Since when it holds no slot; null while it holds one. */
  settledAt: number | null;
  streams: BudgetStream[];
  /** The session whose slot it took over, until its room says that that one is over. */
  before?: Pick<BudgetSession, 'epoch' | 'until' | 'revision'>;
}

/** What is known of all rooms together, as plain JSON; all instants are ms since 1970. */
export interface BudgetState {
  /** Sessions that are not over, as far as is known. */
  open: Record<string, BudgetSession>;
  /** Sessions that ended recently, kept so that what is reported twice is counted once. */
  settled: Record<string, BudgetSession>;
  /** How long the streams ran that have ended (ms), by UTC day. */
  days: Record<string, number>;
  /** Streams that ended before this are counted for good: a report of one is a repetition. */
  closedTo: number;
  sweepAt: number;
}

/** What the owner allows; null is without limit. */
export interface Allowance {
  readonly liveRooms: number | null;
  readonly dayMs: number | null;
  readonly monthMs: number | null;
}

export interface Limits extends Allowance {
  /** How long a stream lasts whose end was never reported. */
  readonly streamMs: number;
}

export function newBudget(): BudgetState {
  return { open: {}, settled: {}, days: {}, closedTo: 0, sweepAt: 0 };
}

export function keyOf(room: string, epoch: number): string {
  return `${room}/${epoch}`;
}

/** The sessions that hold a slot: granted, or reported with a stream. */
export function heldSlots({ open }: BudgetState): BudgetSession[] {
  return Object.values(open).filter(({ granted, streams }) => granted || streams.length > 0);
}

/** The rooms that hold a slot. */
export function liveRooms(state: BudgetState): Set<string> {
  return new Set(heldSlots(state).map(({ room }) => room));
}

/** The streams that run now. */
export function runningStreams({ open }: BudgetState): BudgetStream[] {
  const streams = Object.values(open).flatMap((session) => session.streams);
  return streams.filter(({ endedAt }) => endedAt === null);
}
