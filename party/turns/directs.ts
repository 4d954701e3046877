import { isStaff } from '../../src/protocol/staff.js';
import type { TurnContext } from './policy.js';

/** Whether somebody may decide for the others what runs. */
export function directs(who: string, context: TurnContext): boolean {
  return isStaff(context.roleOf(who));
}
