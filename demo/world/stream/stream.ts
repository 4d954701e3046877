import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Viewer } from '../rtc/viewer.js';
import { type Scene, sceneFrom } from '../scene/scene.js';
import { Camera, type CameraOptions } from './camera.js';
import { Hls } from './hls.js';
import { Recorder, type RecorderOptions, type Recording } from './recorder.js';
import { begin, change, type Telling, tell } from './telling.js';

export interface PerformedPrompt {
  prompt: string;
  at: number;
}

export type StreamEnd =
  | 'ended by client'
  | 'client gone'
  | 'lease expired'
  | 'model crashed'
  | 'ended by service';

type Life = { stage: 'running' } | { stage: 'ended'; at: number; reason: StreamEnd };

/** How one stream shows in `GET /_world/stats`. */
export interface StreamStats {
  id: string;
  session: string;
  startedAt: number;
  endedAt: number | null;
  endReason: StreamEnd | null;
  portrait: boolean;
  broadcast: boolean;
  opening: string;
  /** The rewritten prompt: the whole world as it is now. */
  prompt: string;
  performed: readonly PerformedPrompt[];
  viewers: number;
  frames: number;
  paintMillis: number;
  encodeMillis: number;
}

export interface StreamRequest {
  session: string;
  prompt: string;
  portrait: boolean;
  broadcast: boolean;
}

/** Spectators hold the last frame for a moment before their connections go, as with the service. */
const VIEWERS_LINGER_MILLIS = 1_000;

/** One stream, from its first frame to its end: the world it shows and those who watch it. */
export class Stream {
  readonly id = randomUUID();
  /** Last part of the address spectators watch at; new for every stream. */
  readonly path = randomBytes(12).toString('hex');
  readonly request: StreamRequest;
  readonly camera: Camera;
  readonly viewers = new Map<string, Viewer>();
  readonly hls: Hls;
  readonly #startedAt = Date.now();
  readonly #performed: PerformedPrompt[] = [];
  readonly #recorder: Recorder;
  #life: Life = { stage: 'running' };
  #telling: Telling;
  #scene: Scene;

  constructor(
    request: StreamRequest,
    camera: Omit<CameraOptions, 'width' | 'height'>,
    recorder: RecorderOptions,
  ) {
    this.request = request;
    this.#telling = begin(request.prompt);
    this.#scene = sceneFrom(request.prompt);
    const size = request.portrait ? { width: 480, height: 832 } : { width: 832, height: 480 };
    this.camera = new Camera(this.#scene, { ...camera, ...size });
    this.#recorder = new Recorder(this.id, this.camera, recorder);
    this.hls = new Hls(this.camera);
    this.#recorder.note('start', { prompt: request.prompt, applied_prompt: this.prompt });
  }

  get running(): boolean {
    return this.#life.stage === 'running';
  }

  get prompt(): string {
    return tell(this.#telling);
  }

  get seconds(): number {
    const until = this.#life.stage === 'ended' ? this.#life.at : Date.now();
    return (until - this.#startedAt) / 1000;
  }

  /** Changes the world. The picture crosses over to it, the telling grows by it. */
  perform(prompt: string): void {
    this.#telling = change(this.#telling, prompt);
    this.#scene = sceneFrom(prompt, this.#scene);
    this.camera.show(this.#scene);
    this.#performed.push({ prompt, at: Date.now() });
    this.#recorder.note('interact', { prompt, applied_prompt: this.prompt });
  }

  /** Resolves once enough frames were drawn, or when the stream ended before. */
  async frames(count: number): Promise<void> {
    while (this.running && this.camera.effort.frames < count) await delay(10);
  }

  /** The one way a stream ends. Resolves with its recording once that is written. */
  end(reason: StreamEnd): Promise<Recording> {
    this.#life = { stage: 'ended', at: Date.now(), reason };
    this.#recorder.note('end', { reason });
    const recording = this.#recorder.finish();
    this.hls.end();
    this.camera.stop();
    setTimeout(() => this.dismissViewers(), VIEWERS_LINGER_MILLIS).unref();
    return recording;
  }

  dismissViewers(): void {
    for (const viewer of [...this.viewers.values()]) viewer.close();
  }

  stats(): StreamStats {
    const ended = this.#life.stage === 'ended' ? this.#life : undefined;
    return {
      id: this.id,
      session: this.request.session,
      startedAt: this.#startedAt,
      endedAt: ended?.at ?? null,
      endReason: ended?.reason ?? null,
      portrait: this.request.portrait,
      broadcast: this.request.broadcast,
      opening: this.request.prompt,
      prompt: this.prompt,
      performed: [...this.#performed],
      viewers: this.viewers.size,
      ...this.camera.effort,
    };
  }
}
