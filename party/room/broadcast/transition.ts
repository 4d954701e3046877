import type { Reason } from '../../../src/protocol/reasons.js';
import { earliest } from '../../turns/clock.js';
import { nextDue, type Step } from '../state.js';
import { nextConductor } from './lease.js';
import {
  BUDGET,
  budgetAgainAt,
  GIVEN_UP_FOR_MS,
  goodbyePauseMs,
  OPENING_LIMIT_MS,
  OWNER_MUST_ACT,
  restMs,
} from './limits.js';
import type { Dark, Life, StreamBefore } from './state.js';

/** What a phase decides: the life that follows, and what has to be done for it. */
export interface Transition {
  readonly to: Life;
  /** In this order, while the life is still the old one. */
  readonly commands?: readonly Command[];
}

/** Something that a transition does to the rest of the room: to leases, records, conductors. */
export type Command = (step: Step) => void;

/** Or nothing changes before this instant, as far as time alone can tell; null for never. */
interface Wait {
  readonly dueAt: number | null;
}

/** What a phase answers when time passes: it cannot leave out when it has to be asked again. */
export type Decision = Transition | Wait;

export function wait(step: Step, ...instants: readonly (number | null)[]): Wait {
  return { dueAt: nextDue(step, instants) };
}

/** The first decision if that is a transition, else the second one; both are waited for. */
export function either(first: Decision, second: () => Decision): Decision {
  if ('to' in first) return first;
  const other = second();
  return 'to' in other ? other : { dueAt: earliest([first.dueAt, other.dueAt]) };
}

/** The same transition with something to be done before everything else. */
export function after(command: Command, { to, commands = [] }: Transition): Transition {
  return { to, commands: [command, ...commands] };
}

/** The lives that more than one phase leads to. */

/** Nothing runs: why, and until when it is of no use to try. */
export function dark(reason: Reason | null, until: number | null = null): Dark {
  return { phase: 'dark', reason, until };
}

interface OpeningOptions {
  readonly pauseMs?: number;
  readonly before?: StreamBefore | null;
  /** Whether a page has to show that it is there, before credentials are minted for it. */
  readonly isProbed?: boolean;
}

/** An opening, at once or after a pause; without a conductor at hand the room stays dark. */
export function openOrStayDark(
  { state, now }: Step,
  attempt: number,
  { pauseMs = 0, before = null, isProbed = false }: OpeningOptions = {},
): Life {
  const mintAt = now + pauseMs;
  if (nextConductor(state, now) === null) return dark('no-conductor');
  return {
    phase: 'opening',
    since: now,
    attempt,
    deadlineAt: mintAt + OPENING_LIMIT_MS,
    progress: isProbed ? { at: 'probing', mintAt, probe: null } : { at: 'waiting', mintAt },
    reason: state.life.phase === 'failed' ? state.life.reason : null,
    before,
  };
}

/** The others on a page that says goodbye are about to go as well: the next one is asked first. */
export function openAfterGoodbye(step: Step, attempt: number, before: StreamBefore | null): Life {
  return openOrStayDark(step, attempt, {
    pauseMs: goodbyePauseMs(attempt),
    before,
    isProbed: true,
  });
}

/**
 * The room is dark until the budget allows more, or failed for a pause that grows with the attempts.
 * Every failure has its end: nothing that is said of a room leaves it dark for good.
 */
export function failOrAwaitBudget(
  { now: since }: Step,
  reason: Reason,
  retryAt: number | null,
  attempt: number,
): Life {
  if (BUDGET.has(reason)) return dark(reason, budgetAgainAt(reason, retryAt, since));
  const pauseMs = OWNER_MUST_ACT.has(reason) ? GIVEN_UP_FOR_MS : restMs(attempt);
  return { phase: 'failed', since, reason, retryAt: retryAt ?? since + pauseMs, attempt };
}
