import type { ConductorReport } from '../../../src/protocol/conducting.js';
import type { Watch } from '../../../src/protocol/view.js';
import type { Step } from '../context.js';
import { performed } from '../prompts/dispatch.js';
import { leave } from './closing.js';
import { streamEnded, successorLost } from './failover.js';
import { leaseOf, tellToEnd } from './lease.js';
import { OVERLAP_MS } from './limits.js';
import { startOpening } from './opening.js';
import { endRetiring, recordPresent, sayStartAgain, successorReady } from './renewal.js';
import type { Lease } from './state.js';
import { renewalTimes, streamMs } from './streams.js';
import { become } from './transition.js';
import { lateEnd, streamBegan } from './usage.js';

/** A conductor's word. From one whose epoch is over it only shows that it must be told to end. */
export function reported(step: Step, connection: string, report: ConductorReport): void {
  const { state, now } = step;
  const { epoch } = report;
  const lease = epoch === undefined ? null : leaseOf(state, connection, epoch);
  if (report.report === 'leaving') leave(step, connection);
  if (epoch === undefined) return;
  if (report.report === 'ended') {
    const endedAt = Math.min(now, Math.max(lease?.beatAt ?? 0, now - report.agoMs));
    lateEnd(step, epoch, connection, endedAt, report.ranMs ?? 0);
  } else if (lease === null) return tellToEnd(step, connection, epoch);
  if (lease === null) return;
  lease.heardAt = now;
  lease.beatAt = now;
  const isPresent = epoch === state.lease?.epoch;
  const isNext = epoch === state.successor?.epoch;
  switch (report.report) {
    case 'heartbeat':
    case 'leaving':
      return;
    case 'connected':
      step.effects.push({ type: 'spent', epoch });
      if (isPresent) startOpening(step);
      else if (isNext) successorReady(step);
      return;
    case 'broadcasting':
      return goLive(step, report);
    case 'performed':
      if (isPresent) performed(step, report.promptId, report.outcome);
      return;
    case 'ended':
      // Its session is gone with it, unless it never came as far as the service.
      if (report.reason !== 'unreachable') step.effects.push({ type: 'spent', epoch });
      if (isPresent) streamEnded(step, report.reason, report.agoMs);
      else if (isNext) successorLost(step, report.reason);
      else state.retiring = null;
      return;
  }
}

interface Begun {
  readonly epoch: number;
  readonly streamId: string;
  readonly watch: Watch;
  readonly agoMs: number;
  readonly beforeAgoMs?: number | undefined;
}

/** A stream's picture can be watched: the first one, or the successor of the one that plays. */
export function goLive(step: Step, { epoch, streamId, watch, agoMs, beforeAgoMs }: Begun): void {
  const { state, now } = step;
  const { life, lease } = state;
  const isAwaited = life.phase === 'opening' ? lease?.epoch === epoch : isNext(step, epoch);
  if (!isAwaited || (life.phase !== 'opening' && life.phase !== 'renewing')) return;
  // A stream is followed by another one, not by itself.
  if (life.phase === 'renewing' && life.streamId === streamId) return sayStartAgain(step, life);
  const prompt = life.phase === 'opening' ? life.prompt : life.next;
  if (prompt === null) return;
  if (state.successor?.epoch === epoch) changeOver(step, state.successor);
  const startedAt = Math.max(life.since, now - agoMs);
  const endAt = startedAt + streamMs(state, now);
  state.meta.vain.count = 0;
  const beforeEndedAt = beforeAgoMs === undefined ? null : now - beforeAgoMs;
  streamBegan(step, epoch, { streamId, startedAt, endAt, beforeEndedAt });
  const { attempt } = life;
  const emptySince = life.phase === 'renewing' ? life.emptySince : null;
  const { mintAt } = renewalTimes(state, endAt, now);
  const renewal = { at: 'planned', mintAt, failures: 0 } as const;
  const stream = { streamId, watch, startedAt, prompt };
  become(step, { phase: 'live', ...stream, attempt, emptySince, endAt, renewal });
}

function isNext({ state: { life } }: Step, epoch: number): boolean {
  return life.phase === 'renewing' && life.epoch === epoch;
}

/** From now on the next session is the present one; the old one has a moment more. */
function changeOver(step: Step, successor: Lease): void {
  const { state, now } = step;
  recordPresent(step, 'stream-ended');
  if (state.lease !== null) {
    endRetiring(step);
    state.retiring = { ...state.lease, endAt: now + OVERLAP_MS, toldAt: null };
  }
  state.lease = successor;
  state.successor = null;
}
