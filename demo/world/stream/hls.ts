import type { Camera, Frame } from './camera.js';
import { segmentOf } from './transport-stream.js';

/** A segment ends at the first key frame after this; the camera sends one every two seconds. */
const SEGMENT_SECONDS = 1.5;
/** As RFC 8216 has it: no segment is longer, and three of them are in the playlist at least. */
const TARGET_SECONDS = 4;
const LISTED = 5;
/** A segment that just left the playlist may still be asked for. */
const KEPT = LISTED + 2;

interface Segment {
  readonly no: number;
  readonly seconds: number;
  readonly data: Buffer;
}

/** The same pictures that spectators get by WHEP, as HLS: some seconds later, for any browser. */
export class Hls {
  readonly #segments: Segment[] = [];
  readonly #leaveCamera: () => void;
  #frames: Frame[] = [];
  #next = 0;
  #isOver = false;

  constructor(camera: Camera) {
    this.#leaveCamera = camera.watch((frame) => this.#add(frame));
  }

  /** Null while there is no segment yet. */
  get playlist(): string | null {
    const listed = this.#segments.slice(-LISTED);
    const [first] = listed;
    if (first === undefined) return null;
    return [
      '#EXTM3U',
      '#EXT-X-VERSION:3',
      `#EXT-X-TARGETDURATION:${TARGET_SECONDS}`,
      `#EXT-X-MEDIA-SEQUENCE:${first.no}`,
      ...listed.flatMap(({ no, seconds }) => [`#EXTINF:${seconds.toFixed(3)},`, `${no}.ts`]),
      ...(this.#isOver ? ['#EXT-X-ENDLIST'] : []),
      '',
    ].join('\n');
  }

  segment(no: number): Buffer | undefined {
    return this.#segments.find((segment) => segment.no === no)?.data;
  }

  end(): void {
    this.#leaveCamera();
    this.#isOver = true;
  }

  #add(frame: Frame): void {
    const [first] = this.#frames;
    if (first === undefined && !frame.key) return;
    const seconds = first === undefined ? 0 : (frame.microseconds - first.microseconds) / 1e6;
    if (frame.key && seconds >= SEGMENT_SECONDS) {
      this.#segments.push({ no: this.#next, seconds, data: segmentOf(this.#frames) });
      this.#next += 1;
      this.#frames = [];
      if (this.#segments.length > KEPT) this.#segments.shift();
    }
    this.#frames.push(frame);
  }
}
