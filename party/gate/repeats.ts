import { ACCEPTED, refuse } from '../../src/protocol/reasons.js';
import type { Check } from './check.js';
import { essence } from './text.js';

/** Not what somebody has asked for a moment ago. */
export const repeats: Check = ({ text, recent, rules, now }) => {
  const windowMs = rules.repeatSeconds * 1000;
  if (windowMs === 0) return ACCEPTED;
  const wanted = essence(text);
  const same = recent.find((other) => other.at + windowMs > now && essence(other.text) === wanted);
  return same === undefined ? ACCEPTED : refuse('repeat', { retryAt: same.at + windowMs });
};
