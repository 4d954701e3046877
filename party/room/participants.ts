import type { Hello } from '../../src/protocol/client-messages.js';
import { PING_EVERY_MS } from '../../src/protocol/limits.js';
import { isSettled } from '../../src/protocol/receipt.js';
import { sendInFlight } from './dispatch.js';
import type { Visitor } from './input.js';
import { LEASE_GRACE_MS, resumeLease, tellToEnd } from './lease.js';
import { displayName } from './names.js';
import { adoptRules } from './rules.js';
import type { RoomState } from './state.js';
import type { Step } from './step-context.js';
import { policyOf } from './turn-context.js';

/** A connection that never said hello is let go after this. */
export const HELLO_LIMIT_MS = 10_000;

/** A connection that was not heard for this long is taken as gone. */
export const SILENCE_LIMIT_MS = 3 * PING_EVERY_MS;

export function opened(step: Step, connection: string): void {
  step.state.connections[connection] = {
    who: null,
    openedAt: step.now,
    heardAt: step.now,
    conduct: 'no',
    mayConduct: false,
    mayOpen: false,
    failedAt: null,
  };
}

/** Somebody said hello: new, back from a drop, or here once more in another tab. */
export function joined(step: Step, id: string, visitor: Visitor, hello: Hello): void {
  const { state, now } = step;
  const connection = state.connections[id];
  if (connection === undefined || connection.who !== null) return;
  const known = state.participants[visitor.id];
  const name = displayName(visitor.name, visitor.id);
  if (known === undefined) {
    state.participants[visitor.id] = {
      name,
      role: visitor.role,
      arrivedAt: now,
      awayAt: null,
      sentAt: [],
      accepted: [],
    };
  } else Object.assign(known, { name, role: visitor.role, awayAt: null });
  const { mayConduct, mayOpen } = visitor;
  Object.assign(connection, { who: visitor.id, conduct: hello.conduct, mayConduct, mayOpen });
  const rulesTaken = adoptRules(state, hello.rules, visitor.maySetRules);
  step.effects.push({ type: 'welcome', connection: id, identity: visitor.identity, rulesTaken });
  if (hello.epoch === null) return;
  if (resumeLease(step, id, hello.epoch)) sendInFlight(step);
  else tellToEnd(step, id, hello.epoch);
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
  const elsewhere = Object.values(state.connections).some((other) => other.who === connection.who);
  if (participant !== undefined && !elsewhere) participant.awayAt = now;
}

/** After a restart nobody is connected; everyone is given the time to come back. */
export function allDropped(step: Step, graceMs: number): void {
  const { state, now } = step;
  state.connections = {};
  for (const participant of Object.values(state.participants)) participant.awayAt ??= now;
  if (state.lease === null) return;
  state.lease.connection = null;
  state.lease.heardAt = now + graceMs - LEASE_GRACE_MS;
}

/** Lets go of connections that are silent and of people nobody needs to remember. */
export function advanceParticipants(step: Step): void {
  const { state, now } = step;
  for (const [id, connection] of Object.entries(state.connections)) {
    if (silentAt(connection) > now) continue;
    const reason = connection.who === null ? 'hello-first' : 'connection-lost';
    step.effects.push({ type: 'close', connection: id, code: 4000, reason });
    closed(step, id);
  }
  const keepMs = state.rules.values.keepSeconds * 1000;
  for (const [who, { awayAt, accepted }] of Object.entries(state.participants)) {
    if (awayAt === null || isNeeded(state, who)) continue;
    // One who never prompted is as good as new on return.
    if (accepted.length === 0 || awayAt + keepMs <= now) delete state.participants[who];
  }
}

/** When `advanceParticipants` has something to do again. */
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

function isNeeded(state: RoomState, who: string): boolean {
  return (
    policyOf(state).remembers(state.turns, who) ||
    state.prompts.some((prompt) => prompt.by === who && !isSettled(prompt.status))
  );
}
