import type { Act } from '../../src/protocol/acts.js';
import type { Step } from '../room/step-context.js';
import type { Actor } from './act.js';
import { type Audited, DONE } from './audit.js';
import { isOver } from './locks.js';
import { findTarget } from './people.js';
import { disconnect, putOut } from './put-out.js';

/** One who was asked to leave may come back after this. */
export const REMOVED_SECONDS = 60;

/** Asks somebody to leave: out of the line and out of the room, for now. */
export function remove(
  step: Step,
  { who, why }: Extract<Act, { act: 'remove' }>,
  actor: Actor,
): Audited {
  const { state, now } = step;
  const found = findTarget(state, who, actor.role);
  if (!found.ok) return { outcome: found };
  const { moderation } = state;
  const until = now + REMOVED_SECONDS * 1000;
  moderation.removed = moderation.removed.filter(
    (one) => one.who !== who && !isOver(one.until, now),
  );
  moderation.removed.push({ who, until, why });
  putOut(step, who, 'removed');
  disconnect(step, who, 'removed', why);
  return { ...DONE, to: found.target, until };
}
