import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { Stack, until } from '../support/stack.js';
import { Visitor } from '../support/visitor.js';

let stack: Stack;
before(async () => {
  const rules = { lost: { 'acknowledge-seconds': 2 } };
  stack = await Stack.start({ world: { concurrentSessions: 1, hls: false }, rules });
});
after(() => stack.close());
// Whatever became of a test, the next one finds the one place at the service free.
afterEach(async () => {
  stack.world.clearFaults();
  await stack.closePages();
});

/** A page with one element of these attributes and nothing else. */
async function only(
  attributes: Record<string, string>,
  prepare?: (page: Page) => Promise<unknown>,
) {
  const page = await stack.newPage();
  await prepare?.(page);
  await page.goto(`${stack.rooms.url}/?room=unused&conduct=never`);
  await page.evaluate(async (all) => {
    await customElements.whenDefined('odyssey-broadcast');
    const element = document.createElement('odyssey-broadcast');
    element.setAttribute('load', 'eager');
    for (const [name, value] of Object.entries(all)) element.setAttribute(name, value);
    document.querySelector('odyssey-broadcast')?.remove();
    document.body.prepend(element);
  }, attributes);
  return new Visitor(page);
}

async function says(visitor: Visitor, words: RegExp): Promise<void> {
  await until(
    `the words ${words}`,
    () => visitor.text(),
    (text) => words.test(text),
  );
}

test('[BI9] a missing room and a wrong host are told on the element', async () => {
  const roomless = await only({});
  await says(roomless, /room/i);
  const lost = await only({ room: 'lobby', host: '127.0.0.1:9' });
  await says(lost, /(reach|connect)/i);
});

test('[BI9] no free stream, an exhausted quota and a missing GPU are told with the next try', async () => {
  const first = new Visitor(await stack.open({ room: 'first' }));
  await first.live();
  const second = new Visitor(await stack.open({ room: 'second' }));
  // With one place at the service it may also be that what it was lent cannot start in time.
  await until(
    'no free stream',
    () => second.view(),
    ({ room }) => room?.life.phase === 'failed' && room.life.reason === 'no-free-stream',
  );
  await says(second, /(busy|free|taken|use)/i);
  await first.page.close();
  await second.live();
  await stack.closePages();

  stack.world.setFaults({ fault: 'quota', count: null });
  const third = new Visitor(await stack.open({ room: 'third' }));
  await says(third, /(hours|month|quota)/i);
  assert.equal(stack.world.stats().sessions.live, 0);
});

test('[BI9] a prompt that the world refuses says so to its author, and the turn goes on', async () => {
  const visitor = new Visitor(
    await stack.open({ room: 'refusals', 'prompts-per-turn': '2', 'gap-seconds': '0' }),
  );
  await visitor.live();
  const refused = await visitor.call<{ status: string; reason: string }>(
    'prompt',
    'something forbidden',
  );
  assert.deepEqual([refused.status, refused.reason], ['refused', 'world-refused']);
  stack.world.setFaults({ fault: 'moderation-failure' });
  const failed = await visitor.call<{ status: string; reason: string }>('prompt', 'a kind fox');
  assert.deepEqual([failed.status, failed.reason], ['refused', 'world-moderation-down']);
  const { you } = await visitor.view();
  assert.equal(you?.standing.state, 'active');
  assert.equal(
    (await visitor.call<{ status: string }>('prompt', 'a kind heron')).status,
    'applied',
  );
});

test('[BI9] a lost acknowledgement ends unconfirmed, performed once', async () => {
  const visitor = new Visitor(await stack.open({ room: 'lost', 'idle-seconds': '0' }));
  await visitor.live();
  stack.world.setFaults({ fault: 'lost-acknowledgement' });
  const receipt = await visitor.call<{ status: string; reason: string }>(
    'prompt',
    'a purple tower',
  );
  assert.deepEqual([receipt.status, receipt.reason], ['unconfirmed', 'no-acknowledgement']);
  const performed = stack.world
    .stats()
    .streams.at(-1)
    ?.performed.map(({ prompt }) => prompt);
  assert.deepEqual(performed, ['a purple tower']);
});

test('[BI9] a browser without WebRTC is told that it cannot show the picture, and still takes part', async () => {
  const host = new Visitor(await stack.open({ room: 'blind' }));
  await host.live();
  const blind = await only({ room: 'blind' }, (page) =>
    page.evaluateOnNewDocument(() => Reflect.deleteProperty(window, 'RTCPeerConnection')),
  );
  await until(
    'the room',
    () => blind.view(),
    ({ room }) => room !== null,
  );
  await says(blind, /browser/i);
  const taken = await blind.call<{ ok: boolean }>('requestTurn');
  assert.equal(taken.ok, true);
});

test('[BI9] a wrong key is told once and not tried in a loop', async () => {
  const other = await Stack.start({ env: { ODYSSEY_API_KEY: 'a-wrong-key' } });
  try {
    const visitor = new Visitor(await other.open({ room: 'locked-out' }));
    await until(
      'the failure',
      () => visitor.view(),
      ({ room }) => room?.life.phase === 'failed',
    );
    const { room } = await visitor.view();
    assert.ok(room?.life.phase === 'failed' && room.life.reason === 'bad-key');
    const waitMs = (room.life.retryAt ?? 0) - Date.now();
    assert.ok(waitMs > 500_000 && waitMs < 601_000, `tried again in ten minutes, not ${waitMs} ms`);
    await until(
      'the words',
      () => visitor.text(),
      (text) => /key/i.test(text),
    );
  } finally {
    await other.close();
  }
});
