import { refuse } from '../../src/protocol/reasons.js';
import type { Rules } from '../../src/protocol/rules.js';
import { ALLOWED, type Check } from './check.js';

const RATE_WINDOW_MS = 60_000;

/** At most so many prompts a minute from one participant, refused ones included. */
export const rate: Check = ({ sentAt, rules, isStaff, now }) => {
  const limit = rateLimit(rules, isStaff);
  const fullUntil = rateFullUntil(sentAt, limit, now);
  return fullUntil === null ? ALLOWED : refuse('too-many', { limit, retryAt: fullUntil });
};

/** How many prompts one may send in a minute. */
export function rateLimit(rules: Rules, isStaff: boolean): number {
  return isStaff ? rules.staffPromptsPerMinute : rules.promptsPerMinute;
}

/** When there is room again under a limit; null where there is room now. */
export function rateFullUntil(
  sentAt: readonly number[],
  limit: number,
  now: number,
): number | null {
  const inWindow = withinRate(sentAt, now);
  const oldest = inWindow[inWindow.length - limit];
  return oldest === undefined ? null : oldest + RATE_WINDOW_MS;
}

/** Those that count now. What a clock that was put back left in the future does not. */
export function withinRate(sentAt: readonly number[], now: number): readonly number[] {
  return sentAt.filter((at) => at > now - RATE_WINDOW_MS && at <= now);
}
