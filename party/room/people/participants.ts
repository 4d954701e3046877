import { CLOSE_CODE, type Hello } from '../../../src/protocol/messages.js';
import { ACCEPTED, isSettled, type Outcome, refuse } from '../../../src/protocol/reasons.js';
import type { Role } from '../../../src/protocol/view.js';
import { BOUNDS } from '../bounds.js';
import {
  allConductorsDropped,
  connectionDropped,
  isToEnd,
  LEASE_RESTART_GRACE_MS,
  resumeLease,
  tellToEnd,
} from '../broadcast/lease.js';
import type { Visitor } from '../input.js';
import { adoptRules } from '../mode.js';
import { sendInFlight } from '../prompts/dispatch.js';
import { authorName } from '../prompts/prompts.js';
import { answer, derived, type Participant, type RoomState, type Step } from '../state.js';
import { policyOf } from '../turns.js';
import { settleRole, turnedAway, useInvite } from './admission.js';
import { isAnonymous, personOf, recordOf, takesPart } from './known.js';
import { giveWay, mayBeChosen, nameFor, rename, takenNames } from './names.js';

/**
 * A visitor said hello: they are new, back from a drop, or here once more in another tab. `names` are
 * those that are taken, as a crowd that comes in one step has them in common.
 */
export function joined(
  step: Step,
  id: string,
  visitor: Visitor,
  hello: Hello,
  names = takenNames(step.state),
): void {
  const { state, now } = step;
  if (state.connections[id] !== undefined) return;
  const refusal = turnedAway(step, visitor, hello);
  if (refusal !== null) {
    step.effects.push({ type: 'close', connection: id, ...refusal });
    return;
  }
  const record = recordOf(state, visitor.id) ?? state.watchers;
  const participant = record[visitor.id] ?? newParticipant(now);
  const { role, mayConduct, isSignedConductor, mayOpen, expiresAt } = visitor;
  const { conduct, watching, hidden } = hello;
  record[visitor.id] = {
    ...participant,
    name: names.takeFor(visitor, participant),
    role,
    address: visitor.address ?? participant.address,
    muted: role === 'host' ? null : participant.muted,
    connections: [...participant.connections, id],
    awayAt: null,
  };
  state.connections[id] = {
    who: visitor.id,
    role,
    openedAt: now,
    heardAt: now,
    conduct,
    watching,
    hidden,
    mayConduct,
    isSignedConductor,
    mayOpen,
    expiresAt,
    hasModeratorView: false,
  };
  const isInvited = hello.invite === null || useInvite(step, visitor.id, hello.invite);
  settleRole(step, visitor.id);
  if (visitor.isNamed) giveWay(step, visitor.id);
  const { identity, setsRulesAs } = visitor;
  const rulesNotTaken = adoptRules(step, id, hello.rules, setsRulesAs);
  step.effects.push({ type: 'welcome', connection: id, identity, rulesNotTaken });
  if (!isInvited) answer(step, id, null, refuse('bad-invite'));
  for (const epoch of hello.epochs) {
    if (!resumeLease(step, id, epoch) || isToEnd(state, epoch)) tellToEnd(step, id, epoch);
    else if (epoch === state.lease?.epoch) sendInFlight(step);
  }
}

/** Somebody without a connection, whom the room begins to remember. */
export function newParticipant(now: number): Participant {
  return {
    name: '',
    role: 'viewer',
    address: null,
    muted: null,
    arrivedAt: now,
    connections: [],
    awayAt: now,
    sentAt: [],
    accepted: [],
  };
}

/** Somebody whom a moderator may act on, here or not: the room remembers them or a prompt of theirs. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly address: string | null;
}

/** Finds somebody by id; null if the room knows nothing of them any more. */
export function findPerson(state: RoomState, id: string): Person | null {
  const { prompts } = state;
  const known = personOf(state, id);
  if (known !== undefined) {
    const { name, role, address } = known;
    return { id, name, role, address };
  }
  const prompt = prompts.find(({ by, via }) => by === id && via !== 'room');
  if (prompt === undefined) return null;
  return { id, name: authorName(state, prompt), role: 'prompter', address: null };
}

/** A visitor shows a fresh token: the same person goes on with it, anybody else has to reconnect. */
export function renewed(step: Step, connectionId: string, visitor: Visitor): Outcome {
  const connection = step.state.connections[connectionId];
  if (connection === undefined) return refuse('hello-first');
  if (connection.who !== visitor.id) return refuse('not-allowed');
  const { role, mayConduct, isSignedConductor, mayOpen, expiresAt } = visitor;
  Object.assign(connection, { role, mayConduct, isSignedConductor, mayOpen, expiresAt });
  settleRole(step, visitor.id);
  if (!visitor.isNamed) return ACCEPTED;
  rename(step, visitor.id, nameFor(step.state, visitor));
  giveWay(step, visitor.id);
  return ACCEPTED;
}

