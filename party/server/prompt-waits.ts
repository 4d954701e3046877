import { earliest } from '../turns/clock.js';
import type { Observer, StepResult } from './observer.js';

interface Wait {
  readonly id: string;
  readonly until: number;
  readonly over: () => void;
}

/** How many requests may wait for a prompt at a time; beyond that nobody waits. */
const WAITS_MAX = 200;

/** Requests that wait for what becomes of a prompt. */
export class PromptWaits implements Observer {
  private readonly waits = new Set<Wait>();

  get dueAt(): number | null {
    return earliest([...this.waits].map(({ until }) => until));
  }

  /** Ends when the prompt has settled, or then. */
  settled(id: string, until: number): Promise<void> {
    if (this.waits.size >= WAITS_MAX) return Promise.resolve();
    return new Promise((over) => this.waits.add({ id, until, over }));
  }

  observe({ effects }: StepResult): void {
    if (this.waits.size === 0) return;
    for (const effect of effects) {
      if (effect.type !== 'record' || effect.record.log !== 'history') continue;
      const { id } = effect.record.entry;
      this.end((wait) => wait.id === id);
    }
  }

  woke(now: number): void {
    this.end(({ until }) => until <= now);
  }

  private end(isOver: (wait: Wait) => boolean): void {
    for (const wait of [...this.waits].filter(isOver)) {
      this.waits.delete(wait);
      wait.over();
    }
  }
}
