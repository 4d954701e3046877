import { type Clock, systemClock } from '../client/client-options.js';
import type { Watch } from '../protocol/view.js';
import { captureFrame, Picture } from './picture.js';
import {
  type PlaybackState,
  RestTimer,
  retryDelay,
  type Trouble,
  type Visibility,
} from './playback-state.js';
import { type ConnectPort, connectByWhep } from './whep.js';

/**
 * Whether this browser reports no H.264 decoder, as Firefox does without its OpenH264 plugin. The
 * service encodes live pictures mostly in H.264 and may offer nothing else.
 */
function lacksH264(): boolean {
  if (typeof RTCRtpReceiver === 'undefined') return false;
  const codecs = RTCRtpReceiver.getCapabilities?.('video')?.codecs;
  return codecs !== undefined && !codecs.some(({ mimeType }) => /\/h264$/i.test(mimeType));
}

/** The work on showing the current stream. */
type Effort =
  | { readonly at: 'idle' | 'resting' | 'unsupported' }
  | { readonly at: 'coming'; readonly picture: Picture }
  | { readonly at: 'there'; readonly picture: Picture }
  | {
      readonly at: 'waiting';
      readonly retryAt: number;
      readonly attempt: number;
      readonly cancel: () => void;
    };

/** The state that the page is told. `cannot`: no picture ever came, and H.264 is missing. */
function stateOf(effort: Effort, front: Picture | null, cannot: boolean): PlaybackState {
  if (effort.at === 'idle' || effort.at === 'resting') return { status: effort.at };
  if (effort.at === 'unsupported') return { status: effort.at, lacks: 'webrtc' };
  const stage = 'picture' in effort ? effort.picture.stage : null;
  if (stage === 'blocked') return { status: 'blocked' };
  // While the earlier stream plays, trouble with its successor is not shown.
  if (front?.stage === 'playing') return { status: 'playing' };
  if (cannot) return { status: 'unsupported', lacks: 'h264' };
  if (effort.at === 'waiting') {
    return { status: 'waiting', retryAt: effort.retryAt, attempt: effort.attempt };
  }
  return { status: stage === 'stalled' ? 'stalled' : 'connecting' };
}

export function sameState(one: PlaybackState, other: PlaybackState): boolean {
  if (one.status === 'waiting' && other.status === 'waiting') {
    return one.retryAt === other.retryAt && one.attempt === other.attempt;
  }
  return one.status === other.status;
}

/** After the fade the old picture stays beneath for some frames more, until it is covered for sure. */
export const COVER_MS = 100;

/** A picture that played this long was good: the next failure counts as the first. */
const STEADY_MS = 10_000;

export interface PlaybackOptions {
  /**
   * Two stacked elements: the one shown carries `data-front`, the one that it comes to cover
   * `data-beneath`.
   */
  readonly videos: readonly [HTMLVideoElement, HTMLVideoElement];
  /** How streams are connected to; by WHEP unless told otherwise. */
  readonly connect?: ConnectPort;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** How long a picture takes to come forward; as the style has it unless told otherwise. */
  readonly fadeMs?: (video: HTMLVideoElement) => number;
  readonly onState: (state: PlaybackState) => void;
  /** Called at every frame shown; `first` at the first of a connection. */
  readonly onFrame?: (first: boolean) => void;
}

/** The fade of the computed style, a page's own included; 0 with `prefers-reduced-motion`. */
const byStyle = (video: HTMLVideoElement): number => {
  const [seconds = '0'] = getComputedStyle(video).transitionDuration.split(',');
  return Number.parseFloat(seconds) * 1000 || 0;
};

/**
 * Everybody's picture: keeps the room's stream on screen, whatever happens to connections. The old
 * picture stays until the new one's first frame, and the last frame when there is nothing newer.
 */
export class Playback {
  private readonly options: PlaybackOptions;
  private readonly clock: Clock;
  private readonly rest: RestTimer;
  private current: Watch | null = null;
  private effort: Effort = { at: 'idle' };
  /** The picture in front; it may be of an earlier stream, and may be over. */
  private front: Picture | null = null;
  private fading: { readonly finish: () => void } | null = null;
  private failures = 0;
  private told: PlaybackState = { status: 'idle' };
  private unseen = false;
  private pageVisible = true;
  private wantsMuted = true;

  constructor(options: PlaybackOptions) {
    this.options = options;
    this.clock = options.clock ?? systemClock;
    this.rest = new RestTimer(this.clock, (unseen) => this.seen(!unseen));
    for (const video of options.videos) video.muted = true;
  }

  get state(): PlaybackState {
    return this.told;
  }

