import type { Watch } from '../../src/protocol/view.js';
import { streamBegan } from './accounts.js';
import { become } from './become.js';
import { OVERLAP_MS } from './life-limits.js';
import type { Lease } from './life-state.js';
import { recordPresent, sayStartAgain } from './renewal.js';
import { endRetiring } from './retiring.js';
import type { Step } from './step-context.js';
import { renewalTimes, streamMs } from './stream-length.js';

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
