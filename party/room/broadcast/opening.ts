import type { Credentials } from '../../../src/protocol/conducting.js';
import type { Reason } from '../../../src/protocol/reasons.js';
import { type Step, send } from '../context.js';
import type { Purpose } from '../input.js';
import { startPrompt } from '../world.js';
import { isLeaving } from './closing.js';
import { grantLease, nextConductor, revokeLease } from './lease.js';
import {
  BUDGET,
  BUDGET_AGAIN_MIN_MS,
  BUDGET_AGAIN_MS,
  backoffMs,
  GIVE_UP_AFTER,
  GOODBYE,
  goodbyePauseMs,
  MINTINGS_PER_MINUTE,
  OPENING_LIMIT_MS,
  OWNER_MUST_ACT,
  PROBE_LIMIT_MS,
  restMs,
  VAIN_AT_ONCE,
  VAIN_FORGOTTEN_AFTER_MS,
} from './limits.js';
import type { Life, StreamBefore } from './state.js';
import { become, goDark } from './transition.js';
import { isStreamOver, lendSession, reserveSession } from './usage.js';

type Opening = Extract<Life, { phase: 'opening' }>;

/** Begins an opening, at once or after a pause; without a conductor at hand the room stays dark. */
export function open(
  step: Step,
  attempt: number,
  { pauseMs = 0, before = null }: { pauseMs?: number; before?: StreamBefore | null } = {},
): boolean {
  const { state, now } = step;
  if (nextConductor(state, now) === null) return goDark(step, 'no-conductor');
  const deadlineAt = now + OPENING_LIMIT_MS;
  const mintAt = now + pauseMs;
  const reason = state.life.phase === 'failed' ? state.life.reason : null;
  const steps = { since: now, attempt, deadlineAt, mintAt, prompt: null };
  return become(step, { phase: 'opening', ...steps, reason, before });
}

/** The others on a page that says goodbye are about to go as well: whoever is next is asked first. */
export function openAfterGoodbye(
  step: Step,
  attempt: number,
  before: StreamBefore | null,
): boolean {
  const isOpening = open(step, attempt, { pauseMs: goodbyePauseMs(attempt), before });
  if (step.state.life.phase === 'opening') step.state.life.probe = null;
  return isOpening;
}

/** Begins it for whoever has come, unless it was in vain too often of late. */
export function openAnew(step: Step): boolean {
  const { meta } = step.state;
  const { count, at, reason } = meta.vain;
  const restUntil = count < VAIN_AT_ONCE ? 0 : at + restMs(count - VAIN_AT_ONCE);
  if (restUntil <= step.now) return open(step, 0);
  const resting = { phase: 'failed', since: at, reason, retryAt: restUntil } as const;
  return become(step, { ...resting, attempt: count - VAIN_AT_ONCE });
}

/** True while there was something to do. */
export function advanceOpening(step: Step, life: Opening): boolean {
  const { state, now } = step;
  if (life.before !== null && isStreamOver(step, life.before)) life.before = null;
  if (life.deadlineAt <= now) return failOpening(step, 'opening-timeout', null);
  // It would be handed over as soon as it is there: better begin with another at once.
  if (isLeaving(state)) return failOpening(step, 'closed', null);
  if (life.mintAt === null || life.mintAt > now) return false;
  const next = nextConductor(state, now);
  if (next === null) return now >= state.meta.backBy && goDark(step, 'no-conductor');
  if (life.probe !== undefined && !isThere(step, life, next)) return false;
  const mayAt = mintableAt(step);
  if (mayAt > now) return failOpening(step, 'rate-limited', mayAt);
  life.mintAt = null;
  countVain(step);
  mint(step, 'opening');
  return true;
}

/** Whether the next conductor has shown, since it was asked, that it is there; asks it if not. */
function isThere(step: Step, life: Opening, next: string): boolean {
  const { state, now } = step;
  const { probe } = life;
  const isAsked = probe?.connection === next;
  const connection = state.connections[next];
  if (isAsked && connection !== undefined) {
    if (connection.heardAt >= probe.at) return true;
    if (now < probe.at + PROBE_LIMIT_MS) return false;
    connection.failedAt = now;
  }
  const asked = isAsked ? (nextConductor(state, now) ?? next) : next;
  life.probe = { connection: asked, at: now };
  send(step, asked, { type: 'probe' });
  return false;
}

