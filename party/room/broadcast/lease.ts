import { HEARTBEAT_EVERY_MS } from '../../../src/protocol/limits.js';
import { isUnattended } from '../moderation/restrictions.js';
import { personOf } from '../people/known.js';
import { derived, log, type RoomState, type Step, send, snapshot } from '../state.js';
import { CLOSING_LIMIT_MS } from './limits.js';
import type { Fault, Lease, RetiringLease } from './state.js';
import { overlapMs } from './streams.js';

/** A conductor unheard for this long has lost its lease, whatever its connection looks like. */
const LEASE_SILENCE_MS = 4 * HEARTBEAT_EVERY_MS + 1_000;

/** How long a conductor whose connection dropped may take to come back. */
const LEASE_GRACE_MS = 4_000;

/** After a restart of the room everybody has to come back, so its conductor is given longer. */
export const LEASE_RESTART_GRACE_MS = 12_000;

/** Whether a prompt can be performed: a stream is live and its conductor within reach. */
export function canPerform(state: RoomState): boolean {
  return state.life.phase === 'live' && state.lease !== null && state.lease.connection !== null;
}

/** Whether the world can take prompts now. While it cannot, turns lose no time. */
export function isListening(state: RoomState): boolean {
  return canPerform(state) && state.locks.prompts === null && !isUnattended(state);
}

/** When the present lease is lost unless its conductor is heard before. */
export function leaseEndsAt(lease: Lease): number {
  return lease.heardAt + (lease.connection === null ? LEASE_GRACE_MS : LEASE_SILENCE_MS);
}

/** Whether a lease's time is over without a word from its conductor. */
export function isSilent({ now }: Step, lease: Lease | null): boolean {
  return lease !== null && leaseEndsAt(lease) <= now;
}

/**
 * A clock that was put back makes nobody wait longer for a conductor that is gone. It counts from the room's
 * own present: what is due at the last moment before a restart, made up for after it, ends no grace.
 */
export function limitLeases({ state }: Step): void {
  for (const lease of writableLeasesOf(state)) {
    lease.heardAt = Math.min(lease.heardAt, state.clock.steppedAt + LEASE_RESTART_GRACE_MS);
  }
}

/**
 * The connection that should conduct next: one that has not lost its place, of those one that prefers
 * to and is signed for, then the one that conducts already, then the one that came first.
 */
export function nextConductor(state: RoomState, now: number): string | null {
  const present = state.lease?.connection ?? null;
  const faults = faultsOf(state, now);
  const rank = ({ who, conduct, isSignedConductor }: Eligible) =>
    2 * faults(who, isSignedConductor) + (conduct === 'prefer' && isSignedConductor ? 0 : 1);
  const isOther = ({ id }: Eligible) => (id === present ? 0 : 1);
  const isBefore = (a: Eligible, b: Eligible) => (rank(a) - rank(b) || isOther(a) - isOther(b)) < 0;
  let first: Eligible | null = null;
  for (const one of ableToConduct(state.connections)) {
    if (first === null || isBefore(one, first)) first = one;
  }
  return first?.id ?? null;
}

type Eligible = Pick<
  RoomState['connections'][string],
  'who' | 'conduct' | 'isSignedConductor' | 'watching'
> & { readonly id: string };

/** The connections that may conduct and would, the first that came first. */
export const ableToConduct: (connections: RoomState['connections']) => readonly Eligible[] =
  derived((connections) =>
    Object.entries(connections)
      .filter(([, { mayConduct, conduct }]) => mayConduct && conduct !== 'no')
      .sort(([, a], [, b]) => a.openedAt - b.openedAt)
      .map(([id, { who, conduct, isSignedConductor, watching }]) => {
        return { id, who, conduct, isSignedConductor, watching };
      }),
  );

/** Everywhere else the leases, and what they consist of, are readonly. */
type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

interface Leases {
  lease: Lease | null;
  successor: Lease | null;
  retiring: RetiringLease | null;
}

/**
 * Lends a session to a connection, as the present one or as the next, under the epoch that its
 * credentials were minted for.
 */
export function grantLease(
  step: Step,
  as: 'lease' | 'successor',
  connection: string,
  epoch: number,
): Lease {
  const { state, now } = step;
  const who = state.connections[connection]?.who ?? '';
  log(step, 'lease-granted', { epoch });
  const lease = { epoch, who, connection, heardAt: now, beatAt: now, grantedAt: now };
  const leases: Leases = state;
  leases[as] = lease;
  return lease;
}

