import type { ConnectionStatus } from '../../client/client-view.js';
import type { PlaybackState } from '../../playback/playback-state.js';
import type { Reason } from '../../protocol/reasons.js';
import type { LifeView } from '../../protocol/view.js';
import { roundedDuration } from '../durations.js';
import type { Frame } from '../frame.js';
import { explain, type Words } from '../words.js';

/** What lies over the picture, in words. `kind` says which slot or button goes with it. */
export interface Overlay {
  readonly kind: 'offline' | 'opening' | 'picture' | 'fallback' | 'blocked';
  readonly what: string;
  readonly why: string | null;
  /** Something is under way: nothing to do but wait. */
  readonly busy: boolean;
}

/** The state of the room in a few words, for those who do not see the overlay. */
export function situation({ view, words }: Frame, overlay: Overlay | null): string {
  if (view.connection.status === 'reconnecting') return words.announce.connectionLost;
  const ofRoom = overlay?.kind === 'offline' || overlay?.kind === 'opening';
  return ofRoom ? overlay.what : words.announce.live;
}

/** The one thing a visitor has to know about the picture; null when it simply plays. */
export function overlayFor(frame: Frame, playback: PlaybackState): Overlay | null {
  const { words, view } = frame;
  const line = lineOverlay(view.connection, frame);
  if (line !== null) return line;
  if (view.room === null) return { ...offline(words.joining), busy: true };
  return lifeOverlay(view.room.life, frame) ?? pictureOverlay(playback, frame);
}

function lineOverlay(connection: ConnectionStatus, frame: Frame): Overlay | null {
  const { words, view } = frame;
  if (connection.status === 'refused') {
    return keptOut(connection, words);
  }
  // What plays goes on playing while the line is mended; the pill tells of it.
  if (connection.status !== 'reconnecting') return null;
  const { retryAt, lockedOut } = connection;
  if (lockedOut !== undefined) return keptOut(lockedOut, words);
  if (view.room !== null) return null;
  if (retryAt === null) return { ...offline(words.reconnecting), busy: true };
  const wait = inWords(retryAt + view.clockOffsetMs, frame);
  return offline(words.connectionLost, words.nextTry(wait));
}

function keptOut({ reason, why }: { reason: Reason; why?: string }, words: Words): Overlay {
  const sentence = explain(words, { reason }, null);
  const what = words.keptOut[reason] ?? words.notOpen;
  return offline(what, why === undefined ? sentence : words.hint.because(sentence, why));
}

function lifeOverlay(life: LifeView, frame: Frame): Overlay | null {
  const { words } = frame;
  switch (life.phase) {
    case 'dark':
      return life.reason === null
        ? offline(words.asleep)
        : offline(words.notOpen, explain(words, { reason: life.reason }, null));
    case 'opening':
      return {
        kind: 'opening',
        what: life.attempt === 0 ? words.opening : words.openingAgain,
        why: null,
        busy: true,
      };
    case 'live':
    case 'renewing':
      return null;
    case 'closing':
      return offline(words.closing);
    case 'failed': {
      const reason = explain(words, life, null);
      const { retryAt } = life;
      if (retryAt === null || frame.time.until(retryAt) === 0) return offline(words.failed, reason);
      return offline(words.failed, `${reason} ${words.nextTry(inWords(retryAt, frame))}`);
    }
  }
}

function pictureOverlay(playback: PlaybackState, { words }: Frame): Overlay | null {
  const busy = (what: string): Overlay => ({ kind: 'picture', what, why: null, busy: true });
  switch (playback.status) {
    case 'unsupported':
      return { kind: 'fallback', what: words.noWebRtc, why: null, busy: false };
    case 'blocked':
      return { kind: 'blocked', what: words.tapToPlay, why: null, busy: false };
    case 'connecting':
      return busy(words.pictureComing);
    case 'stalled':
      return busy(words.pictureStalled);
    case 'waiting':
      return busy(words.pictureLost);
    case 'idle':
    case 'resting':
    case 'playing':
      return null;
  }
}

function offline(what: string, why: string | null = null): Overlay {
  return { kind: 'offline', what, why, busy: false };
}

function inWords(instant: number, { time, words }: Frame): string {
  return roundedDuration(Math.max(1000, time.until(instant)), words.locale);
}
