import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { Stack, until, visit } from '../support/stack.js';
import { allOf } from '../support/turns.js';
import { distance, Visitor } from '../support/visitor.js';

let stack: Stack;
before(async () => {
  stack = await Stack.start({ rules: { opening: 'A calm harbour at noon' } });
});
after(() => stack.close());

const DESERT = 'a red desert at noon';
const NIGHT = 'a night full of stars, snow is falling';

/** A page in a browser of its own: somebody else. */
async function somebody(): Promise<Visitor> {
  const page = await stack.newPage(await stack.browser.createBrowserContext());
  const query = new URLSearchParams({
    room: 'ballot',
    turns: 'vote',
    'submit-seconds': '8',
    // On a busy machine a walk by the Tab key takes that long, twice.
    'vote-seconds': '30',
  });
  await visit(page, `${stack.rooms.url}/?${query}`);
  return new Visitor(page);
}

/** Goes to a proposal with the Tab key: its button is there before the ballot opens. */
async function goTo({ page }: Visitor, text: string): Promise<void> {
  await page.bringToFront();
  await page.waitForSelector('odyssey-broadcast >>> .choice:nth-child(2) button');
  for (let stop = 0; !(await focusedText(page)).includes(text); stop += 1) {
    assert.ok(stop < 60, `the Tab key never came to "${text}"`);
    await page.keyboard.press('Tab');
  }
}

function focusedText(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.querySelector('odyssey-broadcast');
    const focused = element!.shadowRoot!.activeElement;
    return focused instanceof HTMLButtonElement ? (focused.textContent ?? '') : '';
  });
}

test('[E2E6] two pages propose and vote by keyboard, and what wins changes both pictures', async () => {
  const [a, b] = [await somebody(), await somebody()];
  await Promise.all([a.live(), b.live()]);
  const ids = [(await a.view()).you?.id, (await b.view()).you?.id];
  assert.notEqual(ids[0], ids[1], 'two browsers are two visitors');
  const opening = [await a.picture(), await b.picture()];

  // The round's clock runs from the first proposal on: all that takes long comes before.
  await a.draft(DESERT);
  await b.draft(NIGHT);
  await a.send();
  await until(
    'the first proposal',
    () => a.view(),
    ({ receipts }) => receipts.length === 1,
  );
  await b.send();
  for (const visitor of [a, b]) await goTo(visitor, NIGHT);
  for (const visitor of [a, b]) {
    const { room } = await until(
      'the ballot',
      () => visitor.view(),
      ({ room: seen }) => seen != null && allOf(seen.turns).round?.phase === 'vote',
    );
    assert.deepEqual(
      allOf(room!.turns).round?.choices.map(({ text }) => text),
      [DESERT, NIGHT],
    );
  }

  for (const { page } of [a, b]) {
    await page.bringToFront();
    await page.waitForSelector('odyssey-broadcast >>> .choice button[aria-disabled=false]');
    assert.match(await focusedText(page), new RegExp(NIGHT), 'the focus stays as the ballot opens');
    await page.keyboard.press('Space');
  }
  const night = allOf((await a.view()).room!.turns).round!.choices[1]!.id;
  for (const visitor of [a, b]) {
    await until(
      'the own vote',
      () => visitor.view(),
      ({ you }) => you?.vote === night,
    );
    await until(
      'what is told of it',
      () => visitor.text(),
      (text) => text.includes('You have voted'),
    );
  }

  for (const visitor of [a, b]) {
    await until(
      'the result in words',
      () => visitor.text(),
      (text) => text.includes(`“${NIGHT}” won`) && text.includes('It had 2 of 2 votes.'),
    );
  }
  const settled = async (visitor: Visitor) => {
    const { receipts } = await until(
      'the receipt',
      () => visitor.view(),
      (view) => ['applied', 'expired'].includes(view.receipts[0]?.status ?? ''),
    );
    return [receipts[0]?.status, receipts[0]?.reason];
  };
  assert.deepEqual(await settled(a), ['expired', 'not-chosen']);
  assert.deepEqual(await settled(b), ['applied', null]);
  for (const visitor of [a, b]) {
    await until(
      'the picture to change',
      async () => distance((await visitor.picture()).colours, opening[0]!.colours),
      (far) => far > 25,
    );
    assert.deepEqual(
      (await visitor.view()).room?.changes.map(({ text }) => text),
      [NIGHT],
    );
  }
});
