import { type Clock, systemClock } from '../client/client-options.js';
import type { ClientView } from '../client/index.js';
import type { PlaybackState } from '../playback/playback-state.js';
import type { ClientMessage } from '../protocol/messages.js';
import type { Watch } from '../protocol/view.js';
import { type RoomClient, streamOf } from './ports.js';

/** The first report comes early, for those who do not stay; crowds that came together are spread. */
const FIRST_AFTER_MS = 10_000;
const SPREAD_MS = 10_000;
const EVERY_MS = 60_000;

/** A gap between two frames that is seen as a freeze. */
const FREEZE_MS = 500;

type Report = Omit<Extract<ClientMessage, { type: 'viewing' }>, 'type'>;

interface ViewingOptions {
  readonly client: Pick<RoomClient, 'tellViewing'>;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** What this page's picture is like, told to the room as numbers without a name, once a minute. */
export class Viewing {
  private readonly client: ViewingOptions['client'];
  private readonly clock: Clock;
  private readonly random: () => number;
  private status: PlaybackState['status'] = 'idle';
  private connectingAt: number | null = null;
  private firstFrameMs: number | null = null;
  private isFirstTold = false;
  private frameAt: number | null = null;
  private playingSince: number | null = null;
  private watchedMs = 0;
  private freezes = 0;
  private frozenMs = 0;
  private delaySeconds: number | null = null;
  private cancel: (() => void) | null = null;
  private readonly shownOrHidden = () => {
    this.frameAt = null;
  };

  constructor({ client, clock = systemClock, random = Math.random }: ViewingOptions) {
    this.client = client;
    this.clock = clock;
    this.random = random;
  }

  state(state: PlaybackState): void {
    const now = this.clock.now();
    const { status } = this;
    this.status = state.status;
    if (state.status === 'connecting') this.connectingAt ??= now;
    if (state.status === 'playing') {
      this.delaySeconds = state.behindSeconds ?? null;
      this.playingSince ??= now;
      this.firstFrameMs ??= now - (this.connectingAt ?? now);
    }
    const ends = state.status === 'idle' || state.status === 'resting';
    if (ends && status !== state.status) this.stop(now);
    if (state.status === 'playing' && this.cancel === null) this.start();
  }

  frame(): void {
    const now = this.clock.now();
    const gap = this.frameAt === null ? 0 : now - this.frameAt;
    if (gap > FREEZE_MS) {
      this.freezes += 1;
      this.frozenMs += gap;
    }
    this.frameAt = now;
  }

  private start(): void {
    document.addEventListener('visibilitychange', this.shownOrHidden);
    const first = FIRST_AFTER_MS + this.random() * SPREAD_MS;
    this.cancel = this.clock.setTimer(() => this.tell(), this.isFirstTold ? EVERY_MS : first);
  }

  /** Nothing moves: what was gathered is told with the next report. */
  private stop(now: number): void {
    this.cancel?.();
    this.cancel = null;
    document.removeEventListener('visibilitychange', this.shownOrHidden);
    if (this.playingSince !== null) this.watchedMs += now - this.playingSince;
    this.playingSince = null;
    this.frameAt = null;
  }

  private tell(): void {
    const now = this.clock.now();
    this.cancel = this.clock.setTimer(() => this.tell(), EVERY_MS);
    if (this.playingSince !== null) this.watchedMs += now - this.playingSince;
    this.playingSince = now;
    const report: Report = {
      transport: this.delaySeconds === null ? 'webrtc' : 'hls',
      watchedMs: whole(this.watchedMs),
      freezes: Math.min(this.freezes, 1_000),
      frozenMs: whole(this.frozenMs),
      firstFrameMs: this.isFirstTold ? null : whole(this.firstFrameMs ?? 0),
      delayMs: this.delaySeconds === null ? null : whole(this.delaySeconds * 1000),
    };
    if (!this.client.tellViewing(report)) return;
    this.isFirstTold = true;
    this.watchedMs = 0;
    this.freezes = 0;
    this.frozenMs = 0;
  }
}

/** As the room takes it: a page that slept is not to be counted with its night. */
function whole(ms: number): number {
  return Math.max(0, Math.min(120_000, Math.round(ms)));
}

/** At a renewal a page shows the old stream, and then the next. */
const STREAMS_KEPT = 3;

/**
 * Tells the room which stream this page shows, by the id that the room has given it: the old stream is
 * kept until all pages have moved. Returns what takes the shown streams of a player.
 */
export function tellMoves(
  client: Pick<RoomClient, 'moved' | 'subscribe' | 'view'>,
): (shown: Watch | null) => void {
  const named = new Map<string, string>();
  let shown: Watch | null | undefined;
  let wasConnected = false;
  const tell = () => {
    if (shown === undefined) return;
    const to = shown === null ? null : named.get(shown.webrtcUrl);
    if (to !== undefined) client.moved(to);
  };
  const hear = ({ connection, room }: ClientView) => {
    const stream = room && streamOf(room.life);
    if (stream) {
      named.delete(stream.watch.webrtcUrl);
      named.set(stream.watch.webrtcUrl, stream.streamId);
      const [oldest] = named.keys();
      if (oldest !== undefined && named.size > STREAMS_KEPT) named.delete(oldest);
    }
    const isConnected = connection.status === 'connected';
    // A room forgets a page with its connection.
    if (isConnected && !wasConnected) tell();
    wasConnected = isConnected;
  };
  client.subscribe(hear);
  hear(client.view);
  return (watch) => {
    shown = watch;
    tell();
  };
}
