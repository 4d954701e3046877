import type { Overlay } from './parts/overlay.js';
import { isLive, type RoomFrame } from './render-context.js';

/** The element's custom states, for a page's `:state(…)` selectors. */
export const STATES = [
  'live',
  'opening',
  'offline',
  'queued',
  'your-turn',
  'muted',
  'silenced',
  'fallback',
  'failed',
] as const;
export type StateName = (typeof STATES)[number];

export function statesOf(
  frame: RoomFrame<unknown> | null,
  overlay: Overlay | null,
  also: { readonly muted: boolean; readonly barred: boolean },
): ReadonlySet<StateName> {
  const standing = frame?.you.standing.state;
  const phase = frame?.connected ? frame.room.life.phase : null;
  const live = frame !== null && isLive(frame);
  const all: Record<StateName, boolean> = {
    live,
    opening: phase === 'opening' && !live,
    offline: phase === null || phase === 'dark' || phase === 'closing',
    queued: standing === 'waiting' || standing === 'asking',
    'your-turn': standing === 'offered' || standing === 'active',
    muted: also.muted,
    silenced: frame?.you.muted != null,
    fallback: overlay?.kind === 'fallback',
    failed: phase === 'failed' || also.barred,
  };
  return new Set(STATES.filter((name) => all[name]));
}

/** Browsers from before `:state()` only took names with dashes: they go without. */
export function showStates(internals: ElementInternals, on: ReadonlySet<StateName>): void {
  try {
    for (const name of STATES) {
      if (on.has(name)) internals.states.add(name);
      else internals.states.delete(name);
    }
  } catch {
    return;
  }
}
