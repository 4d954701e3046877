import type { Clock } from '../../src/protocol/view.js';
import { earliest, endOf, leftOn, resumeClock, runClock, startClock, stopClock } from './clock.js';
import type { TurnContext } from './policy.js';
import { isHere, isSpared } from './presence.js';

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
