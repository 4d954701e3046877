import type { BelievedReport } from '../../../src/protocol/conducting.js';
import { type Reason, refuse } from '../../../src/protocol/reasons.js';
import { performed, settleUnconfirmed } from '../prompts/dispatch.js';
import { answer, log, type Step } from '../state.js';
import {
  forgetLease,
  forgetRetiring,
  heardOf,
  leaseAt,
  leaseOf,
  noteFault,
  revokeLease,
  tellToEnd,
} from './lease.js';
import {
  nextConnected,
  nextLeaves,
  nextOver,
  presentConnected,
  presentOver,
  streamStarted,
} from './lifecycle.js';
import { GOODBYE, STEADY_MS } from './limits.js';
import { isAwaited } from './opening.js';
import type { Lease } from './state.js';
import { judgeWatch, learnHosts } from './stream-hosts.js';
import { isTaken } from './stream-id.js';
import { claimStreamLength, isPlaying } from './streams.js';
import { sessionConnected, sessionEnded } from './usage.js';

type Broadcasting = Extract<BelievedReport, { report: 'broadcasting' }>;
type Ended = Extract<BelievedReport, { report: 'ended' }>;

/** A conductor's word. From one whose epoch is over it only shows that it must be told to end. */
export function reported(step: Step, connection: string, report: BelievedReport): void {
  const { state, now } = step;
  const { epoch } = report;
  const lease = epoch === undefined ? null : leaseOf(state, connection, epoch);
  if (report.report === 'leaving') leaves(step, connection);
  if (epoch === undefined) return;
  if (report.report === 'connected') sessionConnected(step, epoch, connection);
  if (report.report === 'ended') {
    const endedAt = Math.min(now, Math.max(lease?.beatAt ?? 0, now - report.agoMs));
    const { ranMs = 0, streamId } = report;
    sessionEnded(step, epoch, connection, { endedAt, ranMs, streamId });
  } else if (lease === null) return tellToEnd(step, connection, epoch);
  if (lease === null) return;
  heardOf(step, epoch);
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
      return broadcasting(step, lease, report);
    case 'performed':
      if (isPresent) performed(step, report.promptId, report.outcome);
      return;
    case 'ended':
      // Those of a connection were spent with it. Others may serve again where it did not reach the service.
      if (report.reason !== 'unreachable') step.effects.push({ type: 'abandoned', epoch });
      if (isPresent) presentEnded(step, report);
      else if (isNext) nextOver(step, report.reason);
      else forgetRetiring(step);
      return;
  }
}

/** A stream can be watched, as its conductor says: where, is for the room to judge. */
function broadcasting(step: Step, lease: Lease, report: Broadcasting): void {
  const { state } = step;
  const { broadcast, connections } = state;
  const { epoch, streamId, watch } = report;
  if (!isAwaited(state, epoch)) return;
  // Each stream has an id of its own: this one is another's, or over.
  if (isTaken(state, streamId)) return refuseStream(step, epoch, 'connection-lost', { streamId });
  const isSigned = connections[lease.connection ?? '']?.isSignedConductor ?? false;
  const judged = judgeWatch(broadcast.streamHosts, watch, isSigned);
  if (judged.refused !== null) {
    log(step, 'stream-host-refused', { epoch, host: judged.refused, setting: 'STREAM_HOSTS' });
  }
  if (!judged.ok) return refuseStream(step, epoch, 'stream-host', { host: judged.refused });
  if (isSigned) {
    broadcast.streamHosts.learned = learnHosts(broadcast.streamHosts, [
      watch.webrtcUrl,
      watch.hlsUrl,
    ]);
  }
  streamStarted(step, { ...report, watch: judged.watch });
}

/** The stream that plays is another room's: its conductor has lied. */
export function streamOfAnother(step: Step, epoch: number, streamId: string): void {
  const { life, lease } = step.state;
  if (lease?.epoch !== epoch || !isPlaying(life) || life.streamId !== streamId) return;
  refuseStream(step, epoch, 'connection-lost', { streamId });
}

/** Its session is worth nothing: its conductor hears why and ends it, and another is asked. */
function refuseStream(step: Step, epoch: number, reason: Reason, fields: object): void {
  const { lease } = step.state;
  log(step, 'stream-refused', { epoch, reason, ...fields });
  const connection = leaseAt(step.state, epoch)?.connection ?? null;
  if (connection !== null) answer(step, connection, null, refuse(reason));
  if (epoch === lease?.epoch) presentOver(step, reason, (room) => revokeLease(room, true));
  else nextOver(step, reason);
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
  settleUnconfirmed(step, 'stream-ended');
  const { lease, life } = state;
  const lastedMs = 'startedAt' in life ? now - agoMs - life.startedAt : null;
  if (reason === 'stream-expired' && lease !== null && lastedMs !== null) {
    claimStreamLength(step, lease.who, lastedMs);
  }
  const conductor = lease?.connection == null ? undefined : state.connections[lease.connection];
  // One that ends because the room has told it to is still there for the next time.
  const isGoodbye = GOODBYE.has(reason) && life.phase !== 'closing';
  const isNoConductor = isGoodbye || reason === 'no-conductor';
  const isEarly = life.phase === 'opening' || (lastedMs !== null && lastedMs < STEADY_MS);
  if (conductor !== undefined && isNoConductor) conductor.conduct = 'no';
  else if (lease !== null && isEarly) noteFault(step, lease.who);
  presentOver(step, reason, forgetLease);
}
