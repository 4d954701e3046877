import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OdysseyUsageError } from '@odysseyml/odyssey';
import { classifyMintError } from '../../party/server/credentials.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');

function usage(code: string, details: Record<string, unknown> = {}): OdysseyUsageError {
  return new OdysseyUsageError({ error: code, message: code, action: 'wait', details });
}

test('[MI1] every failure of the minting has one of the room’s reasons, and the time to retry', () => {
  const cases: [unknown, string, number | null][] = [
    [
      usage('MONTHLY_LIMIT_REACHED', { reset_date: '2026-11-22T12:10:00Z' }),
      'quota',
      NOW + 600_000,
    ],
    [usage('MONTHLY_LIMIT_REACHED', { reset_date: '2026-12-01' }), 'quota', NOW + 3_600_000],
    [usage('CONCURRENT_LIMIT_REACHED'), 'no-free-stream', null],
    [usage('STREAM_DURATION_EXCEEDED'), 'stream-expired', null],
    [usage('ACCOUNT_SUSPENDED'), 'account-suspended', null],
    [usage('RATE_LIMITED', { retry_after_seconds: 5 }), 'rate-limited', NOW + 5_000],
    [usage('SOMETHING_NEW'), 'rate-limited', null],
    [new Error('Invalid API key'), 'bad-key', null],
    [new Error('Invalid API key format. Please check your API key is correct.'), 'bad-key', null],
    [new Error('API key access denied'), 'bad-key', null],
    [new Error('Timed out waiting for a streamer (30s)'), 'no-gpu', null],
    [new Error('Request limit exceeded'), 'rate-limited', null],
    [new TypeError('fetch failed'), 'unreachable', null],
    ['nonsense', 'unreachable', null],
  ];
  for (const [error, reason, retryAt] of cases) {
    assert.deepEqual(classifyMintError(error, NOW), { reason, retryAt }, String(error));
  }
});
