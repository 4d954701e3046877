import { LOCKABLE } from '../../../src/protocol/moderation.js';
import {
  ACCEPTED,
  type Outcome,
  type Reason,
  type Refusal,
  refuse,
} from '../../../src/protocol/reasons.js';
import { isStaff } from '../../../src/protocol/view.js';
import type { Visitor } from '../input.js';
import {
  type Ban,
  derived,
  entry,
  nextDue,
  type Participant,
  type RoomState,
  type Step,
  snapshot,
} from '../state.js';
import { auditRoom } from './audit.js';

/**
 * What keeps people from prompting or from coming in: locks, mutes, bans, removals and a missing
 * moderator. This is the ground layer: it answers questions and ends what has an end. What puts
 * restrictions in place stands above it, in `actions.ts` and `removal.ts`.
 */

/** An end so many seconds from now; an act says 0 for no end, the state says null. */
export function untilAfter(seconds: number, now: number): number | null {
  return seconds === 0 ? null : now + seconds * 1000;
}

/** What has no end is 0 on the wire. */
export function endOnWire(until: number | null): number {
  return until ?? 0;
}

/** A refusal that says when it ends, if that is known. */
export function refuseFor(reason: Reason, { until }: { readonly until: number | null }): Refusal {
  return until === null ? refuse(reason) : refuse(reason, { retryAt: until });
}

export function isOver(until: number | null, now: number): boolean {
  return until !== null && until <= now;
}

/** Unlocks what was locked for a time. */
export function locksTick(step: Step): number | null {
  const { state, now } = step;
  for (const what of LOCKABLE) {
    const lock = state.locks[what];
    if (lock === null || !isOver(lock.until, now)) continue;
    state.locks[what] = null;
    auditRoom(step, 'unlock', what);
  }
  return nextDue(
    step,
    LOCKABLE.map((what) => state.locks[what]?.until ?? null),
  );
}

/** Whether a participant may ask for anything but to watch: not while muted. */
export function maySpeak({ participants }: RoomState, who: string, now: number): Outcome {
  const muted = entry(participants, who)?.muted ?? null;
  return muted === null || isOver(muted.until, now) ? ACCEPTED : refuseFor('muted', muted);
}

export function mutesTick({ state, now }: Step): number | null {
  const ends: (number | null)[] = [];
  for (const { who, until } of mutedIn(state.participants)) {
    ends.push(until);
    const participant = isOver(until, now) ? state.participants[who] : undefined;
    if (participant !== undefined) participant.muted = null;
  }
  return nextDue({ now }, ends);
}

const mutedIn = derived((participants: RoomState['participants']) =>
  Object.entries(participants).flatMap(([who, { muted }]) =>
    muted === null ? [] : [{ who, until: muted.until }],
  ),
);

/** The ban that keeps a visitor out; hosts are never kept out. */
export function banOn(
  state: RoomState,
  visitor: Pick<Visitor, 'id' | 'role' | 'address'>,
  now: number,
): Ban | null {
  const { moderation } = state;
  const { id, role, address } = visitor;
  if (role === 'host') return null;
  const spared = comesAsStaff(state, visitor, null);
  const concerns = ({ who, hash }: Ban) =>
    who === id || (hash !== null && hash === address && !spared);
  return moderation.bans.find((ban) => concerns(ban) && !isOver(ban.until, now)) ?? null;
}

/** What keeps somebody out who was asked to leave; null once they may come back. */
export function removalOf(
  { moderation }: RoomState,
  id: string,
  now: number,
): RoomState['moderation']['removed'][number] | null {
  return moderation.removed.find(({ who, until }) => who === id && !isOver(until, now)) ?? null;
}

/** Whether a visitor is a moderator or host, by a token or by an invitation used before or shown now. */
export function comesAsStaff(
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

/** Lifts bans whose time is over. */
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

/** A moderator who reloads the page does not count as absent. */
const GRACE_MS = 10_000;

/** Whether the rules want a moderator or host here, and none is: then prompts wait. */
export function isUnattended({ moderation }: RoomState): boolean {
  return moderation.unattended;
}

/** Notes whether a moderator is here, where the rules want one. */
export function attendanceTick({ state, now }: Step): number | null {
  const { moderation, participants, rules } = state;
  if (rules.values.requireModerator === 'no') {
    moderation.unattended = false;
    moderation.unattendedSince = 0;
  } else if (Object.values(snapshot(participants)).some(isHereToModerate)) {
    moderation.unattended = false;
    moderation.unattendedSince = null;
  } else {
    moderation.unattendedSince ??= now;
    moderation.unattended ||= graceEndsAt(state) <= now;
  }
  const { unattended, unattendedSince } = moderation;
  return unattended || unattendedSince === null ? null : nextDue({ now }, [graceEndsAt(state)]);
}

/** After a restart nobody is taken as gone before there was time to come back. */
function graceEndsAt({ moderation, clock }: RoomState): number {
  const { unattendedSince } = moderation;
  if (unattendedSince === 0) return 0;
  return Math.max((unattendedSince ?? 0) + GRACE_MS, clock.backBy);
}

/** Whether a moderator or host has the moderators' view before them, where they see what is to be decided. */
export function isModeratorLooking({ connections, participants }: RoomState): boolean {
  const people = snapshot(participants);
  return Object.values(snapshot(connections)).some(
    ({ who, hasModeratorView }) => hasModeratorView && isStaff(people[who]?.role),
  );
}

function isHereToModerate({ role, connections }: Participant): boolean {
  return connections.length > 0 && isStaff(role);
}

/** Whom a room keeps out, by identity or by the hash of their address. */
export const keptOut = derived(({ bans, removed }: RoomState['moderation']): readonly string[] => [
  ...bans.flatMap(({ who, hash }) => (hash === null ? [who] : [who, hash])),
  ...removed.map(({ who }) => who),
]);
