import type { Credentials } from '../../src/protocol/conducting.js';
import type { Reason } from '../../src/protocol/reasons.js';
import { lendSession } from './accounts.js';
import { become, goDark } from './become.js';
import { isEmpty } from './empty.js';
import { grantLease, nextConductor, revokeLease } from './lease.js';
import {
  BUDGET,
  backoffMs,
  GIVE_UP_AFTER,
  GIVEN_UP_FOR_MS,
  GOODBYE,
  goodbyePauseMs,
  OPENING_LIMIT_MS,
  OWNER_MUST_ACT,
} from './life-limits.js';
import { mint, mintableAt } from './minting.js';
import type { Life } from './state.js';
import { type Step, send } from './step-context.js';
import { startPrompt } from './world.js';

type Opening = Extract<Life, { phase: 'opening' }>;

/** Begins an opening, at once or after a pause; without a conductor at hand the room stays dark. */
export function open(step: Step, attempt: number, pauseMs = 0): boolean {
  const { state, now } = step;
  if (nextConductor(state, now) === null) return goDark(step, 'no-conductor');
  const deadlineAt = now + OPENING_LIMIT_MS;
  const mintAt = now + pauseMs;
  const reason = state.life.phase === 'failed' ? state.life.reason : null;
  const steps = { since: now, attempt, deadlineAt, mintAt, prompt: null };
  return become(step, { phase: 'opening', ...steps, reason });
}

/** True while there was something to do. */
export function advanceOpening(step: Step, life: Opening): boolean {
  const { state, now } = step;
  if (life.deadlineAt <= now) return failOpening(step, 'opening-timeout', null);
  if (life.mintAt === null || life.mintAt > now) return false;
  if (nextConductor(state, now) === null) {
    return now >= state.meta.backBy && goDark(step, 'no-conductor');
  }
  const mayAt = mintableAt(step);
  if (mayAt > now) return failOpening(step, 'rate-limited', mayAt);
  life.mintAt = null;
  mint(step, 'opening');
  return true;
}

/** The credentials are there: whoever is to conduct now gets them. */
export function lendForOpening(step: Step, epoch: number, credentials: Credentials): void {
  const { state, now } = step;
  const { life } = state;
  if (life.phase !== 'opening') return;
  const connection = nextConductor(state, now);
  if (connection === null) {
    goDark(step, 'no-conductor');
    return;
  }
  state.lease = grantLease(step, connection, epoch);
  life.deadlineAt = now + OPENING_LIMIT_MS;
  lendSession(step, epoch, state.lease.who);
  send(step, connection, { type: 'conduct', command: { command: 'open', epoch, credentials } });
}

/** The conductor is connected: the stream starts, with the world as it is now. */
export function startOpening(step: Step): void {
  const { life, lease } = step.state;
  if (life.phase !== 'opening' || lease?.connection == null) return;
  life.prompt = startPrompt(step.state);
  sayStart(step, lease.connection, lease.epoch, life.prompt, false);
}

export function sayStart(
  step: Step,
  connection: string,
  epoch: number,
  prompt: string,
  withFrame: boolean,
): void {
  const portrait = step.state.rules.values.orientation === 'portrait';
  const command = { command: 'start', epoch, prompt, portrait, withFrame } as const;
  send(step, connection, { type: 'conduct', command });
}

/** An opening did not succeed. A lost page is no reason to wait: the next one may try at once. */
export function failOpening(step: Step, reason: Reason, retryAt: number | null): boolean {
  const { state } = step;
  if (state.life.phase !== 'opening') return false;
  const { attempt } = state.life;
  revokeLease(step, true);
  if (isEmpty(step)) return goDark(step, null);
  if (GOODBYE.has(reason)) return open(step, attempt + 1, goodbyePauseMs(attempt + 1));
  if (reason === 'connection-lost' && attempt === 0) return open(step, 1);
  return fail(step, reason, retryAt, attempt);
}

/** It is tried again after a pause that grows, rests when it was in vain too often, or waits. */
export function fail(step: Step, reason: Reason, retryAt: number | null, attempt: number): true {
  const { now } = step;
  if (BUDGET.has(reason)) return goDark(step, reason, retryAt ?? now + backoffMs(attempt));
  if (OWNER_MUST_ACT.has(reason)) {
    return become(step, { phase: 'failed', reason, retryAt: null, attempt });
  }
  const restMs = attempt + 1 >= GIVE_UP_AFTER ? GIVEN_UP_FOR_MS : backoffMs(attempt);
  return become(step, { phase: 'failed', reason, retryAt: retryAt ?? now + restMs, attempt });
}

/** Credentials that were asked for before a restart never come: they are asked for again. */
export function mintAnew({ state, now }: Step): void {
  const { life } = state;
  if (life.phase === 'opening' && state.lease === null) life.mintAt = now;
  if (life.phase === 'live' && life.renewal.at === 'minting') {
    life.renewal = { at: 'planned', mintAt: now, failures: life.renewal.failures };
  }
}

export function openingDeadline({ deadlineAt, mintAt }: Opening): readonly (number | null)[] {
  return [deadlineAt, mintAt];
}
