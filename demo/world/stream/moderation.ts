import type { Faults } from '../faults.js';

/** Why the service did not do what it was asked for, in its own words. */
export interface Refusal {
  reason: string;
  message: string;
}

/** The service's moderation of one prompt: refused words, and the faults asked for. */
export function moderate(
  prompt: string,
  refusedWords: readonly string[],
  faults: Faults,
): Refusal | undefined {
  if (faults.strike('moderation-failure')) {
    return { reason: 'moderation_failed', message: 'Failed to run content moderation' };
  }
  const text = prompt.toLowerCase();
  const refused = refusedWords.some((word) => text.includes(word.toLowerCase()));
  if (refused || faults.strike('moderation-refusal')) {
    return { reason: 'moderation_failed', message: 'Prompt was rejected by content moderation' };
  }
  return undefined;
}
