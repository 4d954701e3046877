import type { DrawnMode, TurnsOf, TurnsView } from '../../protocol/view.js';
import { baton } from './baton.js';
import { curated } from './curated.js';
import { generic } from './generic.js';
import { open } from './open.js';
import { queueLook } from './queue.js';
import { raffle } from './raffle.js';
import { stage } from './stage.js';
import type { ModeParts } from './turn-display.js';
import { vote } from './vote.js';

/** The modes that show something of their own; without a row for each this does not compile. */
const DRAWN: { readonly [Mode in DrawnMode]: ModeParts<TurnsOf<Mode>> } = {
  queue: { look: (frame, turns) => queueLook(frame, frame.actions, turns) },
  open,
  vote,
  raffle,
  curated,
  baton,
  stage,
};

/** How the turns are drawn: as their mode says, or from the parts that any mode can show. */
export function partsOf({ mode }: TurnsView): ModeParts {
  const drawn: Readonly<Record<string, ModeParts>> = DRAWN;
  return (Object.hasOwn(drawn, mode) ? drawn[mode] : undefined) ?? generic;
}
