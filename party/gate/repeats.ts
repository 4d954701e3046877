import { refuse } from '../../src/protocol/reasons.js';
import { ALLOWED, type Check } from './check.js';
import { essence } from './text.js';

/** Not what somebody has asked for a moment ago. */
export const repeats: Check = ({ text, recent, rules, now }) => {
  const windowMs = rules.repeatSeconds * 1000;
  if (windowMs === 0) return ALLOWED;
  const wanted = essence(text);
  const same = recent.find(
    ({ at, text: other }) => at <= now && at + windowMs > now && essence(other) === wanted,
  );
  return same === undefined ? ALLOWED : refuse('repeat', { retryAt: same.at + windowMs });
};
