import type { Credentials } from '../../../src/protocol/conducting.js';
import type { Reason } from '../../../src/protocol/reasons.js';
import type { Watch } from '../../../src/protocol/view.js';
import { entry, type RoomState, type Step, send } from '../state.js';
import { startPrompt } from '../world.js';
import { isLeaving } from './availability.js';
import {
  leaseAt,
  nextConductor,
  noteFault,
  promoteSuccessor,
  retireLease,
  revokeLease,
  tellToStart,
} from './lease.js';
import { backoffMs, GIVE_UP_AFTER, GOODBYE, OPENING_LIMIT_MS, PROBE_LIMIT_MS } from './limits.js';
import { countOpening, forgetFailures, lend, mint, mintableAt, noteFailure } from './minting.js';
import type { Life, Opening, Renewing } from './state.js';
import { noteStreamId } from './stream-id.js';
import { expectedEnd, joinSpreadMs, overlapMs, recordPresent, renewalTimes } from './streams.js';
import {
  type Decision,
  dark,
  either,
  failOrAwaitBudget,
  openAfterGoodbye,
  openOrStayDark,
  type Transition,
  wait,
} from './transition.js';
import { isStreamOver, streamBegan } from './usage.js';

/** From the wish for a stream to its first picture. */

export function advanceOpening(step: Step, life: Opening): Decision {
  const { state, now } = step;
  const { before, deadlineAt, progress } = life;
  if (before !== null && isStreamOver(step, before)) return { to: { ...life, before: null } };
  if (deadlineAt <= now) return openingFailed(step, life, 'opening-timeout', null);
  // It would be handed over as soon as it is there: better begin with another at once.
  if (isLeaving(state)) return openingFailed(step, life, 'closed', null);
  const mintAt = 'mintAt' in progress ? progress.mintAt : null;
  const waiting = wait(step, deadlineAt, mintAt, before?.endAt ?? null);
  if (mintAt === null || mintAt > now) return waiting;
  const next = nextConductor(state, now);
  if (next === null) return now >= state.clock.backBy ? { to: dark('no-conductor') } : waiting;
  const probing = progress.at === 'probing' ? probe(step, life, progress, next) : null;
  if (probing !== null) return either(probing, () => waiting);
  const mayAt = mintableAt(step);
  if (mayAt > now) return openingFailed(step, life, 'rate-limited', mayAt);
  return {
    to: { ...life, progress: { at: 'minting' } },
    commands: [countOpening, (room) => mint(room, 'opening')],
  };
}

type Probing = Extract<Opening['progress'], { at: 'probing' }>;

/** Asks the next conductor whether it is there; null once it has shown that since. */
function probe(step: Step, life: Opening, progress: Probing, next: string): Decision | null {
  const { state, now } = step;
  const { probe: asked } = progress;
  const connection = entry(state.connections, next);
  if (asked?.connection !== next || connection === undefined) {
    return {
      to: { ...life, progress: { ...progress, probe: { connection: next, at: now } } },
      commands: [(room) => send(room, next, { type: 'probe' })],
    };
  }
  if (connection.heardAt >= asked.at) return null;
  const answerDueAt = asked.at + PROBE_LIMIT_MS;
  if (answerDueAt > now) return wait(step, answerDueAt);
  const { who } = connection;
  const askLast = (room: Step) => noteFault(room, who);
  return { to: { ...life, progress: { ...progress, probe: null } }, commands: [askLast] };
}

/** Whatever a page says, it shows that it is there; only one that was asked needs to. */
export function answeredProbe({ state, now }: Step, connection: string): void {
  const { life } = state;
  if (life.phase !== 'opening' || life.progress.at !== 'probing') return;
  const asked = life.progress.probe?.connection === connection;
  const page = asked ? state.connections[connection] : undefined;
  if (page !== undefined) page.heardAt = now;
}

/** The credentials are there: the next conductor gets them. */
export function lendForOpening(
  step: Step,
  life: Opening,
  epoch: number,
  credentials: Credentials,
): Transition {
  const { state, now } = step;
  const connection = nextConductor(state, now);
  if (connection === null) return { to: dark('no-conductor') };
  return {
    to: { ...life, deadlineAt: now + OPENING_LIMIT_MS, progress: { at: 'connecting' } },
    commands: [
      (room) => lend(room, 'lease', connection, epoch, credentials),
      // The ledger has agreed just now: what it said of the hours before is over.
      (room) => {
        room.state.usage.closes = null;
      },
    ],
  };
}

/** The conductor is connected: the stream starts, with the world as it is now. */
export function startOpening({ state }: Step, life: Opening): Transition | null {
  const { lease } = state;
  if (lease?.connection == null) return null;
  const prompt = startPrompt(state);
  return {
    to: { ...life, progress: { at: 'starting', prompt } },
    commands: [(room) => tellToStart(room, lease, prompt, false)],
  };
}

/** An opening did not succeed. */
export function openingFailed(
  step: Step,
  life: Opening,
  reason: Reason,
  retryAt: number | null,
): Transition {
  return {
    to: afterFailure(step, life, reason, retryAt),
    commands: [(room) => noteFailure(room, reason), (room) => revokeLease(room, true)],
  };
}

