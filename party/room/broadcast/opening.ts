import type { Credentials } from '../../../src/protocol/conducting.js';
import type { Reason } from '../../../src/protocol/reasons.js';
import { entry, type Step, send } from '../state.js';
import { startPrompt } from '../world.js';
import { isLeaving } from './availability.js';
import { noteFault } from './faults.js';
import { nextConductor, revokeLease, tellToStart } from './lease.js';
import { backoffMs, GIVE_UP_AFTER, GOODBYE, OPENING_LIMIT_MS, PROBE_LIMIT_MS } from './limits.js';
import { countOpening, lend, mint, mintableAt, noteFailure } from './minting.js';
import type { Life, Opening } from './state.js';
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
import { isStreamOver } from './usage.js';

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
