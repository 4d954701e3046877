import assert from 'node:assert/strict';
import test from 'node:test';
import { seedsOr } from '../support/random.js';
import { UnluckyBroadcast } from '../support/unlucky-broadcast.js';

const MINUTE = 60_000;

for (const seed of seedsOr([1, 2, 3])) {
  test(`[RN21] seed ${seed}: whatever befalls conductors, lines, room and service, the broadcast comes back`, () => {
    const broadcast = new UnluckyBroadcast(seed);
    const { room } = broadcast;
    broadcast.run(8 * MINUTE);
    broadcast.calm();
    broadcast.run(3 * MINUTE);
    const before = broadcast.mints;
    for (let seconds = 0; seconds < 300; seconds += 1) {
      broadcast.run(1_000);
      const { life } = room.state;
      assert.ok('streamId' in life && !(life.phase === 'renewing' && life.held), life.phase);
    }
    assert.ok(broadcast.mints - before <= 8, 'one session for each stream of a minute');
    broadcast.leave();
    broadcast.run(MINUTE);
    assert.deepEqual(broadcast.alive(), [], 'no session is left');
    // One who left with a prompt in the queue keeps their place for ten minutes.
    broadcast.run(10 * MINUTE);
    assert.deepEqual(broadcast.unsettled(), [], 'every accepted prompt has settled');
  });
}
