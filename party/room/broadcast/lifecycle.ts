import type { Credentials } from '../../../src/protocol/conducting.js';
import type { Reason } from '../../../src/protocol/reasons.js';
import { settleUnconfirmed } from '../prompts/dispatch.js';
import { log, nextDue, type Step } from '../state.js';
import * as availability from './availability.js';
import { presentLost, starterLost } from './failover.js';
import {
  endRetiringWhenDue,
  forgetRetiring,
  isSilent,
  leaseEndsAt,
  leasesOf,
  limitLeases,
  retiringDueAt,
  revokeLease,
  revokeSuccessor,
} from './lease.js';
import { BUDGET } from './limits.js';
import * as opening from './opening.js';
import * as renewal from './renewal.js';
import type { Life } from './state.js';
import { learnHosts } from './stream-hosts.js';
import { after, type Command, type Decision, dark, either, type Transition } from './transition.js';
import { sessionMinted, sessionOver } from './usage.js';

/**
 * The broadcast's lifecycle. The functions of a phase decide and return a `Transition`, and the files
 * of the phases do not import each other. Here alone time and events are brought to the phase they
 * concern, and what it decides is applied and logged.
 *
 *     dark, failed, closing   availability.ts, which also says when the other phases have to end
 *     opening                 opening.ts, and when a stream's picture is there, the first or the next
 *     live, renewing          renewal.ts
 *
 * What concerns several phases: `failover.ts` when a session is lost, `transition.ts` for the lives that
 * several phases lead to.
 */

/**
 * Does what a transition wants done, and replaces the life. A new phase, or another attempt at the
 * same one, is logged; progress within a phase is not.
 */
function apply(step: Step, transition: Transition | null): void {
  if (transition === null) return;
  const { to, commands = [] } = transition;
  const { life } = step.state;
  for (const command of commands) command(step);
  if (to === life) return;
  if (to.phase !== life.phase || attemptOf(to) !== attemptOf(life)) {
    const reason = 'reason' in to ? to.reason : null;
    log(step, 'lifecycle', { from: life.phase, to: to.phase, reason });
  }
  const writable: { life: Life } = step.state;
  writable.life = to;
}

function attemptOf(life: Life): number {
  return 'attempt' in life ? life.attempt : 0;
}

/** Brings the lifecycle up to `now`, by one transition at a time. */
export function lifecycleTick(step: Step): number | null {
  endRetiringWhenDue(step);
  availability.endRunWhenDue(step);
  if (expireLeases(step)) return step.now;
  const decision = decide(step);
  if ('to' in decision) {
    apply(step, decision);
    return step.now;
  }
  const { state } = step;
  const leases = leasesOf(state).map(leaseEndsAt);
  const { backBy } = state.clock;
  const { runEndsAt } = state.broadcast;
  return nextDue(step, [...leases, retiringDueAt(state), backBy, runEndsAt, decision.dueAt]);
}

/** What the present phase does about the time. */
function decide(step: Step): Decision {
  const { life } = step.state;
  switch (life.phase) {
    case 'dark':
      return availability.advanceDark(step, life);
    case 'opening':
      return either(availability.closeOpeningWhenDue(step), () =>
        opening.advanceOpening(step, life),
      );
    case 'live':
      return either(availability.closePlayingWhenDue(step, life), () =>
        renewal.advanceLive(step, life),
      );
    case 'renewing':
      return either(availability.closePlayingWhenDue(step, life), () =>
        renewal.advanceRenewing(step, life),
      );
    case 'closing':
      return availability.advanceClosing(step, life);
    case 'failed':
      return either(availability.closeAfterHoursWhenDue(step), () =>
        availability.advanceFailed(step, life),
      );
  }
}

/** Takes back what silent conductors hold; true while there was one. */
function expireLeases(step: Step): boolean {
  const { state } = step;
  limitLeases(step);
  if (isSilent(step, state.retiring)) forgetRetiring(step);
  if (isSilent(step, state.successor)) {
    nextOver(step, 'connection-lost');
    return true;
  }
  if (!isSilent(step, state.lease)) return false;
  conductorLost(step);
  return true;
}

/** A host starts the broadcast, or has it tried again at once. */
export function startBroadcast(step: Step): void {
  const { life } = step.state;
  apply(
    step,
    life.phase === 'opening' ? opening.mintNow(step, life) : availability.startNow(step, life),
  );
}

