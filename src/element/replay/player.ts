import {
  type Recording,
  RecordingSchema,
  type Recordings,
  RecordingsSchema,
  type ReplayPrompt,
  type ReplayStream,
} from '../../protocol/replay.js';
import type { Moment } from '../replay-entry.js';
import type { Got, RoomHttp, Trouble } from './room-http.js';

/** Streams with a gap of at most this belong to one broadcast. */
const SAME_BROADCAST_MS = 60_000;

/** A recording's address is not used this shortly before it expires. */
const SPARE_MS = 300_000;

/** How many pages are fetched at most to reach a linked stream. */
const PAGES_BACK = 100;

/** The room's streams in order, as far as they were fetched, and the addresses of their recordings. */
export class StreamSequence {
  /** Oldest first; one that runs is the last. */
  streams: readonly ReplayStream[] = [];
  /** The numbers of streams without a recording. */
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

  /** Fetches the newest page, also again: a running stream may have ended since. */
  async load(): Promise<Got<null>> {
    const got = await this.http.read(RecordingsSchema, '/recordings');
    if (!got.ok) return got;
    if (this.streams.length === 0) this.older = got.value.next;
    this.add(got.value);
    return { ok: true, value: null };
  }

  /** Fetches the page before the oldest known stream. */
  async loadOlder(): Promise<Got<null>> {
    if (this.older === null) return { ok: true, value: null };
    const got = await this.http.read(RecordingsSchema, `/recordings?after=${this.older}`);
    if (!got.ok) return got;
    this.older = got.value.next;
    this.add(got.value);
    return { ok: true, value: null };
  }

  /** Goes back until this stream is known, if it is kept at all. */
  reach(no: number): Promise<ReplayStream | null> {
    const isPast = () => (this.streams[0]?.no ?? 0) < no;
    return this.goBack(() => this.find(no), isPast);
  }

  /** The same for the prompt of this id. */
  reachPrompt(id: string): Promise<{ stream: ReplayStream; prompt: ReplayPrompt } | null> {
    const find = () => {
      for (const stream of this.streams) {
        const prompt = stream.prompts.find((one) => one.id === id);
        if (prompt !== undefined) return { stream, prompt };
      }
      return null;
    };
    return this.goBack(find, () => this.streams.length === 0);
  }

