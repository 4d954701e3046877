import type { Credentials } from '../../src/protocol/conducting.js';
import type { Reason } from '../../src/protocol/reasons.js';
import { settleInFlight } from './dispatch.js';
import {
  grantLease,
  leaseEndsAt,
  nextConductor,
  noLaterThan,
  revokeLease,
  tellToEnd,
} from './lease.js';
import {
  backoffMs,
  CLOSING_LIMIT_MS,
  GOODBYE,
  goodbyePauseMs,
  MINTINGS_PER_MINUTE,
  OPENING_LIMIT_MS,
  OWNER_MUST_ACT,
  STEADY_MS,
} from './life-limits.js';
import type { Life, RoomState } from './state.js';
import { asItIs, log, type Step, send } from './step-context.js';
import { startPrompt } from './world.js';

/** The only place that changes the broadcast's life. */
function become(step: Step, life: Life): true {
  log(step, 'life', { from: step.state.life.phase, to: life.phase, reason: reasonOf(life) });
  const { life: before, meta } = step.state;
  if (before.phase === 'live') meta.tally.liveMs += step.now - before.startedAt;
  step.state.life = life;
  return true;
}

function reasonOf(life: Life): Reason | null {
  return 'reason' in life ? life.reason : null;
}

/** Brings the broadcast's life up to `now`; true while there was something to change. */
export function advanceLife(step: Step): boolean {
  const { state, now } = step;
  const { life, lease } = state;
  if (lease !== null) noLaterThan(lease, now);
  if (lease !== null && leaseEndsAt(lease) <= now) return loseConductor(step);
  switch (life.phase) {
    case 'dark':
      return advanceDark(step, life.reason);
    case 'opening':
      return advanceOpening(step, life);
    case 'live':
      return advanceLive(step, life);
    case 'closing':
      if (lease !== null && life.deadlineAt > now) return false;
      revokeLease(step, false);
      return become(step, { phase: 'dark', reason: life.reason });
    case 'failed':
      if (isEmpty(step)) return become(step, { phase: 'dark', reason: null });
      return life.retryAt !== null && life.retryAt <= now && open(step, life.attempt + 1);
  }
}

/** Whether nobody watches, and not only because the room has just come back. */
function isEmpty({ state, now }: Step): boolean {
  return state.audience.present === 0 && now >= state.meta.backBy;
}

/** When `advanceLife` has something to do again, as far as time alone can tell. */
export function lifeDeadline(state: RoomState): readonly (number | null)[] {
  const { life, lease, meta, rules } = state;
  const always = [lease === null ? null : leaseEndsAt(lease), meta.backBy];
  switch (life.phase) {
    case 'dark':
      return always;
    case 'opening':
      return [...always, life.deadlineAt, life.mintAt];
    case 'closing':
      return [...always, life.deadlineAt];
    case 'live': {
      const { emptySince } = life;
      const lingerMs = rules.values.lingerSeconds * 1000;
      return [...always, emptySince === null ? null : emptySince + lingerMs];
    }
    case 'failed':
      return [...always, life.retryAt];
  }
}

function advanceDark(step: Step, reason: Reason | null): boolean {
  const { state, now } = step;
  const say = (next: Reason | null) =>
    reason !== next && become(step, { phase: 'dark', reason: next });
  if (state.audience.present === 0) return say(state.meta.stopped ? 'stopped' : null);
  if (state.meta.stopped) return say('stopped');
  if (!Object.values(asItIs(state.connections)).some(({ mayOpen }) => mayOpen)) {
    return say('may-not-open');
  }
  if (nextConductor(state, now) === null) return say('no-conductor');
  return open(step, 0);
}

function advanceOpening(step: Step, life: Extract<Life, { phase: 'opening' }>): boolean {
  const { state, now } = step;
  if (isEmpty(step)) return close(step, null);
  if (life.deadlineAt <= now) return failOpening(step, 'opening-timeout', null);
  if (life.mintAt === null || life.mintAt > now) return false;
  if (nextConductor(state, now) === null) {
    return now >= state.meta.backBy && become(step, { phase: 'dark', reason: 'no-conductor' });
  }
  const { meta } = state;
  meta.mintedAt = meta.mintedAt.filter((at) => at > now - 60_000);
  const [oldest] = meta.mintedAt;
  if (oldest !== undefined && meta.mintedAt.length >= MINTINGS_PER_MINUTE) {
    return failOpening(step, 'rate-limited', oldest + 60_000);
  }
  meta.mintedAt.push(now);
  meta.epoch += 1;
  life.mintAt = null;
  step.effects.push({ type: 'mint', epoch: meta.epoch });
  return true;
}

function advanceLive(step: Step, life: Extract<Life, { phase: 'live' }>): boolean {
  const { state, now } = step;
  if (!isEmpty(step)) {
    life.emptySince = null;
    return false;
  }
  life.emptySince ??= now;
  const lingered = life.emptySince + state.rules.values.lingerSeconds * 1000 <= now;
  return lingered && close(step, null);
}

