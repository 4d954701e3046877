import { type Act, LOCKABLE } from '../../../src/protocol/acts.js';
import { type Reason, type Refusal, refuse } from '../../../src/protocol/reasons.js';
import { isStaff } from '../../../src/protocol/view.js';
import { nextDue, type Step, snapshot } from '../context.js';
import type { RoomState } from '../state.js';
import { type Audited, auditRoom, DONE, refused } from './audit.js';

/** Closes something, for a while or until somebody opens it. */
export function lock(step: Step, act: Extract<Act, { act: 'lock' }>): Audited {
  const { what, seconds, why } = act;
  const until = untilAfter(seconds, step.now);
  step.state.locks[what] = { until, why };
  return { ...DONE, about: what, until };
}

export function unlock({ state }: Step, { what }: Extract<Act, { act: 'unlock' }>): Audited {
  if (state.locks[what] === null) return refused('no-such-thing');
  state.locks[what] = null;
  return { ...DONE, about: what };
}

/** What was locked for a while opens by itself. */
export function locksTick(step: Step): number | null {
  const { state, now } = step;
  for (const what of LOCKABLE) {
    const held = state.locks[what];
    if (held === null || !isOver(held.until, now)) continue;
    state.locks[what] = null;
    auditRoom(step, 'unlock', what);
  }
  return nextDue(
    step,
    LOCKABLE.map((what) => state.locks[what]?.until ?? null),
  );
}

/** An end so many seconds from now; 0 is until somebody undoes it, and stays 0. */
export function untilAfter(seconds: number, now: number): number {
  return seconds === 0 ? 0 : now + seconds * 1000;
}

/** A refusal that says when it ends, if that is known. */
export function refuseFor(reason: Reason, { until }: { readonly until: number }): Refusal {
  return until === 0 ? refuse(reason) : refuse(reason, { retryAt: until });
}

export function isOver(until: number, now: number): boolean {
  return until !== 0 && until <= now;
}

/** A moderator who loads the page anew is not gone. */
const GRACE_MS = 10_000;

/** Whether the rules want a moderator or host here, and none is: then prompts wait. */
export function isUnattended({ moderation }: RoomState): boolean {
  return moderation.unattended;
}

/** Looks whether a moderator is here, where the rules want one. */
export function attendanceTick({ state, now }: Step): number | null {
  const { moderation, participants, rules } = state;
  if (rules.values.requireModerator === 'no') {
    moderation.unattended = false;
    moderation.unattendedSince = 0;
  } else if (Object.values(snapshot(participants)).some(isHereToModerate)) {
    moderation.unattended = false;
    moderation.unattendedSince = null;
  } else {
    moderation.unattendedSince ??= now;
    moderation.unattended ||= graceEndsAt(state) <= now;
  }
  const { unattended, unattendedSince } = moderation;
  return unattended || unattendedSince === null ? null : nextDue({ now }, [graceEndsAt(state)]);
}

/** After a restart nobody is taken as gone before there was time to come back. */
function graceEndsAt({ moderation, meta }: RoomState): number {
  const { unattendedSince } = moderation;
  if (unattendedSince === 0) return 0;
  return Math.max((unattendedSince ?? 0) + GRACE_MS, meta.backBy);
}

function isHereToModerate({ role, tabs }: RoomState['participants'][string]): boolean {
  return tabs > 0 && isStaff(role);
}