/** A conductor's own failure says nothing of the service: the next one may try at once. */
const AT_ONCE: ReadonlySet<Reason> = new Set(['connection-lost', 'stream-host']);

function afterFailure(step: Step, life: Opening, reason: Reason, retryAt: number | null): Life {
  const { attempt, before } = life;
  if (GOODBYE.has(reason)) {
    return openAfterGoodbye(step, attempt + 1, before);
  }
  if (AT_ONCE.has(reason) && attempt === 0) return openOrStayDark(step, 1, { before });
  if (reason === 'no-gpu' && attempt + 1 < GIVE_UP_AFTER) {
    return waitForGpu(life, retryAt ?? step.now + backoffMs(attempt));
  }
  return failOrAwaitBudget(step, reason, retryAt, attempt);
}

/** What comes free any moment is waited for, and everybody sees for what. */
function waitForGpu(life: Opening, mintAt: number): Life {
  return {
    ...life,
    attempt: life.attempt + 1,
    progress: { at: 'waiting', mintAt },
    deadlineAt: mintAt + OPENING_LIMIT_MS,
    reason: 'no-gpu',
  };
}

/** Credentials that were asked for before a restart never come: they are asked for again. */
export function mintAgain({ now }: Step, life: Opening): Transition | null {
  if (life.progress.at !== 'minting') return null;
  return { to: { ...life, progress: { at: 'waiting', mintAt: now } } };
}

/** A host waits for nothing. */
export function mintNow({ now }: Step, life: Opening): Transition | null {
  const { progress } = life;
  return 'mintAt' in progress ? { to: { ...life, progress: { ...progress, mintAt: now } } } : null;
}

/** A conductor's word that a stream can be watched; ages are before now (ms). */
export interface Begun {
  readonly epoch: number;
  readonly streamId: string;
  readonly watch: Watch;
  readonly agoMs: number;
  readonly beforeAgoMs?: number | undefined;
}

/** A stream's picture is there: the first one, or the successor of the one that plays. */
export function goLive(step: Step, life: Opening | Renewing, begun: Begun): Transition | null {
  const { state, now } = step;
  const { epoch, streamId, watch, agoMs, beforeAgoMs } = begun;
  if (!isAwaited(state, epoch)) return null;
  // A stream is followed by another one, not by itself.
  if (life.phase === 'renewing' && life.streamId === streamId) {
    return { to: life, commands: [(room) => tellToStartAgain(room, life)] };
  }
  const prompt = promptOf(life);
  if (prompt === null) return null;
  const startedAt = Math.max(life.since, now - agoMs);
  const endAt = expectedEnd(state, startedAt, now);
  const relieveBy = null;
  const { mintAt } = renewalTimes(state, { endAt, relieveBy }, now);
  const beforeEndedAt = beforeAgoMs === undefined ? null : now - beforeAgoMs;
  const isChange = epoch === state.successor?.epoch;
  const keptMs = isChange && life.phase === 'renewing' ? keptFor(state, life, now) : 0;
  return {
    to: {
      phase: 'live',
      streamId,
      watch,
      startedAt,
      prompt,
      attempt: life.attempt,
      emptySince: life.phase === 'renewing' ? life.emptySince : null,
      endAt,
      spreadMs: joinSpreadMs(state, keptMs),
      relieveBy,
      renewal: { at: 'planned', mintAt, failures: 0 },
    },
    commands: [
      ...(isChange ? [(room: Step) => changeOver(room, keptMs)] : []),
      forgetFailures,
      (room) => noteStreamId(room, epoch, streamId),
      (room) => streamBegan(room, epoch, { streamId, startedAt, endAt, beforeEndedAt }),
    ],
  };
}

/** Whether the stream of this session was told to start, and is not there yet. */
export function isAwaited({ life, lease }: RoomState, epoch: number): boolean {
  if (life.phase === 'renewing') return epoch === life.epoch;
  return life.phase === 'opening' && life.progress.at === 'starting' && epoch === lease?.epoch;
}

/** What the stream was told to start with; null where it was not. */
function promptOf(life: Opening | Renewing): string | null {
  if (life.phase === 'renewing') return life.next;
  return life.progress.at === 'starting' ? life.progress.prompt : null;
}

/** How long the old stream is kept for its viewers: as the rules say, or until the service ends it. */
function keptFor(state: RoomState, { held, startedAt }: Renewing, now: number): number {
  if (held) return 0;
  return Math.max(0, Math.min(overlapMs(state, now), expectedEnd(state, startedAt, now) - now));
}

/** From now on the next session is the present one; the old one has a moment more. */
function changeOver(step: Step, keptMs: number): void {
  recordPresent(step, 'stream-ended');
  retireLease(step, step.now + keptMs);
  promoteSuccessor(step);
}

/** A conductor does not know that it is to start the next stream: its line was down. */
export function tellToStartAgain(step: Step, { epoch, next }: Renewing): void {
  const lease = leaseAt(step.state, epoch);
  if (lease !== null) tellToStart(step, lease, next, true);
}
