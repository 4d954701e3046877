import { ROLES, type Role } from '../../src/protocol/view.js';
import type { RoomState } from './state.js';
import { asItIs, type Step } from './step-context.js';

/**
 * What a participant may do is no more than what is good now: the tokens on his open connections, and
 * an invitation. When one of them ends, so does what it gave.
 */
export function settleRole({ state }: Step, who: string): void {
  const participant = state.participants[who];
  if (participant === undefined) return;
  const shown = Object.values(asItIs(state.connections))
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
  const theirs = asItIs(moderation).invites.filter(({ usedBy }) => usedBy.includes(who));
  if (theirs.some(({ role }) => role === 'moderator')) return 'moderator';
  return theirs[0]?.role ?? null;
}

function highest(roles: readonly Role[]): Role {
  const rank = Math.max(...roles.map((role) => ROLES.indexOf(role)));
  return ROLES[rank] ?? 'viewer';
}
