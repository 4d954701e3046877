import type { Watch } from '../../../src/protocol/view.js';
import type { RoomState, Step } from '../state.js';
import { leaseAt, promoteSuccessor, retireLease, tellToStart } from './lease.js';
import { forgetFailures } from './minting.js';
import type { Opening, Renewing } from './state.js';
import { noteStreamId } from './stream-id.js';
import { expectedEnd, joinSpreadMs, overlapMs, recordPresent, renewalTimes } from './streams.js';
import type { Transition } from './transition.js';
import { streamBegan } from './usage.js';

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
