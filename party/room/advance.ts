import { advanceModeration } from '../moderation/advance-moderation.js';
import { advanceAccounts } from './accounts.js';
import { advanceDispatch } from './dispatch.js';
import { advanceHeld } from './held.js';
import { advanceLife } from './life.js';
import { advanceMeasuring } from './measuring.js';
import { advanceLane } from './program-lane.js';
import type { Step } from './step-context.js';
import { advanceSwitching } from './switching.js';
import { policyOf, turnContext } from './turn-context.js';

/** The count of viewers is shown at most this often: a crowd arriving must not flood itself. */
export const COUNT_EVERY_MS = 1_000;

/** Brings everything up to `now`, until nothing moves any more. */
export function advance(work: Step): void {
  const { state } = work;
  advanceModeration(work);
  advanceHeld(work);
  // Each part may set another going; none goes round in circles, and the bound makes sure of it.
  for (let round = 0; round < 8; round += 1) {
    const lived = advanceLife(work);
    const switched = advanceSwitching(work);
    policyOf(work).advance(state.turns, turnContext(work));
    if (advanceDispatch(work) || lived || switched) continue;
    // A turn that ended may be what the next stream waited for.
    if (!advanceLife(work)) break;
  }
  advanceLane(work);
  advanceMeasuring(work);
  advanceAccounts(work);
  showCount(work);
}

function showCount({ state, now }: Step): void {
  const { present, watching, shownAt } = state.audience;
  if (present === watching || shownAt + COUNT_EVERY_MS > now) return;
  state.audience = { present, watching: present, shownAt: now };
}
