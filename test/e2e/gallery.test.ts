import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import axe from 'axe-core';
import { GALLERY_RULES } from '../../demo/gallery/pages.js';
import { TURN_MODES } from '../../src/protocol/rules.js';
import { serving } from '../support/serving.js';
import { Stack } from '../support/stack.js';

/** The pages are looked at, not the world: no room opens by itself. */
let stack: Stack;
before(async () => {
  stack = await Stack.start({
    env: {
      OPEN_ROOMS: '',
      ALLOWED_ORIGINS: 'http://127.0.0.1:*',
      ROOM_RULES: JSON.stringify(GALLERY_RULES),
    },
  });
});
after(() => stack.close());

const LOOKS = [
  { width: 360, scheme: 'light' },
  { width: 820, scheme: 'dark' },
  { width: 1440, scheme: 'light' },
] as const;
const names = () => readdirSync('dist/site/gallery').filter((name) => name.endsWith('.html'));

test('[SV7] each page of the gallery fits three widths, is accessible, and leads where it says', async () => {
  assert.ok(names().length > 20);
  const links = new Set<string>();
  const page = await stack.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${String(error)}`));
  for (const name of names()) {
    await page.goto(`${stack.rooms.url}/gallery/${name}`, { waitUntil: 'load' });
    await page.evaluate(axe.source);
    for (const { width, scheme } of LOOKS) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await page.setViewport({ width, height: 900 });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(overflow <= 0, `${name} at ${width}: ${overflow} px too wide`);
      const violations = await page.evaluate(async () => {
        const { axe: found } = globalThis as unknown as { axe: typeof import('axe-core') };
        // The element has tests of its own.
        const result = await found.run({ exclude: [['odyssey-broadcast']] });
        return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      });
      assert.deepEqual(violations, [], `${name} at ${width}, ${scheme}`);
    }
    const hrefs = await page.$$eval('a', (all) => all.map(({ href }) => href));
    for (const href of hrefs) links.add(href);
  }
  await page.close();
  assert.deepEqual(errors, []);
  for (const link of links) assert.equal((await fetch(link)).status, 200, link);
});

test('[SV7] the room of each mode’s page is in that mode, also where no page may set it', async () => {
  const page = await stack.newPage();
  for (const mode of TURN_MODES) {
    await page.goto(`${stack.rooms.url}/gallery/mode-${mode}.html`);
    await page.waitForFunction(
      (wanted) => document.querySelector('odyssey-broadcast')?.view.room?.rules.turns === wanted,
      {},
      mode,
    );
  }
  await page.close();
});

test('[SV8] the settings panel shows what it writes, and the HTML works on an empty page', async () => {
  const page = await stack.newPage();
  await page.goto(`${stack.rooms.url}/gallery/settings.html`);
  await page.waitForSelector('#shown odyssey-broadcast');
  await page.select('select[name=turns]', 'vote');
  await page.type('input[name=vote-seconds]', '45');
  await page.click('input[name=watch-only]');
  const html = await page.$eval('#written code', (code) => code.textContent ?? '');
  assert.match(html, /watch-only/);
  assert.match(html, /turns="vote" vote-seconds="45"|vote-seconds="45".*turns="vote"/);
  const shown = await page.$eval('#shown odyssey-broadcast', (one) => one.outerHTML);
  assert.ok(html.includes(shown.replaceAll('=""', '')), `${shown} in ${html}`);
  await page.close();
  await serving(
    (_request, response) => {
      response.setHeader('Content-Type', 'text/html').end(`<!doctype html>${html}`);
    },
    async (url) => {
      const empty = await stack.newPage();
      await empty.goto(url);
      await empty.waitForFunction(() => {
        const element = document.querySelector('odyssey-broadcast');
        return element?.view.connection.status === 'connected' && element.view.room !== null;
      });
      await empty.close();
    },
  );
});

test('[SV6] /embed shows a room in an iframe of any site, by its address alone', async () => {
  await serving(
    (_request, response) => {
      const src = `${stack.rooms.url}/embed?room=framed&layout=below&token=x&onclick=x&host=x`;
      response
        .setHeader('Content-Type', 'text/html')
        .end(`<!doctype html><iframe src="${src}" width="800" height="600"></iframe>`);
    },
    async (url) => {
      const page = await stack.newPage();
      await page.goto(url.replace('127.0.0.1', 'localhost'));
      const frame = await page.waitForFrame((one) => one.url().includes('/embed'));
      await frame.waitForFunction(
        () => document.querySelector('odyssey-broadcast')?.view.connection.status === 'connected',
      );
      const there = await frame.$eval('odyssey-broadcast', (element) => ({
        names: element.getAttributeNames().sort(),
        room: element.room,
        title: document.title,
      }));
      assert.deepEqual(
        there.names.filter((name) => name !== 'theme'),
        ['layout', 'room'],
      );
      assert.equal(there.room, 'framed');
      assert.match(there.title, /^framed: /);
      assert.ok(await frame.$('meta[property="og:title"]'));
      await page.close();
    },
  );
});
