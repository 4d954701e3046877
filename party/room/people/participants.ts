import { CLOSE_CODE, type CloseCode } from '../../../src/protocol/close-codes.js';
import { PING_EVERY_MS } from '../../../src/protocol/limits.js';
import type { Hello } from '../../../src/protocol/messages.js';
import { ACCEPTED, type Outcome, type Reason, refuse } from '../../../src/protocol/reasons.js';
import { isSettled } from '../../../src/protocol/receipt.js';
import type { Role } from '../../../src/protocol/view.js';
import { isToEnd, LEASE_GRACE_MS, leasesOf, resumeLease, tellToEnd } from '../broadcast/lease.js';
import { answer, asItWas, type Step } from '../context.js';
import type { Visitor } from '../input.js';
import { adoptRules } from '../mode.js';
import { useInvite } from '../moderation/invites.js';
import { sendInFlight } from '../prompts/dispatch.js';
import type { Connection, Participant, RoomState } from '../state.js';
import { policyOf } from '../turns.js';
import { settleRole, turnedAway } from './admission.js';
import { giveWay, nameFor, rename } from './names.js';

/** A connection that never said hello is let go after this. */
export const HELLO_LIMIT_MS = 10_000;

/** A connection unheard for this long is gone. A hidden tab's timers run but once a minute. */
export const SILENCE_LIMIT_MS = 5 * PING_EVERY_MS;

export function opened(step: Step, connection: string): void {
  step.state.connections[connection] = {
    who: null,
    role: 'viewer',
    openedAt: step.now,
    heardAt: step.now,
    conduct: 'no',
    watching: false,
    mayConduct: false,
    mayOpen: false,
    failedAt: null,
    expiresAt: null,
    desk: false,
  };
}

/** Somebody said hello: new, back from a drop, or here once more in another tab. */
export function joined(step: Step, id: string, visitor: Visitor, hello: Hello): void {
  const { state, now } = step;
  const connection = state.connections[id];
  if (connection === undefined || connection.who !== null) return;
  const refusal = turnedAway(step, visitor, hello);
  if (refusal !== null) {
    step.effects.push({ type: 'close', connection: id, ...refusal });
    return closed(step, id);
  }
  const participant = state.participants[visitor.id] ?? newParticipant(now);
  const { role, mayConduct, mayOpen } = visitor;
  const name = nameFor(state, visitor);
  if (participant.watching === 0 && hello.watching) state.audience.present += 1;
  state.participants[visitor.id] = {
    ...participant,
    name,
    role,
    address: visitor.address ?? participant.address,
    muted: role === 'host' ? null : participant.muted,
    tabs: participant.tabs + 1,
    watching: participant.watching + (hello.watching ? 1 : 0),
    awayAt: null,
  };
  const { conduct, watching } = hello;
  const { expiresAt } = visitor;
  const theirs = { who: visitor.id, role, conduct, watching, mayConduct, mayOpen, expiresAt };
  Object.assign(connection, theirs);
  const isInvited = hello.invite === null || useInvite(step, visitor.id, hello.invite);
  settleRole(step, visitor.id);
  if (visitor.isNamed) giveWay(step, visitor.id);
  const rulesTaken = adoptRules(step, id, hello.rules, visitor.maySetRules);
  step.effects.push({ type: 'welcome', connection: id, identity: visitor.identity, rulesTaken });
  if (!isInvited) answer(step, id, null, refuse('bad-invite'));
  for (const epoch of hello.epochs) {
    if (!resumeLease(step, id, epoch) || isToEnd(state, epoch)) tellToEnd(step, id, epoch);
    else if (epoch === state.lease?.epoch) sendInFlight(step);
  }
}

