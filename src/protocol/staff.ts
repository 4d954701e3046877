import type { Role } from './view.js';

/** Whether somebody directs and moderates here, rather than being one of the crowd. */
export function isStaff(role: Role | undefined): role is 'moderator' | 'host' {
  return role === 'moderator' || role === 'host';
}
