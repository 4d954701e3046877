import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until, visit } from '../support/stack.js';
import { Visitor } from '../support/visitor.js';

let stack: Stack;
before(async () => {
  stack = await Stack.start({ rules: { opening: 'A calm harbour at noon' } });
});
after(() => stack.close());

/** How late a page in a background tab may say that it is its visitor's turn. */
const TOLD_WITHIN_MS = 1_000;

test('[AT10] in a background tab the title tells the turn within a second, and 20 s do not lose it', async () => {
  const query = {
    room: 'away',
    'claim-seconds': '5',
    'claim-away-seconds': '25',
    'turn-seconds': '120',
  };
  const front = new Visitor(await stack.open(query));
  await front.live();
  // Another visitor: the two do not share what a browser remembers of one.
  const page = await stack.newPage(await stack.browser.createBrowserContext());
  await visit(page, `${stack.rooms.url}/?${new URLSearchParams(query)}`);
  const away = new Visitor(page);
  await away.live();
  assert.deepEqual(await front.call('requestTurn'), { ok: true });
  await away.page.bringToFront();
  assert.deepEqual(await away.call('requestTurn'), { ok: true });
  const title = await away.page.title();

  const tab = await away.page.browserContext().newPage();
  await tab.bringToFront();
  assert.equal(await away.page.evaluate(() => document.hidden), true, 'a real background tab');
  await until(
    'the title to say who is next',
    () => away.page.title(),
    (now) => now === 'You’re next',
  );
  await away.page.evaluate(() => {
    const told = { at: 0 };
    Object.assign(window, { told });
    new MutationObserver(() => {
      if (document.title === '● Your turn') told.at ||= Date.now();
    }).observe(document.head, { childList: true, characterData: true, subtree: true });
  });
  const offeredAt = Date.now();
  assert.deepEqual(await front.call('releaseTurn'), { ok: true });
  await until(
    'the title to say whose turn it is',
    () => away.page.title(),
    (now) => now === '● Your turn',
  );
  const { at } = await away.page.evaluate(
    () => (window as unknown as { told: { at: number } }).told,
  );
  console.log(`told after ${at - offeredAt} ms`);
  assert.ok(at - offeredAt < TOLD_WITHIN_MS, `${at - offeredAt} ms`);

  const { standing } = (await away.view()).you!;
  const { clockOffsetMs } = await away.view();
  assert.ok(standing.state === 'offered' && 'endsAt' in standing.clock);
  const endsAt = standing.clock.endsAt - clockOffsetMs;
  assert.ok(endsAt - offeredAt > 24_000, 'the clock says so');
  await until(
    'twenty seconds to pass',
    () => Promise.resolve(Date.now() - offeredAt),
    (ms) => ms > 20_000,
  );
  assert.equal((await away.view()).you?.standing.state, 'offered');
  await tab.close();
  await away.page.bringToFront();
  assert.deepEqual(await away.call('releaseTurn'), { ok: true });
  await until(
    'the title to be the page’s own',
    () => away.page.title(),
    (now) => now === title,
  );
});
