import { type ClientView, EMPTY_VIEW } from './client-view.js';
import type { Clock } from './clock.js';
import type { Said } from './line.js';
import { Listeners } from './listeners.js';
import { RoomClock } from './room-clock.js';
import { changeBy } from './view-changes.js';

/** Keeps the view as the room's words make it, and the room's time. */
export class ViewKeeper {
  /** A new frozen object after every change. */
  view: ClientView = EMPTY_VIEW;
  readonly listeners = new Listeners<ClientView>();
  private readonly clock: Clock;
  private readonly roomClock = new RoomClock();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Room time, ms since 1970. */
  now(): number {
    return this.clock.now() + this.roomClock.offset;
  }

  /** The room says what time it is there. */
  observe(roomNow: number, askedAt: number | null): void {
    this.roomClock.observe(roomNow, this.clock.now(), askedAt);
  }

  heard(message: Said, askedAt: number | null): void {
    if ('now' in message) this.observe(message.now, askedAt);
    this.change(changeBy(message, this.view));
  }

  change(changes: Partial<ClientView>): void {
    const clockOffsetMs = this.roomClock.offset;
    const same = clockOffsetMs === this.view.clockOffsetMs;
    if (same && Object.keys(changes).length === 0) return;
    this.view = Object.freeze({ ...this.view, ...changes, clockOffsetMs });
    this.listeners.tell(this.view);
  }
}
