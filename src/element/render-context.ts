import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ClientView } from '../client/client-view.js';
import type { Clock, LifeView, RoomView, TurnsView, Watch, You } from '../protocol/view.js';
import { isRunning, leftOn } from './words/durations.js';
import type { Words } from './words/words.js';

/** What every part draws from: what the room said, the time, and the language. */
export interface Frame<InWords = Words> {
  readonly view: ClientView;
  readonly time: RoomTime;
  readonly words: InWords;
}

/** The same once the room has said welcome. */
export interface RoomFrame<InWords = Words> extends Frame<InWords> {
  readonly room: RoomView;
  readonly you: You;
  /** Whether the room hears us now; what it said before is still shown when it does not. */
  readonly connected: boolean;
}

export function roomFrame<InWords>(frame: Frame<InWords>): RoomFrame<InWords> | null {
  const { room, you, connection } = frame.view;
  if (room === null || you === null) return null;
  return { ...frame, room, you, connected: connection.status === 'connected' };
}

/** Whether turns and prompts go through: the room hears us, and the world runs or is back in a moment. */
export function isLive({ room, connected }: RoomFrame<unknown>): boolean {
  return connected && streamOf(room.life) !== null;
}

/** The stream that is on air; of an opening the one before it, for as long as that plays on. */
export function streamOf(life: LifeView): { streamId: string; watch: Watch } | null {
  if (life.phase === 'opening') return life.before;
  return 'watch' in life ? life : null;
}

/** Whether the next stream is coming while there is a picture: the world takes no prompts meanwhile. */
export function isChangingOver(life: LifeView): boolean {
  return life.phase === 'renewing' || (life.phase === 'opening' && life.before !== null);
}

/** Whether the picture stands still because one stream had to end before the next begins. */
export function isHeld(life: LifeView): boolean {
  return life.phase === 'renewing' && life.held;
}

/** What a visitor can ask for. Nothing on the screen changes because of it, only by the answer. */
export interface Actions {
  takeTurn(): void;
  claimTurn(): void;
  releaseTurn(): void;
  passTurn(): void;
  /** Gives the turn to one of those who wait. */
  passTo(id: string): void;
  extendTurn(): void;
  skipVote(): void;
  /** Would take the turn from its holder. */
  contest(): void;
  /** The holder's answer to that. */
  keepTurn(): void;
  vote(id: string): void;
  choose(id: string): void;
  dismiss(id: string): void;
  /** Votes for another way of taking turns. */
  switchTo(mode: TurnsView['mode']): void;
  withdraw(id: string): void;
  play(): void;
  toggleSound(): void;
}

/** The room's time, as the parts read it while they draw. */
export interface RoomTime {
  now(): number;
  /** Milliseconds left on a countdown. */
  left(clock: Clock): number;
  /** Milliseconds until an instant of room time; 0 once it has passed. */
  until(instant: number): number;
}

/** Past the second's edge, so that the number shown has changed for certain. */
const EDGE_MS = 8;

/**
 * Redraws the host as long as something counts. Whoever reads a running countdown while drawing
 * thereby asks for the next tick; when nobody does, no timer runs.
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
