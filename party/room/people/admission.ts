import { CLOSE_CODE, type CloseCode, type Hello } from '../../../src/protocol/messages.js';
import type { Act } from '../../../src/protocol/moderation.js';
import { type Reason, refuse } from '../../../src/protocol/reasons.js';
import { isStaff, ROLES, type Role } from '../../../src/protocol/view.js';
import { sha256Hex } from '../../turns/hash.js';
import type { Visitor } from '../input.js';
import { type Audited, DONE, refused } from '../moderation/audit.js';
import { banOn, comesAsStaff, isOver, removalOf, untilAfter } from '../moderation/restrictions.js';
import { type Invite, nextDue, type RoomState, type Step, snapshot } from '../state.js';
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

/**
 * Invitations: links that give an anonymous visitor a role. What they give lasts as long as they do;
 * a used-up one is still there for those who used it.
 */

const INVITES_MAX = 100;

/** How many people all of them may admit, so that what is stored stays small. */
const USES_MAX = 2_000;

/** How much of an invitation's id the audit log says: enough to know it by, too little to use it. */
const ID_SHOWN = 8;

/** Makes an invitation; the host reads its id in the moderator view. */
export function invite({ state, now }: Step, act: Extract<Act, { act: 'invite' }>): Audited {
  const { records, moderation } = state;
  if (moderation.invites.length >= INVITES_MAX) return tooMany(INVITES_MAX);
  const uses = moderation.invites.reduce((sum, one) => sum + one.usesLeft + one.usedBy.length, 0);
  if (uses + act.uses > USES_MAX) return tooMany(USES_MAX);
  // Every act has another number, and the secret is known to nobody.
  const id = sha256Hex(`${state.entropy}:invite ${records.noted.audit}`).slice(0, 32);
  const until = untilAfter(act.seconds, now);
  moderation.invites.push({ id, role: act.role, usesLeft: act.uses, until, usedBy: [] });
  return { ...DONE, about: `${act.role} ${act.uses} ${shown(id)}`, until };
}

/** Takes it back, and from those who used it the role that it gave. */
export function revoke(step: Step, { inviteId }: Extract<Act, { act: 'revoke' }>): Audited {
  const found = step.state.moderation.invites.find(({ id }) => id === inviteId);
  if (found === undefined) return refused('no-such-thing');
  const about = `${found.role} ${shown(found.id)}`;
  expireInvites(step, [found]);
  return { ...DONE, about };
}

/** A visitor shows an invitation: whether it is one. Once used, it is the same however often shown. */
export function useInvite({ state }: Step, who: string, inviteId: string): boolean {
  const found = state.moderation.invites.find(({ id }) => id === inviteId);
  if (found === undefined) return false;
  if (found.usedBy.includes(who)) return true;
  // Those whom the site signed for have their role from the token.
  if (found.usesLeft === 0 || !isAnonymous(who)) return false;
  found.usesLeft -= 1;
  found.usedBy.push(who);
  return true;
}

/** Expires invitations whose time is over. */
export function invitesTick(step: Step): number | null {
  const over = step.state.moderation.invites.filter(({ until }) => isOver(until, step.now));
  if (over.length > 0) expireInvites(step, over);
  return nextDue(
    step,
    step.state.moderation.invites.map(({ until }) => until),
  );
}

function expireInvites(step: Step, ended: readonly Invite[]): void {
  const { moderation } = step.state;
  const gone = new Set(ended.map(({ id }) => id));
  const users = ended.flatMap(({ usedBy }) => [...usedBy]);
  moderation.invites = moderation.invites.filter(({ id }) => !gone.has(id));
  for (const who of users) settleRole(step, who);
}

function shown(id: string): string {
  return id.slice(0, ID_SHOWN);
}

function tooMany(limit: number): Audited {
  return { outcome: refuse('too-many-invites', { limit }) };
}
