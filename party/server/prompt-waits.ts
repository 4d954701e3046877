import { earliest } from '../turns/clock.js';
import type { Observer, StepResult } from './observer.js';

interface Wait {
  readonly promptId: string;
  readonly until: number;
  readonly end: () => void;
}

/** How many requests may wait for a prompt at a time; any further one is answered at once. */
const WAITS_MAX = 200;

/** HTTP requests that are answered once a prompt has settled. */
export class PromptWaits implements Observer {
  private readonly waits = new Set<Wait>();

  get dueAt(): number | null {
    return earliest([...this.waits].map(({ until }) => until));
  }

  /** Resolves when the prompt has settled, or at the instant `until`. */
  settled(promptId: string, until: number): Promise<void> {
    if (this.waits.size >= WAITS_MAX) return Promise.resolve();
    return new Promise((end) => this.waits.add({ promptId, until, end }));
  }

  observe({ effects }: StepResult): void {
    if (this.waits.size === 0) return;
    for (const effect of effects) {
      if (effect.type !== 'record' || effect.record.log !== 'history') continue;
      const { id } = effect.record.entry;
      this.endThose((wait) => wait.promptId === id);
    }
  }

  woke(now: number): void {
    this.endThose(({ until }) => until <= now);
  }

  private endThose(isOver: (wait: Wait) => boolean): void {
    for (const wait of [...this.waits].filter(isOver)) {
      this.waits.delete(wait);
      wait.end();
    }
  }
}
