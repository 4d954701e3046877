import { ACCEPTED, refuse } from '../../src/protocol/reasons.js';
import type { Check } from './check.js';

/** Not while a moderator has closed the world to prompts. */
export const locked: Check = ({ lock }) => {
  if (lock === null) return ACCEPTED;
  return lock.until === 0 ? refuse('locked') : refuse('locked', { retryAt: lock.until });
};
