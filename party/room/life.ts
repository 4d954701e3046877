import type { Credentials } from '../../src/protocol/conducting.js';
import type { Reason } from '../../src/protocol/reasons.js';
import { sessionMinted, sessionOver } from './accounts.js';
import { become, goDark } from './become.js';
import { settleInFlight } from './dispatch.js';
import { isEmpty } from './empty.js';
import { closingDeadline, closingTime } from './last-call.js';
import {
  leaseEndsAt,
  leasesOf,
  nextConductor,
  revokeLease,
  revokeSuccessor,
  tellToEnd,
} from './lease.js';
import { BUDGET, CLOSING_LIMIT_MS } from './life-limits.js';
import { loseSilent, startFailed } from './losing.js';
import { advanceOpening, failOpening, lendForOpening, open, openingDeadline } from './opening.js';
import {
  advanceRenewal,
  lendForRenewal,
  recordPresent,
  renewalDeadline,
  renewalFailed,
} from './renewal.js';
import { advanceRetiring, endRetiring, retiringDeadline } from './retiring.js';
import type { Life, RoomState } from './state.js';
import { asItIs, type Step } from './step-context.js';

/** The broadcast's life, phase by phase. */

/** Brings the broadcast's life up to `now`; true while there was something to change. */
export function advanceLife(step: Step): boolean {
  const { state, now } = step;
  advanceRetiring(step);
  if (loseSilent(step)) return true;
  const { life, lease } = state;
  switch (life.phase) {
    case 'dark':
      return advanceDark(step, life);
    case 'opening':
      return isEmpty(step) ? close(step, null) : advanceOpening(step, life);
    case 'live':
      return advanceEmpty(step, life) || advanceRenewal(step, life);
    case 'renewing':
      if (advanceEmpty(step, life)) return true;
      return life.deadlineAt <= now && startFailed(step);
    case 'closing':
      if (lease !== null && life.deadlineAt > now) return false;
      revokeLease(step, false);
      return goDark(step, life.reason);
    case 'failed':
      if (isEmpty(step)) return goDark(step, null);
      return life.retryAt !== null && life.retryAt <= now && open(step, life.attempt + 1);
  }
}

/** When `advanceLife` has something to do again, as far as time alone can tell. */
export function lifeDeadline(state: RoomState): readonly (number | null)[] {
  const { life, meta } = state;
  const always = [...leasesOf(state).map(leaseEndsAt), ...retiringDeadline(state), meta.backBy];
  switch (life.phase) {
    case 'dark':
      return [...always, life.until];
    case 'opening':
      return [...always, ...openingDeadline(life)];
    case 'closing':
      return [...always, life.deadlineAt];
    case 'live':
      return [...always, ...emptyDeadline(state, life), ...renewalDeadline(state, life)];
    case 'renewing':
      return [...always, ...emptyDeadline(state, life), life.deadlineAt];
    case 'failed':
      return [...always, life.retryAt];
  }
}

function advanceDark(step: Step, { reason, until }: Extract<Life, { phase: 'dark' }>): boolean {
  const { state, now } = step;
  const say = (next: Reason | null) => reason !== next && goDark(step, next);
  if (state.audience.present === 0) return say(state.meta.stopped ? 'stopped' : null);
  if (state.meta.stopped) return say('stopped');
  if (!Object.values(asItIs(state.connections)).some(({ mayOpen }) => mayOpen)) {
    return say('may-not-open');
  }
  if (until !== null && until > now) return false;
  if (nextConductor(state, now) === null) return say('no-conductor');
  return open(step, 0);
}

type Playing = Extract<Life, { phase: 'live' | 'renewing' }>;

/** Closes when nobody has been here for long enough, or when it has to. */
function advanceEmpty(step: Step, life: Playing): boolean {
  const { state, now } = step;
  const closing = closingTime(state);
  if (closing !== null && closing.at <= now) return close(step, closing.reason);
  if (!isEmpty(step)) {
    life.emptySince = null;
    return false;
  }
  life.emptySince ??= now;
  const lingered = life.emptySince + state.rules.values.lingerSeconds * 1000 <= now;
  return lingered && close(step, null);
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

/** A host starts the broadcast, or tries again after a failure. */
export function start(step: Step): void {
  const { state } = step;
  state.meta.stopped = false;
  if (state.life.phase === 'dark' || state.life.phase === 'failed') open(step, 0);
}

/** A host ends the broadcast until a host starts it again. */
export function stop(step: Step): void {
  step.state.meta.stopped = true;
  if (step.state.life.phase !== 'closing') close(step, 'stopped');
}
