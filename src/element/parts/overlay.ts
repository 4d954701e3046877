import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { ConnectionStatus } from '../../client/index.js';
import { lackOf } from '../../playback/early-offer.js';
import type { PlaybackState } from '../../playback/playback-state.js';
import { STREAM_BREAK_MS } from '../../protocol/limits.js';
import type { Reason } from '../../protocol/reasons.js';
import type { Change, LifeView } from '../../protocol/view.js';
import type { Drawn } from '../modes/mode-display.js';
import { isFrozen, type RenderContext, type RoomPlayback, streamOf } from '../ports.js';
import { clockFace, dayOf, roundedDuration, timeOfDay } from '../words/language.js';
import { explain, type Words } from '../words/words.js';
import { clockRing } from './clock.js';
import { face } from './faces.js';
import type { Overlay } from './stage.js';

const HOUR_MS = 3_600_000;

/** What an overlay is about, for the eye. */
const SIGNS = {
  asleep: 'M20 14.500A8.500 8.500 0 1 1 9.500 4a7 7 0 0 0 10.500 10.500z',
  later: 'M12 3.500a8.500 8.500 0 1 0 .010 0zM12 7.500V12l3 2',
  paused: 'M9 6v12M15 6v12',
  ended: 'M6 20V4.500M6 5h12l-3 4 3 4H6',
  closed: 'M6.500 11h11v8.500h-11zM9 11V8a3 3 0 0 1 6 0v3',
  trouble: 'M12 4.500L3 19.500h18zM12 10.500v4M12 17v.010',
} as const;

/** The state of the room in a few words, for those who do not see the overlay. */
export function situation({ view, words }: RenderContext, overlay: Overlay | null): string {
  if (view.connection.status === 'reconnecting') return words.announce.connectionLost;
  const life = view.room?.life;
  if (overlay === null && life !== undefined && isFrozen(life)) return words.breath;
  const ofRoom = overlay?.kind === 'offline' || overlay?.kind === 'opening';
  return ofRoom ? overlay.what : words.announce.live;
}

/** The overlay over the picture; null when it simply plays. */
export function overlayFor(context: RenderContext, playback: PlaybackState): Overlay | null {
  const { words, view } = context;
  const line = lineOverlay(view.connection, context);
  if (line !== null) return line;
  if (view.room === null) {
    // The picture may be there before the room has said welcome.
    return playback.status === 'playing' ? null : { ...offline(words.joining), busy: true };
  }
  return lifeOverlay(view.room.life, context) ?? pictureOverlay(playback, context);
}

function lineOverlay(connection: ConnectionStatus, context: RenderContext): Overlay | null {
  const { words, view } = context;
  if (connection.status === 'refused') {
    return keptOut(connection, words);
  }
  // The picture goes on while the client reconnects; the pill says so.
  if (connection.status !== 'reconnecting') return null;
  const { retryAt, lockedOut } = connection;
  if (lockedOut !== undefined) return keptOut(lockedOut, words);
  if (view.room !== null) return null;
  if (retryAt === null) return { ...offline(words.reconnecting), busy: true };
  const wait = inWords(retryAt + view.clockOffsetMs, context);
  return offline(words.connectionLost, words.nextTry(wait), SIGNS.trouble);
}

function keptOut({ reason, why }: { reason: Reason; why?: string }, words: Words): Overlay {
  const sentence = explain(words, { reason }, null);
  const what = words.keptOut[reason] ?? words.notOpen;
  const told = why === undefined ? sentence : words.because(sentence, why);
  return offline(what, told, SIGNS.closed);
}

function lifeOverlay(life: LifeView, context: RenderContext): Overlay | null {
  const { words } = context;
  switch (life.phase) {
    case 'dark':
      return darkOverlay(life, context);
    case 'opening':
      return life.before === null ? openingOverlay(life, words) : null;
    case 'live':
    case 'renewing':
      return null;
    case 'closing':
      return offline(words.closing, null, SIGNS.asleep);
    case 'failed': {
      const reason = explain(words, life, null);
      const { retryAt } = life;
      if (retryAt === null || context.time.until(retryAt) === 0)
        return offline(words.failed, reason, SIGNS.trouble);
      return offline(
        words.failed,
        `${reason} ${words.nextTry(inWords(retryAt, context))}`,
        SIGNS.trouble,
      );
    }
  }
}

function darkOverlay(
  { reason, until }: Extract<LifeView, { phase: 'dark' }>,
  context: RenderContext,
): Overlay {
  const { words } = context;
  const why = reason === null ? null : explain(words, { reason }, null);
  const opens =
    until === null || context.time.until(until) === 0 ? null : opensAgain(until, context);
  const lack = reason === 'no-conductor' ? lackOf() : null;
  if (lack !== null) return offline(why ?? words.asleep, words.cannotStart(lack), SIGNS.asleep);
  return offline(why ?? words.asleep, opens, SIGNS[signOf(reason, opens)]);
}

function signOf(reason: Reason | null, opens: string | null): keyof typeof SIGNS {
  if (reason === 'paused') return 'paused';
  if (reason === 'stopped') return 'ended';
  return opens === null ? 'asleep' : 'later';
}

/** Within an hour the wait is enough; later the local time of day is told as well. */
function opensAgain(until: number, context: RenderContext): string {
  const { words, time } = context;
  const { locale } = words;
  const wait = inWords(until, context);
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

function pictureOverlay(playback: PlaybackState, context: RenderContext): Overlay | null {
  const { words, view } = context;
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
        words.nextTry(inWords(playback.retryAt + view.clockOffsetMs, context)),
      );
    case 'idle':
    case 'resting':
    case 'playing':
      return null;
  }
}

