import type { Clock } from '../client/client-options.js';

/** What a viewer's picture is doing. Instants are this page's clock, ms. */
export type PlaybackState =
  /** There is no stream to watch. */
  | { readonly status: 'idle' }
  | { readonly status: 'connecting' }
  | {
      readonly status: 'playing';
      /** How far behind the world (s, whole), where the picture comes by HLS; absent by WebRTC. */
      readonly behindSeconds?: number;
    }
  /** Frames stopped coming; the decoder is being checked. */
  | { readonly status: 'stalled' }
  /** The browser wants a tap before it plays: call `resume()` inside one. */
  | { readonly status: 'blocked' }
  | { readonly status: 'waiting'; readonly retryAt: number; readonly attempt: number }
  /** Disconnected because nobody can see it; the last frame stays. */
  | { readonly status: 'resting' }
  /**
   * This browser cannot show the picture. Without `webrtc` nothing is tried; without `h264` no picture
   * came, and it is retried now and then.
   */
  | { readonly status: 'unsupported'; readonly lacks: 'webrtc' | 'h264' };

/** A delay that moves by a second is the same one, or its number would flicker. */
const SAME_DELAY_SECONDS = 1;

export function sameState(one: PlaybackState, other: PlaybackState): boolean {
  if (one.status === 'waiting' && other.status === 'waiting') {
    return one.retryAt === other.retryAt && one.attempt === other.attempt;
  }
  if (one.status === 'playing' && other.status === 'playing') {
    const [before, now] = [one.behindSeconds, other.behindSeconds];
    if (before === undefined || now === undefined) return before === now;
    return Math.abs(before - now) <= SAME_DELAY_SECONDS;
  }
  return one.status === other.status;
}

/** What the page knows about whether the picture can be seen. */
export interface Visibility {
  readonly pageVisible: boolean;
  readonly onScreen: boolean;
  /** Whether it is seen all the same, as in a window of its own (picture in picture). */
  readonly elsewhere?: boolean;
}

const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** A refused token or a missing stream is retried late: the room may name another stream first. */
const PATIENT_MS = { 'no-stream': 15_000, 'bad-token': 60_000 } as const;

/** By what a picture comes. */
export type Transport = 'webrtc' | 'hls';

/** Why there is no picture. */
export type Trouble =
  /** The server does not know the stream (404): over, or not there yet. */
  | 'no-stream'
  /** The server refuses the token (401). */
  | 'bad-token'
  | 'unreachable'
  /** Connected, but no frame came in time. */
  | 'no-picture'
  | 'stalled'
  | 'connection-lost';

/** How long to wait before the next attempt, in ms: with full jitter, so that viewers spread. */
export function retryDelay(attempt: number, trouble: Trouble, random: () => number): number {
  if (trouble === 'no-stream' || trouble === 'bad-token') {
    return Math.round(PATIENT_MS[trouble] * (0.75 + 0.25 * random()));
  }
  return Math.round(random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)));
}

/** When in the time over which a crowd spreads its joins of the next stream this page does, in ms. */
export function joinDelay(spreadMs: number, random: () => number): number {
  return Math.round(random() * spreadMs);
}

/** Why a connect port failed. */
export class ConnectError extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

/** An unseen picture costs as much as a seen one, but a glance away is not worth a reconnect. */
export const REST_WHEN_HIDDEN_MS = 5_000;
export const REST_WHEN_OFF_SCREEN_MS = 10_000;

/** Tells when a picture has been out of sight long enough to disconnect, and when it is seen again. */
export class RestTimer {
  private readonly clock: Clock;
  private readonly changed: (unseen: boolean) => void;
  private readonly cancel = { hidden: null, offScreen: null } as Record<
    'hidden' | 'offScreen',
    (() => void) | null
  >;
  private unseen = false;

  constructor(clock: Clock, changed: (unseen: boolean) => void) {
    this.clock = clock;
    this.changed = changed;
  }

  set({ pageVisible, onScreen, elsewhere = false }: Visibility): void {
    this.arm('hidden', !pageVisible && !elsewhere, REST_WHEN_HIDDEN_MS);
    this.arm('offScreen', !onScreen && !elsewhere, REST_WHEN_OFF_SCREEN_MS);
    if ((pageVisible && onScreen) || elsewhere) this.become(false);
  }

  stop(): void {
    this.arm('hidden', false, 0);
    this.arm('offScreen', false, 0);
  }

  private arm(which: 'hidden' | 'offScreen', wanted: boolean, ms: number): void {
    if (wanted) this.cancel[which] ??= this.clock.setTimer(() => this.become(true), ms);
    else {
      this.cancel[which]?.();
      this.cancel[which] = null;
    }
  }

  private become(unseen: boolean): void {
    if (this.unseen === unseen) return;
    this.unseen = unseen;
    this.changed(unseen);
  }
}
