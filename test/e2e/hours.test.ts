import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RoomView } from '../../src/protocol/view.js';
import { Stack, until } from '../support/stack.js';

const SECONDS = 20;

let stack: Stack;
before(async () => {
  stack = await Stack.start({
    world: { streamSeconds: 12 },
    env: { MAX_HOURS_PER_DAY: String(SECONDS / 3600), STREAM_SECONDS: '12' },
  });
});
after(() => stack.close());

type Life = RoomView['life'];

async function life(): Promise<Life> {
  const response = await fetch(`${stack.rooms.url}/parties/main/lobby/state`);
  return ((await response.json()) as RoomView).life;
}

test('[LG17] when the hours of the day are used up the broadcast closes, as it said, and says until when', async () => {
  const page = await stack.open({ room: 'lobby' });
  const warned = await until(
    'the last call',
    life,
    (now) => 'lastCall' in now && now.lastCall !== null,
  );
  assert.equal('lastCall' in warned && warned.lastCall?.reason, 'budget-day');
  const isRefused = (now: Life) => now.phase === 'dark' && now.until !== null;
  const dark = await until('it to be dark', life, isRefused);
  const midnight = new Date().setUTCHours(24, 0, 0, 0);
  assert.deepEqual(dark, { phase: 'dark', reason: 'budget-day', until: midnight });
  const { usedHours, sessions } = stack.world.stats();
  assert.equal(sessions.live + sessions.dangling + sessions.provisioned, 0);
  const used = usedHours * 3600;
  assert.ok(used > SECONDS / 2 && used < SECONDS + 5, `${used} s of ${SECONDS}`);
  await page.close();
});
