import type { Act } from '../../../src/protocol/acts.js';
import { CLOSE_CODE } from '../../../src/protocol/close-codes.js';
import { ACCEPTED, type Outcome, type Reason, refuse } from '../../../src/protocol/reasons.js';
import { isStaff, type Role } from '../../../src/protocol/view.js';
import { tellToEnd } from '../broadcast/lease.js';
import { conductorLost } from '../broadcast/lifecycle.js';
import { nextDue, original, type Step, snapshot } from '../context.js';
import { closed, newParticipant } from '../people/participants.js';
import { isUnsent, moveOn } from '../prompts/prompts.js';
import type { RoomState } from '../state.js';
import { policyOf, turnContext } from '../turns.js';
import type { Actor } from './audit.js';
import { type Audited, auditRoom, DONE, refused } from './audit.js';
import { isOver, refuseFor, untilAfter } from './restrictions.js';

/** Somebody whom a moderator may act on, here or not: the room remembers him or a prompt of his. */
export interface Target {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly address: string | null;
}

/** Finds somebody by id; null if the room knows nothing of him any more. */
export function findPerson({ participants, prompts }: RoomState, id: string): Target | null {
  // An act may name anything: what every object has, like `constructor`, is nobody.
  const known = Object.hasOwn(participants, id) ? participants[id] : undefined;
  if (known !== undefined) {
    const { name, role, address } = known;
    return { id, name, role, address };
  }
  const prompt = prompts.find(({ by, via }) => by === id && via !== 'room');
  return prompt === undefined ? null : { id, name: prompt.name, role: 'prompter', address: null };
}

/** A target that this role has power over, or why there is none. */
export function findTarget(
  state: RoomState,
  id: string,
  role: Role,
): { ok: true; target: Target } | Exclude<Outcome, { ok: true }> {
  const target = findPerson(state, id);
  if (target === null) return refuse('no-such-person');
  // Nobody has power over his own kind; a host has it over moderators.
  const isAbove = role === 'host' ? target.role !== 'host' : !isStaff(target.role);
  return isAbove ? { ok: true, target } : refuse('not-allowed');
}

/** Settles what somebody has waiting, and ends his turn or his place. What is on its way arrives. */
export function putOut(step: Step, who: string, reason: Reason): void {
  const { state } = step;
  for (const prompt of state.prompts.filter(({ by }) => by === who)) {
    if (isUnsent(prompt)) moveOn(step, prompt, { status: 'expired', reason });
  }
  policyOf(step).remove?.(state.turns, who, turnContext(step));
}

/** Closes all of somebody's connections for good. If he conducts, the next one takes over. */
export function disconnect(step: Step, who: string, reason: Reason, why: string): void {
  const { state } = step;
  const { lease } = state;
  delete state.switching.votes[who];
  for (const [id, connection] of Object.entries(original(state.connections))) {
    if (connection.who !== who) continue;
    if (lease?.connection === id) tellToEnd(step, id, lease.epoch);
    step.effects.push({ type: 'close', connection: id, code: CLOSE_CODE.removed, reason, why });
    closed(step, id);
  }
  if (lease?.who === who) conductorLost(step);
}

/** Lets somebody only watch for a while; what waits of his is settled, his turn and place end. */
export function mute(
  step: Step,
  { who, seconds, why }: Extract<Act, { act: 'mute' }>,
  actor: Actor,
): Audited {
  const { state, now } = step;
  const found = findTarget(state, who, actor.role);
  if (!found.ok) return { outcome: found };
  const { name, role } = found.target;
  state.participants[who] ??= { ...newParticipant(now), name, role, awayAt: now };
  const until = untilAfter(seconds, now);
  state.participants[who].muted = { until, why };
  putOut(step, who, 'muted');
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

/** Whether somebody may ask for anything but to watch. */
export function maySpeak({ participants }: RoomState, who: string, now: number): Outcome {
  const muted = participants[who]?.muted ?? null;
  return muted === null || isOver(muted.until, now) ? ACCEPTED : refuseFor('muted', muted);
}

export function mutesTick({ state, now }: Step): number | null {
  const ends: number[] = [];
  const participants = snapshot(state.participants);
  for (const who of Object.keys(participants)) {
    const muted = participants[who]?.muted ?? null;
    if (muted === null) continue;
    ends.push(muted.until);
    const participant = isOver(muted.until, now) ? state.participants[who] : undefined;
    if (participant !== undefined) participant.muted = null;
  }
  return nextDue({ now }, ends);
}

/** One who was asked to leave may come back after this. */
export const REMOVED_SECONDS = 60;

/** Asks somebody to leave: out of the line and out of the room, for now. */
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
  putOut(step, who, 'removed');
  disconnect(step, who, 'removed', why);
  return { ...DONE, to: found.target, until };
}

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
export function bansTick(step: Step): number | null {
  const { moderation } = step.state;
  const bans = snapshot(moderation.bans);
  const ended = bans.filter(({ until }) => isOver(until, step.now));
  for (const { id, who, name } of ended) auditRoom(step, 'unban', id, { id: who, name });
  if (ended.length > 0) {
    moderation.bans = moderation.bans.filter(({ until }) => !isOver(until, step.now));
  }
  return nextDue(
    step,
    bans.map(({ until }) => until),
  );
}

/** The others who came from this address; moderators and hosts are spared. */
function atAddress({ participants }: RoomState, hash: string | null, who: string): string[] {
  if (hash === null) return [];
  return Object.entries(snapshot(participants)).flatMap(([id, { address, role }]) =>
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
