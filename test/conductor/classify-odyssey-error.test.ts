import { expect } from '@open-wc/testing';
import {
  classifyOdysseyError,
  classifyStreamError,
  isRefusal,
  notSent,
} from '../../src/conductor/classify-odyssey-error.js';
import type { Reason } from '../../src/protocol/reasons.js';

const usage = (code: string) => Object.assign(new Error('Limit reached'), { code });

describe('Odyssey’s errors in our words', () => {
  const stream: [reason: string, message: string, ours: Reason][] = [
    ['session_timeout', 'Stream ended: credit lease expired', 'stream-expired'],
    ['quota_exceeded', 'No hours left', 'quota'],
    ['concurrent_limit_exceeded', 'Too many streams', 'no-free-stream'],
    ['lease_denied', 'Try again', 'no-free-stream'],
    ['moderation_failed', 'Prompt was rejected by content moderation', 'world-refused'],
    ['moderation_failed', 'Failed to run content moderation', 'world-moderation-down'],
    ['model_crashed', 'x', 'model-crash'],
    ['unknown', 'The model crashed', 'model-crash'],
    ['unknown', 'Stream error occurred', 'stream-ended'],
    ['broadcast_error', 'Broadcast setup incomplete: missing playback URL or token', 'unreachable'],
  ];
  const errors: [error: unknown, ours: Reason][] = [
    [
      new Error('Stream error: session_timeout - Stream ended: credit lease expired'),
      'stream-expired',
    ],
    [
      new Error('Stream error: moderation_failed - Failed to run content moderation'),
      'world-moderation-down',
    ],
    [new Error('Stream error: moderation_failed - No'), 'world-refused'],
    [new Error('Streamer not available. Please ensure the streamer is running.'), 'no-gpu'],
    [new Error('Timed out waiting for a streamer (30s)'), 'no-gpu'],
    [new Error('Streamer has disconnected.'), 'connection-lost'],
    [new Error('Connection exceeded maximum allowed duration.'), 'stream-ended'],
    [new Error('WebSocket connection failed (code: 1006)'), 'unreachable'],
    [new TypeError('Failed to fetch'), 'unreachable'],
    [new Error('Signaling disconnected: bye'), 'connection-lost'],
    [new Error('Disconnected from signaling server'), 'connection-lost'],
    [new Error('Connection closed'), 'connection-lost'],
    [new Error('Invalid API key'), 'bad-key'],
    [usage('MONTHLY_LIMIT_REACHED'), 'quota'],
    [usage('CONCURRENT_LIMIT_REACHED'), 'no-free-stream'],
    [usage('STREAM_DURATION_EXCEEDED'), 'stream-expired'],
    [usage('ACCOUNT_SUSPENDED'), 'account-suspended'],
    [usage('RATE_LIMITED'), 'rate-limited'],
    [new Error(''), 'connection-lost'],
    ['what', 'connection-lost'],
    [null, 'connection-lost'],
  ];

  it('[CO21] every error of a stream has a reason of ours', () => {
    for (const [reason, message, ours] of stream) {
      expect(classifyStreamError(reason, message), `${reason}: ${message}`).to.equal(ours);
    }
  });

  it('[CO21] everything thrown has a reason of ours', () => {
    for (const [error, ours] of errors) {
      expect(classifyOdysseyError(error), String(error)).to.equal(ours);
    }
  });

  it('[CO22] only a refused prompt leaves the stream as it is', () => {
    expect(isRefusal('world-refused')).to.equal(true);
    expect(isRefusal('world-moderation-down')).to.equal(true);
    expect(isRefusal('stream-ended')).to.equal(false);
  });

  it('[CO22] a prompt that could not be sent is refused; one that may have been is unconfirmed', () => {
    expect(
      notSent(new Error('Cannot interact: client is failed, expected connected')),
    ).to.deep.equal({
      status: 'refused',
      reason: 'connection-lost',
    });
    expect(notSent(new Error('Client to streamer channel not open')).status).to.equal('refused');
    expect(notSent(new Error('Connection closed')).status).to.equal('unconfirmed');
  });
});
