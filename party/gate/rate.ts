import { ACCEPTED, refuse } from '../../src/protocol/reasons.js';
import type { Check } from './check.js';

export const RATE_WINDOW_MS = 60_000;

/** At most so many prompts a minute from one participant, refused ones included. */
export const rate: Check = ({ sentAt, rules, now }) => {
  const limit = rules.promptsPerMinute;
  const inWindow = sentAt.filter((at) => at > now - RATE_WINDOW_MS);
  const oldest = inWindow[inWindow.length - limit];
  if (oldest === undefined) return ACCEPTED;
  return refuse('too-many', { limit, retryAt: oldest + RATE_WINDOW_MS });
};
