import type { Clock } from '../../src/protocol/view.js';

/** A countdown that can stand still: turns lose no time while the world cannot listen. */
export function startClock(now: number, seconds: number): Clock {
  return { endsAt: now + seconds * 1000 };
}

export function isDue(clock: Clock, now: number): boolean {
  return 'endsAt' in clock && clock.endsAt <= now;
}

/** The same for somebody who did something at this instant: what was done in time counts. */
export function isMissed(clock: Clock | null, doneAt: number | null, now: number): boolean {
  const end = endOf(clock);
  return end !== null && end <= now && (doneAt === null || doneAt > end);
}

/** The instant at which a running clock ends; null while it stands still. */
export function endOf(clock: Clock | null): number | null {
  return clock !== null && 'endsAt' in clock ? clock.endsAt : null;
}

export function stopClock(clock: Clock, now: number): Clock {
  return 'endsAt' in clock ? { leftMs: leftOn(clock, now) } : clock;
}

export function resumeClock(clock: Clock, now: number): Clock {
  return 'leftMs' in clock ? { endsAt: now + clock.leftMs } : clock;
}

/** A clock that runs exactly while the world can listen. */
export function runClock(clock: Clock, context: { now: number; listening: boolean }): Clock {
  return context.listening ? resumeClock(clock, context.now) : stopClock(clock, context.now);
}

/** What is left on a clock, running or not (ms). */
export function leftOn(clock: Clock, now: number): number {
  return 'endsAt' in clock ? Math.max(0, clock.endsAt - now) : clock.leftMs;
}

export function addTime(clock: Clock, seconds: number): Clock {
  return 'endsAt' in clock
    ? { endsAt: clock.endsAt + seconds * 1000 }
    : { leftMs: clock.leftMs + seconds * 1000 };
}

/** The earliest of some instants, leaving out those that are not set. */
export function earliest(instants: Iterable<number | null>): number | null {
  let first: number | null = null;
  for (const at of instants) if (at !== null && (first === null || at < first)) first = at;
  return first;
}
