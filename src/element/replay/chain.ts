import {
  type Recording,
  RecordingSchema,
  type Recordings,
  RecordingsSchema,
  type ReplayStream,
} from '../../protocol/replay.js';
import type { Got, RoomHttp } from './room-http.js';

/** Two streams that are no further apart belong to one broadcast. */
const SAME_BROADCAST_MS = 60_000;

/** An address is not used in its last minutes. */
const SPARE_MS = 300_000;

/** How many parts before a linked one are fetched to get to it. */
const PAGES_BACK = 100;

/** The room's chain of streams as far as it was fetched, and the addresses of their recordings. */
export class Chain {
  /** Oldest first; one that runs is the last. */
  streams: readonly ReplayStream[] = [];
  /** Those of which is known that nothing is kept. */
  readonly gone = new Set<number>();
  private readonly http: RoomHttp;
  private older: number | null = null;
  private readonly recordings = new Map<number, Promise<Got<Recording>>>();

  constructor(http: RoomHttp) {
    this.http = http;
  }

  get hasOlder(): boolean {
    return this.older !== null;
  }

  /** The newest part, once more: what ran has ended, and something else runs. */
  async load(): Promise<Got<null>> {
    const got = await this.http.read(RecordingsSchema, '/recordings');
    if (!got.ok) return got;
    if (this.streams.length === 0) this.older = got.value.next;
    this.add(got.value);
    return { ok: true, value: null };
  }

  /** The part before what is known. */
  async loadOlder(): Promise<Got<null>> {
    if (this.older === null) return { ok: true, value: null };
    const got = await this.http.read(RecordingsSchema, `/recordings?after=${this.older}`);
    if (!got.ok) return got;
    this.older = got.value.next;
    this.add(got.value);
    return { ok: true, value: null };
  }

  /** Goes back until this stream is known, if it is kept at all. */
  async reach(no: number): Promise<ReplayStream | null> {
    for (let page = 0; page < PAGES_BACK; page += 1) {
      const found = this.find(no);
      const [oldest] = this.streams;
      if (found !== null || oldest === undefined || oldest.no < no || !this.hasOlder) return found;
      if (!(await this.loadOlder()).ok) return null;
    }
    return null;
  }

  find(no: number): ReplayStream | null {
    return this.streams.find((stream) => stream.no === no) ?? null;
  }

  /** The one that follows and may be played. */
  after(no: number): ReplayStream | null {
    return this.streams.find((stream) => stream.no > no && !this.gone.has(stream.no)) ?? null;
  }

  /** Where the last broadcast began, as far as it is known: the last streams without a long gap. */
  lastBroadcast(): ReplayStream | null {
    const ended = this.streams.filter(({ endedAt }) => endedAt !== null);
    let first = ended.at(-1) ?? null;
    for (const stream of ended.reverse()) {
      if (first !== null && first.startedAt - (stream.endedAt ?? 0) > SAME_BROADCAST_MS) break;
      first = stream;
    }
    return first;
  }

  /** Where a stream's recording is. */
  async recording(no: number, now: number): Promise<Got<Recording>> {
    const known = await this.recordings.get(no);
    if (known?.ok && known.value.expiresAt - SPARE_MS > now) return known;
    const asked = this.http.read(RecordingSchema, `/recordings/${no}`);
    this.recordings.set(no, asked);
    const got = await asked;
    if (!got.ok) this.recordings.delete(no);
    if (!got.ok && got.why === 'gone') this.gone.add(no);
    return got;
  }

  /** An address did not work: the next time it is asked for anew. */
  forget(no: number): void {
    this.recordings.delete(no);
  }

  private add({ streams, running }: Recordings): void {
    const all = new Map(this.streams.map((stream) => [stream.no, stream]));
    // What was shown as running may have ended under another number.
    for (const [no, { endedAt }] of all) if (endedAt === null) all.delete(no);
    for (const stream of streams) all.set(stream.no, stream);
    if (running !== null) all.set(running.no, running);
    this.streams = [...all.values()].sort((a, b) => a.no - b.no);
  }
}