/** The present session's conductor has said that it is over, and need not be told to end it. */
export function forgetLease(step: Step): void {
  const leases: Leases = step.state;
  leases.lease = null;
}

/** The same with the session before the present one. */
export function forgetRetiring(step: Step): void {
  const leases: Leases = step.state;
  leases.retiring = null;
}

/** The next session's lease, if there is one, is the present one. */
export function promoteSuccessor(step: Step): void {
  const leases: Leases = step.state;
  leases.lease = leases.successor;
  leases.successor = null;
}

/** The present session is the one before: its viewers have until then to move to the next. */
export function retireLease(step: Step, endAt: number): void {
  const leases: Leases = step.state;
  if (leases.lease === null) return;
  endRetiring(step);
  leases.retiring = { ...leases.lease, endAt, toldAt: null };
}

/** Takes the present lease back and tells its conductor, if it can hear, to end the session. */
export function revokeLease(step: Step, failed: boolean): void {
  const { lease } = step.state;
  forgetLease(step);
  takeBack(step, lease, failed);
}

/** The same with the lease of the session that was to be next. */
export function revokeSuccessor(step: Step, failed: boolean): void {
  const leases: Leases = step.state;
  const { successor } = leases;
  leases.successor = null;
  takeBack(step, successor, failed);
}

function takeBack(step: Step, lease: Lease | null, failed: boolean): void {
  if (lease === null) return;
  log(step, 'lease-revoked', { epoch: lease.epoch, failed });
  if (failed) noteFault(step, lease.who);
  if (lease.connection !== null) tellToEnd(step, lease.connection, lease.epoch);
}

export function tellToEnd(step: Step, connection: string, epoch: number): void {
  send(step, connection, { type: 'conduct', command: { command: 'end', epoch } });
}

/** Tells a conductor, if it can hear, to start a stream with this prompt. */
export function tellToStart(
  step: Step,
  { connection, epoch }: Lease,
  prompt: string,
  withFrame: boolean,
): void {
  if (connection === null) return;
  const portrait = step.state.rules.values.orientation === 'portrait';
  const command = { command: 'start', epoch, prompt, portrait, withFrame } as const;
  send(step, connection, { type: 'conduct', command });
}

/** Whether its conductor has to end it, and may not have heard that when it was said. */
export function isToEnd({ life, lease, retiring }: RoomState, epoch: number): boolean {
  if (epoch === retiring?.epoch) return retiring.toldAt !== null;
  return epoch === lease?.epoch && life.phase === 'closing';
}

/** All leases there are: of the present stream, of the next one, and of the one before. */
export function leasesOf({ lease, successor, retiring }: RoomState): Lease[] {
  return [lease, successor, retiring].filter((one) => one !== null);
}

function writableLeasesOf(state: RoomState): Writable<Lease>[] {
  return leasesOf(state);
}

/** The lease of an epoch; null once that is over. */
export function leaseAt(state: RoomState, epoch: number): Lease | null {
  return leasesOf(state).find((lease) => lease.epoch === epoch) ?? null;
}

/** The lease under which a connection reports, if it holds that; an old epoch is none. */
export function leaseOf(state: RoomState, connection: string, epoch: number): Lease | null {
  const lease = leaseAt(state, epoch);
  return lease?.connection === connection ? lease : null;
}

/** A page that still serves this lease is back: the same participant, the same epoch. */
export function resumeLease(step: Step, connection: string, epoch: number): boolean {
  const { state } = step;
  const lease: Writable<Lease> | null = leaseAt(state, epoch);
  if (lease === null || lease.who !== state.connections[connection]?.who) return false;
  lease.connection = connection;
  lease.heardAt = step.now;
  log(step, 'lease-resumed', { epoch });
  return true;
}

/** Its conductor has told of the session. */
export function heardOf({ state, now }: Step, epoch: number): void {
  const lease: Writable<Lease> | null = leaseAt(state, epoch);
  if (lease !== null) lease.heardAt = lease.beatAt = now;
}

/** A connection is gone: its conductor has a moment to come back. */
export function connectionDropped({ state, now }: Step, connection: string): void {
  for (const lease of writableLeasesOf(state)) {
    if (lease.connection !== connection) continue;
    lease.connection = null;
    lease.heardAt = now;
  }
}

/**
 * The room was restarted: no conductor is connected. One that has not been heard since an earlier restart
 * has what is left of the grace that it was given then, and at least a moment: no second grace.
 */
