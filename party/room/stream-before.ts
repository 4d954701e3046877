import { isStreaming } from './accounts.js';
import type { StreamBefore } from './life-state.js';
import type { Step } from './step-context.js';
import { streamMs } from './stream-length.js';

/**
 * The stream of a conductor that was lost. Nobody prompts it any more, but most often it still plays
 * at the service: everybody stays with it until the next one is there.
 */

/** The present stream as it is remembered once its lease is gone; null where it is over. */
export function presentStream({ state, now }: Step): StreamBefore | null {
  const { life, lease } = state;
  const plays = life.phase === 'live' || (life.phase === 'renewing' && !life.held);
  if (!plays || lease === null) return null;
  const { streamId, watch, startedAt } = life;
  return { epoch: lease.epoch, streamId, watch, endAt: startedAt + streamMs(state, now) };
}

/** Whether it is over by now, by its conductor's late word or by the service's limit. */
export function isStreamOver({ state, now }: Step, { epoch, endAt }: StreamBefore): boolean {
  return endAt <= now || !isStreaming(state, epoch);
}
