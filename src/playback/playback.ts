import { type Clock, systemClock } from '../client/client-options.js';
import type { Watch } from '../protocol/view.js';
import { type EarlyOffer, lacksH264 } from './early-offer.js';
import { captureFrame, fadeByStyle, Picture } from './picture.js';
import {
  joinDelay,
  type PlaybackState,
  RestTimer,
  retryDelay,
  sameState,
  type Transport,
  type Trouble,
  type Visibility,
} from './playback-state.js';
import { handSoundOver } from './sound.js';
import { type ConnectPort, Whep } from './whep.js';

/** The work on showing the current stream. */
type Effort =
  | { readonly at: 'idle' | 'resting' | 'unsupported' }
  | { readonly at: 'coming'; readonly picture: Picture }
  /** `wayBack`: while the picture comes by HLS, WebRTC is tried again beside it. */
  | { readonly at: 'there'; readonly picture: Picture; readonly wayBack: WayBack | null }
  /** `attempt` 0: nothing failed, the moment to join has not come. */
  | {
      readonly at: 'waiting';
      readonly retryAt: number;
      readonly attempt: number;
      readonly cancel: () => void;
    };

type WayBack =
  | { readonly at: 'due'; readonly cancel: () => void }
  | { readonly at: 'tried'; readonly picture: Picture };

/** The picture with which the way back to WebRTC is tried. */
function triedOf(effort: Effort): Picture | null {
  return effort.at === 'there' && effort.wayBack?.at === 'tried' ? effort.wayBack.picture : null;
}

/** The state that the page is told. `cannot`: no picture ever came, and H.264 is missing. */
function stateOf(effort: Effort, front: Picture | null, cannot: boolean): PlaybackState {
  if (effort.at === 'idle' || effort.at === 'resting') return { status: effort.at };
  if (effort.at === 'unsupported') return { status: effort.at, lacks: 'webrtc' };
  const stage = 'picture' in effort ? effort.picture.stage : null;
  if (stage === 'blocked') return { status: 'blocked' };
  // While the earlier stream plays, trouble with its successor is not shown.
  if (front?.stage === 'playing') {
    const { behindSeconds } = front;
    return behindSeconds === null
      ? { status: 'playing' }
      : { status: 'playing', behindSeconds: Math.round(behindSeconds) };
  }
  if (cannot) return { status: 'unsupported', lacks: 'h264' };
  if (effort.at === 'waiting') {
    return { status: 'waiting', retryAt: effort.retryAt, attempt: effort.attempt };
  }
  return { status: stage === 'stalled' ? 'stalled' : 'connecting' };
}

/** After the fade the old picture stays beneath for some frames more, until it is covered for sure. */
export const COVER_MS = 100;

/** A picture that played this long was good: the next failure counts as the first. */
const STEADY_MS = 10_000;

/** How long after a picture came by HLS, or WebRTC failed once more, that is tried again. */
export const RETURN_AFTER_MS = 30_000;

const byHls: ConnectPort = async (watch, signal) =>
  (await import('./hls.js')).connectByHls(watch, signal);

export interface PlaybackOptions {
  /**
   * Two stacked elements: the one shown carries `data-front`, the one that it comes to cover
   * `data-beneath`.
   */
  readonly videos: readonly [HTMLVideoElement, HTMLVideoElement];
  /** How streams are connected to over WebRTC; by WHEP unless told otherwise. */
  readonly connect?: ConnectPort;
  /** How streams are connected to by HLS; with hls.js, loaded then, unless told otherwise. */
  readonly connectByHls?: ConnectPort;
  /** `auto` is WebRTC wherever it brings a picture, else HLS where the service has that. */
  readonly transport?: () => 'auto' | Transport;
  /** An offer that is with the stream, or on its way there. */
  readonly early?: EarlyOffer | null;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** How long a picture takes to come forward; as the style has it unless told otherwise. */
  readonly fadeMs?: (video: HTMLVideoElement) => number;
  readonly onState: (state: PlaybackState) => void;
  /**
   * Called when another stream is shown and none before it is needed any more; with null when none is,
   * or no picture came.
   */
  readonly onShown?: (watch: Watch | null) => void;
  /** Called at every frame shown; `first` at the first of a connection. */
  readonly onFrame?: (first: boolean) => void;
}

/**
 * Everybody's picture: keeps the room's stream on screen, whatever happens to connections. The old
 * picture stays until the new one's first frame, and the last frame when there is nothing newer.
 */
