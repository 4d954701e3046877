import type { Credentials } from '../../../src/protocol/conducting.js';
import type { Reason } from '../../../src/protocol/reasons.js';
import type { Purpose } from '../input.js';
import { type Step, send } from '../state.js';
import { grantLease } from './lease.js';
import { BUDGET, FAILURES_FORGOTTEN_AFTER_MS, GOODBYE, MINTINGS_PER_MINUTE } from './limits.js';
import { lendSession, reserveSession } from './usage.js';

/** Credentials for sessions: each minting takes a place at the service, used or not. */

const MINUTE_MS = 60_000;

/** When the next credentials may be asked for. */
export function mintableAt(step: Step): number {
  const recent = mintedInLastMinute(step);
  const [oldest] = recent;
  return oldest !== undefined && recent.length >= MINTINGS_PER_MINUTE
    ? oldest + MINUTE_MS
    : step.now;
}

function mintedInLastMinute({ state, now }: Step): number[] {
  return state.broadcast.mintedAt.filter((at) => at > now - MINUTE_MS);
}

/** Asks for a session's credentials, under a new epoch. */
export function mint(step: Step, purpose: Purpose): void {
  const { broadcast } = step.state;
  broadcast.mintedAt = [...mintedInLastMinute(step), step.now];
  broadcast.epoch += 1;
  reserveSession(step, broadcast.epoch);
  step.effects.push({ type: 'mint', epoch: broadcast.epoch, purpose });
}

/** Lends a session to a conductor, as the present one or as the next. */
export function lend(
  step: Step,
  as: 'lease' | 'successor',
  connection: string,
  epoch: number,
  credentials: Credentials,
): void {
  const lease = grantLease(step, as, connection, epoch);
  lendSession(step, epoch, lease.who);
  send(step, connection, { type: 'conduct', command: { command: 'open', epoch, credentials } });
}

/** Every opening counts as a failure until there is a picture. */
export function countOpening({ state, now }: Step): void {
  const { failures } = state.broadcast;
  const isOld = failures.at + FAILURES_FORGOTTEN_AFTER_MS <= now;
  state.broadcast.failures = {
    count: isOld ? 1 : failures.count + 1,
    at: now,
    reason: 'opening-timeout',
  };
}

/** Why the last opening failed. What the budget refused was no opening. */
export function noteFailure({ state }: Step, reason: Reason): void {
  const { failures } = state.broadcast;
  if (!GOODBYE.has(reason)) failures.reason = reason;
  if (BUDGET.has(reason)) failures.count = 0;
}

export function forgetFailures({ state }: Step): void {
  state.broadcast.failures.count = 0;
}
