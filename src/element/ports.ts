import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type {
  BroadcastClient,
  ClientOptions,
  ClientProblem,
  ClientView,
  SettledReceipt,
} from '../client/index.js';
import type { OpenSession } from '../conductor/conductor-session.js';
import type { Playback } from '../playback/playback.js';
import type { ConnectPort } from '../playback/whep.js';
import type { Clock, LifeView, RoomView, TurnsView, Watch, You } from '../protocol/view.js';
import type { Language } from './words/language.js';
import type { Words } from './words/words.js';

/** What the page lets be told outside the element. */
export interface AlertSettings {
  /** Nothing is. */
  readonly isOff: boolean;
  /** Never any sound. */
  readonly isSilent: boolean;
}

/** A service that streams worlds, as the element needs it. */
export interface StreamService {
  /** How this page holds a session with the credentials that the room lends. */
  readonly openSession?: OpenSession;
  /** How streams are watched at the address and with the token that the session named. */
  readonly connect?: ConnectPort;
}

/** The client and the picture as the element uses them; tests replace them. */
export type RoomClient = Pick<BroadcastClient, keyof BroadcastClient>;
export type RoomPlayback = Pick<Playback, keyof Playback>;

/** One room's state and the parts that reach it, always current. */
export interface RoomSource {
  readonly view: ClientView;
  readonly client: RoomClient | null;
  readonly picture: RoomPlayback | null;
  /** The client's options; null while there is no room to join. */
  readonly options: ClientOptions | null;
}

/** What the interface needs from the element around it. */
export interface RoomUiPort extends RoomSource {
  /** What the element speaks now. */
  readonly language: Language;
  /** What may be told outside the element. */
  readonly alerts: AlertSettings;
  /** Loads the words for moderators and hosts. */
  loadStaffWords(): Promise<void>;
  /** Ideas for prompts from the page, with `|` between them. */
  readonly suggestions: string | null;
  /** Where others take part, as the page says; null for the page's own address. */
  readonly joinUrl: string | null;
  /** Sends a prompt, unless the page vetoes; null when it did. */
  send(text: string): Promise<SettledReceipt> | null;
  problemFound(problem: ClientProblem): void;
}

/** What every part is rendered from: the view, the room's time, and the texts. */
export interface RenderContext<InWords = Words> {
  readonly view: ClientView;
  readonly time: RoomTime;
  readonly words: InWords;
}

/** The same once the room has said welcome. */
export interface RoomContext<InWords = Words> extends RenderContext<InWords> {
  readonly room: RoomView;
  readonly you: You;
  /** Whether there is a connection; without one the last view stays on screen. */
  readonly connected: boolean;
}

export function roomContext<InWords>(context: RenderContext<InWords>): RoomContext<InWords> | null {
  const { room, you, connection } = context.view;
  if (room === null || you === null) return null;
  return { ...context, room, you, connected: connection.status === 'connected' };
}

/** Whether turns and prompts go through: there is a connection, and a stream or its successor. */
export function isLive({ room, connected }: RoomContext<unknown>): boolean {
  return connected && streamOf(room.life) !== null;
}

/** The stream on air; during an opening the stream before it, while that still plays. */
export function streamOf(
  life: LifeView,
): { streamId: string; watch: Watch; spreadMs?: number | undefined } | null {
  if (life.phase === 'opening') return life.before;
  return 'watch' in life ? life : null;
}

/** Whether the next stream is coming while there is a picture: the world takes no prompts meanwhile. */
export function isChangingOver(life: LifeView): boolean {
  return life.phase === 'renewing' || (life.phase === 'opening' && life.before !== null);
}

/** Whether the picture stands still because one stream had to end before the next begins. */
export function isFrozen(life: LifeView): boolean {
  return life.phase === 'renewing' && life.held;
}

/** What a visitor can request. The screen changes with the room's answer, not with the request. */
export interface Actions {
  takeTurn(): void;
  claimTurn(): void;
  releaseTurn(): void;
  passTurn(): void;
  /** Gives the turn to one of those who wait. */
  passTo(id: string): void;
  extendTurn(): void;
  skipVote(): void;
  /** Contests the holder's turn. */
  contest(): void;
  /** The holder's answer to a contest. */
  keepTurn(): void;
  vote(id: string): void;
  choose(id: string): void;
  dismiss(id: string): void;
  /** Votes for another way of taking turns. */
  switchTo(mode: TurnsView['mode']): void;
  withdraw(id: string): void;
  /** Takes the visitor's own newest change back. */
  undo(id: string): void;
  play(): void;
}

/** Time left on a countdown, at the room's time `now`; a clock that stands still keeps its time. */
export function leftOn(clock: Clock, now: number): number {
  return Math.max(0, 'endsAt' in clock ? clock.endsAt - now : clock.leftMs);
}

export function isRunning(clock: Clock): boolean {
  return 'endsAt' in clock;
}

/** The room's time, as the parts read it while they draw. */
export interface RoomTime {
  now(): number;
  /** Milliseconds left on a countdown. */
  left(clock: Clock): number;
  /** Milliseconds until an instant of room time; 0 once it has passed. */
  until(instant: number): number;
  /** Milliseconds since an instant, as read by those who tell minutes, hours and days. */
  since(instant: number): number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A little after the second changes, so that the number shown has changed for certain. */
const EDGE_MS = 8;

/**
 * Redraws the host while a countdown is shown. Reading a running countdown while drawing
 * requests the next tick; when nothing reads one, no timer runs.
 */
export class Countdown implements ReactiveController, RoomTime {
  private readonly host: ReactiveControllerHost;
  private readonly roomNow: () => number;
  private nextTickIn = Number.POSITIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, roomNow: () => number) {
    this.host = host;
    this.roomNow = roomNow;
    host.addController(this);
  }

  now(): number {
    return this.roomNow();
  }

  left(clock: Clock): number {
    const left = leftOn(clock, this.now());
    if (isRunning(clock)) this.tickWhenSecondTurns(left);
    return left;
  }

  until(instant: number): number {
    const left = Math.max(0, instant - this.now());
    this.tickWhenSecondTurns(left);
    return left;
  }

  since(instant: number): number {
    const since = Math.max(0, this.now() - instant);
    const unit = since < HOUR_MS ? MINUTE_MS : HOUR_MS;
    this.nextTickIn = Math.min(this.nextTickIn, unit - (since % unit));
    return since;
  }

  hostUpdate(): void {
    this.stop();
    this.nextTickIn = Number.POSITIVE_INFINITY;
  }

  hostUpdated(): void {
    if (this.nextTickIn === Number.POSITIVE_INFINITY) return;
    this.timer = setTimeout(() => this.host.requestUpdate(), this.nextTickIn + EDGE_MS);
  }

  hostDisconnected(): void {
    this.stop();
  }

  hostConnected(): void {
    this.host.requestUpdate();
  }

  private tickWhenSecondTurns(left: number): void {
    if (left > 0) this.nextTickIn = Math.min(this.nextTickIn, left % 1000 || 1000);
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
