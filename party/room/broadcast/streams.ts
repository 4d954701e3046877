import type { Reason } from '../../../src/protocol/reasons.js';
import { recordStream } from '../prompts/prompts.js';
import { type RoomState, type Step, snapshot } from '../state.js';
import { LEARNED_FOR_MS, STREAM_MS_MIN } from './limits.js';
import type { Life, Live, Playing, Plays } from './state.js';

/** How long the service lets a stream run, as far as the room knows. */
export function streamMs({ broadcast }: RoomState, now: number): number {
  const { learned, streamMs: set } = broadcast;
  return learned !== null && learned.until > now ? Math.min(learned.streamMs, set) : set;
}

/** When the service ends a stream that began then, as far as the room knows. */
export function expectedEnd(state: RoomState, startedAt: number, now: number): number {
  return startedAt + streamMs(state, now);
}

/**
 * The service ended a stream at its limit, sooner than was expected, as its conductor says. That is
 * learned when another conductor has said so as well: no page alone shortens the streams of all.
 */
export function claimStreamLength({ state, now }: Step, who: string, lastedMs: number): void {
  const { broadcast } = state;
  // A stream that seems to end before it began tells of the clock.
  if (lastedMs <= 0 || lastedMs >= streamMs(state, now)) return;
  const claimed = Math.max(STREAM_MS_MIN, Math.floor(lastedMs));
  const address = snapshot(state.participants)[who]?.address ?? null;
  const before = broadcast.claimed;
  const isRecent = before !== null && before.at <= now && before.at + LEARNED_FOR_MS > now;
  const isOther =
    before?.who !== who && (address === null || before?.address !== address) && isRecent;
  if (!isOther) broadcast.claimed = { who, address, streamMs: claimed, at: now };
  else {
    // The conductor that says less may have ended it: the longer counts.
    const learned = Math.max(claimed, before.streamMs);
    broadcast.learned = { streamMs: learned, until: now + LEARNED_FOR_MS };
  }
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

/** All of them are earlier where a conductor that is leaving has to be relieved before. */
export function renewalTimes(
  state: RoomState,
  { endAt, relieveBy }: Pick<Live, 'endAt' | 'relieveBy'>,
  now: number,
): RenewalTimes {
  const length = streamMs(state, now);
  const beforeEnd = (ms: number, share: number) => endAt - Math.min(ms, share * length);
  const latestAt = beforeEnd(15_000, 0.4);
  const earlierMs = relieveBy === null ? 0 : Math.max(0, latestAt - relieveBy);
  return {
    mintAt: beforeEnd(45_000, 0.7) - earlierMs,
    windowAt: beforeEnd(40_000, 0.6) - earlierMs,
    latestAt: latestAt - earlierMs,
    hardAt: beforeEnd(8_000, 0.25) - earlierMs,
  };
}

/** Whether no prompt may set out any more, because the next stream is about to start. */
export function isHoldingBack(state: RoomState, now: number): boolean {
  const { life } = state;
  if (life.phase !== 'live') return false;
  const isReady = life.renewal.at === 'ready' || life.renewal.at === 'alone';
  return isReady && renewalTimes(state, life, now).latestAt <= now;
}

/** Whether a stream plays on the present session; a held one is over already. */
export function isPlaying(life: Life): life is Playing {
  return life.phase === 'live' || (life.phase === 'renewing' && !life.held);
}

/** What a stream keeps while it goes from one phase to the other. */
export function playsOf(life: Playing): Plays {
  const { streamId, watch, startedAt, prompt, attempt, emptySince } = life;
  return { streamId, watch, startedAt, prompt, attempt, emptySince };
}

/** The present stream is over, and written down; nothing where none plays. */
export function recordPresent(step: Step, reason: Reason): void {
  const { life, lease, broadcast } = step.state;
  if (!isPlaying(life)) return;
  const { streamId: id, startedAt, prompt } = life;
  recordStream(step, { id, epoch: lease?.epoch ?? broadcast.epoch, startedAt, reason, prompt });
}
