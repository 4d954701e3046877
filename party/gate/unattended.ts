import { refuse } from '../../src/protocol/reasons.js';
import { ALLOWED, type Check } from './check.js';

/** Not while a moderator has to be here and none is. */
export const unattended: Check = (context) =>
  context.unattended ? refuse('no-moderator') : ALLOWED;
