import type { Clock } from '../client/client-options.js';
import type { Watch } from '../protocol/view.js';
import { ConnectError, type Transport, type Trouble } from './playback-state.js';
import type { ConnectPort, StreamConnection } from './whep.js';

/** Odyssey crops a start image to 1280×704: more would only be sent. */
const WIDEST = 1280;
const LARGEST_BYTES = 400_000;

/** Tried in this order; a picture that is too large even so is as small as it gets. */
const QUALITIES = [0.85, 0.7, 0.5];

/** What a video shows now, as a JPEG; null when it shows nothing or may not be read. */
export async function captureFrame(video: HTMLVideoElement): Promise<Blob | null> {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return null;
  try {
    const scale = Math.min(1, WIDEST / Math.max(videoWidth, videoHeight));
    const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')?.drawImage(video, 0, 0, width, height);
    let taken: Blob | null = null;
    for (const quality of QUALITIES) {
      taken = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      if (taken.size <= LARGEST_BYTES) break;
    }
    return taken;
  } catch {
    return null;
  }
}

/** How often the frame count is looked at where a browser cannot tell of each frame. */
const LOOK_EVERY_MS = 250;

/**
 * Calls back at frames that are really shown. A video's own events are no help: one whose stream
 * died goes on as if it played. The returned function stops it.
 */
function watchFrames(video: HTMLVideoElement, onFrame: () => void, clock: Clock): () => void {
  if ('requestVideoFrameCallback' in video) {
    let handle = 0;
    const ask = () => {
      handle = video.requestVideoFrameCallback(() => {
        ask();
        onFrame();
      });
    };
    ask();
    return () => video.cancelVideoFrameCallback(handle);
  }
  let shown = framesOf(video);
  let cancel = () => {};
  const look = () => {
    cancel = clock.setTimer(look, LOOK_EVERY_MS);
    const now = framesOf(video);
    if (now > shown) onFrame();
    shown = now;
  };
  look();
  return () => cancel();
}

function framesOf(video: HTMLVideoElement): number {
  return video.getVideoPlaybackQuality().totalVideoFrames;
}

/** The SDK needs 15 to 30 s to notice that no media comes; viewers should not wait that long. */
export const FIRST_FRAME_LIMIT_MS = 8_000;

/** Without frames for this long a picture is stalled, and closed at the second limit. */
const STALLED_AFTER_MS = 3_000;
const GIVEN_UP_AFTER_MS = 5_000;

/**
 * A new picture runs after so many frames without a pause: the first ones come in a burst, and a stream
 * may stand behind them until its next key frame. One that is as slow as that runs at the limit.
 */
const RUN_FRAMES = 8;
const PAUSE_MS = 200;
const RUN_LIMIT_MS = 2_000;

/** One unasked pause is answered with `play()`; another this soon is meant. */
const REPLAY_EVERY_MS = 2_000;

/** A stream that comes through brings some frames in this time, a slow one at least two. */
const CHECK_MS = 300;

type PictureStage = 'connecting' | 'starting' | 'playing' | 'stalled' | 'blocked' | 'closed';

interface PictureOptions {
  readonly video: HTMLVideoElement;
  readonly watch: Watch;
  readonly transport: Transport;
  readonly connect: ConnectPort;
  readonly clock: Clock;
  /** Whether the page is hidden: no frames are shown then, and none are missed. */
  readonly suspended: boolean;
  readonly on: {
    stage(): void;
    frame(first: boolean): void;
    failed(trouble: Trouble): void;
  };
}

/** One attempt to show one stream on one element. It is over once it failed or was closed. */
export class Picture {
  readonly video: HTMLVideoElement;
  private readonly options: PictureOptions;
  private readonly abort = new AbortController();
  private now: PictureStage = 'connecting';
  private connection: StreamConnection | null = null;
  private suspended: boolean;
  private firstFrameAt: number | null = null;
  private frameAt = 0;
  /** Frames since the last pause. */
  private run = 0;
  private replayedAt = Number.NEGATIVE_INFINITY;
  private cancelTimer = () => {};
  private stopFrames = () => {};

  constructor(options: PictureOptions) {
    this.options = options;
    this.video = options.video;
    this.suspended = options.suspended;
  }

  get transport(): Transport {
    return this.options.transport;
  }

  get watch(): Watch {
    return this.options.watch;
  }

  get stage(): PictureStage {
    return this.now;
  }

  /** How long it has been showing frames. */
  get shownForMs(): number {
    return this.firstFrameAt === null ? 0 : this.frameAt - this.firstFrameAt;
  }

  /** Whether it moves evenly enough to take another one's place. */
  get runs(): boolean {
    return this.run >= RUN_FRAMES || this.shownForMs >= RUN_LIMIT_MS;
  }

  /** Whether it has shown nothing for a moment: its stream may be over, or stall. */
  get pauses(): boolean {
    return this.options.clock.now() - this.frameAt > PAUSE_MS;
  }

  /** How far behind the world it is (s), where that is known and worth telling. */
  get behindSeconds(): number | null {
    return this.connection?.behindSeconds ?? null;
  }

  start(): void {
    this.watchOut();
    void this.connect();
  }

  /** The page was hidden, or is back. */
  suspend(suspended: boolean): void {
    if (suspended === this.suspended || this.now === 'closed') return;
    this.suspended = suspended;
    // WebKit pauses what is hidden and does not go on by itself.
    if (!suspended && this.connection !== null && this.video.paused) this.play();
    this.watchOut();
  }

  /** The visitor tapped: what was blocked may play. */
  resume(): void {
    if (this.now === 'closed' || this.connection === null) return;
    if (this.now === 'blocked') this.become(this.firstFrameAt === null ? 'starting' : 'playing');
    this.play();
    this.watchOut();
  }

