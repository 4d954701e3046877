import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ClientView } from '../../src/client/index.js';
import type { OdysseyBroadcast, OdysseyStatusEvent } from '../../src/index.js';
import { Stack, until, visit } from '../support/stack.js';
import { Victim } from '../support/victim.js';
import { Visitor } from '../support/visitor.js';

/** The phases that one visitor's element told of, and what it showed in each. */
interface Watched {
  phases: (string | null)[];
  /** With nothing over the picture. */
  frames: number[];
}
declare global {
  var failover: Watched;
}

let stack: Stack;
before(async () => {
  stack = await Stack.start();
});
after(() => stack.close());

function streamOf({ room }: ClientView): string | null {
  return room?.life.phase === 'live' ? room.life.streamId : null;
}

test('[E2E10] the page that conducts is cut off: its picture moves on until the next stream is there', async () => {
  const url = `${stack.rooms.url}/?${new URLSearchParams({ room: 'cut', turns: 'open' })}`;
  const victim = await Victim.open(url);
  try {
    await new Visitor(victim.page).live();
    const page = await stack.newPage();
    await visit(page, url);
    const viewer = new Visitor(page);
    await viewer.live();
    const first = streamOf(await viewer.view());
    await page.evaluate(() => {
      const element = document.querySelector<OdysseyBroadcast>('odyssey-broadcast')!;
      const root = element.shadowRoot!;
      const told: Watched = { phases: ['live'], frames: [0] };
      globalThis.failover = told;
      element.addEventListener('odyssey-status', ({ phase }: OdysseyStatusEvent) => {
        // The line to the room has a status too.
        if (phase === told.phases.at(-1)) return;
        told.phases.push(phase);
        told.frames.push(0);
      });
      for (const video of root.querySelectorAll('video')) {
        const shown = () => {
          video.requestVideoFrameCallback(shown);
          const isSeen = 'front' in video.dataset && root.querySelector('.overlay') === null;
          if (isSeen) told.frames[told.frames.length - 1]! += 1;
        };
        video.requestVideoFrameCallback(shown);
      }
    });

    await victim.cut();
    await until(
      'the stream of another conductor',
      () => viewer.view(),
      (view) => ![null, first].includes(streamOf(view)),
    );
    await viewer.live();
    const told = await page.evaluate(() => globalThis.failover);
    assert.deepEqual(told.phases, ['live', 'opening', 'live']);
    const [, opening = 0] = told.frames;
    assert.ok(opening > 3, `${opening} frames while the world opened anew`);
    await page.close();
  } finally {
    await victim.close();
  }
});