  private async goBack<Found>(
    find: () => Found | null,
    isPast: () => boolean,
  ): Promise<Found | null> {
    for (let page = 0; page < PAGES_BACK; page += 1) {
      const found = find();
      if (found !== null || isPast() || !this.hasOlder) return found;
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
    return firstOfLast(this.streams.filter(({ endedAt }) => endedAt !== null));
  }

  /** The same of the broadcast that runs. */
  presentBroadcast(): ReplayStream | null {
    return firstOfLast(this.streams);
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

  /** An address did not work: the next time a new one is requested. */
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

/** The first of the last streams without a long gap between them. */
function firstOfLast(streams: readonly ReplayStream[]): ReplayStream | null {
  let first = streams.at(-1) ?? null;
  for (const stream of [...streams].reverse()) {
    const endedAt = stream.endedAt ?? stream.startedAt;
    if (first !== null && stream !== first && first.startedAt - endedAt > SAME_BROADCAST_MS) break;
    first = stream;
  }
  return first;
}

/** The next recording's address is requested this long before a part ends. */
const AHEAD_SECONDS = 10;

/** A recording may begin before its stream, by this much at most. */
const LEAD_MS_MAX = 5_000;

/** What keeps it from playing. `broken`: the browser could not play what it got. */
export type Stop = Trouble | 'broken' | 'end';

type PlayerState =
  | { readonly at: 'rest' }
  | { readonly at: 'fetching'; readonly moment: Moment }
  | { readonly at: 'part'; readonly no: number }
  | { readonly at: 'stopped'; readonly moment: Moment; readonly why: Stop };

interface PlayerPort {
  readonly video: HTMLVideoElement;
  readonly sequence: StreamSequence;
  now(): number;
  /** The state is another one, or the moment that is shown. */
  changed(): void;
  /** A part is left out because nothing of it is kept. */
  skipped(stream: ReplayStream): void;
}

/** Plays through the sequence: a part's recording, then the next one's, whatever lies between. */
export class Player {
  state: PlayerState = { at: 'rest' };
  private readonly port: PlayerPort;
  /** How long before the stream's own beginning the recording begins. */
  private leadMs = 0;
  /** Where to go as soon as the recording is known. */
  private pendingMs: number | null = null;
  /** Whether a new address was requested because the last one did not work. */
  private triedAgain = false;
  private plays = true;
  private asked = 0;

  constructor(port: PlayerPort) {
    this.port = port;
    const { video } = port;
    video.addEventListener('loadedmetadata', () => this.seekPending());
    video.addEventListener('timeupdate', () => this.moved());
    video.addEventListener('ended', () => void this.onward());
    video.addEventListener('error', () => this.broke());
    // Events are late: what they tell may have been taken back.
    video.addEventListener('play', () => {
      if (!video.paused) this.plays = true;
      port.changed();
    });
    video.addEventListener('pause', () => {
      // Only a visitor's own pause counts: a change of parts, or an error, pauses it too.
      const isOwn = this.state.at === 'part' && this.pendingMs === null && !video.ended;
      if (isOwn && video.paused) this.plays = false;
      port.changed();
    });
  }

  /** What is shown, or would be. */
  get moment(): Moment | null {
    const { state } = this;
    if (state.at === 'rest') return null;
    if (state.at !== 'part') return state.moment;
    const ms = this.pendingMs ?? this.port.video.currentTime * 1000 - this.leadMs;
    return { no: state.no, ms: Math.max(0, ms) };
  }

  /** Goes to a moment; within a part at once, else as soon as its recording is there. */
  async go(moment: Moment, plays: boolean): Promise<void> {
    this.triedAgain = false;
    this.plays = plays;
    if (this.state.at !== 'part' || this.state.no !== moment.no) return this.fetch(moment);
    this.pendingMs = moment.ms;
    if (this.port.video.readyState >= HTMLMediaElement.HAVE_METADATA) this.seekPending();
  }

  /** Whether it plays, or will as soon as it can. */
  get isPlaying(): boolean {
    return this.plays && this.state.at !== 'stopped' && this.state.at !== 'rest';
  }

  /** Plays or pauses; what has stopped is tried once more. */
  toggle(): void {
    const { video, changed } = this.port;
    if (this.state.at === 'stopped') return this.again();
    // The word counts also while a recording is being fetched.
    this.plays = !this.plays;
    if (!this.plays) video.pause();
    else if (this.state.at === 'part') video.play().catch(() => undefined);
    changed();
  }

  /** Tries once more what failed. */
  again(): void {
    if (this.state.at === 'stopped') void this.go(this.state.moment, true);
  }

  close(): void {
    this.asked += 1;
    this.state = { at: 'rest' };
    const { video } = this.port;
    video.removeAttribute('src');
    video.load();
  }

  private async fetch(moment: Moment): Promise<void> {
    const { sequence, video, now, changed, skipped } = this.port;
    this.asked += 1;
    const { asked } = this;
    this.become({ at: 'fetching', moment });
    const got = await sequence.recording(moment.no, now());
    if (asked !== this.asked) return;
    const stream = sequence.find(moment.no);
    if (!got.ok) {
      if (got.why !== 'gone') return this.become({ at: 'stopped', moment, why: got.why });
      const next = sequence.after(moment.no);
      if (next === null) return this.become({ at: 'stopped', moment, why: 'gone' });
      if (stream !== null) skipped(stream);
      return this.fetch({ no: next.no, ms: 0 });
    }
    const { videoUrl, thumbnailUrl, seconds } = got.value;
    const longer = ((seconds ?? 0) - (stream?.seconds ?? 0)) * 1000;
    this.leadMs = Math.min(Math.max(0, longer), LEAD_MS_MAX);
    this.pendingMs = moment.ms;
    this.state = { at: 'part', no: moment.no };
    video.poster = thumbnailUrl ?? '';
    video.src = videoUrl;
    if (this.plays) video.play().catch(() => undefined);
    changed();
  }

  private seekPending(): void {
    const { video } = this.port;
    if (this.pendingMs === null) return;
    const seconds = this.pendingMs === 0 ? 0 : (this.pendingMs + this.leadMs) / 1000;
    this.pendingMs = null;
    // At the very end it would fire `ended` at once.
    video.currentTime = Math.max(0, Math.min(seconds, video.duration - 0.5));
    if (this.plays) video.play().catch(() => undefined);
    this.port.changed();
  }

  private moved(): void {
    const { video, sequence, now, changed } = this.port;
    const { state } = this;
    if (state.at !== 'part') return;
    const next = sequence.after(state.no);
    const isNear = video.duration - video.currentTime < AHEAD_SECONDS;
    if (isNear && next !== null && next.endedAt !== null) void sequence.recording(next.no, now());
    changed();
  }

  /** A part is over: the next one, which may have ended since the sequence was fetched. */
  private async onward(): Promise<void> {
    const { sequence } = this.port;
    const { state, asked } = this;
    if (state.at !== 'part') return;
    const isLast = (sequence.after(state.no)?.endedAt ?? null) === null;
    if (isLast) await sequence.load();
    if (asked !== this.asked) return;
    const next = sequence.after(state.no);
    if (next !== null) return this.go({ no: next.no, ms: 0 }, true);
    const ms = this.moment?.ms ?? 0;
    this.become({ at: 'stopped', moment: { no: state.no, ms }, why: 'end' });
  }

  /** The address may have expired: a new one is tried once. */
  private broke(): void {
    const { moment, state } = this;
    if (moment === null || state.at !== 'part') return;
    this.port.sequence.forget(state.no);
    if (this.triedAgain) return this.become({ at: 'stopped', moment, why: 'broken' });
    this.triedAgain = true;
    void this.fetch(moment);
  }

  private become(state: PlayerState): void {
    this.state = state;
    this.port.changed();
  }
}