export class Playback {
  private readonly options: PlaybackOptions;
  private readonly clock: Clock;
  private readonly rest: RestTimer;
  private readonly whep: Whep;
  /** The picture that each video has, or had last. */
  private readonly shown = new Map<HTMLVideoElement, Picture>();
  private current: Watch | null = null;
  private effort: Effort = { at: 'idle' };
  /** The picture in front; it may be of an earlier stream, and may be over. */
  private front: Picture | null = null;
  private fading: { readonly before: Picture; readonly finish: () => void } | null = null;
  private failures = 0;
  /** WebRTC brought no picture here: HLS is asked first. */
  private isFallenBack = false;
  private told: PlaybackState = { status: 'idle' };
  /** What was last said to be shown; undefined before there was anything to say. */
  private toldShown: Watch | null | undefined;
  private unseen = false;
  private pageVisible = true;
  private wantsMuted = true;

  constructor(options: PlaybackOptions) {
    this.options = options;
    this.clock = options.clock ?? systemClock;
    this.rest = new RestTimer(this.clock, (unseen) => this.seen(!unseen));
    for (const video of options.videos) video.muted = true;
    this.whep = new Whep(this.clock);
    const isByWhep = options.connect === undefined && this.hasWebRtc && !lacksH264();
    if (isByWhep && this.wanted !== 'hls') this.whep.prepare(options.early);
    else options.early?.close();
  }

  get state(): PlaybackState {
    return this.told;
  }

  /** Whether the sound is off now, be it by wish or because the browser insisted. */
  get muted(): boolean {
    return this.front === null ? this.wantsMuted : this.front.video.muted;
  }

  /**
   * The stream to be watched, as the room names it; null when it is over. While an earlier one plays, the
   * new one is joined within the next `spreadMs`, so that a crowd does not join at once: after the share of
   * it that this page was given, else at a moment drawn from it.
   */
  watch(next: Watch | null, spreadMs = 0, share: number | null = null): void {
    if (sameWatch(this.current, next)) return;
    this.current = next;
    this.failures = 0;
    if (next === null) {
      this.leave('close');
      this.become({ at: 'idle' });
    } else if (this.unseen) this.become({ at: 'resting' });
    else if (spreadMs > 0 && this.front?.stage === 'playing') this.beginWithin(spreadMs, share);
    else this.begin();
  }

  /** Whether the picture can be seen; it disconnects some time after it cannot. */
  setVisible(visibility: Visibility): void {
    this.pageVisible = visibility.pageVisible;
    for (const picture of this.pictures()) picture.suspend(!visibility.pageVisible);
    this.rest.set(visibility);
  }

  /** The visitor tapped: play what was blocked, and try at once what was waiting. */
  resume(): void {
    for (const picture of this.pictures()) picture.resume();
    if (this.effort.at === 'waiting') this.begin();
  }

  /** The machine may have slept: the picture has to move at once, and what was waiting is tried now. */
  check(): void {
    for (const picture of this.pictures()) void picture.check();
    if (this.effort.at === 'waiting') this.begin();
  }

  /** Turns the sound on or off; on only inside a tap, or the browser takes it back. */
  setMuted(muted: boolean): void {
    this.wantsMuted = muted;
    // Only the picture in front is audible: two at once would be an echo.
    for (const video of this.options.videos) {
      // On iOS a tap allows sound to each video by itself; the other one has the next stream.
      if (!muted) video.muted = false;
      video.muted = muted || video !== this.front?.video;
    }
  }

  /** What is shown now, as a JPEG; nothing while it is of a time that nobody here has seen pass. */
  async captureFrame(): Promise<Blob | null> {
    return this.front === null || this.unseen ? null : captureFrame(this.front.video);
  }

  /** Ends it for good and empties both elements. */
  close(): void {
    this.current = null;
    this.rest.stop();
    this.whep.close();
    this.leave('disconnect');
    this.front = null;
    for (const video of this.options.videos) {
      this.shown.get(video)?.empty();
      delete video.dataset['front'];
      delete video.dataset['beneath'];
    }
    this.become({ at: 'idle' });
  }

  private pictures(): Picture[] {
    return [this.front, this.beside].filter((picture) => picture !== null);
  }

  /** The picture under way beside the one in front. */
  private get beside(): Picture | null {
    const { effort } = this;
    return effort.at === 'coming' ? effort.picture : triedOf(effort);
  }

  private get hasWebRtc(): boolean {
    return this.options.connect !== undefined || typeof RTCPeerConnection !== 'undefined';
  }

