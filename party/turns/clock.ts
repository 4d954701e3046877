import type { Clock } from '../../src/protocol/view.js';
import { isHere, isSpared, type TurnContext } from './policy.js';

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
function leftOn(clock: Clock, now: number): number {
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

/** How long the world waits for a holder who does nothing, be it here or dropped off. */
export interface Patience {
  /** Runs while the holder is here and neither types nor prompts; null when that is off. */
  idle: Clock | null;
  /** Runs in the same silence, here or not, so that drops do not draw it out; null like `idle`. */
  silent: Clock | null;
  /** Runs while the holder is dropped off: one grace for all the drops of a turn. */
  away: Clock;
}

export function newPatience(context: TurnContext): Patience {
  return { ...beginSilence(context), away: wholeGrace(context) };
}

/** The holder has done something: the silence starts over, the grace does not. */
export function beginSilence({ now, rules }: TurnContext): Pick<Patience, 'idle' | 'silent'> {
  const { graceSeconds, claimSeconds, idleSeconds } = rules;
  if (idleSeconds === 0) return { idle: null, silent: null };
  const silentSeconds = Math.max(graceSeconds, claimSeconds + idleSeconds);
  return { idle: startClock(now, idleSeconds), silent: startClock(now, silentSeconds) };
}

export function wholeGrace({ rules }: TurnContext): Clock {
  return { leftMs: rules.graceSeconds * 1000 };
}

/** Lets each clock run or stand still, as it should from here on. */
export function runPatience(holder: Patience & { who: string }, context: TurnContext): void {
  const { now, listening } = context;
  const here = isHere(holder.who, context);
  // A holder whom an earlier version stored has but the first of the three.
  const whole = wholeGrace(context);
  const away = holder.away ?? whole;
  holder.away = here ? stopClock(away, now) : resumeClock(away, now);
  // Not even a clock that was put back leaves more than the whole grace.
  if (here && leftOn(away, now) > leftOn(whole, now)) holder.away = whole;
  if (holder.idle === null) return;
  const counts = listening && here;
  const idle = counts ? resumeClock(holder.idle, now) : stopClock(holder.idle, now);
  const silent = runClock(holder.silent ?? holder.idle, context);
  holder.silent = silent;
  // A holder who comes back has no more time than is left of the whole silence.
  holder.idle = counts && leftOn(silent, now) < leftOn(idle, now) ? { ...silent } : idle;
}

/** When a holder who goes on like this loses the turn. */
export function patienceEndsAt(
  { who, idle, silent, away }: Patience & { who: string },
  context: TurnContext,
): number | null {
  // What was accepted is performed, however silent its author; only a drop ends a turn before.
  const silence = isSpared(who, context) ? [] : [endOf(idle), endOf(silent)];
  return earliest([endOf(away), ...silence]);
}
