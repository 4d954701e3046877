import type { Window } from './picture-record.js';

const EVERY_MS = 5;
/** Shorter ones make no frame late. */
const NOTED_FROM_MS = 20;

/**
 * When this process stood still: the local world paints and sends its frames in it, so that a viewer's
 * picture stands still as well, whatever the page and the room do.
 */
export class Pulse {
  private readonly pauses: Window[] = [];
  private readonly timer: NodeJS.Timeout;
  private last = Date.now();

  constructor() {
    this.timer = setInterval(() => this.beat(), EVERY_MS);
  }

  /** The longest pause in each window, ms. */
  longest(windows: readonly Window[]): number[] {
    return windows.map(({ from, to }) => {
      const within = this.pauses.filter((pause) => pause.to > from && pause.from < to);
      return Math.max(0, ...within.map((pause) => pause.to - pause.from));
    });
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private beat(): void {
    const now = Date.now();
    if (now - this.last >= NOTED_FROM_MS) this.pauses.push({ from: this.last, to: now });
    this.last = now;
  }
}
