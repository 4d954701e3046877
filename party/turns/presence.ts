import type { Standing } from '../../src/protocol/view.js';
import type { TurnContext } from './policy.js';

/** Who is here, who is busy, and who has been away for too long, as the policies ask for it. */

export function isHere(who: string, context: TurnContext): boolean {
  return context.awaySince(who) === null;
}

/** Whether a prompt of this participant waits or is on its way: what was accepted is performed. */
export function isBusy(who: string, context: TurnContext): boolean {
  return context.isPerforming(who) || context.waitingOf(who).length > 0;
}

/** Whether no clock can end a holder's turn: a prompt of theirs runs, or is being looked at. */
export function isSpared(who: string, context: TurnContext): boolean {
  return isBusy(who, context) || context.heldSince(who) !== null;
}

/** When somebody who is away will have been so for this long; null while here. */
export function goneAt(who: string, seconds: number, context: TurnContext): number | null {
  const since = context.awaySince(who);
  return since === null ? null : since + seconds * 1000;
}

/** Whether somebody has been away for this long. */
export function isGone(who: string, seconds: number, context: TurnContext): boolean {
  const at = goneAt(who, seconds, context);
  return at !== null && at <= context.now;
}

/** Prompts that wait one behind the other, of all participants together, as in `open` and `stage`. */

export function nextPrompt(context: TurnContext): string | null {
  return context.waiting[0] ?? null;
}

export function waitingPromptsView({ waiting }: TurnContext): { waiting: number } {
  return { waiting: waiting.length };
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
