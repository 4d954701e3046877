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
  readonly #muxer = new Mp4Muxer({ fastStart: true });
  readonly #leaveCamera: () => void;
  readonly #events: string[] = [];
  #thumbnail: Promise<Buffer> | undefined;
  #firstMicroseconds: number | undefined;
  #frames = 0;
  #bytes = 0;

  constructor(streamId: string, camera: Camera, options: RecorderOptions) {
    this.#streamId = streamId;
    this.#camera = camera;
    this.#options = options;
    this.#muxer.addVideoTrack({ codec: 'avc1.42e01f', ...camera.size });
    this.#leaveCamera = camera.watch((frame) => this.#add(frame));
  }

  note(event: string, details: Record<string, unknown>): void {
    const milliseconds = Date.now() - this.#startedAt;
    this.#events.push(`${JSON.stringify({ timestamp_ms: milliseconds, event, ...details })}\n`);
  }

  async finish(): Promise<Recording> {
    this.#leaveCamera();
    const endedAt = Date.now();
    const path = (ending: string) => join(this.#options.folder, `${this.#streamId}${ending}`);
    const files = { video: path('.mp4'), events: path('.jsonl'), thumbnail: path('.jpg') };
    const video = this.#frames > 0 ? this.#muxer.finalize() : new Uint8Array();
    this.#muxer.close();
    this.#thumbnail ??= this.#camera.still();
    await Promise.all([
      writeFile(files.video, video),
      writeFile(files.events, this.#events.join('')),
      writeFile(files.thumbnail, await this.#thumbnail),
    ]);
    return {
      streamId: this.#streamId,
      ...this.#camera.size,
      startedAt: this.#startedAt,
      endedAt,
      frames: this.#frames,
      files,
    };
  }

  #add(frame: Frame): void {
    if (this.#frames === 0 && !frame.key) return;
    this.#bytes += frame.data.length;
    if (this.#bytes > this.#options.maxBytes) {
      this.#leaveCamera();
      return;
    }
    this.#frames += 1;
    this.#firstMicroseconds ??= frame.microseconds;
    const timestamp = frame.microseconds - this.#firstMicroseconds;
    const type = frame.key ? 'key' : 'delta';
    this.#muxer.addVideoChunk(new EncodedVideoChunk({ type, timestamp, data: frame.data }));
    if (timestamp > THUMBNAIL_SECONDS * 1e6) this.#thumbnail ??= this.#camera.still();
  }
}
