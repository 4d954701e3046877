import { CLOSE_CODE, type CloseCode, type Hello } from '../../../src/protocol/messages.js';
import type { Reason } from '../../../src/protocol/reasons.js';
import { isStaff, ROLES, type Role } from '../../../src/protocol/view.js';
import type { Visitor } from '../input.js';
import { banOn, comesAsStaff, removalOf } from '../moderation/restrictions.js';
import { type RoomState, type Step, snapshot } from '../state.js';
import { isAnonymous, recordOf, takesPart } from './known.js';

/** Why a visitor is not admitted, and whether coming back can help. */
interface TurnedAway {
  readonly code: CloseCode;
  readonly reason: Reason;
  readonly why: string;
}

/** Decides whether a visitor who says hello is admitted; null means they are. */
export function turnedAway(
  { state, now }: Pick<Step, 'state' | 'now'>,
  visitor: Visitor,
  hello: Pick<Hello, 'conduct' | 'watching' | 'invite'>,
): TurnedAway | null {
  const code = CLOSE_CODE.removed;
  const banned = banOn(state, visitor, now);
  if (banned !== null) return { code, reason: 'banned', why: banned.why };
  // A host the room had forgotten can be removed by a moderator; they come back at once all the same.
  if (visitor.role === 'host') return null;
  const removed = removalOf(state, visitor.id, now);
  if (removed !== null) return { code, reason: 'removed', why: removed.why };
  const lock = state.locks.joins;
  if (lock === null || mayPassLock(state, visitor, hello, now)) return null;
  return { code: CLOSE_CODE.roomLocked, reason: 'room-locked', why: lock.why };
}

/** Admits past the lock those who were here, staff, and conductors that only conduct. */
function mayPassLock(
  state: RoomState,
  visitor: Visitor,
  { conduct, watching, invite }: Pick<Hello, 'conduct' | 'watching' | 'invite'>,
  now: number,
): boolean {
  const { lease, clock } = state;
  const { id, isSignedConductor } = visitor;
  const onlyConducts = isSignedConductor && conduct === 'prefer' && !watching;
  const wasHere = recordOf(state, id) !== null || lease?.who === id;
  // After a restart the room does not know who was here, until they have had time to come back.
  return comesAsStaff(state, visitor, invite) || onlyConducts || wasHere || now < clock.backBy;
}

/**
 * A participant's role is the highest that is good now: of the tokens on their open connections and of
 * an invitation. When one of them ends, so does the role it gave.
 */
export function settleRole(step: Step, who: string): void {
  const { state } = step;
  const participant = recordOf(state, who)?.[who];
  if (participant === undefined) return;
  const shown = participant.connections.flatMap((id) => state.connections[id]?.role ?? []);
  // While they are away nobody shows a token: what was known of them stands.
  if (shown.length === 0) shown.push(isAnonymous(who) ? 'prompter' : participant.role);
  const invited = invitedRole(state, who);
  const role = highest(invited === null ? shown : [...shown, invited]);
  if (participant.role !== role) participant.role = role;
  if (isStaff(role)) takesPart(step, who);
}

/** The role that invitations give somebody. */
function invitedRole({ moderation }: RoomState, who: string): Role | null {
  const theirs = snapshot(moderation).invites.filter(({ usedBy }) => usedBy.includes(who));
  if (theirs.some(({ role }) => role === 'moderator')) return 'moderator';
  return theirs[0]?.role ?? null;
}

function highest(roles: readonly Role[]): Role {
  const rank = Math.max(...roles.map((role) => ROLES.indexOf(role)));
  return ROLES[rank] ?? 'viewer';
}