/** Every opening is in vain until there is a picture. */
function countVain({ state, now }: Step): void {
  const { vain } = state.meta;
  const isOld = vain.at + VAIN_FORGOTTEN_AFTER_MS <= now;
  state.meta.vain = { count: isOld ? 1 : vain.count + 1, at: now, reason: 'opening-timeout' };
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
  // The ledger has agreed just now: what it said of the hours before is over.
  state.accounts.closes = null;
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
  const { attempt, before } = state.life;
  const { vain } = state.meta;
  if (!GOODBYE.has(reason)) vain.reason = reason;
  // Nothing was opened, so nothing was in vain.
  if (BUDGET.has(reason)) vain.count = 0;
  revokeLease(step, true);
  if (GOODBYE.has(reason)) return openAfterGoodbye(step, attempt + 1, before);
  if (reason === 'connection-lost' && attempt === 0) return open(step, 1, { before });
  if (reason === 'no-gpu' && attempt + 1 < GIVE_UP_AFTER)
    return waitFor(step, state.life, reason, retryAt);
  return fail(step, reason, retryAt, attempt);
}

/** What comes free any moment is waited for, and everybody sees for what. */
function waitFor(step: Step, life: Opening, reason: Reason, retryAt: number | null): true {
  const mintAt = retryAt ?? step.now + backoffMs(life.attempt);
  const deadlineAt = mintAt + OPENING_LIMIT_MS;
  const attempt = life.attempt + 1;
  return become(step, { ...life, attempt, mintAt, deadlineAt, prompt: null, reason });
}

/** It is tried again after a pause that grows, rests when it was in vain too often, or waits. */
export function fail(step: Step, reason: Reason, retryAt: number | null, attempt: number): true {
  const { now: since } = step;
  if (BUDGET.has(reason)) {
    const again = Math.max(retryAt ?? since + BUDGET_AGAIN_MS, since + BUDGET_AGAIN_MIN_MS);
    return goDark(step, reason, again);
  }
  if (OWNER_MUST_ACT.has(reason)) {
    return become(step, { phase: 'failed', since, reason, retryAt: null, attempt });
  }
  const next = retryAt ?? since + restMs(attempt);
  return become(step, { phase: 'failed', since, reason, retryAt: next, attempt });
}

/** Credentials that were asked for before a restart never come: they are asked for again. */
export function mintAnew({ state, now }: Step): void {
  const { life } = state;
  if (life.phase === 'opening' && state.lease === null) life.mintAt ??= now;
  if (life.phase === 'live' && life.renewal.at === 'minting') {
    life.renewal = { at: 'planned', mintAt: now, failures: life.renewal.failures };
  }
}

export function openingDeadline(life: Opening): readonly (number | null)[] {
  const { deadlineAt, mintAt, before, probe } = life;
  const probedUntil = probe == null ? null : probe.at + PROBE_LIMIT_MS;
  return [deadlineAt, mintAt, before?.endAt ?? null, probedUntil];
}

/** When the next credentials may be asked for; each minting takes a place at the service. */
export function mintableAt({ state, now }: Step): number {
  const lately = state.meta.mintedAt.filter((at) => at > now - 60_000);
  const [oldest] = lately;
  return oldest !== undefined && lately.length >= MINTINGS_PER_MINUTE ? oldest + 60_000 : now;
}

/** Asks for a session's credentials, under a new epoch. */
export function mint(step: Step, purpose: Purpose): void {
  const { meta } = step.state;
  meta.mintedAt = [...meta.mintedAt.filter((at) => at > step.now - 60_000), step.now];
  meta.epoch += 1;
  reserveSession(step, meta.epoch);
  step.effects.push({ type: 'mint', epoch: meta.epoch, purpose });
}
