import type { TurnContext } from './policy.js';

/** Whether somebody may decide for the others what runs. */
export function directs(who: string, context: TurnContext): boolean {
  const role = context.roleOf(who);
  return role === 'host' || role === 'moderator';
}
