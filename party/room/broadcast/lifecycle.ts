import type { Credentials } from '../../../src/protocol/conducting.js';
import type { Reason } from '../../../src/protocol/reasons.js';
import { asItIs, type Step } from '../context.js';
import { settleInFlight } from '../prompts/dispatch.js';
import type { RoomState } from '../state.js';
import {
  advanceOver,
  closedBy,
  closingDeadline,
  closingTime,
  isEmpty,
  isLeaving,
  isUnrelieved,
  mayBeOver,
  outOfHours,
} from './closing.js';
import { loseSilent, passOn, startFailed } from './failover.js';
import {
  leaseEndsAt,
  leasesOf,
  nextConductor,
  revokeLease,
  revokeSuccessor,
  tellToEnd,
} from './lease.js';
import { BUDGET, CLOSING_LIMIT_MS, GIVEN_UP_FOR_MS } from './limits.js';
import {
  advanceOpening,
  failOpening,
  lendForOpening,
  open,
  openAnew,
  openingDeadline,
} from './opening.js';
import { nextChange } from './opening-hours.js';
import {
  advanceRenewal,
  advanceRetiring,
  endRetiring,
  lendForRenewal,
  recordPresent,
  renewalDeadline,
  renewalFailed,
  retiringDeadline,
} from './renewal.js';
import type { Life } from './state.js';
import { become, goDark } from './transition.js';
import { sessionMinted, sessionOver } from './usage.js';

/** The broadcast's life, phase by phase. */

/** Brings the broadcast's life up to `now`; true while there was something to change. */
export function advanceLife(step: Step): boolean {
  const { state, now } = step;
  advanceRetiring(step);
  advanceOver(step);
  if (loseSilent(step)) return true;
  const { life, lease } = state;
  switch (life.phase) {
    case 'dark':
      return advanceDark(step, life);
    case 'opening':
      if (isEmpty(step)) return close(step, null);
      return closeAfterHours(step) || advanceOpening(step, life);
    case 'live':
      return advanceEmpty(step, life) || letGoOfLeaver(step) || advanceRenewal(step, life);
    case 'renewing':
      if (advanceEmpty(step, life) || letGoOfLeaver(step)) return true;
      return life.deadlineAt <= now && startFailed(step);
    case 'closing':
      if (lease !== null && life.deadlineAt > now) return false;
      revokeLease(step, false);
      return goDark(step, life.reason);
    case 'failed':
      return closeAfterHours(step) || advanceFailed(step, life);
  }
}

/** When `advanceLife` has something to do again, as far as time alone can tell. */
export function lifeDeadline(state: RoomState): readonly (number | null)[] {
  const { life, meta } = state;
  const leases = [...leasesOf(state).map(leaseEndsAt), ...retiringDeadline(state)];
  const always = [...leases, meta.backBy, meta.overAt];
  switch (life.phase) {
    case 'dark':
      return [...always, life.until, nextChange(state.rules.values, meta.steppedAt)];
    case 'opening':
      return [...always, ...openingDeadline(life), ...closingDeadline(state)];
    case 'closing':
      return [...always, life.deadlineAt];
    case 'live':
      return [...always, ...emptyDeadline(state, life), ...renewalDeadline(state, life)];
    case 'renewing':
      return [...always, ...emptyDeadline(state, life), life.deadlineAt];
    case 'failed':
      return [...always, life.retryAt, forgottenAt(life), ...closingDeadline(state)];
  }
}

type Dark = Extract<Life, { phase: 'dark' }>;
type Failed = Extract<Life, { phase: 'failed' }>;

function advanceDark(step: Step, life: Dark): boolean {
  const { state, now } = step;
  const say = (reason: Reason | null, until: number | null = null) =>
    (life.reason !== reason || life.until !== until) && goDark(step, reason, until);
  const closed = closedBy(state, now);
  if (closed !== null) return say(closed.reason, closed.until);
  if (isWaitingForBudget(life, now)) return false;
  if (state.audience.watching === 0) return say(null);
  if (!mayBeOpened(state)) return say('may-not-open');
  if (nextConductor(state, now) === null) return say('no-conductor');
  return openAnew(step);
}

/** The owner's limits do not depend on who is here. */
function isWaitingForBudget({ reason, until }: Dark, now: number): boolean {
  return reason !== null && BUDGET.has(reason) && until !== null && until > now;
}