export function newParticipant(now: number): Participant {
  return {
    name: '',
    role: 'viewer',
    address: null,
    muted: null,
    arrivedAt: now,
    tabs: 0,
    watching: 0,
    awayAt: null,
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
export function findPerson({ participants, prompts }: RoomState, id: string): Person | null {
  // An act may name anything: what every object has, like `constructor`, is nobody.
  const known = Object.hasOwn(participants, id) ? participants[id] : undefined;
  if (known !== undefined) {
    const { name, role, address } = known;
    return { id, name, role, address };
  }
  const prompt = prompts.find(({ by, via }) => by === id && via !== 'room');
  return prompt === undefined ? null : { id, name: prompt.name, role: 'prompter', address: null };
}

/** Somebody shows a fresh token: the same person goes on with it, anybody else has to come anew. */
export function renewed(step: Step, connectionId: string, visitor: Visitor): Outcome {
  const connection = step.state.connections[connectionId];
  if (connection === undefined || connection.who === null) return refuse('hello-first');
  if (connection.who !== visitor.id) return refuse('not-allowed');
  const { role, mayConduct, mayOpen, expiresAt } = visitor;
  Object.assign(connection, { role, mayConduct, mayOpen, expiresAt });
  settleRole(step, visitor.id);
  if (!visitor.isNamed) return ACCEPTED;
  rename(step, visitor.id, nameFor(step.state, visitor));
  giveWay(step, visitor.id);
  return ACCEPTED;
}

/** A visitor wants another name; one whom the site names keeps that. */
export function renamed(step: Step, who: string, name: string | null): void {
  if (!who.startsWith('a-')) return;
  rename(step, who, nameFor(step.state, { id: who, name, isNamed: false }));
}

/** A connection is gone, for whatever reason; saying so twice does no harm. */
export function closed(step: Step, id: string): void {
  const { state, now } = step;
  const connection = state.connections[id];
  if (connection === undefined) return;
  delete state.connections[id];
  for (const lease of leasesOf(state)) {
    if (lease.connection !== id) continue;
    lease.connection = null;
    lease.heardAt = now;
  }
  const participant = connection.who === null ? undefined : state.participants[connection.who];
  if (connection.who === null || participant === undefined) return;
  participant.tabs -= 1;
  if (connection.watching) {
    participant.watching -= 1;
    if (participant.watching === 0) state.audience.present -= 1;
  }
  if (participant.tabs > 0) return settleRole(step, connection.who);
  participant.awayAt = now;
  // One who only watched is as good as new on return, unless newcomers are turned away.
  const isKept = state.locks.joins !== null || participant.accepted.length > 0;
  if (!isKept && !isNeeded(step, connection.who)) {
    delete state.participants[connection.who];
  }
}

/** After a restart nobody is connected; everyone is given the time to come back. */
export function allDropped(step: Step, graceMs: number): void {
  const { state, now } = step;
  state.meta.backBy = now + graceMs;
  state.connections = {};
  state.audience.present = 0;
  for (const participant of Object.values(state.participants)) {
    participant.tabs = 0;
    participant.watching = 0;
    participant.awayAt ??= now;
  }
  for (const lease of leasesOf(state)) {
    lease.connection = null;
    lease.heardAt = now + graceMs - LEASE_GRACE_MS;
  }
}

/** Lets go of connections that are silent and of people nobody needs to remember. */
export function letGo(step: Step): void {
  const { state, now } = step;
  for (const [id, connection] of Object.entries(asItWas(state.connections))) {
    const end = endOf(connection);
    if (end.at > now) continue;
    step.effects.push({ type: 'close', connection: id, code: end.code, reason: end.reason });
    closed(step, id);
  }
  const keepMs = state.rules.values.keepSeconds * 1000;
  for (const [who, { awayAt }] of Object.entries(asItWas(state.participants))) {
    const over = awayAt !== null && awayAt + keepMs <= now;
    if (over && !isNeeded(step, who)) delete state.participants[who];
  }
}

/** When `letGo` has something to do again. */
export function participantsDeadline(state: RoomState): readonly number[] {
  const keepMs = state.rules.values.keepSeconds * 1000;
  return [
    ...Object.values(state.connections).map((connection) => endOf(connection).at),
    ...Object.values(state.participants).flatMap(({ awayAt }) =>
      awayAt === null ? [] : [awayAt + keepMs],
    ),
  ];
}

/** When a connection ends if nothing more is heard, and why. */
function endOf({ who, openedAt, heardAt, expiresAt }: Connection): End {
  const code = CLOSE_CODE.silent;
  if (who === null) return { at: openedAt + HELLO_LIMIT_MS, code, reason: 'hello-first' };
  const silentAt = heardAt + SILENCE_LIMIT_MS;
  if (expiresAt === null || expiresAt > silentAt) {
    return { at: silentAt, code, reason: 'connection-lost' };
  }
  return { at: expiresAt, code: CLOSE_CODE.tokenExpired, reason: 'token-expired' };
}

interface End {
  readonly at: number;
  readonly code: CloseCode;
  readonly reason: Reason;
}

/** Whether somebody has a place or a prompt that must not be forgotten, or may not prompt. */
export function isNeeded(room: Pick<Step, 'state' | 'policies'>, who: string): boolean {
  const { state } = room;
  return (
    state.participants[who]?.muted != null ||
    policyOf(room).remembers(state.turns, who) ||
    state.prompts.some((prompt) => prompt.by === who && !isSettled(prompt.status))
  );
}
