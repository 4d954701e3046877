import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until } from '../support/stack.js';
import { distance, Visitor } from '../support/visitor.js';

let stack: Stack;
before(async () => {
  stack = await Stack.start({ rules: { opening: 'A calm harbour at noon' } });
});
after(() => stack.close());

test('[PB19] [PB20] whatever WHEP does the picture comes by HLS, and by WebRTC again when that is well', async () => {
  const host = new Visitor(await stack.open({ room: 'lobby' }));
  await host.live();
  const viewers: Visitor[] = [];
  for (const fault of ['whep-refused', 'whep-silent', 'whep-frozen'] as const) {
    stack.world.clearFaults();
    stack.world.setFaults({ fault, count: null });
    const viewer = new Visitor(await stack.open({ room: 'lobby', conduct: 'never' }));
    await viewer.live();
    await until(
      `the delay to be told, with ${fault}`,
      () => viewer.text(),
      (text) => /HLS · \d+ s behind/.test(text),
    );
    await viewer.page.bringToFront();
    const [theirs, hosts] = [await viewer.picture(), await host.picture()];
    assert.ok(distance(theirs.colours, hosts.colours) < 40, 'it is the same world');
    viewers.push(viewer);
  }
  stack.world.clearFaults();
  for (const viewer of viewers) {
    await viewer.page.bringToFront();
    await until(
      'WebRTC again',
      () => viewer.text(),
      (text) => !text.includes('HLS'),
    );
    await viewer.live();
  }
});
