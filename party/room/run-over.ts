import type { RoomState } from './state.js';
import type { Step } from './step-context.js';

/**
 * What a host started lasts until it closes by itself, and then waits for a host again. A stream that
 * is lost while nobody is here has not closed yet: whoever was here may be back in a moment.
 */

/** Nobody is here any more; so much time is left for somebody to come back. */
export function mayBeOver({ state, now }: Step, afterMs: number): void {
  const { meta } = state;
  if (isStarted(state)) meta.overAt = Math.min(meta.overAt ?? Infinity, now + afterMs);
}

/** Forgets the host's word once its time is over. */
export function advanceOver({ state, now }: Step): void {
  const { meta, audience } = state;
  if (meta.overAt === null) return;
  if (audience.present > 0 && meta.overAt > now) meta.overAt = null;
  else if (meta.overAt <= now) {
    meta.overAt = null;
    if (isStarted(state)) meta.hostWord = null;
  }
}

function isStarted({ meta }: RoomState): boolean {
  return meta.hostWord === 'started' || meta.hostWord === 'overtime';
}
