import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SteadyClock } from '../../party/server/clock.js';

test('[SH1] the room’s time goes on where it was when the machine’s clock is put back', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let machine = 1_000_000;
  const clock = new SteadyClock(() => machine);
  assert.equal(clock.now(), 1_000_000);
  machine += 5_000;
  assert.equal(clock.now(), 1_005_000);
  machine -= 7_200_000;
  assert.equal(clock.now(), 1_005_000);
  machine += 1_000;
  assert.equal(clock.now(), 1_006_000);
  let woken = 0;
  clock.wakeAt(1_008_000, () => {
    woken += 1;
  });
  t.mock.timers.tick(1_999);
  assert.equal(woken, 0);
  t.mock.timers.tick(1);
  assert.equal(woken, 1);
  clock.wakeAt(1_009_000, () => {
    woken += 1;
  })();
  t.mock.timers.tick(10_000);
  assert.equal(woken, 1, 'taken back');
});