  /** The machine may have slept: frames have to come at once, or it is given up now. */
  async check(): Promise<void> {
    if (this.firstFrameAt === null || this.suspended || this.connection === null) return;
    const before = await this.framesDecoded();
    const { stage } = this;
    if (this.suspended || (stage !== 'playing' && stage !== 'stalled')) return;
    this.cancelTimer();
    this.cancelTimer = this.options.clock.setTimer(async () => {
      const after = await this.framesDecoded();
      if (this.stage !== stage) return;
      if (before !== null && after !== null && after <= before) return this.fail('stalled');
      if (this.video.paused) this.play();
      this.watchOut();
    }, CHECK_MS);
  }

  /** Ends it; the last frame stays. */
  close(how: 'disconnect' | 'close'): void {
    if (this.now === 'closed') return;
    this.now = 'closed';
    this.cancelTimer();
    this.stopFrames();
    this.video.removeEventListener('pause', this.paused);
    this.abort.abort();
    // A video that plays shows nothing once its tracks have ended; a paused one keeps its frame.
    this.video.pause();
    this.connection?.[how]();
  }

  /** Takes its last frame off the video; it is closed already. */
  empty(): void {
    this.connection?.detach();
    this.connection = null;
  }

  private async connect(): Promise<void> {
    const { connect, watch } = this.options;
    let connection: StreamConnection;
    try {
      connection = await connect(watch, this.abort.signal, (answered) => this.take(answered));
    } catch (error) {
      return this.fail(error instanceof ConnectError ? error.trouble : 'unreachable');
    }
    if (this.stage === 'closed') {
      connection.disconnect();
      return connection.detach();
    }
    this.take(connection);
    if (this.stage === 'connecting') this.become('starting');
  }

  /** Gives the video what it is to show; another connection may have got through first after all. */
  private take(connection: StreamConnection): void {
    const { connection: before, video } = this;
    if (this.stage === 'closed' || connection === before) return;
    this.connection = connection;
    video.playsInline = true;
    connection.attach(video);
    if (before === null) {
      video.addEventListener('pause', this.paused);
      this.stopFrames = watchFrames(video, () => this.frame(), this.options.clock);
    }
    this.play();
  }

  private play(): void {
    this.video.play().catch((error: unknown) => {
      if (this.now === 'closed' || (error as Error).name !== 'NotAllowedError') return;
      if (this.video.muted) return this.block();
      this.video.muted = true;
      this.play();
    });
  }

  private readonly paused = () => {
    // A stream that ended pauses too: the stall detection handles that.
    if (this.now === 'closed' || this.suspended || !this.connection?.isActive) return;
    const now = this.options.clock.now();
    // Browsers pause what is unmuted without a tap.
    if (this.video.muted && now - this.replayedAt < REPLAY_EVERY_MS) return this.block();
    this.video.muted = true;
    this.replayedAt = now;
    this.play();
  };

  private block(): void {
    this.become('blocked');
    this.watchOut();
  }

  private frame(): void {
    if (this.now === 'blocked' && this.video.paused) return;
    const { clock, on } = this.options;
    const now = clock.now();
    this.run = now - this.frameAt > PAUSE_MS ? 1 : this.run + 1;
    this.frameAt = now;
    const first = this.firstFrameAt === null;
    this.firstFrameAt ??= now;
    if (this.now !== 'playing') {
      this.become('playing');
      this.watchOut();
    }
    on.frame(first);
  }

  /** Sets the one timer that the present stage needs. */
  private watchOut(): void {
    this.cancelTimer();
    if (this.suspended || this.now === 'blocked' || this.now === 'closed') return;
    const { clock } = this.options;
    if (this.firstFrameAt === null) {
      this.cancelTimer = clock.setTimer(() => this.fail('no-picture'), FIRST_FRAME_LIMIT_MS);
      return;
    }
    this.frameAt = clock.now();
    this.expectFrame();
  }

  private expectFrame(): void {
    const { clock } = this.options;
    const left = this.frameAt + STALLED_AFTER_MS - clock.now();
    if (left <= 0) void this.stalled();
    else this.cancelTimer = clock.setTimer(() => this.expectFrame(), left);
  }

  /** Decoded frames that are not shown are the page's doing; without any the stream is dead. */
  private async stalled(): Promise<void> {
    const { clock } = this.options;
    this.become('stalled');
    const before = await this.framesDecoded();
    if (this.stage !== 'stalled') return;
    this.cancelTimer = clock.setTimer(async () => {
      const after = await this.framesDecoded();
      if (this.stage !== 'stalled') return;
      if (before === null || after === null || after <= before) return this.fail('stalled');
      this.play();
      this.watchOut();
    }, GIVEN_UP_AFTER_MS - STALLED_AFTER_MS);
  }

  private async framesDecoded(): Promise<number | null> {
    try {
      return (await this.connection?.framesDecoded()) ?? null;
    } catch {
      return null;
    }
  }

  private fail(trouble: Trouble): void {
    if (this.now === 'closed') return;
    this.close('disconnect');
    this.options.on.failed(trouble);
  }

  private become(stage: PictureStage): void {
    if (this.now === 'closed' || this.now === stage) return;
    this.now = stage;
    this.options.on.stage();
  }
}

/** How long a picture takes to come forward (ms), by its style, a page's own included; 0 with `prefers-reduced-motion`. */
export function fadeByStyle(video: HTMLVideoElement): number {
  const [seconds = '0'] = getComputedStyle(video).transitionDuration.split(',');
  return Number.parseFloat(seconds) * 1000 || 0;
}
