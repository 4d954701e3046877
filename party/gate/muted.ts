import type { Check } from './check.js';
import { during } from './spell.js';

/** Not from somebody whom a moderator asked to watch. */
export const muted: Check = (context) => during(context.muted, 'muted', context.now);
