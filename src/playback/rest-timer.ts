import type { Clock } from '../client/clock.js';
import type { Visibility } from './playback-state.js';

/** A picture nobody sees costs as much as one that is seen; a glance away is not worth a reconnect. */
export const REST_WHEN_HIDDEN_MS = 5_000;
export const REST_WHEN_OFF_SCREEN_MS = 10_000;

/** Tells when a picture has been out of sight long enough to be let go, and when it is seen again. */
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

  set({ pageVisible, onScreen }: Visibility): void {
    this.arm('hidden', !pageVisible, REST_WHEN_HIDDEN_MS);
    this.arm('offScreen', !onScreen, REST_WHEN_OFF_SCREEN_MS);
    if (pageVisible && onScreen) this.become(false);
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