  /** Whether the sound is off now, be it by wish or because the browser insisted. */
  get muted(): boolean {
    return this.front === null ? this.wantsMuted : this.front.video.muted;
  }

  /** The stream to be watched, as the room names it; null when it is over. */
  watch(next: Watch | null): void {
    if (sameWatch(this.current, next)) return;
    this.current = next;
    this.failures = 0;
    if (next === null) {
      this.leave('close');
      this.become({ at: 'idle' });
    } else if (this.unseen) this.become({ at: 'resting' });
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

  /** Turns the sound on or off; on only inside a tap, or the browser takes it back. */
  setMuted(muted: boolean): void {
    this.wantsMuted = muted;
    // Only the picture in front is audible: two at once would be an echo.
    for (const video of this.options.videos) {
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
    this.leave('disconnect');
    this.front = null;
    for (const video of this.options.videos) {
      video.srcObject = null;
      delete video.dataset['front'];
      delete video.dataset['beneath'];
    }
    this.become({ at: 'idle' });
  }

  private pictures(): Picture[] {
    const coming = this.effort.at === 'coming' ? [this.effort.picture] : [];
    return this.front === null ? coming : [this.front, ...coming];
  }

  private begin(): void {
    const { current, effort } = this;
    if (current === null) return;
    if (this.options.connect === undefined && typeof RTCPeerConnection === 'undefined') {
      return this.become({ at: 'unsupported' });
    }
    if (effort.at === 'waiting') effort.cancel();
    if (effort.at === 'coming') effort.picture.close('disconnect');
    this.fading?.finish();
    const [one, other] = this.options.videos;
    const video = this.front?.video === one ? other : one;
    video.muted = true;
    const picture: Picture = new Picture({
      video,
      watch: current,
      connect: this.options.connect ?? connectByWhep,
      clock: this.clock,
      suspended: !this.pageVisible,
      on: {
        stage: () => this.announce(),
        frame: (first) => this.frame(picture, first),
        failed: (trouble) => this.failed(picture, trouble),
      },
    });
    this.become({ at: 'coming', picture });
    picture.start();
  }

  private frame(picture: Picture, first: boolean): void {
    if (this.effort.at === 'coming' && this.effort.picture === picture) this.bringForward(picture);
    if (this.front === picture) this.options.onFrame?.(first);
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
      before.video.muted = true;
      delete before.video.dataset['front'];
      before.video.dataset['beneath'] = '';
      this.cover(before, picture);
    }
    this.become({ at: 'there', picture });
  }

  private cover(before: Picture, { video }: Picture): void {
    const finish = () => {
      cancel();
      this.fading = null;
      // If the fade is cut short, the new picture has to be opaque at once.
      if ('front' in video.dataset) video.dataset['front'] = 'whole';
      before.close('disconnect');
      before.video.srcObject = null;
      delete before.video.dataset['beneath'];
    };
    const fadeMs = (this.options.fadeMs ?? byStyle)(video);
    const cancel = this.clock.setTimer(finish, fadeMs + COVER_MS);
    this.fading = { finish };
  }

  private failed(picture: Picture, trouble: Trouble): void {
    const { effort } = this;
    const concerned = effort.at === 'coming' || effort.at === 'there' ? effort.picture : null;
    // The picture of an earlier stream: its successor is being connected.
    if (picture !== concerned) return this.announce();
    this.failures = picture.shownForMs >= STEADY_MS ? 1 : this.failures + 1;
    // A stream that the room has only just named may not be ready yet, and the old one ends soon.
    const early = trouble === 'no-stream' && this.front?.stage === 'playing';
    const random = this.options.random ?? Math.random;
    const delay = retryDelay(this.failures, early ? 'unreachable' : trouble, random);
    const cancel = this.clock.setTimer(() => this.begin(), delay);
    const retryAt = this.clock.now() + delay;
    this.become({ at: 'waiting', retryAt, attempt: this.failures, cancel });
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
    if (this.effort.at === 'waiting') this.effort.cancel();
    this.fading?.finish();
    for (const picture of this.pictures()) picture.close(how);
  }

  /** The one place that changes the effort. */
  private become(effort: Effort): void {
    this.effort = effort;
    this.announce();
  }

  private announce(): void {
    const cannot = this.failures > 0 && this.front === null && lacksH264();
    const next = stateOf(this.effort, this.front, cannot);
    if (sameState(next, this.told)) return;
    this.told = next;
    this.options.onState(next);
  }
}

function sameWatch(one: Watch | null, other: Watch | null): boolean {
  return one?.webrtcUrl === other?.webrtcUrl && one?.token === other?.token;
}
