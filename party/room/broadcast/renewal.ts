import type { Credentials } from '../../../src/protocol/conducting.js';
import type { Reason } from '../../../src/protocol/reasons.js';
import { settleUnconfirmed } from '../prompts/dispatch.js';
import type { RoomState, Step } from '../state.js';
import { turnsNow } from '../turns.js';
import { startPrompt } from '../world.js';
import { isEmpty, isLeaving } from './availability.js';
import { presentLost, starterLost } from './failover.js';
import {
  nextConductor,
  retiringDueAt,
  revokeLease,
  revokeSuccessor,
  tellToStart,
} from './lease.js';
import {
  BREAK_MS,
  backoffMs,
  CLOSING_LIMIT_MS,
  CONNECTION_MS,
  RENEWAL_TRIES,
  START_LIMIT_MS,
  SUCCESSOR_LIMIT_MS,
} from './limits.js';
import { lend, mint, mintableAt } from './minting.js';
import type { Live, Renewing } from './state.js';
import { overlapMs, playsOf, type RenewalTimes, recordPresent, renewalTimes } from './streams.js';
import { type Decision, openOrStayDark, type Transition, wait } from './transition.js';
import { streamOver } from './usage.js';

/**
 * A stream lives but minutes. Before its end the next one is made ready on a session of its own, and
 * starts when a turn has ended. Everybody joins it at a moment of their own, and the old one ends when
 * all have moved. Where no second session is to be had the same session ends its stream and starts the
 * next, and the picture stands still.
 */

/** Plans, prepares and begins the renewal of a stream. */
export function advanceLive(step: Step, life: Live): Decision {
  const { state, now } = step;
  const { renewal } = life;
  // Nobody is there to notice: the stream may end.
  if (isEmpty(step)) return wait(step);
  const times = renewalTimes(state, life, now);
  const waiting = wait(step, times.windowAt, times.latestAt, times.hardAt);
  switch (renewal.at) {
    case 'planned': {
      const early =
        renewal.failures === 0 && renewal.mintAt > now
          ? renewForLeavingConductor(step, life)
          : null;
      if (early !== null) return early;
      return renewal.mintAt <= now
        ? prepare(step, life, renewal.failures)
        : wait(step, renewal.mintAt);
    }
    case 'minting':
      return wait(step);
    case 'connecting':
      return renewal.deadlineAt <= now
        ? renewalFailed(step, life, 'opening-timeout')
        : wait(step, renewal.deadlineAt);
    case 'ready':
      return isTimeToStart(step, times) ? (startNext(step, life, false) ?? waiting) : waiting;
    case 'alone': {
      if (isLeaving(state) && state.dispatch.phase === 'idle') return passOn(step);
      const mayStart = isTimeToStart(step, times) && mayStartAlone(state, now);
      return mayStart ? (startNext(step, life, true) ?? waiting) : waiting;
    }
  }
}

/** How soon a conductor that is leaving is relieved: at the end of the turn, or then. */
const RELIEF_MS = 10_000;

/**
 * The conductor is about to leave, so the renewal is due at once and not near the stream's end. Null
 * while nobody could take over: it is asked again when somebody has come.
 */
function renewForLeavingConductor({ state, now }: Step, life: Live): Transition | null {
  if (life.relieveBy !== null || !isLeaving(state)) return null;
  if (nextConductor(state, now) === null) return null;
  // While an old session still ends there is no place for the next.
  const busyMs = state.retiring === null ? 0 : overlapMs(state, now) + CLOSING_LIMIT_MS;
  const renewal = { at: 'planned', mintAt: now, failures: 0 } as const;
  return { to: { ...life, relieveBy: now + busyMs + RELIEF_MS, renewal } };
}

function prepare(step: Step, life: Live, failures: number): Decision {
  const { state, now } = step;
  const isBack = now >= state.clock.backBy;
  if (nextConductor(state, now) === null && isBack) return goAlone(life);
  const mayAt = Math.max(
    retiringDueAt(state) ?? now,
    isBack ? mintableAt(step) : state.clock.backBy,
  );
  if (mayAt <= now) {
    const to: Live = { ...life, renewal: { at: 'minting', failures } };
    return { to, commands: [(room) => mint(room, 'renewal')] };
  }
  if (mayAt >= renewalTimes(state, life, now).latestAt) return goAlone(life);
  // An old session may be over at any moment.
  if (state.retiring !== null) return wait(step, mayAt);
  return { to: { ...life, renewal: { at: 'planned', mintAt: mayAt, failures } } };
}

function goAlone(life: Live): Transition {
  return { to: { ...life, renewal: { at: 'alone' } } };
}

