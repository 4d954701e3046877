import { refuse } from '../../src/protocol/reasons.js';
import { ALLOWED, type Check } from './check.js';
import { rateFullUntil } from './rate.js';

/** At most so many prompts a minute from all who share an address; staff have a limit of their own. */
export const addressRate: Check = ({ addressSentAt, rules, isStaff, now }) => {
  const limit = rules.addressPromptsPerMinute;
  if (limit === 0 || isStaff || addressSentAt === null) return ALLOWED;
  const fullUntil = rateFullUntil(addressSentAt, limit, now);
  return fullUntil === null
    ? ALLOWED
    : refuse('too-many-from-address', { limit, retryAt: fullUntil });
};
