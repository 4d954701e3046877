import { expect } from '@open-wc/testing';
import { retryDelay } from '../../src/playback/playback-state.js';

describe('retry delay', () => {
  it('[PB14] doubles from half a second to fifteen, with full jitter', () => {
    const longest = [1, 2, 3, 4, 5, 6, 20].map((n) => retryDelay(n, 'unreachable', () => 1));
    expect(longest).to.deep.equal([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    expect(retryDelay(5, 'stalled', () => 0)).to.equal(0);
  });

  it('[PB14] is patient where asking again does not help', () => {
    expect(retryDelay(1, 'no-stream', () => 0)).to.equal(11_250);
    expect(retryDelay(9, 'bad-token', () => 1)).to.equal(60_000);
  });
});
