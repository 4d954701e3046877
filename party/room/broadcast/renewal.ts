import type { Credentials } from '../../../src/protocol/conducting.js';
import type { Reason } from '../../../src/protocol/reasons.js';
import { type Step, send } from '../context.js';
import { settleInFlight } from '../prompts/dispatch.js';
import { recordStream } from '../prompts/history.js';
import type { RoomState } from '../state.js';
import { turnsNow } from '../turns.js';
import { startPrompt } from '../world.js';
import { isEmpty, isLeaving } from './closing.js';
import { grantLease, leaseAt, nextConductor, revokeSuccessor, tellToEnd } from './lease.js';
import {
  backoffMs,
  CLOSING_LIMIT_MS,
  CONNECTION_MS,
  OPENING_LIMIT_MS,
  OVERLAP_MS,
  RENEWAL_TRIES,
  START_LIMIT_MS,
} from './limits.js';
import { mint, mintableAt, sayStart } from './opening.js';
import type { Life } from './state.js';
import { renewalTimes, streamMs } from './streams.js';
import { become } from './transition.js';
import { lendSession, streamOver } from './usage.js';

/**
 * A stream lives but minutes. Before its end the next one is made ready on a session of its own, and
 * starts when a turn has ended; everybody changes over, and the old one ends. Where no second session
 * is to be had the same session ends its stream and starts the next, and the picture stands still.
 */

type Live = Extract<Life, { phase: 'live' }>;
type Renewing = Extract<Life, { phase: 'renewing' }>;

/** Plans, prepares and begins the renewal of a stream; true while there was something to do. */
export function advanceRenewal(step: Step, life: Live): boolean {
  const { state, now } = step;
  const { renewal } = life;
  // Nobody is there to notice: the stream may end.
  if (isEmpty(step) && life.emptySince !== null) return false;
  switch (renewal.at) {
    case 'planned':
      if (renewal.failures === 0 && renewal.mintAt > now && isLeaving(state)) hasten(step, life);
      return isDue(life, now) && prepare(step, life, renewal.failures);
    case 'minting':
      return false;
    case 'connecting':
      return renewal.deadlineAt <= now && renewalFailed(step, 'opening-timeout');
    case 'ready':
      return isTime(step, life) && startNext(step, life, false);
    case 'alone':
      return isTime(step, life) && mayStartAlone(state, now) && startNext(step, life, true);
  }
}

/** When `advanceRenewal` has something to do again, as far as time alone can tell. */
export function renewalDeadline(state: RoomState, life: Live): readonly number[] {
  const { renewal, endAt } = life;
  switch (renewal.at) {
    case 'planned':
      return [renewal.mintAt];
    case 'minting':
      return [];
    case 'connecting':
      return [renewal.deadlineAt];
    case 'ready':
    case 'alone': {
      const { windowAt, latestAt, hardAt } = renewalTimes(state, endAt, state.meta.steppedAt);
      return [windowAt, latestAt, hardAt];
    }
  }
}

function isDue({ renewal }: Live, now: number): boolean {
  return renewal.at === 'planned' && renewal.mintAt <= now;
}

function prepare(step: Step, life: Live, failures: number): boolean {
  const { state, now } = step;
  const isBack = now >= state.meta.backBy;
  if (nextConductor(state, now) === null && isBack) return goAlone(life);
  const mayAt = Math.max(...retiringDeadline(state), isBack ? mintableAt(step) : state.meta.backBy);
  if (mayAt > now) {
    if (mayAt >= renewalTimes(state, life.endAt, now).latestAt) return goAlone(life);
    // An old session may be over at any moment.
    if (state.retiring !== null) return false;
    life.renewal = { at: 'planned', mintAt: mayAt, failures };
    return true;
  }
  life.renewal = { at: 'minting', failures };
  mint(step, 'renewal');
  return true;
}

function goAlone(life: Live): true {
  life.renewal = { at: 'alone' };
  return true;
}

/** The credentials of the next session are there. */
export function lendForRenewal(step: Step, epoch: number, credentials: Credentials): void {
  const { state, now } = step;
  const { life } = state;
  if (life.phase !== 'live' || life.renewal.at !== 'minting') return;
  const connection = nextConductor(state, now);
  if (connection === null) {
    renewalFailed(step, 'no-conductor');
    return;
  }
  const successor = grantLease(step, connection, epoch);
  state.successor = successor;
  lendSession(step, epoch, successor.who);
  const { failures } = life.renewal;
  life.renewal = { at: 'connecting', failures, deadlineAt: now + OPENING_LIMIT_MS / 2 };
  send(step, connection, { type: 'conduct', command: { command: 'open', epoch, credentials } });
}

/** The next session is connected and waits for its word, which may have been lost on the way. */
export function successorReady(step: Step): void {
  const { life } = step.state;
  if (life.phase === 'renewing') return sayStartAgain(step, life);
  if (life.phase !== 'live' || life.renewal.at !== 'connecting') return;
  life.renewal = { at: 'ready', failures: life.renewal.failures };
}

/** A conductor does not know that it is to start the next stream: its line was down. */
export function sayStartAgain(step: Step, { epoch, next }: Renewing): void {
  const lease = leaseAt(step.state, epoch);
  if (lease?.connection != null) sayStart(step, lease.connection, epoch, next, true);
}

