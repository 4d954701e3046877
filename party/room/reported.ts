import type { ConductorReport } from '../../src/protocol/conducting.js';
import { lateEnd } from './accounts.js';
import { goLive } from './broadcasting.js';
import { performed } from './dispatch.js';
import { leaseOf, tellToEnd } from './lease.js';
import { leave } from './leaving.js';
import { streamEnded, successorLost } from './losing.js';
import { startOpening } from './opening.js';
import { successorReady } from './renewal.js';
import type { Step } from './step-context.js';

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
