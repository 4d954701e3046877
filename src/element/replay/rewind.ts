import { BEFORE_MS, type ReplayPort } from '../replay-entry.js';
import { Player, StreamSequence } from './player.js';
import { Pictures, RoomHttp } from './room-http.js';

/** One change of the world, and when it was, in the room's time. */
export interface PastChange {
  readonly id: string;
  /** The participant's id. */
  readonly by: string;
  readonly name: string;
  readonly text: string;
  readonly at: number;
  /** From when on it is shown: shortly before it took effect, and in the same stream. */
  readonly from: number;
}

/** Where a rewound picture is: `still` where only thumbnails are to be had, as long as a stream runs. */
export type RewindState = 'fetching' | 'playing' | 'still' | 'trouble';

/** What was, over the live picture: the broadcast so far, its recordings and its thumbnails. */
export class Rewind {
  readonly video = document.createElement('video');
  private readonly port: ReplayPort;
  private readonly caughtUp: () => void;
  private readonly sequence: StreamSequence;
  private readonly pictures: Pictures;
  private readonly player: Player;
  private loading: Promise<unknown> | null = null;
  /** Where a still stands, in the room's time. */
  private stillAt: number | null = null;
  private hasPlayed = false;
  private wasMuted: boolean | null = null;

  /** `caughtUp` is called when it has played up to what is live. */
  constructor(port: ReplayPort, changed: () => void, caughtUp: () => void) {
    this.port = port;
    this.caughtUp = caughtUp;
    const { options, view } = port;
    if (options === null) throw new Error('There is no room to rewind.');
    const http = new RoomHttp(options, view.room?.rules.replay === 'yes');
    this.sequence = new StreamSequence(http);
    this.pictures = new Pictures(http, changed);
    this.video.playsInline = true;
    this.player = new Player({
      video: this.video,
      sequence: this.sequence,
      now: () => port.client?.now() ?? Date.now(),
      changed: () => {
        this.watchEnd();
        changed();
      },
      skipped: () => undefined,
    });
  }

  /** Fetches what the broadcast was so far; asked again, what has come since. */
  load(): Promise<unknown> {
    this.loading ??= this.sequence.load().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  /** When the broadcast began, as far as it is known. */
  get beganAt(): number | null {
    return this.sequence.presentBroadcast()?.startedAt ?? null;
  }

  get changes(): readonly PastChange[] {
    return this.sequence.streams.flatMap(({ startedAt, prompts }) =>
      prompts.map(({ id, by, name, text, atMs }) => {
        const from = startedAt + Math.max(0, atMs - BEFORE_MS);
        return { id, by, name, text, at: startedAt + atMs, from };
      }),
    );
  }

  /** The address of a change's thumbnail; null where there is none, or it has not come yet. */
  pictureOf(id: string): string | null {
    const known = this.sequence.streams.some(({ prompts }) =>
      prompts.some((prompt) => prompt.id === id && prompt.frame),
    );
    return known ? this.pictures.address(id) : null;
  }

  /** The moment in the stream that played then. */
  momentAt(at: number): { no: number; ms: number; isOver: boolean } | null {
    const { streams } = this.sequence;
    const stream =
      streams.find(({ endedAt }) => endedAt === null || endedAt > at) ?? streams.at(-1) ?? null;
    if (stream === null) return null;
    const { no, startedAt, endedAt } = stream;
    return { no, ms: Math.max(0, at - startedAt), isOver: endedAt !== null };
  }

  async go(at: number): Promise<void> {
    this.wasMuted ??= this.port.picture?.muted ?? true;
    this.port.picture?.setMuted(true);
    this.video.muted = this.wasMuted;
    this.hasPlayed = false;
    this.stillAt = at;
    await this.load();
    const moment = this.stillAt === at ? this.momentAt(at) : null;
    if (moment === null) return;
    if (moment.isOver) {
      this.stillAt = null;
      await this.player.go(moment, true);
    } else this.player.close();
  }

  get state(): RewindState {
    if (this.stillAt !== null) return this.loading === null ? 'still' : 'fetching';
    const { state } = this.player;
    if (state.at === 'part') return 'playing';
    return state.at === 'stopped' ? 'trouble' : 'fetching';
  }

  /** What is shown, in the room's time; null for nothing. */
  get at(): number | null {
    if (this.stillAt !== null) return this.stillAt;
    const { moment } = this.player;
    const stream = moment === null ? null : this.sequence.find(moment.no);
    return moment === null || stream === null ? null : stream.startedAt + moment.ms;
  }

  /** Back to what is live, with its sound. */
  close(): void {
    this.stillAt = null;
    this.player.close();
    if (this.wasMuted !== null) this.port.picture?.setMuted(this.wasMuted);
    this.wasMuted = null;
  }

  /** Not to be used any more after this. */
  end(): void {
    this.close();
    this.pictures.close();
  }

  /** What follows the last recording is live. */
  private watchEnd(): void {
    const { state } = this.player;
    if (state.at === 'part' && this.video.currentTime > 0) this.hasPlayed = true;
    const isOver = state.at === 'stopped' && (state.why === 'live' || state.why === 'end');
    if (isOver && this.hasPlayed) this.caughtUp();
  }
}