/** A visitor wants another name; one whom the site names keeps that. */
export function renamed(step: Step, who: string, name: string | null): void {
  if (!isAnonymous(who)) return;
  rename(step, who, nameFor(step.state, { id: who, name, isNamed: false }));
}

/** The same, by the visitor's own choice: a name that cannot be theirs is refused. */
export function nameChosen(step: Step, who: string, name: string): Outcome {
  if (!isAnonymous(who)) return refuse('not-allowed');
  if (!mayBeChosen(step.state, who, name)) return refuse('name-refused');
  renamed(step, who, name);
  return ACCEPTED;
}

/** A page came to the front, or went to the background; or its picture is that far behind the world. */
export function pageShown({ state }: Step, id: string, visible: boolean, behindMs = 0): void {
  const connection = state.connections[id];
  if (connection === undefined) return;
  connection.hidden = !visible;
  connection.behindMs = behindMs;
}

/** A connection is gone, for whatever reason; a second time does nothing. */
export function closed(step: Step, id: string): void {
  const { state, now } = step;
  const connection = state.connections[id];
  if (connection === undefined) return;
  delete state.connections[id];
  connectionDropped(step, id);
  const record = recordOf(state, connection.who);
  const participant = record?.[connection.who];
  if (record === null || participant === undefined) return;
  participant.connections = participant.connections.filter((other) => other !== id);
  if (participant.connections.length > 0) return settleRole(step, connection.who);
  participant.awayAt = now;
  // One who only watched is as good as new on return, unless newcomers are turned away.
  const isKept = state.locks.joins !== null || participant.accepted.length > 0;
  if (!isKept && !isNeeded(step, connection.who)) delete record[connection.who];
  else takesPart(step, connection.who);
}

/**
 * After a restart nobody is connected. Until `allAway` is called everyone counts as there, as for the last
 * moment of the room; returned is since when those were away that were so before.
 */
export function allDropped(step: Step): ReadonlyMap<string, number> {
  const { state, now } = step;
  // Before the clock: the leases depend on the restart before this one.
  allConductorsDropped(step);
  state.clock.backBy = now + LEASE_RESTART_GRACE_MS;
  state.connections = {};
  Object.assign(state.participants, state.watchers);
  state.watchers = {};
  state.audience = { watching: 0 };
  const away = new Map<string, number>();
  for (const [who, participant] of Object.entries(state.participants)) {
    if (participant.awayAt !== null) away.set(who, participant.awayAt);
    participant.connections = [];
    participant.awayAt = null;
  }
  return away;
}

/** Everyone is given the time to come back; who was away before has what is left of theirs. */
export function allAway(
  { state, now }: Step,
  before: ReadonlyMap<string, number>,
  downMs: number,
): void {
  for (const [who, participant] of Object.entries(state.participants)) {
    participant.awayAt = Math.min(now, (before.get(who) ?? now) + downMs);
  }
}

/** Closes connections whose token has expired, and forgets people whom nobody needs any more. */
export function participantsTick(step: Step): number | null {
  const { state, now } = step;
  let next = Number.POSITIVE_INFINITY;
  const code = CLOSE_CODE.tokenExpired;
  for (const { id, expiresAt } of withToken(state.connections)) {
    if (expiresAt > now) {
      next = Math.min(next, expiresAt);
      continue;
    }
    step.effects.push({ type: 'close', connection: id, code, reason: 'token-expired' });
    closed(step, id);
  }
  const keepMs = state.rules.values.keepSeconds * 1000;
  const away = awayIn(state.participants);
  let surplus = away.length - BOUNDS.remembered.max;
  for (const { who, awayAt } of away) {
    const isKept = awayAt + keepMs > now && surplus <= 0;
    if (!isKept && !isNeeded(step, who)) {
      delete state.participants[who];
      surplus -= 1;
    } else if (awayAt + keepMs > now) next = Math.min(next, awayAt + keepMs);
  }
  return Number.isFinite(next) ? next : null;
}

/** The connections whose token ends. */
const withToken = derived((connections: RoomState['connections']) =>
  Object.entries(connections).flatMap(([id, { expiresAt }]) =>
    expiresAt === null ? [] : [{ id, expiresAt }],
  ),
);

/** Who has no connection, the longest gone first. */
const awayIn = derived((participants: RoomState['participants']) =>
  Object.entries(participants)
    .flatMap(([who, { awayAt }]) => (awayAt === null ? [] : [{ who, awayAt }]))
    .sort((one, other) => one.awayAt - other.awayAt),
);

/** Whether somebody has a place or a prompt that must not be forgotten, or may not prompt. */
export function isNeeded(room: Pick<Step, 'state' | 'policies'>, who: string): boolean {
  const { state } = room;
  return (
    state.participants[who]?.muted != null ||
    policyOf(room).remembers(state.turns, who) ||
    state.prompts.some((prompt) => prompt.by === who && !isSettled(prompt.status))
  );
}