function offline(what: string, why: string | null = null, sign?: string): Overlay {
  return { kind: 'offline', what, why, busy: false, ...(sign !== undefined && { sign }) };
}

function inWords(instant: number, { time, words }: RenderContext): string {
  return roundedDuration(Math.max(1000, time.until(instant)), words.locale);
}

/** How far behind the world the picture is (s), where it comes by HLS and that is known. */
export function behindOf(picture: RoomPlayback | null): number | null {
  return picture?.state.status === 'playing' ? (picture.state.behindSeconds ?? null) : null;
}

/** What the room has to say on the picture: what is on its way, how it stands, who watches. */
export function onStage(
  context: RenderContext,
  behind: number | null,
  showCrowd: ((event: Event) => void) | null,
): TemplateResult {
  return html`
    ${caption(context)} ${breath(context)}
    <div class="top">${pills(context, behind, showCrowd)} ${announcement(context)}</div>
  `;
}

/** A moderator's announcement. Always in the document, so that a new one is read out. */
function announcement({ view }: RenderContext): TemplateResult {
  return html`<p part="announcement" class="announcement" role="status" dir="auto">${view.room?.announcement?.text}</p>`;
}

/** The picture stands still between two streams: why, and for how long. */
function breath(context: RenderContext): TemplateResult | typeof nothing {
  const { view, words, time } = context;
  const life = view.room?.life;
  if (life?.phase !== 'renewing' || !isFrozen(life)) return nothing;
  const left = time.until(life.expectedAt);
  return html`<div part="overlay" class="breath">
    ${
      left > 0
        ? html`<div class="ring number" part="timer" role="timer" aria-label=${words.timeLeft}>
            ${clockRing({ endsAt: life.expectedAt }, STREAM_BREAK_MS, context)}${clockFace(left)}
          </div>`
        : html`<span class="spinner"></span>`
    }
    <div>
      <p class="what">${words.breath}</p>
      <p class="why">${left > 0 ? words.backSoon : words.anyMoment}</p>
    </div>
  </div>`;
}

function pills(
  context: RenderContext,
  behind: number | null,
  showCrowd: ((event: Event) => void) | null,
): TemplateResult | typeof nothing {
  const { room, connection } = context.view;
  const { words } = context;
  if (room === null) return nothing;
  // A visitor who was asked to leave does not come back by waiting.
  const lost = connection.status === 'reconnecting' || connection.status === 'connecting';
  const live = streamOf(room.life) !== null && connection.status === 'connected';
  return html`
    ${live ? html`<span part="status" class="pill on"><i class="dot"></i>${behind === null ? words.live : words.behind(behind)}</span>` : nothing}
    ${lost ? html`<span part="status" class="pill"><i class="dot"></i>${words.reconnecting}</span>` : nothing}
    ${watching(words.watching(room.audience.watching), showCrowd)}
    ${lastCall(context)}
  `;
}

/** How many watch; pressed, it says who. */
function watching(count: string, show: ((event: Event) => void) | null): TemplateResult {
  const pill = html`<span class="pill number">${count}</span>`;
  if (show === null) return pill;
  return html`<button class="crowd" aria-haspopup="dialog" @click=${show}>${pill}</button>`;
}

/** The broadcast is about to close: when, and why. */
function lastCall({ view, time, words }: RenderContext): TemplateResult | typeof nothing {
  const life = view.room?.life;
  const call = life !== undefined && 'lastCall' in life ? life.lastCall : null;
  if (call === null) return nothing;
  return html`<span part="status" class="pill closes"
    ><b class="number">${words.closesIn(clockFace(time.until(call.at)))}</b>
    ${explain(words, call, null)}</span
  >`;
}

/** So long what has reached the world stays on the picture, before it is the first row of the story. */
const STAYS_MS = 6_000;

/** The change that is still told on the picture, and not in the story yet. */
export function onPicture({
  view,
  time,
}: Pick<RenderContext<unknown>, 'view' | 'time'>): Change | null {
  const newest = view.room?.changes.at(-1);
  if (newest === undefined || view.room?.performing !== null) return null;
  return time.until(newest.at + STAYS_MS) > 0 ? newest : null;
}

/** The lower third: the prompt on its way to the world, for everyone to see, until it is there. */
function caption(context: RenderContext): Drawn {
  const { performing = null } = context.view.room ?? {};
  const told = performing === null ? onPicture(context) : { ...performing, by: performing.id };
  if (told === null) return nothing;
  return lowerThird({ ...told, text: saidOf(told, context.words) }, performing === null);
}

/** What somebody asked for, or what of theirs they took back. */
export function saidOf(
  { text, takesBack }: Pick<Change, 'text' | 'takesBack'>,
  { tookBack }: Pick<Words, 'tookBack'>,
): string {
  return takesBack === undefined ? text : tookBack(takesBack);
}

function lowerThird(
  { name, text, by = name }: Pick<Change, 'by' | 'name' | 'text'>,
  isDone: boolean,
) {
  return html`${keyed(
    text,
    html`<div class="caption ${isDone ? 'done' : 'coming'}">
      ${face(name, by)}
      <div class="lines">
        <div class="who"><bdi>${name}</bdi>${isDone ? TICK : nothing}</div>
        <div class="said" dir="auto">${text}</div>
      </div>
    </div>`,
  )}`;
}

const TICK: TemplateResult = html`<svg class="tick" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M3 8.500l3.500 3.500L13 4.500" />
</svg>`;
