import type { Reason } from '../../../src/protocol/reasons.js';
import { personOf } from '../people/known.js';
import { recordStream } from '../prompts/prompts.js';
import type { RoomState, Step } from '../state.js';
import { BREAK_MS, LEARNED_FOR_MS, STREAM_MS_MIN } from './limits.js';
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
  const address = personOf(state, who)?.address ?? null;
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
  // Early enough that the old stream lives as long as its viewers may take to move.
  const latestAt = beforeEnd(Math.max(15_000, overlapMs(state, now) + BREAK_MS), 0.4);
  const earlierMs = relieveBy === null ? 0 : Math.max(0, latestAt - relieveBy);
  return {
    mintAt: beforeEnd(45_000, 0.7) - earlierMs,
    windowAt: beforeEnd(40_000, 0.6) - earlierMs,
    latestAt: latestAt - earlierMs,
    hardAt: beforeEnd(8_000, 0.25) - earlierMs,
  };
}

/**
 * Of a stream's length. Then the one that follows it is prepared at the earliest, which needs the place of
 * the one before.
 */
const OVERLAP_SHARE = 0.3;

/** How long a stream goes on at most beside the one that follows it. */
export function overlapMs(state: RoomState, now: number): number {
  const { overlapSeconds } = state.rules.values;
  return Math.min(overlapSeconds * 1000, OVERLAP_SHARE * streamMs(state, now));
}

/** The service is asked for so many joins: one in this time on the average. */
const JOIN_EVERY_MS = 4;

/** The last viewer to join needs as long until the picture moves, on a bad line. */
const JOIN_LIMIT_MS = 5_000;

/**
 * Over how long those who watch spread their joins of the next stream, of the time that the old one
 * goes on for them.
 */
export function joinSpreadMs({ audience }: Pick<RoomState, 'audience'>, keptMs: number): number {
  return Math.max(0, Math.min(keptMs - JOIN_LIMIT_MS, audience.watching * JOIN_EVERY_MS));
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
