import { CLOSE_CODE, type CloseCode } from '../../../src/protocol/close-codes.js';
import type { Hello } from '../../../src/protocol/messages.js';
import type { Reason } from '../../../src/protocol/reasons.js';
import { isStaff, ROLES, type Role } from '../../../src/protocol/view.js';
import { type Step, snapshot } from '../context.js';
import type { Visitor } from '../input.js';
import { isOver } from '../moderation/restrictions.js';
import type { RoomState } from '../state.js';

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

/**
 * What a participant may do is no more than what is good now: the tokens on his open connections, and
 * an invitation. When one of them ends, so does what it gave.
 */
export function settleRole({ state }: Step, who: string): void {
  const participant = state.participants[who];
  if (participant === undefined) return;
  const shown = Object.values(snapshot(state.connections))
    .filter((connection) => connection.who === who)
    .map(({ role }) => role);
  // Nobody is there to show a token: what was known of him stands until he is back.
  if (shown.length === 0) shown.push(who.startsWith('a-') ? 'prompter' : participant.role);
  const invited = invitedRole(state, who);
  const role = highest(invited === null ? shown : [...shown, invited]);
  if (participant.role !== role) participant.role = role;
}

/** What invitations make of somebody. */
function invitedRole({ moderation }: RoomState, who: string): Role | null {
  const theirs = snapshot(moderation).invites.filter(({ usedBy }) => usedBy.includes(who));
  if (theirs.some(({ role }) => role === 'moderator')) return 'moderator';
  return theirs[0]?.role ?? null;
}

function highest(roles: readonly Role[]): Role {
  const rank = Math.max(...roles.map((role) => ROLES.indexOf(role)));
  return ROLES[rank] ?? 'viewer';
}
