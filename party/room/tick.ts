import { advanceLife } from './broadcast/lifecycle.js';
import { advanceAccounts, advanceMeasuring } from './broadcast/usage.js';
import type { Step } from './context.js';
import { advanceSwitching } from './mode.js';
import { advanceModeration } from './moderation/actions.js';
import { advanceDispatch, advanceLane } from './prompts/dispatch.js';
import { advanceHeld } from './prompts/review.js';
import { policyOf, turnContext } from './turns.js';

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
}
