import type { Check } from './check.js';
import { during } from './spell.js';

/** Not from somebody who was sent away, whichever way it comes. */
export const banned: Check = ({ ban, now }) => during(ban, 'banned', now);
