import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Clock } from '../protocol/view.js';
import { isRunning, leftOn } from './durations.js';

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
