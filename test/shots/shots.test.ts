import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AT_ONCE, leftOver, look, weight } from './baselines.js';
import { Studio } from './studio.js';

/** The repository's share for them. */
const BYTES_MAX = 6_000_000;

let studio: Studio;
before(async () => {
  studio = await Studio.open();
});
after(() => studio.close());

describe('every state looks as it was looked at', { concurrency: AT_ONCE.length }, () => {
  for (const sheets of AT_ONCE) {
    // One after the other before one camera.
    describe(sheets[0]?.width ?? '', { concurrency: 1 }, () => {
      for (const sheet of sheets) {
        it(`[SHOT1] ${sheet.state}: ${sheet.width}`, async () => {
          assert.equal(await look(studio, sheet), null);
        });
      }
    });
  }
});

it('[SHOT1] there is a baseline for each state, and for nothing else; all have at most 6 MB', () => {
  assert.deepEqual(leftOver(), []);
  assert.ok(weight() <= BYTES_MAX, `${weight()} bytes`);
});