/** Whether somebody here may open it; what a host has started is open to all. */
function mayBeOpened({ meta, connections }: RoomState): boolean {
  return meta.hostWord !== null || Object.values(asItIs(connections)).some((one) => one.mayOpen);
}

/** Tried again in its time, by whoever is here; what failed is not forgotten when they leave. */
function advanceFailed(step: Step, life: Failed): boolean {
  const { now } = step;
  if (isEmpty(step)) return forgottenAt(life) <= now && goDark(step, null);
  return life.retryAt !== null && life.retryAt <= now && open(step, life.attempt + 1);
}

function forgottenAt({ since, retryAt }: Failed): number {
  return (retryAt ?? since) + GIVEN_UP_FOR_MS;
}

function closeAfterHours(step: Step): boolean {
  const closed = outOfHours(step.state, step.now);
  return closed !== null && close(step, closed.reason);
}

type Playing = Extract<Life, { phase: 'live' | 'renewing' }>;

/** Closes when nobody has been here for long enough, or when it has to. */
function advanceEmpty(step: Step, life: Playing): boolean {
  const { state, now } = step;
  const closing = closingTime(state, now);
  if (closing !== null && closing.at <= now) {
    mayBeOver(step, 0);
    return close(step, closing.reason);
  }
  if (!isEmpty(step)) {
    life.emptySince = null;
    return false;
  }
  // A clock that was put back keeps it no longer.
  life.emptySince = Math.min(life.emptySince ?? now, now);
  const lingered = life.emptySince + state.rules.values.lingerSeconds * 1000 <= now;
  if (!lingered) return false;
  mayBeOver(step, 0);
  return close(step, null);
}

/** A conductor that is about to go is not kept waiting in vain. */
function letGoOfLeaver(step: Step): boolean {
  const { state, now } = step;
  if (!isLeaving(state) || state.dispatch.phase === 'inFlight') return false;
  if (isEmpty(step)) {
    mayBeOver(step, state.rules.values.lingerSeconds * 1000);
    return close(step, null);
  }
  if (isUnrelieved(state, now)) return close(step, 'no-conductor');
  return state.life.phase === 'live' && state.life.renewal.at === 'alone' && passOn(step);
}

function emptyDeadline(state: RoomState, { emptySince }: Playing): readonly number[] {
  const lingerMs = state.rules.values.lingerSeconds * 1000;
  return [...closingDeadline(state), ...(emptySince === null ? [] : [emptySince + lingerMs])];
}

/** The credentials that were asked for are there. */
export function lend(step: Step, epoch: number, credentials: Credentials): void {
  const { state } = step;
  sessionMinted(step, epoch, credentials.expiresIn * 1000);
  if (epoch !== state.meta.epoch) return;
  if (credentials.expiresIn <= 0) return mintFailed(step, epoch, 'opening-timeout', null);
  const isAwaited = state.life.phase === 'opening' && state.life.mintAt === null;
  if (isAwaited && state.lease === null) lendForOpening(step, epoch, credentials);
  else lendForRenewal(step, epoch, credentials);
}

/** Or they are not to be had. */
export function mintFailed(step: Step, epoch: number, reason: Reason, retryAt: number | null) {
  const { life, meta } = step.state;
  sessionOver(step, epoch, step.now);
  if (epoch !== meta.epoch) return;
  // What the ledger refused was never minted.
  if (BUDGET.has(reason)) meta.mintedAt.pop();
  if (life.phase === 'opening') failOpening(step, reason, retryAt);
  else if (life.phase === 'live' && life.renewal.at === 'minting') renewalFailed(step, reason);
}

/** Ends the broadcast: the conductor is told, and waited for only so long. */
export function close(step: Step, reason: Reason | null): boolean {
  const { state, now } = step;
  endRetiring(step);
  revokeSuccessor(step, false);
  if (state.life.phase === 'dark' || state.life.phase === 'failed') return goDark(step, reason);
  recordPresent(step, reason ?? 'stream-ended');
  const { lease } = state;
  if (lease?.connection != null) tellToEnd(step, lease.connection, lease.epoch);
  settleInFlight(step, { status: 'unconfirmed', reason: 'stream-ended' });
  return become(step, { phase: 'closing', since: now, deadlineAt: now + CLOSING_LIMIT_MS, reason });
}
