import { CLOSE_CODE } from '../../../src/protocol/messages.js';
import type { Act } from '../../../src/protocol/moderation.js';
import { type Reason, type Refusal, refuse } from '../../../src/protocol/reasons.js';
import { isStaff, type Role } from '../../../src/protocol/view.js';
import { tellToEnd } from '../broadcast/lease.js';
import { conductorLost } from '../broadcast/lifecycle.js';
import { everybody, personOf, takesPart } from '../people/known.js';
import { closed, findPerson, newParticipant, type Person } from '../people/participants.js';
import { isUnsent, moveOn } from '../prompts/prompts.js';
import type { Ban, RoomState, Step } from '../state.js';
import { policyOf, turnContext } from '../turns.js';
import { type Actor, type Audited, DONE, refused } from './audit.js';
import { isOver, untilAfter } from './restrictions.js';

/** What moderators do to one person: mute, remove or ban them, and take that back. */

/** The person to act on, if this role has power over them. */
function findTarget(
  state: RoomState,
  id: string,
  role: Role,
): { ok: true; target: Person } | Refusal {
  const target = findPerson(state, id);
  if (target === null) return refuse('no-such-person');
  // Moderators have power over visitors, hosts over moderators too.
  const isAbove = role === 'host' ? target.role !== 'host' : !isStaff(target.role);
  return isAbove ? { ok: true, target } : refuse('not-allowed');
}

/** Ends a person's turn, their place and their waiting prompts. A prompt that was sent goes on. */
function eject(step: Step, who: string, reason: Reason): void {
  const { state } = step;
  for (const prompt of state.prompts.filter(({ by }) => by === who)) {
    if (isUnsent(prompt)) moveOn(step, prompt, { status: 'expired', reason });
  }
  policyOf(step).remove?.(state.turns, who, turnContext(step));
}

/** Closes all connections of a person. If they conduct, the next conductor takes over. */
function disconnect(step: Step, who: string, reason: Reason, why: string): void {
  const { state } = step;
  const { lease } = state;
  delete state.switching.votes[who];
  for (const id of [...(personOf(state, who)?.connections ?? [])]) {
    if (lease?.connection === id) tellToEnd(step, id, lease.epoch);
    step.effects.push({ type: 'close', connection: id, code: CLOSE_CODE.removed, reason, why });
    closed(step, id);
  }
  if (lease?.who === who) conductorLost(step);
}

/** Lets a person only watch for a while; their waiting prompts, turn and place end. */
export function mute(
  step: Step,
  { who, seconds, why }: Extract<Act, { act: 'mute' }>,
  actor: Actor,
): Audited {
  const { state, now } = step;
  const found = findTarget(state, who, actor.role);
  if (!found.ok) return { outcome: found };
  const { name, role } = found.target;
  takesPart(step, who);
  state.participants[who] ??= { ...newParticipant(now), name, role };
  const until = untilAfter(seconds, now);
  state.participants[who].muted = { until, why };
  eject(step, who, 'muted');
  return { ...DONE, to: found.target, until };
}

export function unmute({ state }: Step, { who }: Extract<Act, { act: 'unmute' }>): Audited {
  const to = findPerson(state, who);
  if (to === null) return refused('no-such-person');
  const participant = state.participants[who];
  if (participant?.muted == null) return refused('no-such-thing');
  participant.muted = null;
  return { ...DONE, to };
}

/** How long a removed person may not come back. */
const REMOVED_SECONDS = 60;

/** Removes a person from the queue and from the room for a minute. */
export function remove(
  step: Step,
  { who, why }: Extract<Act, { act: 'remove' }>,
  actor: Actor,
): Audited {
  const { state, now } = step;
  const found = findTarget(state, who, actor.role);
  if (!found.ok) return { outcome: found };
  const { moderation } = state;
  const until = now + REMOVED_SECONDS * 1000;
  moderation.removed = moderation.removed.filter(
    (one) => one.who !== who && !isOver(one.until, now),
  );
  moderation.removed.push({ who, until, why });
  eject(step, who, 'removed');
  disconnect(step, who, 'removed', why);
  return { ...DONE, to: found.target, until };
}

/** How many bans are kept; beyond that, those that end first are dropped. */
const BANS_MAX = 500;

/** Keeps a person out, and all who come from their address if that is wanted and known. */
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
    id: `ban-${state.records.noted.audit + 1}`,
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
    eject(step, one, 'banned');
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

/** The others who come from this address, except moderators and hosts. */
function atAddress(state: RoomState, hash: string | null, who: string): string[] {
  if (hash === null) return [];
  return everybody(state).flatMap(([id, { address, role }]) =>
    id !== who && address === hash && !isStaff(role) ? [id] : [],
  );
}

function withinBounds(bans: Ban[]): Ban[] {
  const endOf = ({ until }: Ban) => until ?? Number.POSITIVE_INFINITY;
  while (bans.length > BANS_MAX) {
    const first = bans.reduce((one, other) => (endOf(other) < endOf(one) ? other : one));
    bans.splice(bans.indexOf(first), 1);
  }
  return bans;
}
