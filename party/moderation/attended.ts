import type { RoomState } from '../room/state.js';
import { asItIs } from '../room/step-context.js';

/** Whether the rules want a moderator or host here, and none is: then prompts wait. */
export function isUnattended({ rules, participants }: RoomState): boolean {
  if (rules.values.requireModerator === 'no') return false;
  return !Object.values(asItIs(participants)).some(
    ({ role, tabs }) => tabs > 0 && (role === 'moderator' || role === 'host'),
  );
}