/** The credentials of the next session are there. */
export function lendForRenewal(
  step: Step,
  life: Live,
  epoch: number,
  credentials: Credentials,
): Transition | null {
  const { state, now } = step;
  if (life.renewal.at !== 'minting') return null;
  const { failures } = life.renewal;
  const connection = nextConductor(state, now);
  if (connection === null) return renewalFailed(step, life, 'no-conductor');
  const deadlineAt = now + SUCCESSOR_LIMIT_MS;
  return {
    to: { ...life, renewal: { at: 'connecting', failures, deadlineAt } },
    commands: [(room) => lend(room, 'successor', connection, epoch, credentials)],
  };
}

/** The next session is connected, and waits for its word. */
export function successorReady(life: Live): Transition | null {
  if (life.renewal.at !== 'connecting') return null;
  return { to: { ...life, renewal: { at: 'ready', failures: life.renewal.failures } } };
}

/** Its conductor is about to go: what was made ready for it is made ready for another. */
export function successorLeaves({ now }: Step, life: Live): Transition {
  return {
    to: { ...life, renewal: { at: 'planned', mintAt: now, failures: 0 } },
    commands: [(room) => revokeSuccessor(room, false)],
  };
}

/** The next session is not to be had, for now or in time. */
export function renewalFailed(step: Step, life: Live, reason: Reason): Transition {
  const { state, now } = step;
  const failures = life.renewal.at === 'alone' ? RENEWAL_TRIES : life.renewal.failures + 1;
  const mintAt = now + backoffMs(failures - 1);
  const isLate = mintAt >= renewalTimes(state, life, now).latestAt;
  const isHopeless = failures >= RENEWAL_TRIES && !isTransient(reason);
  return {
    to: {
      ...life,
      renewal: isLate || isHopeless ? { at: 'alone' } : { at: 'planned', mintAt, failures },
    },
    commands: [(room) => revokeSuccessor(room, true)],
  };
}

/** Places come free any moment: worth asking as long as there is time. */
function isTransient(reason: Reason): boolean {
  return reason === 'budget-rooms' || reason === 'no-free-stream' || reason === 'no-gpu';
}

/** Credentials that were asked for before a restart never come: they are asked for again. */
export function mintNextAgain({ now }: Step, life: Live): Transition | null {
  if (life.renewal.at !== 'minting') return null;
  const { failures } = life.renewal;
  return { to: { ...life, renewal: { at: 'planned', mintAt: now, failures } } };
}

/** Between two turns, if one more would not fit; at the latest in the middle of one. */
function isTimeToStart(step: Step, { windowAt, latestAt, hardAt }: RenewalTimes): boolean {
  const { state, now } = step;
  if (now >= hardAt) return true;
  if (state.dispatch.phase === 'inFlight') return false;
  if (now >= latestAt) return true;
  if (isLeaving(state)) return turnsNow(step).holder?.phase !== 'active';
  return now >= windowAt && isBetweenTurns(step, latestAt);
}

/** Whether one turn is over and the next is about to begin, which would not be over in time. */
function isBetweenTurns(step: Step, latestAt: number): boolean {
  const { claimSeconds, turnSeconds } = step.state.rules.values;
  if (step.now + (claimSeconds + turnSeconds) * 1000 <= latestAt) return false;
  const { holder, waiting } = turnsNow(step);
  return holder?.phase !== 'active' && (holder !== null || waiting > 0);
}

/** A connection that is near its hour carries no further stream. */
function mayStartAlone({ lease }: RoomState, now: number): boolean {
  return lease?.connection != null && lease.grantedAt + CONNECTION_MS > now;
}

/** The next stream starts: on the next session, or on the present one after its stream's end. */
function startNext({ state, now }: Step, life: Live, held: boolean): Transition | null {
  const lease = held ? state.lease : state.successor;
  if (lease?.connection == null) return null;
  // What it starts with depends on what became of the prompt on its way: that is settled first.
  if (state.dispatch.phase === 'inFlight')
    return { to: life, commands: [(room) => settleUnconfirmed(room, 'stream-ended')] };
  const { epoch } = lease;
  const next = startPrompt(state);
  const ended = [
    (room: Step) => recordPresent(room, 'stream-ended'),
    (room: Step) => streamOver(room, epoch, now),
  ];
  return {
    to: {
      phase: 'renewing',
      ...playsOf(life),
      ...{ epoch, next, held, since: now, deadlineAt: now + START_LIMIT_MS },
    },
    commands: [...(held ? ended : []), (room) => tellToStart(room, lease, next, true)],
  };
}

/** The next stream is to be seen by its deadline. */
export function advanceRenewing(step: Step, life: Renewing): Decision {
  if (life.deadlineAt > step.now) return wait(step, life.deadlineAt);
  if (step.state.successor !== null) return starterLost(step, life, 'opening-timeout');
  return presentLost(step, life, 'opening-timeout', (room) => revokeLease(room, true));
}

/** The session ends before another conductor has one: no second one is to be had beside it. */
function passOn(step: Step): Transition {
  return {
    to: openOrStayDark(step, 0, { pauseMs: BREAK_MS }),
    commands: [(room) => recordPresent(room, 'handed-over'), (room) => revokeLease(room, false)],
  };
}
