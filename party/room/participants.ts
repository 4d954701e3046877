import type { Hello } from '../../src/protocol/client-messages.js';
import { CLOSE_CODE } from '../../src/protocol/close-codes.js';
import { PING_EVERY_MS } from '../../src/protocol/limits.js';
import { isSettled } from '../../src/protocol/receipt.js';
import { turnedAway } from '../moderation/door.js';
import { sendInFlight } from './dispatch.js';
import type { Visitor } from './input.js';
import { LEASE_GRACE_MS, resumeLease, tellToEnd } from './lease.js';
import { displayName } from './names.js';
import { adoptRules } from './rules.js';
import type { Participant, RoomState } from './state.js';
import { asItWas, type Step } from './step-context.js';
import { policyOf } from './turn-context.js';

/** A connection that never said hello is let go after this. */
export const HELLO_LIMIT_MS = 10_000;

/** A connection unheard for this long is gone. A hidden tab's timers run but once a minute. */
export const SILENCE_LIMIT_MS = 5 * PING_EVERY_MS;

export function opened(step: Step, connection: string): void {
  step.state.connections[connection] = {
    who: null,
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
  const name = displayName(visitor.name, visitor.id);
  if (participant.watching === 0 && hello.watching) state.audience.present += 1;
  state.participants[visitor.id] = {
    ...participant,
    name,
    role,
    address: visitor.address ?? participant.address,
    tabs: participant.tabs + 1,
    watching: participant.watching + (hello.watching ? 1 : 0),
    awayAt: null,
  };
  const { conduct, watching } = hello;
  const { expiresAt } = visitor;
  const theirs = { who: visitor.id, conduct, watching, mayConduct, mayOpen, expiresAt };
  Object.assign(connection, theirs);
  const rulesTaken = adoptRules(step, id, hello.rules, visitor.maySetRules);
  step.effects.push({ type: 'welcome', connection: id, identity: visitor.identity, rulesTaken });
  if (hello.epoch === null) return;
  if (resumeLease(step, id, hello.epoch)) sendInFlight(step);
  else tellToEnd(step, id, hello.epoch);
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

/** A visitor wants another name; one whom the site names keeps that. */
export function renamed({ state }: Step, who: string, name: string | null): void {
  const participant = state.participants[who];
  if (participant !== undefined && who.startsWith('a-')) participant.name = displayName(name, who);
}

/** A connection is gone, for whatever reason; saying so twice does no harm. */
export function closed(step: Step, id: string): void {
  const { state, now } = step;
  const connection = state.connections[id];
  if (connection === undefined) return;
  delete state.connections[id];
  if (state.lease?.connection === id) {
    state.lease.connection = null;
    state.lease.heardAt = now;
  }
  const participant = connection.who === null ? undefined : state.participants[connection.who];
  if (connection.who === null || participant === undefined) return;
  participant.tabs -= 1;
  if (connection.watching) {
    participant.watching -= 1;
    if (participant.watching === 0) state.audience.present -= 1;
  }
  if (participant.tabs > 0) return;
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
  if (state.lease === null) return;
  state.lease.connection = null;
  state.lease.heardAt = now + graceMs - LEASE_GRACE_MS;
}

/** Lets go of connections that are silent and of people nobody needs to remember. */
export function letGo(step: Step): void {
  const { state, now } = step;
  for (const [id, connection] of Object.entries(asItWas(state.connections))) {
    if (silentAt(connection) > now) continue;
    const reason = connection.who === null ? 'hello-first' : 'connection-lost';
    step.effects.push({ type: 'close', connection: id, code: CLOSE_CODE.silent, reason });
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
    ...Object.values(state.connections).map(silentAt),
    ...Object.values(state.participants).flatMap(({ awayAt }) =>
      awayAt === null ? [] : [awayAt + keepMs],
    ),
  ];
}

function silentAt({ who, openedAt, heardAt }: RoomState['connections'][string]): number {
  return who === null ? openedAt + HELLO_LIMIT_MS : heardAt + SILENCE_LIMIT_MS;
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
