import { isStaff } from '../../src/protocol/staff.js';
import type { RoomState } from '../room/state.js';
import { asItIs, type Step } from '../room/step-context.js';

/** A moderator who loads the page anew is not gone. */
const GRACE_MS = 10_000;

/** Whether the rules want a moderator or host here, and none is: then prompts wait. */
export function isUnattended({ moderation }: RoomState): boolean {
  return moderation.unattended;
}

/** Looks whether a moderator is here, where the rules want one. */
export function advanceAttendance({ state, now }: Step): void {
  const { moderation, participants, rules } = state;
  if (rules.values.requireModerator === 'no') {
    moderation.unattended = false;
    moderation.unattendedSince = 0;
  } else if (Object.values(asItIs(participants)).some(isHereToModerate)) {
    moderation.unattended = false;
    moderation.unattendedSince = null;
  } else {
    moderation.unattendedSince ??= now;
    moderation.unattended ||= graceEndsAt(state) <= now;
  }
}

/** When `advanceAttendance` has something to do again. */
export function attendanceDeadline(state: RoomState): number | null {
  const { unattended, unattendedSince } = state.moderation;
  return unattended || unattendedSince === null ? null : graceEndsAt(state);
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
