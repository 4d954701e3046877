import type { ConductorReport } from '../../src/protocol/conducting.js';
import { HEARTBEAT_EVERY_MS } from '../../src/protocol/limits.js';
import { isUnattended } from '../moderation/attended.js';
import type { Lease, RoomState } from './state.js';
import { asItIs, log, type Step, send } from './step-context.js';

/** A conductor unheard for this long has lost its lease, whatever its connection looks like. */
export const LEASE_SILENCE_MS = 3 * HEARTBEAT_EVERY_MS + 1_000;

/** How long a conductor whose connection dropped may take to come back. */
export const LEASE_GRACE_MS = 4_000;

/** After a restart of the room everybody has to come back, so its conductor is given longer. */
export const LEASE_RESTART_GRACE_MS = 12_000;

/** One who failed as a conductor is asked last for this long. */
const SECOND_CHOICE_MS = 30_000;

/** Whether a stream is live and its conductor within reach. */
export function hasConductor(state: RoomState): boolean {
  return state.life.phase === 'live' && state.lease !== null && state.lease.connection !== null;
}

/** Whether the world can take prompts now. While it cannot, turns lose no time. */
export function isListening(state: RoomState): boolean {
  return hasConductor(state) && state.locks.prompts === null && !isUnattended(state);
}

/** When the present lease is lost unless its conductor is heard before. */
export function leaseEndsAt(lease: Lease): number {
  return lease.heardAt + (lease.connection === null ? LEASE_GRACE_MS : LEASE_SILENCE_MS);
}

/** A clock that was put back makes nobody wait longer for a conductor that is gone. */
export function noLaterThan(lease: Lease, now: number): void {
  lease.heardAt = Math.min(lease.heardAt, now + LEASE_RESTART_GRACE_MS);
}

/** The connection that should conduct next: one that prefers to, then whoever came first. */
export function nextConductor(state: RoomState, now: number): string | null {
  const eligible = Object.entries(asItIs(state.connections)).filter(
    ([, connection]) =>
      connection.who !== null && connection.mayConduct && connection.conduct !== 'no',
  );
  const rank = ([, connection]: (typeof eligible)[number]) => {
    const failedLately =
      connection.failedAt !== null && connection.failedAt + SECOND_CHOICE_MS > now;
    return (failedLately ? 2 : 0) + (connection.conduct === 'prefer' ? 0 : 1);
  };
  eligible.sort((a, b) => rank(a) - rank(b) || a[1].openedAt - b[1].openedAt);
  return eligible[0]?.[0] ?? null;
}

/** Lends the session to a connection, under the epoch that its credentials were minted for. */
export function grantLease(step: Step, connection: string): void {
  const { state, now } = step;
  const { epoch } = state.meta;
  const who = state.connections[connection]?.who ?? '';
  state.lease = { epoch, who, connection, heardAt: now };
  log(step, 'lease-granted', { epoch });
}

/** Takes the lease back and tells its conductor, if it can hear, to end the session. */
export function revokeLease(step: Step, failed: boolean): void {
  const { lease, connections } = step.state;
  if (lease === null) return;
  step.state.lease = null;
  log(step, 'lease-revoked', { epoch: lease.epoch, failed });
  if (lease.connection === null) return;
  const connection = connections[lease.connection];
  if (failed && connection !== undefined) connection.failedAt = step.now;
  tellToEnd(step, lease.connection, lease.epoch);
}

export function tellToEnd(step: Step, connection: string, epoch: number): void {
  send(step, connection, { type: 'conduct', command: { command: 'end', epoch } });
}

/** Whether a report comes from the conductor that holds the lease now. */
export function isCurrent(state: RoomState, connection: string, report: ConductorReport): boolean {
  return state.lease?.epoch === report.epoch && state.lease.connection === connection;
}

/** A page that still serves this lease is back: the same participant, the same epoch. */
export function resumeLease(step: Step, connection: string, epoch: number): boolean {
  const { lease, connections } = step.state;
  if (lease?.epoch !== epoch || lease.who !== connections[connection]?.who) return false;
  lease.connection = connection;
  lease.heardAt = step.now;
  log(step, 'lease-resumed', { epoch });
  return true;
}