/** A host ends the broadcast. */
export function closeBroadcast(step: Step, reason: Reason): void {
  apply(step, availability.close(step, reason));
}

/**
 * The room was restarted: credentials that were asked for before never come. What an earlier version
 * stored as failed may have no end, and is tried again at once.
 */
export function resumeMinting(step: Step): void {
  const { life } = step.state;
  if (life.phase === 'failed' && life.retryAt === null) {
    apply(step, { to: { ...life, retryAt: step.now } });
  }
  if (life.phase === 'opening') apply(step, opening.mintAgain(step, life));
  if (life.phase === 'live') apply(step, renewal.mintNextAgain(step, life));
}

/** The credentials that were asked for are there. */
export function credentialsMinted(step: Step, epoch: number, credentials: Credentials): void {
  const { life, broadcast } = step.state;
  sessionMinted(step, epoch, credentials.expiresIn * 1000);
  const { streamHosts } = broadcast;
  streamHosts.learned = learnHosts(streamHosts, [credentials.signalingUrl]);
  if (epoch !== broadcast.epoch) return;
  if (credentials.expiresIn <= 0) return mintFailed(step, epoch, 'opening-timeout', null);
  if (life.phase === 'opening' && life.progress.at === 'minting') {
    apply(step, opening.lendForOpening(step, life, epoch, credentials));
  } else if (life.phase === 'live') {
    apply(step, renewal.lendForRenewal(step, life, epoch, credentials));
  }
}

/** Or they are not to be had. */
export function mintFailed(
  step: Step,
  epoch: number,
  reason: Reason,
  retryAt: number | null,
): void {
  const { life, broadcast } = step.state;
  sessionOver(step, epoch, step.now);
  if (epoch !== broadcast.epoch) return;
  // What the ledger refused was never minted.
  if (BUDGET.has(reason)) broadcast.mintedAt.pop();
  if (life.phase === 'opening' && life.progress.at === 'minting') {
    apply(step, opening.openingFailed(step, life, reason, retryAt));
  } else if (life.phase === 'live' && life.renewal.at === 'minting') {
    apply(step, renewal.renewalFailed(step, life, reason));
  }
}

/** The conductor of the present session is connected: it may not have heard that it is to start. */
export function presentConnected(step: Step): void {
  const { life } = step.state;
  if (life.phase === 'opening') apply(step, opening.startOpening(step, life));
}

/** The same with the conductor of the next session. */
export function nextConnected(step: Step): void {
  const { life } = step.state;
  if (life.phase === 'renewing') opening.tellToStartAgain(step, life);
  else if (life.phase === 'live') apply(step, renewal.successorReady(life));
}

/** A stream's picture can be watched. */
export function streamStarted(step: Step, begun: opening.Begun): void {
  const { life } = step.state;
  if (life.phase === 'opening' || life.phase === 'renewing')
    apply(step, opening.goLive(step, life, begun));
}

/** The conductor of the next session is about to go. */
export function nextLeaves(step: Step): void {
  const { life } = step.state;
  if (life.phase === 'live') apply(step, renewal.successorLeaves(step, life));
}

/** The conductor is gone or silent: nobody waits for it, the next one takes over. */
export function conductorLost(step: Step): void {
  const { lease, successor } = step.state;
  // It would keep the next stream waiting as well.
  if (lease !== null && successor?.connection === lease.connection) revokeSuccessor(step, true);
  settleUnconfirmed(step, 'conductor-gone');
  presentOver(step, 'connection-lost', (room) => revokeLease(room, true));
}

/** The present session is over; `drop` gives up its lease. */
export function presentOver(step: Step, reason: Reason, drop: Command): void {
  const { life } = step.state;
  switch (life.phase) {
    case 'opening':
      apply(step, after(drop, opening.openingFailed(step, life, reason, null)));
      return;
    case 'live':
    case 'renewing':
      apply(step, presentLost(step, life, reason, drop));
      return;
    case 'closing':
      apply(step, { to: dark(life.reason), commands: [drop] });
      return;
    case 'dark':
    case 'failed':
      return drop(step);
  }
}

/** The next session is over. */
export function nextOver(step: Step, reason: Reason): void {
  const { life } = step.state;
  if (life.phase === 'live') apply(step, renewal.renewalFailed(step, life, reason));
  else if (life.phase === 'renewing') apply(step, starterLost(step, life, reason));
  else revokeSuccessor(step, true);
}