  private get wanted(): 'auto' | Transport {
    return this.options.transport?.() ?? 'auto';
  }

  /** By what the stream is watched now; null when this browser cannot. */
  private transportOf({ hlsUrl }: Watch): Transport | null {
    const { hasWebRtc, wanted: transport } = this;
    const fallsBack = this.isFallenBack || !hasWebRtc || lacksH264();
    const wantsHls = transport === 'hls' || (transport === 'auto' && fallsBack);
    if (wantsHls && hlsUrl !== null) return 'hls';
    return hasWebRtc ? 'webrtc' : null;
  }

  private begin(): void {
    const { current } = this;
    if (current === null) return;
    const transport = this.transportOf(current);
    // The offer that was made ready is for WebRTC alone.
    if (transport !== 'webrtc') this.whep.close();
    if (transport === null) return this.become({ at: 'unsupported' });
    this.drop('disconnect');
    const picture = this.prepare(current, transport);
    this.become({ at: 'coming', picture });
    picture.start();
  }

  private beginWithin(spreadMs: number, share: number | null): void {
    this.drop('disconnect');
    const { random = Math.random } = this.options;
    const delay = joinDelay(spreadMs, share === null ? random : () => share);
    const cancel = this.clock.setTimer(() => this.begin(), delay);
    this.become({ at: 'waiting', retryAt: this.clock.now() + delay, attempt: 0, cancel });
  }

  /** A picture of the stream on the video that is not in front; it does not start by itself. */
  private prepare(watch: Watch, transport: Transport): Picture {
    this.fading?.finish();
    const { connect = this.whep.connect, connectByHls = byHls } = this.options;
    const [one, other] = this.options.videos;
    const video = this.front?.video === one ? other : one;
    this.shown.get(video)?.empty();
    video.muted = true;
    const picture: Picture = new Picture({
      video,
      watch,
      transport,
      connect: transport === 'hls' ? connectByHls : connect,
      clock: this.clock,
      suspended: !this.pageVisible,
      on: {
        stage: () => this.staged(picture),
        frame: (first) => this.frame(picture, first),
        failed: (trouble) => this.failed(picture, trouble),
      },
    });
    this.shown.set(video, picture);
    return picture;
  }

  private frame(picture: Picture, first: boolean): void {
    if (triedOf(this.effort) === picture) this.isFallenBack = false;
    // One that stands again would be a freeze: while the old picture moves, the new one has to run as well.
    const moves = this.front?.stage === 'playing' && !this.front.pauses;
    const comes = this.beside === picture && (picture.runs || !moves);
    if (comes) this.bringForward(picture);
    if (this.front !== picture) return;
    this.options.onFrame?.(first || comes);
    // Its delay changes by and by.
    if (picture.transport === 'hls') this.announce();
  }

  /**
   * The new picture's first frame: it comes in front, and the old one, which plays on beneath, goes
   * once it is covered. What the browser has muted stays muted.
   */
  private bringForward(picture: Picture): void {
    const { muted, front: before } = this;
    this.front = picture;
    picture.video.muted = muted;
    picture.video.dataset['front'] = '';
    if (before !== null) {
      delete before.video.dataset['front'];
      before.video.dataset['beneath'] = '';
      this.cover(before, picture);
    }
    this.become({ at: 'there', picture, wayBack: this.planReturn(picture) });
  }

  private cover(before: Picture, { video }: Picture): void {
    const finish = () => {
      cancel();
      silence();
      this.fading = null;
      // If the fade is cut short, the new picture has to be opaque at once.
      if ('front' in video.dataset) video.dataset['front'] = 'whole';
      before.close('disconnect');
      before.empty();
      delete before.video.dataset['beneath'];
      this.tellShown();
    };
    const fadeMs = (this.options.fadeMs ?? fadeByStyle)(video);
    const silence = handSoundOver(before.video, video, Math.max(fadeMs, COVER_MS), this.clock);
    const cancel = this.clock.setTimer(finish, fadeMs + COVER_MS);
    this.fading = { before, finish };
  }

  private planReturn({ transport }: Picture): WayBack | null {
    const { random = Math.random } = this.options;
    const mayReturn = this.wanted === 'auto' && this.hasWebRtc && !lacksH264();
    if (transport !== 'hls' || !mayReturn) return null;
    const delay = RETURN_AFTER_MS * (0.75 + 0.5 * random());
    return { at: 'due', cancel: this.clock.setTimer(() => this.tryReturn(), delay) };
  }

