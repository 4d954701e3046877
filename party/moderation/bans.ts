import type { Act } from '../../src/protocol/acts.js';
import { isStaff } from '../../src/protocol/staff.js';
import type { RoomState } from '../room/state.js';
import { asItIs, type Step } from '../room/step-context.js';
import type { Actor } from './act.js';
import { type Audited, auditRoom, DONE, refused } from './audit.js';
import { isOver, untilAfter } from './locks.js';
import { findTarget } from './people.js';
import { disconnect, putOut } from './put-out.js';

type Ban = RoomState['moderation']['bans'][number];

/** How many bans are kept; beyond, those that end first make room. */
export const BANS_MAX = 500;

/** Keeps somebody out, and whoever comes from the same address if that is wanted and known. */
export function ban(
  step: Step,
  { who, seconds, address, why }: Extract<Act, { act: 'ban' }>,
  actor: Actor,
): Audited {
  const { state, now } = step;
  const found = findTarget(state, who, actor.role);
  if (!found.ok) return { outcome: found };
  const { target } = found;
  const until = untilAfter(seconds, now);
  const hash = address ? target.address : null;
  const { bans } = state.moderation;
  const others = bans.filter((other) => other.who !== who).slice();
  others.push({
    id: `ban-${state.meta.noted.audit + 1}`,
    name: target.name,
    address: hash !== null,
    why,
    by: actor.name,
    at: now,
    until,
    who,
    hash,
  });
  state.moderation.bans = withinBounds(others);
  for (const one of [who, ...atAddress(state, hash, who)]) {
    putOut(step, one, 'banned');
    disconnect(step, one, 'banned', why);
  }
  return { ...DONE, to: target, until };
}

export function unban({ state }: Step, { banId }: Extract<Act, { act: 'unban' }>): Audited {
  const { moderation } = state;
  const lifted = moderation.bans.find(({ id }) => id === banId);
  if (lifted === undefined) return refused('no-such-thing');
  moderation.bans = moderation.bans.filter(({ id }) => id !== banId);
  return { ...DONE, to: { id: lifted.who, name: lifted.name }, about: banId };
}

/** Bans end by themselves. */
export function advanceBans(step: Step): void {
  const { moderation } = step.state;
  const ended = moderation.bans.filter(({ until }) => isOver(until, step.now));
  if (ended.length === 0) return;
  for (const { id, who, name } of ended) auditRoom(step, 'unban', id, { id: who, name });
  moderation.bans = moderation.bans.filter(({ until }) => !isOver(until, step.now));
}

/** When `advanceBans` has something to do again. */
export function bansDeadline({ moderation }: RoomState): readonly number[] {
  return moderation.bans.map(({ until }) => until);
}

/** The others who came from this address; moderators and hosts are spared. */
function atAddress({ participants }: RoomState, hash: string | null, who: string): string[] {
  if (hash === null) return [];
  return Object.entries(asItIs(participants)).flatMap(([id, { address, role }]) =>
    id !== who && address === hash && !isStaff(role) ? [id] : [],
  );
}

function withinBounds(bans: Ban[]): Ban[] {
  const endOf = ({ until }: Ban) => (until === 0 ? Number.POSITIVE_INFINITY : until);
  while (bans.length > BANS_MAX) {
    const first = bans.reduce((one, other) => (endOf(other) < endOf(one) ? other : one));
    bans.splice(bans.indexOf(first), 1);
  }
  return bans;
}