/** The next session is not to be had, for now or in time. */
export function renewalFailed(step: Step, reason: Reason): boolean {
  const { state, now } = step;
  const { life } = state;
  if (life.phase !== 'live') return false;
  const failures = life.renewal.at === 'alone' ? RENEWAL_TRIES : life.renewal.failures + 1;
  revokeSuccessor(step, true);
  const retryAt = now + backoffMs(failures - 1);
  const isLate = retryAt >= renewalTimes(state, life.endAt, now).latestAt;
  const isVain = failures >= RENEWAL_TRIES && !isTransient(reason);
  if (isLate || isVain) return goAlone(life);
  life.renewal = { at: 'planned', mintAt: retryAt, failures };
  return true;
}

/** Places come free any moment: worth asking as long as there is time. */
function isTransient(reason: Reason): boolean {
  return reason === 'budget-rooms' || reason === 'no-free-stream' || reason === 'no-gpu';
}

/** Between two turns, if one more would not fit; at the latest in the middle of one. */
function isTime(step: Step, life: Live): boolean {
  const { state, now } = step;
  const { windowAt, latestAt, hardAt } = renewalTimes(state, life.endAt, now);
  if (now >= hardAt) return true;
  if (state.dispatch.phase === 'inFlight') return false;
  if (now >= latestAt) return true;
  if (isLeaving(state)) return turnsNow(step).holder?.phase !== 'active';
  return now >= windowAt && isBetweenTurns(step, latestAt);
}

/** Whether one turn is over and the next is about to begin, which would not be over in time. */
function isBetweenTurns(step: Step, latestAt: number): boolean {
  const { state, now } = step;
  const { claimSeconds, turnSeconds } = state.rules.values;
  if (now + (claimSeconds + turnSeconds) * 1000 <= latestAt) return false;
  const { holder, waiting } = turnsNow(step);
  return holder?.phase !== 'active' && (holder !== null || waiting > 0);
}

/** A connection that is near its hour carries no further stream. */
function mayStartAlone({ lease }: RoomState, now: number): boolean {
  return lease?.connection != null && lease.grantedAt + CONNECTION_MS > now;
}

/** The next stream starts: on the next session, or on the present one after its stream's end. */
function startNext(step: Step, life: Live, held: boolean): boolean {
  const { state, now } = step;
  const lease = held ? state.lease : state.successor;
  if (lease?.connection == null) return false;
  settleInFlight(step, { status: 'unconfirmed', reason: 'stream-ended' });
  if (held) {
    recordPresent(step, 'stream-ended');
    streamOver(step, lease.epoch, now);
  }
  const { streamId, watch, startedAt, prompt, attempt, emptySince } = life;
  const next = startPrompt(state);
  sayStart(step, lease.connection, lease.epoch, next, true);
  const stream = { streamId, watch, startedAt, prompt, attempt, emptySince };
  const how = { epoch: lease.epoch, next, held, since: now, deadlineAt: now + START_LIMIT_MS };
  return become(step, { phase: 'renewing', ...stream, ...how });
}

/** The next stream cannot start after all: the old one goes on as long as it lives. */
export function backToPresent(step: Step, life: Renewing): true {
  const { streamId, watch, startedAt, prompt, attempt, emptySince } = life;
  const stream = { streamId, watch, startedAt, prompt, attempt, emptySince };
  const endAt = startedAt + streamMs(step.state, step.now);
  return become(step, { phase: 'live', ...stream, endAt, renewal: { at: 'alone' } });
}

/** The present stream is over, and written down. */
export function recordPresent(step: Step, reason: Reason): void {
  const { life, lease, meta } = step.state;
  if (!('streamId' in life) || (life.phase === 'renewing' && life.held)) return;
  const { streamId: id, startedAt, prompt } = life;
  recordStream(step, { id, epoch: lease?.epoch ?? meta.epoch, startedAt, reason, prompt });
}

/** How soon a conductor that is leaving is relieved: at the end of the turn, or then. */
const RELIEF_MS = 10_000;

/** The renewal is now, if there is anybody to take over; if not, once there is. */
function hasten({ state, now }: Step, life: Live): void {
  if (nextConductor(state, now) === null) return;
  const ahead = life.endAt - renewalTimes(state, life.endAt, now).latestAt;
  // While an old session still ends there is no place for the next.
  const busyMs = state.retiring === null ? 0 : OVERLAP_MS + CLOSING_LIMIT_MS;
  life.endAt = Math.min(life.endAt, now + busyMs + RELIEF_MS + ahead);
  life.renewal = { at: 'planned', mintAt: now, failures: 0 };
}

/** The session before the present one: it plays on for a moment, and ends. */

/** Ends the session before the present one, once everybody has changed over. */
export function advanceRetiring(step: Step): void {
  const { retiring } = step.state;
  if (retiring === null) return;
  // A clock that was put back keeps it no longer.
  retiring.endAt = Math.min(retiring.endAt, step.now + OVERLAP_MS);
  if (retiring.toldAt === null && retiring.endAt <= step.now) endRetiring(step);
  const { toldAt } = retiring;
  if (toldAt !== null && toldAt + CLOSING_LIMIT_MS <= step.now) step.state.retiring = null;
}

/** Tells the old session's conductor to end it, which is heard of or not. */
export function endRetiring(step: Step): void {
  const { retiring } = step.state;
  if (retiring === null || retiring.toldAt !== null) return;
  retiring.toldAt = step.now;
  if (retiring.connection !== null) tellToEnd(step, retiring.connection, retiring.epoch);
}

export function retiringDeadline({ retiring }: RoomState): readonly number[] {
  if (retiring === null) return [];
  return [retiring.toldAt === null ? retiring.endAt : retiring.toldAt + CLOSING_LIMIT_MS];
}
