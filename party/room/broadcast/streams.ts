import type { RoomState } from '../state.js';
import { LEARNED_FOR_MS, STREAM_MS_MIN } from './limits.js';

/** How long the service lets a stream run, as far as the room knows. */
export function streamMs({ meta }: RoomState, now: number): number {
  const { learned, streamMs: set } = meta;
  return learned !== null && learned.until > now ? Math.min(learned.streamMs, set) : set;
}

/** The service ended a stream at its limit, sooner than was expected. */
export function learnStreamLength(state: RoomState, lastedMs: number, now: number): void {
  // A stream that seems to end before it began tells of the clock.
  if (lastedMs <= 0 || lastedMs >= streamMs(state, now)) return;
  const learned = Math.max(STREAM_MS_MIN, Math.floor(lastedMs));
  state.meta.learned = { streamMs: learned, until: now + LEARNED_FOR_MS };
}

/** The steps of a stream's last minute, shortened for streams that are short themselves. */
export interface RenewalTimes {
  /** The next session's credentials are asked for. */
  readonly mintAt: number;
  /** From now on the next stream may start, at the end of a turn. */
  readonly windowAt: number;
  /** It starts, turn or not. */
  readonly latestAt: number;
  /** It starts even with a prompt on its way. */
  readonly hardAt: number;
}

export function renewalTimes(state: RoomState, endAt: number, now: number): RenewalTimes {
  const length = streamMs(state, now);
  const before = (ms: number, share: number) => endAt - Math.min(ms, share * length);
  return {
    mintAt: before(45_000, 0.7),
    windowAt: before(40_000, 0.6),
    latestAt: before(15_000, 0.4),
    hardAt: before(8_000, 0.25),
  };
}

/** Whether no prompt may set out any more, because the next stream is about to start. */
export function isHoldingBack(state: RoomState, now: number): boolean {
  const { life } = state;
  if (life.phase !== 'live') return false;
  const isReady = life.renewal.at === 'ready' || life.renewal.at === 'alone';
  return isReady && renewalTimes(state, life.endAt, now).latestAt <= now;
}
