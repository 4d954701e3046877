import type { Reason } from './reasons.js';

/**
 * The SDK's codes of usage errors. The room meets them when it mints, the conductor when it
 * connects, and both give the same reason.
 */
export const USAGE_ERROR_REASONS: Readonly<Record<string, Reason>> = {
  MONTHLY_LIMIT_REACHED: 'quota',
  CONCURRENT_LIMIT_REACHED: 'no-free-stream',
  STREAM_DURATION_EXCEEDED: 'stream-expired',
  ACCOUNT_SUSPENDED: 'account-suspended',
  RATE_LIMITED: 'rate-limited',
};
