import type { RoomState } from '../room/state.js';
import type { Step } from '../room/step-context.js';
import { advanceAttendance, attendanceDeadline } from './attended.js';
import { advanceBans, bansDeadline } from './bans.js';
import { advanceInvites, invitesDeadline } from './invites.js';
import { advanceLocks, locksDeadline } from './locks.js';
import { advanceMutes, mutesDeadline } from './mute.js';

/** Ends by itself what was to end: locks, mutes, bans, invitations, and a moderator's short absence. */
export function advanceModeration(step: Step): void {
  advanceLocks(step);
  advanceMutes(step);
  advanceBans(step);
  advanceInvites(step);
  advanceAttendance(step);
}

/** When `advanceModeration` has something to do again. */
export function moderationDeadline(state: RoomState): readonly (number | null)[] {
  return [
    ...locksDeadline(state),
    ...mutesDeadline(state),
    ...bansDeadline(state),
    ...invitesDeadline(state),
    attendanceDeadline(state),
  ];
}
