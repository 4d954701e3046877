import type { TurnsOf } from '../../protocol/view.js';
import type { ModeParts } from './mode-display.js';
import { promptBar } from './open.js';

/** Host and moderators prompt; the audience watches. */
export const stage: ModeParts<TurnsOf<'stage'>> = {
  look: (frame, { waiting }) => ({ bar: promptBar(frame, waiting) }),
};
