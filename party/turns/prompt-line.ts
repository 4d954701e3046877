import type { Standing } from '../../src/protocol/view.js';
import { NOTHING_SHOWN, type PolicyView, type TurnContext } from './policy.js';

/** Prompts that wait one behind the other, whoever sent them: the line of `open` and `stage`. */

export function nextPrompt(context: TurnContext): string | null {
  return context.waiting[0] ?? null;
}

export function promptLineView(context: TurnContext): PolicyView {
  return { ...NOTHING_SHOWN, waiting: context.waiting.length };
}

/** The standing of those whose prompt waits, by participant; the first of theirs counts. */
export function placesOf(promptIds: readonly string[], context: TurnContext) {
  const places = new Map<string, Standing>();
  for (const [index, id] of promptIds.entries()) {
    const by = context.promptOf(id)?.by;
    if (by === undefined || places.has(by)) continue;
    places.set(by, { state: 'waiting', place: index + 1, expectedAt: null });
  }
  return places;
}
