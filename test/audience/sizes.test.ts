import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costOf } from '../simulate/audience/costs.js';
import { simulateAudience } from '../simulate/audience/million.js';

test('[CW3] the room’s work for a turn does not grow with the audience beyond its parties', () => {
  const [small, large, huge] = [1_000, 100_000, 1_000_000].map((size) => simulateAudience(size));
  assert.ok(small && large && huge);
  assert.equal(large.turnMs < 1.1 * small.turnMs, true, `${small.turnMs} ${large.turnMs}`);
  // A frame to all parties, at 667 of them.
  assert.equal(huge.frameMs <= 10.1, true, `${huge.frameMs}`);
  for (const { renewalPeak } of [large, huge]) assert.ok(renewalPeak <= 1.2, `${renewalPeak}`);
  assert.equal(huge.joinBytes, small.joinBytes);
  assert.deepEqual(simulateAudience(1_000_000), huge);
});

test('[CW4] what an audience costs: requests, object-seconds, dollars, and what the free plan carries', () => {
  const alone = costOf({ viewers: 100, hours: 1, renewals: 24 });
  assert.deepEqual([alone.parties, alone.gigabyteSeconds], [0, 450]);
  // 150 lines, their hellos, 36 words of each in an hour, and 180 pings of each.
  assert.equal(alone.requests, 150 + (150 + 3_600 + 18_000) / 20);
  const million = costOf({ viewers: 1_000_000, hours: 1, renewals: 24 });
  assert.equal(million.parties, 667);
  assert.equal(million.gigabyteSeconds, 668 * 450);
  const dollars = (million.requests * 0.15 + million.gigabyteSeconds * 12.5) / 1e6;
  assert.equal(million.dollars, dollars);
  const twice = costOf({ viewers: 1_000_000, hours: 2, renewals: 24 });
  assert.equal(twice.gigabyteSeconds, 2 * million.gigabyteSeconds);
  assert.equal(alone.freeHours > 24, true);
  assert.equal(million.freeHours < 1, true);
});
