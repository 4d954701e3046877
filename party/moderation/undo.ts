import { performByRoom } from '../room/own-prompt.js';
import type { Step } from '../room/step-context.js';
import { worldBefore } from '../room/world.js';
import { type Audited, DONE, refused } from './audit.js';

/** Takes the world back to what it was before its last change; again, one more step back. */
export function undo(step: Step): Audited {
  const { state } = step;
  const steps = (state.world.undoing?.steps ?? 0) + 1;
  const before = worldBefore(state, steps);
  if (before === null) return refused('nothing-to-undo');
  state.world.undoing = { promptId: performByRoom(step, before), steps };
  return { ...DONE, about: before };
}
