import type { Reason } from '../../../src/protocol/reasons.js';
import type { Step } from '../state.js';
import { startPrompt } from '../world.js';
import { endRunIn, isEmpty } from './availability.js';
import { revokeLease, revokeSuccessor, tellToStart } from './lease.js';
import { GOODBYE, OPENING_LIMIT_MS, STEADY_MS } from './limits.js';
import type { Lease, Life, Live, Opening, Playing, Renewing, StreamBefore } from './state.js';
import { recordPresent, streamMs } from './streams.js';
import {
  after,
  type Command,
  type Decision,
  dark,
  failed,
  opening,
  openingAfterGoodbye,
  type Transition,
  wait,
} from './transition.js';
import { presentStream } from './usage.js';

/** What follows when a stream's session or conductor is lost: the same world goes on, on another one. */

/** The present session is over or its conductor gone; `drop` gives up its lease. */
export function presentLost(step: Step, life: Playing, reason: Reason, drop: Command): Transition {
  const ended = (room: Step) => recordPresent(room, reason);
  const isStarting = life.phase === 'renewing' && life.epoch === step.state.successor?.epoch;
  if (isStarting) return { to: { ...life, held: true }, commands: [ended, drop] };
  return after(ended, after(drop, reopen(step, life, reason, presentStream(step))));
}

/** The next session is lost that was told to start the next stream. */
export function starterLost(step: Step, life: Renewing, reason: Reason): Transition {
  const revoke = (room: Step) => revokeSuccessor(room, true);
  if (life.epoch !== step.state.successor?.epoch) return { to: life, commands: [revoke] };
  const next = life.held ? reopen(step, life, reason, null) : { to: backToPresent(step, life) };
  return after(revoke, next);
}

/** The next stream is to be seen by its deadline. */
export function advanceStart(step: Step, life: Renewing): Decision {
  if (life.deadlineAt > step.now) return wait(step, life.deadlineAt);
  if (step.state.successor !== null) return starterLost(step, life, 'opening-timeout');
  return presentLost(step, life, 'opening-timeout', (room) => revokeLease(room, true));
}

/** The next stream cannot start after all: the old one goes on as long as it lives. */
function backToPresent({ state, now }: Step, life: Renewing): Live {
  const { streamId, watch, startedAt, prompt, attempt, emptySince } = life;
  return {
    ...{ phase: 'live', streamId, watch, startedAt, prompt, attempt, emptySince },
    endAt: startedAt + streamMs(state, now),
    relieveBy: null,
    renewal: { at: 'alone' },
  };
}

/** The same world again, at once or after a pause; what ran before may be watched meanwhile. */
function reopen(
  step: Step,
  life: Playing,
  reason: Reason,
  before: StreamBefore | null,
): Transition {
  const { state, now } = step;
  if (isEmpty(step)) {
    const lingerMs = state.rules.values.lingerSeconds * 1000;
    const commands = [
      (room: Step) => revokeSuccessor(room, false),
      (room: Step) => endRunIn(room, lingerMs),
    ];
    return { to: dark(null), commands };
  }
  const attempt = now - life.startedAt >= STEADY_MS ? 0 : life.attempt + 1;
  const taken = life.phase === 'live' ? takeSuccessor(step, life, attempt, before) : null;
  if (taken !== null) return taken;
  return {
    to: reopening(step, attempt, reason, before),
    commands: [(room) => revokeSuccessor(room, true)],
  };
}

function reopening(step: Step, attempt: number, reason: Reason, before: StreamBefore | null): Life {
  if (GOODBYE.has(reason)) return openingAfterGoodbye(step, attempt, before);
  if (attempt < 2) return opening(step, attempt, { before });
  return failed(step, reason, null, attempt - 1);
}

/** What was prepared for the renewal serves now: a session, or credentials on their way. */
function takeSuccessor(
  { state, now }: Step,
  { renewal: { at } }: Live,
  attempt: number,
  before: StreamBefore | null,
): Transition | null {
  const { successor } = state;
  if (at === 'planned' || at === 'alone') return null;
  // A successor whose own connection is down is of no use now.
  if (at !== 'minting' && successor?.connection == null) return null;
  const prompt = startPrompt(state);
  const to: Opening = {
    phase: 'opening',
    since: now,
    attempt,
    deadlineAt: now + OPENING_LIMIT_MS,
    progress: at === 'ready' ? { at: 'starting', prompt } : { at },
    reason: null,
    before,
  };
  const start = (room: Step) => {
    if (successor !== null && at === 'ready') tellToStart(room, successor, prompt, false);
  };
  return { to, commands: [promote(successor), start] };
}

/** The next session's lease, if there is one, is the present one. */
function promote(successor: Lease | null): Command {
  return ({ state }) => {
    state.lease = successor;
    state.successor = null;
  };
}
