import type { ConductorReport } from '../../../src/protocol/conducting.js';
import { performed, settleInFlight } from '../prompts/dispatch.js';
import type { Step } from '../state.js';
import { forgetLease, leaseOf, tellToEnd } from './lease.js';
import {
  nextConnected,
  nextLeaves,
  nextOver,
  presentConnected,
  presentOver,
  streamStarted,
} from './lifecycle.js';
import { GOODBYE } from './limits.js';
import { learnStreamLength } from './streams.js';
import { lateEnd } from './usage.js';

type Ended = Extract<ConductorReport, { report: 'ended' }>;

/** A conductor's word. From one whose epoch is over it only shows that it must be told to end. */
export function reported(step: Step, connection: string, report: ConductorReport): void {
  const { state, now } = step;
  const { epoch } = report;
  const lease = epoch === undefined ? null : leaseOf(state, connection, epoch);
  if (report.report === 'leaving') leaves(step, connection);
  if (epoch === undefined) return;
  if (report.report === 'ended') {
    const endedAt = Math.min(now, Math.max(lease?.beatAt ?? 0, now - report.agoMs));
    const { ranMs = 0, streamId } = report;
    lateEnd(step, epoch, connection, { endedAt, ranMs, streamId });
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
      if (isPresent) presentConnected(step);
      else if (isNext) nextConnected(step);
      return;
    case 'broadcasting':
      return streamStarted(step, report);
    case 'performed':
      if (isPresent) performed(step, report.promptId, report.outcome);
      return;
    case 'ended':
      // Its session is gone with it, unless it never came as far as the service.
      if (GOODBYE.has(report.reason)) step.effects.push({ type: 'abandoned', epoch });
      else if (report.reason !== 'unreachable') step.effects.push({ type: 'spent', epoch });
      if (isPresent) presentEnded(step, report);
      else if (isNext) nextOver(step, report.reason);
      else state.retiring = null;
      return;
  }
}

/** A conductor is about to go: nothing more is lent to it, and what it holds is another's next. */
function leaves(step: Step, connection: string): void {
  const { connections, successor } = step.state;
  const from = connections[connection];
  if (from !== undefined) from.conduct = 'no';
  if (successor?.connection === connection) nextLeaves(step);
}

/** The present stream is over, and its session ended. */
function presentEnded(step: Step, { reason, agoMs }: Pick<Ended, 'reason' | 'agoMs'>): void {
  const { state, now } = step;
  settleInFlight(step, { status: 'unconfirmed', reason: 'stream-ended' });
  const { lease, life } = state;
  if (reason === 'stream-expired' && 'startedAt' in life) {
    learnStreamLength(state, now - agoMs - life.startedAt, now);
  }
  const conductor = lease?.connection == null ? undefined : state.connections[lease.connection];
  // One that ends because the room has told it to is still there for the next time.
  const isGoodbye = GOODBYE.has(reason) && life.phase !== 'closing';
  const isNoConductor = isGoodbye || reason === 'no-conductor';
  if (conductor !== undefined && isNoConductor) conductor.conduct = 'no';
  else if (conductor !== undefined && life.phase === 'opening') conductor.failedAt = now;
  presentOver(step, reason, forgetLease);
}
