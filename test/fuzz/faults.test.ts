import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulateFaults } from '../simulate/faults/scenario.js';
import { seedsOr } from '../support/random.js';

/**
 * Some of many. Without its fix a round or a pause lasts a day longer once a clock was put back (6, 63), and
 * a room whose clock was set ahead gives the place of a session away that the service holds (150, 187). More
 * found faults of the simulation itself, and are kept. `SEEDS=1-200` takes others.
 */
const PINNED = [1, 2, 6, 23, 29, 42, 43, 49, 54, 63, 150, 187, 191] as const;

/**
 * Without their fixes the place of a session is given away by its end where its conductor never connected (1),
 * and by a hand-over of which the room never heard (5019).
 */
const SCARCE = [1, 13, 15, 5019] as const;

/** In a short run nobody may come to prompt. */
let prompted = 0;

for (const seed of seedsOr(PINNED)) {
  test(`[FZ1] seed ${seed}: whatever is killed, lost, late or lies, prompts settle once and rooms come back`, async () => {
    const { prompts, faults } = await simulateFaults(seed);
    prompted += prompts;
    assert.ok(Object.keys(faults).length > 0, 'something was tried');
  });
}

test('[FZ1] in all these runs there were prompts to settle', () => {
  assert.ok(prompted >= seedsOr(PINNED).length, `${prompted} prompts`);
});

for (const seed of seedsOr(SCARCE)) {
  test(`[FZ1] seed ${seed}, with one place for two rooms at a service that few come to: it is never given twice`, async () => {
    const { sessions } = await simulateFaults(seed, { isScarce: true });
    assert.ok(sessions > 0, 'a session was had');
  });
}

test('[FZ3] a seed gives the same run again, event by event', async () => {
  const runs: string[][] = [[], []];
  for (const lines of runs) await simulateFaults(6, { trace: (line) => lines.push(line) });
  assert.ok((runs[0]?.length ?? 0) > 100, 'much has happened');
  assert.deepEqual(runs[0], runs[1]);
});
