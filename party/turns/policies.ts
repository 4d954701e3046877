import type { TurnMode } from '../../src/protocol/rules.js';
import { baton } from './baton.js';
import { curated } from './curated.js';
import { open } from './open.js';
import type { TurnPolicy } from './policy.js';
import { queue } from './queue.js';
import { raffle } from './raffle.js';
import { stage } from './stage.js';
import { vote } from './vote.js';

/** The table of modes: the only place that knows which policy a name means. */
export const POLICIES: Readonly<Record<TurnMode, TurnPolicy>> = {
  queue,
  open,
  vote,
  raffle,
  curated,
  baton,
  stage,
};
