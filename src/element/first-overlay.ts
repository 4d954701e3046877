import type { FirstWords } from './first-words.js';
import type { Overlay } from './parts/overlay.js';

/** What lies over the stage before the room's part is loaded, or when nothing can be. */
export function firstOverlay(obstacle: string | null, words: FirstWords): Overlay {
  const busy = obstacle === null;
  return { kind: 'offline', what: obstacle ?? words.joining, why: null, busy };
}
