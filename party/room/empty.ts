import type { Step } from './step-context.js';

/** Whether nobody watches, and not only because the room has just come back. */
export function isEmpty({ state, now }: Pick<Step, 'state' | 'now'>): boolean {
  return state.audience.present === 0 && now >= state.meta.backBy;
}