  private tryReturn(): void {
    const { current, effort } = this;
    if (current === null || effort.at !== 'there') return;
    const picture = this.prepare(current, 'webrtc');
    this.become({ ...effort, wayBack: { at: 'tried', picture } });
    picture.start();
  }

  /** WebRTC has brought no picture at all: HLS is tried at once, where there is any. */
  private fallsBack({ transport, shownForMs }: Picture, trouble: Trouble): boolean {
    const isOfTheWay = trouble === 'unreachable' || trouble === 'no-picture';
    const isNew = transport === 'webrtc' && shownForMs === 0 && !this.isFallenBack;
    return this.wanted === 'auto' && isNew && isOfTheWay && (this.current?.hlsUrl ?? null) !== null;
  }

  private failed(picture: Picture, trouble: Trouble): void {
    const { effort } = this;
    if (effort.at === 'there' && triedOf(effort) === picture) {
      // The way back is not open yet; nobody has seen that it was tried.
      return this.become({ ...effort, wayBack: this.planReturn(effort.picture) });
    }
    const concerned = effort.at === 'coming' || effort.at === 'there' ? effort.picture : null;
    // The picture of an earlier stream: its successor is being connected.
    if (picture !== concerned) return this.staged(picture);
    this.isFallenBack = this.fallsBack(picture, trouble);
    if (this.isFallenBack) return this.begin();
    this.drop('disconnect');
    this.failures = picture.shownForMs >= STEADY_MS ? 1 : this.failures + 1;
    // A stream that the room has only just named may not be ready yet, and the old one ends soon. A playlist
    // begins with the first segment, some seconds after its stream.
    const mayCome = picture.transport === 'hls' || this.front?.stage === 'playing';
    const early = trouble === 'no-stream' && mayCome;
    const random = this.options.random ?? Math.random;
    const delay = retryDelay(this.failures, early ? 'unreachable' : trouble, random);
    const cancel = this.clock.setTimer(() => this.begin(), delay);
    const retryAt = this.clock.now() + delay;
    this.become({ at: 'waiting', retryAt, attempt: this.failures, cancel });
  }

  /** Once the picture in front stands, neither a moment to join nor another frame is waited for. */
  private staged(picture: Picture): void {
    const { beside, effort } = this;
    const stands = picture === this.front && !['playing', 'blocked'].includes(picture.stage);
    if (stands && beside?.stage === 'playing') this.bringForward(beside);
    else if (stands && effort.at === 'waiting' && effort.attempt === 0) this.begin();
    else this.announce();
  }

  private seen(seen: boolean): void {
    this.unseen = !seen;
    if (this.current === null) return;
    if (seen) return this.begin();
    this.leave('disconnect');
    this.become({ at: 'resting' });
  }

  /** Closes every connection; the last frame stays in front. */
  private leave(how: 'disconnect' | 'close'): void {
    this.drop(how);
    this.fading?.finish();
    this.front?.close(how);
  }

  /** Ends what is under way beside the picture in front. */
  private drop(how: 'disconnect' | 'close'): void {
    const { effort } = this;
    if (effort.at === 'waiting') effort.cancel();
    if (effort.at === 'there' && effort.wayBack?.at === 'due') effort.wayBack.cancel();
    this.beside?.close(how);
  }

  /** The one place that changes the effort. */
  private become(effort: Effort): void {
    this.effort = effort;
    this.announce();
  }

  private announce(): void {
    this.tellShown();
    const cannot = this.failures > 0 && this.front === null && lacksH264();
    const next = stateOf(this.effort, this.front, cannot);
    if (sameState(next, this.told)) return;
    this.told = next;
    this.options.onState(next);
  }

  /** During a fade the old picture is still needed. */
  private tellShown(): void {
    const { effort, front, toldShown } = this;
    const needed = [this.fading?.before, front].find((one) => one != null && isShown(one));
    const shown = needed?.watch ?? null;
    const isUndecided = toldShown === undefined && (effort.at === 'idle' || effort.at === 'coming');
    if (shown === null && isUndecided) return;
    if (toldShown !== undefined && sameWatch(shown, toldShown)) return;
    this.toldShown = shown;
    this.options.onShown?.(shown);
  }
}

function isShown({ stage }: Picture): boolean {
  return stage === 'playing' || stage === 'stalled';
}

function sameWatch(one: Watch | null, other: Watch | null): boolean {
  return one?.webrtcUrl === other?.webrtcUrl && one?.token === other?.token;
}
