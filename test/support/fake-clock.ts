import type { Clock } from '../../src/client/client-options.js';

/** Time by hand. */
export class FakeClock implements Clock {
  private at: number;
  private readonly timers = new Set<{ readonly due: number; readonly run: () => void }>();

  constructor(start = 1_000_000) {
    this.at = start;
  }

  now(): number {
    return this.at;
  }

  setTimer(run: () => void, ms: number): () => void {
    const timer = { due: this.at + Math.max(0, ms), run };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** How many timers are set. */
  get pending(): number {
    return this.timers.size;
  }

  private first() {
    let first: { readonly due: number; readonly run: () => void } | null = null;
    for (const timer of this.timers) if (first === null || timer.due < first.due) first = timer;
    return first;
  }

  /** Time passes while the machine sleeps: nothing runs, and all that was due is late. */
  sleep(ms: number): void {
    this.at += ms;
  }

  /** Lets time pass; what falls due runs in order, and what that promised is done before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.at + ms;
    for (;;) {
      const next = this.first();
      if (next === null || next.due > end) break;
      this.at = Math.max(this.at, next.due);
      this.timers.delete(next);
      next.run();
      await settle();
    }
    this.at = end;
    await settle();
  }
}

/** Lets everything that was promised be done; no time passes. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
}
