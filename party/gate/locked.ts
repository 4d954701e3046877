import type { Check } from './check.js';
import { during } from './spell.js';

/** Not while a moderator has closed the world to prompts. */
export const locked: Check = ({ lock, now }) => during(lock, 'locked', now);
