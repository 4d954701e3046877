import type { ConnectionStatus } from '../../client/client-view.js';
import type { PlaybackState } from '../../playback/playback-state.js';
import type { Reason } from '../../protocol/reasons.js';
import type { LifeView } from '../../protocol/view.js';
import { type Frame, isHeld } from '../render-context.js';
import { dayOf, roundedDuration, timeOfDay } from '../words/durations.js';
import { explain, type Words } from '../words/words.js';

const HOUR_MS = 3_600_000;

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
  const life = view.room?.life;
  if (overlay === null && life !== undefined && isHeld(life)) return words.breath;
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
      return darkOverlay(life, frame);
    case 'opening':
      return life.before === null ? openingOverlay(life, words) : null;
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

function darkOverlay(
  { reason, until }: Extract<LifeView, { phase: 'dark' }>,
  frame: Frame,
): Overlay {
  const { words } = frame;
  const why = reason === null ? null : explain(words, { reason }, null);
  const opens = until === null || frame.time.until(until) === 0 ? null : opensAgain(until, frame);
  const both = [why, opens].filter((text) => text !== null).join(' ');
  return offline(why === null ? words.asleep : words.notOpen, both === '' ? null : both);
}

/** Within the hour how long it takes is enough; later people want to know when that is for them. */
function opensAgain(until: number, frame: Frame): string {
  const { words, time } = frame;
  const { locale } = words;
  const wait = inWords(until, frame);
  if (time.until(until) < HOUR_MS) return words.opensIn(wait);
  return words.opensAt(dayOf(until, time.now(), locale), timeOfDay(until, locale), wait);
}

function openingOverlay(
  { reason, attempt }: Extract<LifeView, { phase: 'opening' }>,
  words: Words,
): Overlay {
  const usual = attempt === 0 ? words.opening : words.openingAgain;
  const once = reason === null ? usual : words.openingOnce[reason];
  const why = reason === null || once !== undefined ? null : explain(words, { reason }, null);
  return { kind: 'opening', what: once ?? usual, why, busy: true };
}

function pictureOverlay(playback: PlaybackState, frame: Frame): Overlay | null {
  const { words, view } = frame;
  const busy = (what: string, why: string | null = null): Overlay => {
    return { kind: 'picture', what, why, busy: true };
  };
  switch (playback.status) {
    case 'unsupported':
      return { kind: 'fallback', what: words.lacks[playback.lacks], why: null, busy: false };
    case 'blocked':
      return { kind: 'blocked', what: words.tapToPlay, why: null, busy: false };
    case 'connecting':
      return busy(words.pictureComing);
    case 'stalled':
      return busy(words.pictureStalled);
    case 'waiting':
      return busy(
        words.pictureLost,
        words.nextTry(inWords(playback.retryAt + view.clockOffsetMs, frame)),
      );
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
