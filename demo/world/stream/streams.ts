import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Image, loadImage } from '@napi-rs/canvas';
import type { Faults } from '../faults.js';
import type { Journal } from '../journal.js';
import type { WorldOptions } from '../options.js';
import { moderate, type Refusal } from './moderation.js';
import type { Recording } from './recorder.js';
import { Stream, type StreamEnd, type StreamRequest, type StreamStats } from './stream.js';

export interface OpenRequest extends StreamRequest {
  /** A start image as data URL or bare base64. */
  image: string | undefined;
}

export interface OpenCalls {
  signal: AbortSignal;
  /** The running stream can draw no more. */
  crashed(): void;
}

export type Opening = { ok: true; stream: Stream } | ({ ok: false } & Refusal);

const PAST_KEPT = 200;

/** All streams of this world: those that run, and what is remembered of those that ended. */
export class Streams {
  readonly #options: WorldOptions;
  readonly #faults: Faults;
  readonly #journal: Journal;
  readonly #folder: string;
  readonly #running = new Map<string, Stream>();
  readonly #past: StreamStats[] = [];
  /** Those just ended are still being written. */
  readonly #recordings = new Map<string, Promise<Recording>>();
  #endedSeconds = 0;

  static async create(options: WorldOptions, faults: Faults, journal: Journal): Promise<Streams> {
    const folder = await mkdtemp(join(tmpdir(), 'odyssey-world-'));
    return new Streams(options, faults, journal, folder);
  }

  private constructor(options: WorldOptions, faults: Faults, journal: Journal, folder: string) {
    this.#options = options;
    this.#faults = faults;
    this.#journal = journal;
    this.#folder = folder;
  }

  get usedHours(): number {
    const running = [...this.#running.values()].reduce((sum, stream) => sum + stream.seconds, 0);
    return (this.#endedSeconds + running) / 3600;
  }

  /** Moderates, waits as long as a model takes, and starts. An aborted start is not heard of. */
  async open(request: OpenRequest, { signal, crashed }: OpenCalls): Promise<Opening> {
    const { startMillis, refusedWords, monthlyHours } = this.#options;
    if (this.usedHours >= monthlyHours) {
      return { ok: false, reason: 'quota_exceeded', message: 'Monthly usage limit reached' };
    }
    const refusal = moderate(request.prompt, refusedWords, this.#faults);
    if (refusal) return { ok: false, ...refusal };
    const image = request.image === undefined ? undefined : await readImage(request.image);
    if (image === 'unreadable') {
      return { ok: false, reason: 'unknown', message: 'Could not read the input image' };
    }
    const extra = this.#faults.strike('slow-start')?.ms ?? 0;
    await delay(startMillis + extra, undefined, { ref: false });
    if (signal.aborted) return { ok: false, reason: 'unknown', message: 'Start was cancelled' };
    try {
      return { ok: true, stream: this.#start(request, image, crashed) };
    } catch (error) {
      return { ok: false, reason: 'model_crash', message: String(error) };
    }
  }

  end(stream: Stream, reason: StreamEnd): void {
    if (!this.#running.delete(stream.path)) return;
    this.#keep(stream.id, stream.end(reason));
    this.#endedSeconds += stream.seconds;
    this.#past.push(stream.stats());
    if (this.#past.length > PAST_KEPT) this.#past.shift();
    this.#journal.add('stream-ended', { stream: stream.id, reason });
  }

  atPath(path: string): Stream | undefined {
    return this.#running.get(path);
  }

  recording(streamId: string): Promise<Recording> | undefined {
    return this.#recordings.get(streamId);
  }

  /** Newest first. */
  async recordings(): Promise<Recording[]> {
    const written = await Promise.all(this.#recordings.values());
    return written.reverse();
  }

  stats(): StreamStats[] {
    return [...this.#past, ...[...this.#running.values()].map((stream) => stream.stats())];
  }

  async close(): Promise<void> {
    for (const stream of [...this.#running.values()]) {
      stream.dismissViewers();
      this.end(stream, 'ended by service');
    }
    await Promise.allSettled(this.#recordings.values());
    await rm(this.#folder, { recursive: true, force: true });
  }

  #start(request: OpenRequest, startImage: Image | undefined, crashed: () => void): Stream {
    const { framesPerSecond, bitsPerSecond, captions, recordingMegabytes } = this.#options;
    const { session, prompt, portrait, broadcast } = request;
    const failed = (error: Error) => {
      this.#journal.add('camera-failed', { session, error: error.message });
      crashed();
    };
    const stream = new Stream(
      { session, prompt, portrait, broadcast },
      { framesPerSecond, bitsPerSecond, captions, startImage, failed },
      { folder: this.#folder, maxBytes: recordingMegabytes * 1024 * 1024 },
    );
    this.#running.set(stream.path, stream);
    const withImage = startImage !== undefined;
    this.#journal.add('stream-started', { stream: stream.id, session, prompt, withImage });
    return stream;
  }

  #keep(streamId: string, recording: Promise<Recording>): void {
    this.#recordings.set(streamId, recording);
    recording.catch((error) => {
      this.#recordings.delete(streamId);
      this.#journal.add('recording-failed', { stream: streamId, error: String(error) });
    });
    const tooMany = this.#recordings.size - this.#options.recordingsKept;
    for (const [id, old] of [...this.#recordings].slice(0, Math.max(0, tooMany))) {
      this.#recordings.delete(id);
      void old.then(({ files }) => Object.values(files).map((file) => rm(file, { force: true })));
    }
  }
}

async function readImage(source: string): Promise<Image | 'unreadable'> {
  const base64 = source.slice(source.indexOf(',') + 1);
  return loadImage(Buffer.from(base64, 'base64')).catch(() => 'unreadable' as const);
}
