import type { Hello } from '../../src/protocol/client-messages.js';
import { CLOSE_CODE, type CloseCode } from '../../src/protocol/close-codes.js';
import type { Reason } from '../../src/protocol/reasons.js';
import { isStaff } from '../../src/protocol/staff.js';
import type { Visitor } from '../room/input.js';
import type { RoomState } from '../room/state.js';
import type { Step } from '../room/step-context.js';
import { isOver } from './locks.js';

/** Why somebody is not let in, and whether coming back can help. */
interface TurnedAway {
  readonly code: CloseCode;
  readonly reason: Reason;
  readonly why: string;
}

/** Looks at whoever says hello; null lets him in. */
export function turnedAway(
  { state, now }: Pick<Step, 'state' | 'now'>,
  visitor: Visitor,
  hello: Hello,
): TurnedAway | null {
  const code = CLOSE_CODE.removed;
  const banned = banOn(state, visitor, now);
  if (banned !== null) return { code, reason: 'banned', why: banned.why };
  // A host may have been forgotten when a moderator asked one to leave whom only a prompt named.
  if (visitor.role === 'host') return null;
  const removed = state.moderation.removed.find(({ who }) => who === visitor.id);
  if (removed !== undefined && !isOver(removed.until, now)) {
    return { code, reason: 'removed', why: removed.why };
  }
  const lock = state.locks.joins;
  if (lock === null || mayPassLock(state, visitor, hello, now)) return null;
  return { code: CLOSE_CODE.roomLocked, reason: 'room-locked', why: lock.why };
}

/** The ban that keeps somebody out; a host is kept out by none. */
export function banOn(
  state: RoomState,
  visitor: Pick<Visitor, 'id' | 'role' | 'address'>,
  now: number,
): RoomState['moderation']['bans'][number] | null {
  const { moderation } = state;
  const { id, role, address } = visitor;
  if (role === 'host') return null;
  const spared = comesAsStaff(state, visitor, null);
  const concerns = ({ who, hash }: (typeof moderation.bans)[number]) =>
    who === id || (hash !== null && hash === address && !spared);
  return moderation.bans.find((ban) => concerns(ban) && !isOver(ban.until, now)) ?? null;
}

/** Who was here comes back in; so do those without whom the room could not go on. */
function mayPassLock(
  state: RoomState,
  visitor: Visitor,
  { conduct, watching, invite }: Hello,
  now: number,
): boolean {
  const { participants, lease, meta } = state;
  const { id, mayConduct } = visitor;
  const onlyConducts = mayConduct && conduct === 'prefer' && !watching;
  const wasHere = participants[id] !== undefined || lease?.who === id;
  // After a restart the room does not know who was here, until they have had time to come back.
  return comesAsStaff(state, visitor, invite) || onlyConducts || wasHere || now < meta.backBy;
}

/** Whether somebody is a moderator or host: by a token, or by an invitation used before or shown now. */
function comesAsStaff(
  { moderation }: RoomState,
  { id, role }: Pick<Visitor, 'id' | 'role'>,
  shown: string | null,
): boolean {
  const invites = moderation.invites.filter((invite) => invite.role === 'moderator');
  const isInvited = invites.some(
    (invite) => invite.usedBy.includes(id) || (invite.id === shown && invite.usesLeft > 0),
  );
  return isStaff(role) || isInvited;
}