export function allConductorsDropped({ state, now }: Step): void {
  const before = state.clock.backBy - LEASE_RESTART_GRACE_MS;
  for (const lease of writableLeasesOf(state)) {
    const isAwaited = lease.connection === null && lease.beatAt <= before;
    const heardAt = now + LEASE_RESTART_GRACE_MS - LEASE_GRACE_MS;
    lease.heardAt = isAwaited ? Math.max(lease.heardAt, now) : heardAt;
    lease.connection = null;
  }
}

/** Ends the session before the present one, once everybody has had the time to move. */
export function endRetiringWhenDue(step: Step): void {
  const { state, now } = step;
  const retiring: Writable<RetiringLease> | null = state.retiring;
  if (retiring === null) return;
  // A clock that was put back keeps it no longer.
  retiring.endAt = Math.min(retiring.endAt, now + overlapMs(state, now));
  if (retiring.toldAt === null && retiring.endAt <= now) endRetiring(step);
  const { toldAt } = retiring;
  if (toldAt !== null && toldAt + CLOSING_LIMIT_MS <= now) forgetRetiring(step);
}

/** Or sooner: nobody watches the stream of this epoch any more. */
export function endUnwatched(step: Step, epoch: number): void {
  if (step.state.retiring?.epoch === epoch) endRetiring(step);
}

/** Tells its conductor to end it, which is heard of or not. */
export function endRetiring(step: Step): void {
  const retiring: Writable<RetiringLease> | null = step.state.retiring;
  if (retiring === null || retiring.toldAt !== null) return;
  retiring.toldAt = step.now;
  if (retiring.connection !== null) tellToEnd(step, retiring.connection, retiring.epoch);
}

/** When its place at the service is free at the latest; null where there is none. */
export function retiringDueAt({ retiring }: RoomState): number | null {
  if (retiring === null) return null;
  return retiring.toldAt === null ? retiring.endAt : retiring.toldAt + CLOSING_LIMIT_MS;
}

/**
 * A conductor that failed, or said what cannot be, loses its place: all others are asked before it, for
 * a time that grows. It is known by its identity, which a page can throw away, and by its address.
 */

/** How long a first fault counts; it doubles with each further one. */
const LOST_FOR_MS = 30_000;
const LOST_FOR_MAX_MS = 3_600_000;

/** Without another fault for this long after that, the next one is the first again. */
const FORGOTTEN_AFTER_MS = 3_600_000;

/** So many are remembered, the latest: more than a room has conductors in two hours. */
const FAULTS_KEPT = 200;

/** Notes that somebody failed as a conductor; whatever goes wrong in one instant is one fault. */
export function noteFault({ state, now }: Step, who: string): void {
  const address = personOf(state, who)?.address ?? null;
  const known = snapshot(state.broadcast.faults).filter((fault) => !isForgotten(fault, now));
  const noted = [who, ...(address === null ? [] : [keyOf(address)])].map((key): Fault => {
    const before = known.find((fault) => fault.key === key);
    if (before?.at === now) return before;
    const count = (before?.count ?? 0) + 1;
    return { key, count, at: now, until: now + lostForMs(count) };
  });
  const others = known.filter(({ key }) => noted.every((fault) => fault.key !== key));
  state.broadcast.faults = [...others, ...noted].slice(-FAULTS_KEPT);
}

/** How far behind all others somebody is asked, for their own faults and those of their address. */
function faultsOf(state: RoomState, now: number): (who: string, isSigned: boolean) => number {
  const lost = new Set(
    snapshot(state.broadcast.faults)
      // A clock that was put back prolongs nothing.
      .filter(({ until, count }) => until > now && until <= now + lostForMs(count))
      .map(({ key }) => key),
  );
  if (lost.size === 0) return () => 0;
  const { participants, watchers } = state;
  const people = { participants: snapshot(participants), watchers: snapshot(watchers) };
  return (who, isSigned) => {
    const address = personOf(people, who)?.address ?? null;
    // Whom the site has signed for is not to blame for others at the same address.
    const isShared = !isSigned && address !== null && lost.has(keyOf(address));
    return (lost.has(who) ? 2 : 0) + (isShared ? 1 : 0);
  };
}

function keyOf(address: string): string {
  return `address ${address}`;
}

function lostForMs(count: number): number {
  return Math.min(LOST_FOR_MS * 2 ** (count - 1), LOST_FOR_MAX_MS);
}

function isForgotten({ at, until }: Fault, now: number): boolean {
  return now < at || until + FORGOTTEN_AFTER_MS <= now;
}
