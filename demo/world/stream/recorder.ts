import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EncodedVideoChunk, Mp4Muxer } from '@napi-rs/webcodecs';
import type { Camera, Frame } from './camera.js';

export interface RecorderOptions {
  folder: string;
  maxBytes: number;
}

/** What remains of a stream: its files lie in the recorder's folder under the stream's id. */
export interface Recording {
  streamId: string;
  width: number;
  height: number;
  startedAt: number;
  endedAt: number;
  /** How long its video is. */
  seconds: number;
  frames: number;
  files: { video: string; events: string; thumbnail: string };
}

const THUMBNAIL_SECONDS = 1;

/** Keeps a stream's picture and events while it runs, and writes them down when it ends. */
export class Recorder {
  readonly #streamId: string;
  readonly #camera: Camera;
  readonly #options: RecorderOptions;
  readonly #startedAt = Date.now();
  #endedAt: number | undefined;
  readonly #leaveCamera: () => void;
  readonly #events: string[] = [];
  #thumbnail: Promise<Buffer> | undefined;
  readonly #chunks: Frame[] = [];
  #bytes = 0;

  constructor(streamId: string, camera: Camera, options: RecorderOptions) {
    this.#streamId = streamId;
    this.#camera = camera;
    this.#options = options;
    this.#leaveCamera = camera.watch((frame) => this.#add(frame));
  }

  note(event: string, details: Record<string, unknown>): void {
    const milliseconds = Date.now() - this.#startedAt;
    this.#events.push(`${JSON.stringify({ timestamp_ms: milliseconds, event, ...details })}\n`);
  }

  async finish(): Promise<Recording> {
    this.#leaveCamera();
    const endedAt = Date.now();
    this.#endedAt ??= endedAt;
    const path = (ending: string) => join(this.#options.folder, `${this.#streamId}${ending}`);
    const files = { video: path('.mp4'), events: path('.jsonl'), thumbnail: path('.jpg') };
    this.#thumbnail ??= this.#camera.still();
    await Promise.all([
      writeFile(files.video, this.#video()),
      writeFile(files.events, this.#events.join('')),
      writeFile(files.thumbnail, await this.#thumbnail),
    ]);
    return {
      streamId: this.#streamId,
      ...this.#camera.size,
      startedAt: this.#startedAt,
      endedAt,
      seconds: this.#seconds,
      frames: this.#chunks.length,
      files,
    };
  }

  #add(frame: Frame): void {
    if (this.#chunks.length === 0 && !frame.key) return;
    this.#bytes += frame.data.length;
    if (this.#bytes > this.#options.maxBytes) {
      this.#endedAt = Date.now();
      this.#leaveCamera();
      return;
    }
    this.#chunks.push(frame);
    if (this.#seconds > THUMBNAIL_SECONDS) this.#thumbnail ??= this.#camera.still();
  }

  /** A frame that comes late on a busy machine is shown the longer: its stream was none the shorter. */
  get #seconds(): number {
    return ((this.#endedAt ?? Date.now()) - this.#startedAt) / 1000;
  }

  /** The muxer knows no time but the frame rate, which is the one that there was in the end. */
  #video(): Uint8Array {
    const frames = this.#chunks.length;
    if (frames === 0) return new Uint8Array();
    const muxer = new Mp4Muxer({ fastStart: true });
    const framerate = frames > 1 ? (frames - 1) / this.#seconds : 1;
    muxer.addVideoTrack({ codec: 'avc1.42e01f', ...this.#camera.size, framerate });
    for (const { key, data, microseconds } of this.#chunks) {
      const type = key ? 'key' : 'delta';
      muxer.addVideoChunk(new EncodedVideoChunk({ type, timestamp: microseconds, data }));
    }
    const video = muxer.finalize();
    muxer.close();
    return video;
  }
}
