import type { You } from '../protocol/view.js';

/** Whether a visitor moderates the room. */
export function isStaff(you: You | null): boolean {
  return you?.role === 'moderator' || you?.role === 'host';
}