/** Begins an opening, at once or after a pause; without a conductor at hand the room stays dark. */
function open(step: Step, attempt: number, pauseMs = 0): boolean {
  const { state, now } = step;
  if (nextConductor(state, now) === null) {
    return become(step, { phase: 'dark', reason: 'no-conductor' });
  }
  const deadlineAt = now + OPENING_LIMIT_MS;
  return become(step, { phase: 'opening', since: now, attempt, deadlineAt, mintAt: now + pauseMs });
}

/** The credentials are there: whoever is to conduct now gets them. */
export function lendCredentials(step: Step, epoch: number, credentials: Credentials): void {
  const { state, now } = step;
  const { life, lease, meta } = state;
  const isAwaited = life.phase === 'opening' && life.mintAt === null && lease === null;
  if (!isAwaited || epoch !== meta.epoch) return;
  const connection = nextConductor(state, now);
  if (connection === null) {
    become(step, { phase: 'dark', reason: 'no-conductor' });
    return;
  }
  grantLease(step, connection);
  life.deadlineAt = now + OPENING_LIMIT_MS;
  const portrait = state.rules.values.orientation === 'portrait';
  const prompt = startPrompt(state);
  send(step, connection, {
    type: 'conduct',
    command: { command: 'open', epoch, credentials, prompt, portrait },
  });
}

/** The stream's picture can be watched. */
export function goLive(
  step: Step,
  stream: Pick<Extract<Life, { phase: 'live' }>, 'streamId' | 'watch'>,
): void {
  const { life } = step.state;
  if (life.phase !== 'opening') return;
  const { attempt } = life;
  become(step, { phase: 'live', ...stream, startedAt: step.now, attempt, emptySince: null });
}

/** The conductor is gone or silent: nobody waits for it, the next one takes over. */
export function loseConductor(step: Step): boolean {
  settleInFlight(step, { status: 'unconfirmed', reason: 'conductor-gone' });
  revokeLease(step, true);
  return reopen(step, 'connection-lost');
}

/** The conductor reports that the stream is over, and its session ended. */
export function streamEnded(step: Step, reason: Reason): void {
  const { state } = step;
  settleInFlight(step, { status: 'unconfirmed', reason: 'stream-ended' });
  const { lease } = state;
  state.lease = null;
  const conductor = lease?.connection == null ? undefined : state.connections[lease.connection];
  const isNoConductor = GOODBYE.has(reason) || reason === 'no-conductor';
  if (conductor !== undefined && isNoConductor) conductor.conduct = 'no';
  else if (conductor !== undefined && state.life.phase === 'opening') conductor.failedAt = step.now;
  reopen(step, reason);
}

/** What follows when a session is lost: the same world again, at once or after a pause. */
function reopen(step: Step, reason: Reason): boolean {
  const { state, now } = step;
  const { life } = state;
  switch (life.phase) {
    case 'opening':
      return failOpening(step, reason, null);
    case 'closing':
      return become(step, { phase: 'dark', reason: life.reason });
    case 'dark':
    case 'failed':
      return true;
    case 'live': {
      if (isEmpty(step)) return become(step, { phase: 'dark', reason: null });
      const attempt = now - life.startedAt >= STEADY_MS ? 0 : life.attempt + 1;
      if (GOODBYE.has(reason)) return open(step, attempt, goodbyePauseMs(attempt));
      return attempt < 2 ? open(step, attempt) : fail(step, reason, null, attempt - 1);
    }
  }
}

/** An opening did not succeed. A lost page is no reason to wait: the next one may try at once. */
export function failOpening(step: Step, reason: Reason, retryAt: number | null): boolean {
  const { state } = step;
  if (state.life.phase !== 'opening') return false;
  const { attempt } = state.life;
  revokeLease(step, true);
  if (GOODBYE.has(reason)) return open(step, attempt + 1, goodbyePauseMs(attempt + 1));
  if (reason === 'connection-lost' && attempt === 0) return open(step, 1);
  return fail(step, reason, retryAt, attempt);
}

function fail(step: Step, reason: Reason, retryAt: number | null, attempt: number): true {
  const again = OWNER_MUST_ACT.has(reason) ? null : (retryAt ?? step.now + backoffMs(attempt));
  return become(step, { phase: 'failed', reason, retryAt: again, attempt });
}

/** Ends the broadcast: the conductor is told, and waited for only so long. */
export function close(step: Step, reason: Reason | null): boolean {
  const { state, now } = step;
  if (state.life.phase === 'dark' || state.life.phase === 'failed') {
    return become(step, { phase: 'dark', reason });
  }
  const { lease } = state;
  if (lease?.connection != null) tellToEnd(step, lease.connection, lease.epoch);
  settleInFlight(step, { status: 'unconfirmed', reason: 'stream-ended' });
  return become(step, { phase: 'closing', since: now, deadlineAt: now + CLOSING_LIMIT_MS, reason });
}

/** Credentials that were asked for before a restart never come: they are asked for again. */
export function mintAnew({ state, now }: Step): void {
  if (state.life.phase === 'opening' && state.lease === null) state.life.mintAt = now;
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
