import { type Canvas, createCanvas, type Image, type SKRSContext2D } from '@napi-rs/canvas';
import { type EncodedVideoChunk, VideoEncoder, VideoFrame } from '@napi-rs/webcodecs';
import { createPainter } from '../scene/paint.js';
import type { Scene } from '../scene/scene.js';

export interface Size {
  width: number;
  height: number;
}

/** One encoded picture, in Annex B form. */
export interface Frame {
  data: Buffer;
  key: boolean;
  /** Since the process began, so that a track's clock runs on from one stream to the next. */
  microseconds: number;
}

export interface CameraOptions extends Size {
  framesPerSecond: number;
  bitsPerSecond: number;
  captions: boolean;
  /** Shown first, then it dissolves into the scene. */
  startImage: Image | undefined;
  /** Painting or encoding went wrong; there will be no more frames. */
  failed(error: Error): void;
}

const CODEC = 'avc1.42e01f';
const KEY_FRAME_SECONDS = 2;
const KEY_FRAME_GAP_SECONDS = 0.4;
const DISSOLVE_SECONDS = 2.5;
/** Frames the encoder may be behind before one is left out instead of piling up. */
const MAX_QUEUED = 2;

/** Draws a scene and encodes it once, for everybody who watches. */
export class Camera {
  readonly #options: CameraOptions;
  readonly #canvas: Canvas;
  readonly #context: SKRSContext2D;
  readonly #painter: ReturnType<typeof createPainter>;
  /**
   * Given up when the camera stops: the encoder holds its callbacks, they hold the camera, and
   * such a circle through native code is never collected.
   */
  #encoder: VideoEncoder | undefined;
  readonly #watchers = new Set<(frame: Frame) => void>();
  readonly #startedAt = performance.now();
  readonly #sentAt = new Map<number, number>();
  #scene: Scene;
  #timer: NodeJS.Timeout | undefined;
  #lastKeyAt = Number.NEGATIVE_INFINITY;
  #keyFrameWanted = true;
  #frames = 0;
  #paintMillis = 0;
  #encodeMillis = 0;

  constructor(scene: Scene, options: CameraOptions) {
    this.#scene = scene;
    this.#options = options;
    this.#canvas = createCanvas(options.width, options.height);
    this.#context = this.#canvas.getContext('2d');
    this.#painter = createPainter(options.width, options.height, options.captions);
    this.#encoder = new VideoEncoder({
      output: (chunk) => this.#emit(chunk),
      error: (error) => options.failed(error),
    });
    this.#encoder.configure({
      codec: CODEC,
      width: options.width,
      height: options.height,
      bitrate: options.bitsPerSecond,
      framerate: options.framesPerSecond,
      latencyMode: 'realtime',
      avc: { format: 'annexb' },
    });
    this.#drawFrame(this.#encoder, 0);
    this.#schedule(1);
  }

  get size(): Size {
    return { width: this.#options.width, height: this.#options.height };
  }

  get effort(): { frames: number; paintMillis: number; encodeMillis: number } {
    const each = (total: number) => Number((total / Math.max(1, this.#frames)).toFixed(2));
    return {
      frames: this.#frames,
      paintMillis: each(this.#paintMillis),
      encodeMillis: each(this.#encodeMillis),
    };
  }

  show(scene: Scene): void {
    this.#scene = scene;
  }

  /**
   * Passes every frame to the watcher until the returned function is called. One whose connection still opens
   * asks for a key frame once it can take it: one that it misses would delay the next.
   */
  watch(watcher: (frame: Frame) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  requestKeyFrame(): void {
    this.#keyFrameWanted = true;
  }

  /** The picture as it is now, as JPEG. */
  still(): Promise<Buffer> {
    return this.#canvas.encode('jpeg', 82);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#watchers.clear();
    if (this.#encoder?.state === 'configured') this.#encoder.close();
    this.#encoder = undefined;
  }

  /** Aimed at the start, not at the last frame: lateness does not add up. */
  #schedule(tick: number): void {
    const due = this.#startedAt + (tick * 1000) / this.#options.framesPerSecond;
    this.#timer = setTimeout(() => this.#draw(tick), Math.max(1, due - performance.now()));
  }

  #draw(tick: number): void {
    const encoder = this.#encoder;
    if (!encoder) return;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    try {
      if (encoder.encodeQueueSize < MAX_QUEUED) this.#drawFrame(encoder, seconds);
    } catch (error) {
      this.#options.failed(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    const late = Math.ceil(seconds * this.#options.framesPerSecond);
    this.#schedule(Math.max(tick + 1, late));
  }

  #drawFrame(encoder: VideoEncoder, seconds: number): void {
    const before = performance.now();
    this.#painter.paint(this.#context, this.#scene, seconds);
    this.#dissolveStartImage(seconds);
    const microseconds = Math.round(before * 1000);
    const frame = new VideoFrame(this.#canvas, { timestamp: microseconds });
    const after = performance.now();
    this.#paintMillis += after - before;
    this.#sentAt.set(microseconds, after);
    encoder.encode(frame, { keyFrame: this.#takeKeyFrame(seconds) });
    frame.close();
  }

  #takeKeyFrame(seconds: number): boolean {
    const age = seconds - this.#lastKeyAt;
    const due = age >= KEY_FRAME_SECONDS;
    // Many viewers may ask at once, and a key frame is dear: one serves them all.
    const asked = this.#keyFrameWanted && age >= KEY_FRAME_GAP_SECONDS;
    if (!due && !asked) return false;
    this.#keyFrameWanted = false;
    this.#lastKeyAt = seconds;
    return true;
  }

  #dissolveStartImage(seconds: number): void {
    const { startImage, width, height } = this.#options;
    if (!startImage || seconds >= DISSOLVE_SECONDS) return;
    this.#context.save();
    this.#context.globalAlpha = 1 - seconds / DISSOLVE_SECONDS;
    this.#context.drawImage(startImage, 0, 0, width, height);
    this.#context.restore();
  }

  #emit(chunk: EncodedVideoChunk): void {
    const sentAt = this.#sentAt.get(chunk.timestamp);
    this.#sentAt.delete(chunk.timestamp);
    if (sentAt !== undefined) this.#encodeMillis += performance.now() - sentAt;
    this.#frames += 1;
    const data = Buffer.allocUnsafe(chunk.byteLength);
    chunk.copyTo(data);
    const frame = { data, key: chunk.type === 'key', microseconds: chunk.timestamp };
    for (const watcher of this.#watchers) watcher(frame);
  }
}
