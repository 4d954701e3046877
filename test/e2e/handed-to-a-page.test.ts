import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ConductorProcess } from '../support/conductor-process.js';
import { Stack, until } from '../support/stack.js';
import { Visitor } from '../support/visitor.js';
import { watchFrames } from '../support/watch-frames.js';

/** Loose, since machines are slow: a new start takes longer. */
const LONGEST_GAP_MS = 1_500;

let stack: Stack;
before(async () => {
  stack = await Stack.start();
});
after(() => stack.close());

const sessions = () => stack.world.stats().sessions;

test('[HL13] SIGTERM hands over to a page, whose visitors and all others see the picture go on', async () => {
  const room = 'handed-to-a-page';
  const words = ['--host', stack.rooms.host, '--room', room, '--drain-seconds', '600'];
  const headless = new ConductorProcess(words);
  const counted: number[] = [];
  const counting = setInterval(() => counted.push(sessions().live), 50);
  try {
    await headless.ready();
    const takes = new Visitor(await stack.open({ room, turns: 'open', 'cooldown-seconds': '0' }));
    await takes.live();
    const page = await stack.open({ room, conduct: 'never' });
    const watches = new Visitor(page);
    await watches.live();
    const { body } = await headless.health();
    assert.equal(body.rooms[0]?.conducting, true, 'no page conducts while it is there');
    const before = await streamOf(watches);
    await until(
      'its picture',
      () => watches.picture(),
      ({ frames }) => frames > 5,
    );
    const watched = await watchFrames(page);
    const { opened } = sessions();

    headless.signal('SIGTERM');
    assert.equal(await headless.exit(), 0);

    const next = await until(
      'the next stream',
      () => streamOf(watches),
      (id) => id !== null && id !== before,
    );
    const { status } = await takes.call<{ status: string }>('prompt', 'a green dragon');
    assert.equal(status, 'applied');
    const seen = await until('the picture to go on', watched, ({ frames }) => frames > 50);
    assert.deepEqual(seen.phases, ['renewing', 'live']);
    assert.ok(seen.longestGapMs < LONGEST_GAP_MS, `${seen.longestGapMs} ms without a frame`);
    assert.equal(await streamOf(watches), next);
    assert.equal(Math.max(...counted), 2, 'the next session beside the old one, and no third');
    const { opened: now, live, dangling } = sessions();
    assert.deepEqual([now - opened, live, dangling], [1, 1, 0]);
  } finally {
    clearInterval(counting);
    await headless.kill();
  }
});

async function streamOf(visitor: Visitor): Promise<string | null> {
  const { room } = await visitor.view();
  return room?.life.phase === 'live' ? room.life.streamId : null;
}
