import type { Reason } from '../../../src/protocol/reasons.js';
import type { Step } from '../context.js';
import { settleInFlight } from '../prompts/dispatch.js';
import { isEmpty, mayBeOver } from './closing.js';
import { leaseEndsAt, noLaterThan, revokeLease, revokeSuccessor } from './lease.js';
import { BREAK_MS, GOODBYE, OPENING_LIMIT_MS, STEADY_MS } from './limits.js';
import { fail, failOpening, open, openAfterGoodbye, startOpening } from './opening.js';
import { backToPresent, recordPresent, renewalFailed } from './renewal.js';
import type { Lease, StreamBefore } from './state.js';
import { learnStreamLength } from './streams.js';
import { become, goDark } from './transition.js';
import { presentStream } from './usage.js';

/** What follows when a session or its conductor is lost: the same world goes on, on another one. */

/** Takes back what silent conductors hold; true while there was one. */
export function loseSilent(step: Step): boolean {
  const { state } = step;
  if (isSilent(step, state.retiring)) state.retiring = null;
  if (isSilent(step, state.successor)) return successorLost(step, 'connection-lost');
  return isSilent(step, state.lease) && loseConductor(step);
}

function isSilent({ now }: Step, lease: Lease | null): boolean {
  if (lease === null) return false;
  noLaterThan(lease, now);
  return leaseEndsAt(lease) <= now;
}

/** The conductor is gone or silent: nobody waits for it, the next one takes over. */
export function loseConductor(step: Step): boolean {
  const { lease, successor } = step.state;
  // Whoever fell silent would keep the next stream waiting as well.
  if (lease !== null && successor?.connection === lease.connection) revokeSuccessor(step, true);
  settleInFlight(step, { status: 'unconfirmed', reason: 'conductor-gone' });
  return presentLost(step, 'connection-lost');
}

/** The conductor reports that the present stream is over, and its session ended. */
export function streamEnded(step: Step, reason: Reason, agoMs: number): void {
  const { state, now } = step;
  settleInFlight(step, { status: 'unconfirmed', reason: 'stream-ended' });
  const { lease, life } = state;
  if (reason === 'stream-expired' && 'startedAt' in life) {
    learnStreamLength(state, now - agoMs - life.startedAt, now);
  }
  const conductor = lease?.connection == null ? undefined : state.connections[lease.connection];
  // Who ends because the room has told him to is still there for the next time.
  const isLeaving = GOODBYE.has(reason) && life.phase !== 'closing';
  const isNoConductor = isLeaving || reason === 'no-conductor';
  if (conductor !== undefined && isNoConductor) conductor.conduct = 'no';
  else if (conductor !== undefined && life.phase === 'opening') conductor.failedAt = now;
  presentLost(step, reason, lease);
}

/** The next session's conductor reports that it is over, or is not heard any more. */
export function successorLost(step: Step, reason: Reason): boolean {
  const { state } = step;
  const { life, successor } = state;
  if (life.phase === 'live') return renewalFailed(step, reason);
  revokeSuccessor(step, true);
  if (life.phase !== 'renewing' || life.epoch !== successor?.epoch) return true;
  return life.held ? reopen(step, reason) : backToPresent(step, life);
}

/** The next stream was to be seen by now. */
export function startFailed(step: Step): boolean {
  const { state } = step;
  if (state.successor !== null) return successorLost(step, 'opening-timeout');
  return presentLost(step, 'opening-timeout');
}

function presentLost(step: Step, reason: Reason, ended: Lease | null = null): boolean {
  const { state } = step;
  recordPresent(step, reason);
  const before = presentStream(step);
  // Who has said that it ended need not be told to.
  if (ended !== null) state.lease = null;
  else revokeLease(step, true);
  const { life } = state;
  if (life.phase === 'renewing' && life.epoch === state.successor?.epoch) {
    life.held = true;
    return true;
  }
  return reopen(step, reason, before);
}

/** The session ends before another conductor has one: no second one is to be had beside it. */
export function passOn(step: Step): boolean {
  recordPresent(step, 'handed-over');
  revokeLease(step, false);
  return open(step, 0, { pauseMs: BREAK_MS });
}

/** The same world again, at once or after a pause; what ran before may be watched meanwhile. */
function reopen(step: Step, reason: Reason, before: StreamBefore | null = null): boolean {
  const { state, now } = step;
  const { life } = state;
  switch (life.phase) {
    case 'opening':
      return failOpening(step, reason, null);
    case 'closing':
      return goDark(step, life.reason);
    case 'dark':
    case 'failed':
      return true;
    case 'live':
    case 'renewing': {
      if (isEmpty(step)) {
        revokeSuccessor(step, false);
        mayBeOver(step, state.rules.values.lingerSeconds * 1000);
        return goDark(step, null);
      }
      const attempt = now - life.startedAt >= STEADY_MS ? 0 : life.attempt + 1;
      if (takeUpSuccessor(step, attempt, before)) return true;
      if (GOODBYE.has(reason)) return openAfterGoodbye(step, attempt, before);
      if (attempt < 2) return open(step, attempt, { before });
      return fail(step, reason, null, attempt - 1);
    }
  }
}

/** What was prepared for the renewal serves now: a session, or credentials on their way. */
function takeUpSuccessor(step: Step, attempt: number, before: StreamBefore | null): boolean {
  const { state, now } = step;
  const { life, successor } = state;
  if (life.phase !== 'live') return false;
  const { at } = life.renewal;
  if (at === 'planned' || at === 'alone' || (at !== 'minting' && successor === null)) return false;
  if (successor?.connection === null) return revokeThenNot(step);
  state.lease = successor;
  state.successor = null;
  const deadlineAt = now + OPENING_LIMIT_MS;
  const steps = { since: now, attempt, deadlineAt, mintAt: null, prompt: null, reason: null };
  become(step, { phase: 'opening', ...steps, before });
  if (at === 'ready') startOpening(step);
  return true;
}

/** A successor whose own line is down is of no use now. */
function revokeThenNot(step: Step): false {
  revokeSuccessor(step, true);
  return false;
}
