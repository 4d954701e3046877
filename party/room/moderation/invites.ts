import type { Act } from '../../../src/protocol/moderation.js';
import { refuse } from '../../../src/protocol/reasons.js';
import { sha256Hex } from '../../turns/hash.js';
import { settleRole } from '../people/admission.js';
import { isAnonymous } from '../people/known.js';
import { type Invite, nextDue, type Step } from '../state.js';
import { type Audited, DONE, refused } from './audit.js';
import { isOver, untilAfter } from './restrictions.js';

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
