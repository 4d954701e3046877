import type { RefusedPrompt } from '../../src/protocol/records.js';
import type { Observer, StepResult } from './observer.js';

/** As many as a moderator reads; a flood drives out nothing but older refusals. */
const KEPT = 100;

/**
 * The last prompts that were refused before they were accepted, for moderators. They live here, in
 * memory alone, so that no flood of them costs storage, history or webhooks.
 */
export class Refusals implements Observer {
  readonly dueAt = null;
  private readonly ring: RefusedPrompt[] = [];

  /** The newest first. */
  get latest(): readonly RefusedPrompt[] {
    return [...this.ring].reverse();
  }

  observe({ effects }: StepResult): void {
    for (const effect of effects) {
      if (effect.type !== 'refused') continue;
      this.ring.push(effect.prompt);
      if (this.ring.length > KEPT) this.ring.shift();
    }
  }

  woke(): void {}
}
