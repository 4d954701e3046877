import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { CHROMIUM_FLAGS, needChromium } from '../../support/chromium.js';
import { pageScript } from '../../support/page-script.js';
import { begin } from '../measure/begin.js';
import { spreadOf } from '../measure/spread.js';
import { Verdict } from '../measure/verdict.js';
import type { UiBench } from './ui-page.js';

/**
 * `npm run bench:ui`: what others do moves nothing on a visitor's page (layout shift), and what the visitor
 * does is shown at once (interaction to next paint), in a room with a long history that is told much.
 */

declare const ui: UiBench;

const SIZES = { desktop: [1280, 800], phone: [390, 844] } as const;
/** Layout shift that is 0.00 to two digits. */
const SHIFT_MAX = 0.005;
const PAINT_MAX_MS = 100;

const options = begin(
  { changes: 500, 'updates-per-second': 10, keys: 300, taps: 60 },
  { changes: 50, keys: 10, taps: 4 },
);
const verdict = new Verdict(options.isSmoke);
const script = await pageScript(join(import.meta.dirname, 'ui-page.ts'));

async function pageOf(browser: Browser, [width, height]: readonly [number, number]): Promise<Page> {
  const page = await (await browser.createBrowserContext()).newPage();
  await page.setViewport({ width, height });
  // A page with an origin, and thus a storage, without a server.
  await page.setRequestInterception(true);
  const body = '<!doctype html><html lang="en"><meta charset="utf-8"><body>';
  page.on('request', (request) => void request.respond({ contentType: 'text/html', body }));
  await page.goto('http://localhost/');
  await page.evaluate(script);
  return page;
}

async function shifts(page: Page, size: string): Promise<void> {
  const { total, count, shown, worst } = await page.evaluate(() => ui.shifts());
  console.log(
    `layout shift, ${size}: ${total.toFixed(4)} in ${count} shifts over ${shown} changes of others`,
  );
  for (const one of worst) console.log(`  ${one}`);
  verdict.measured(`what others did, ${size}`, shown);
  verdict.atMost(`layout shift, ${size}`, total, SHIFT_MAX);
}

async function paints(page: Page, size: string): Promise<void> {
  const { changes, keys, taps } = options;
  await page.evaluate((...given) => ui.lively(...given), changes, options['updates-per-second']);
  for (let key = 0; key < keys; key += 1) await page.keyboard.press('abcde fgh'[key % 9] as 'a');
  for (let tap = 0; tap < taps; tap += 1) {
    const { x, y } = await page.evaluate(
      (selector) => ui.middleOf(selector),
      tap % 2 === 0 ? '.faces .person' : '.input',
    );
    await page.mouse.click(x, y);
  }
  const { ms, updates, rows } = await page.evaluate(() => ui.calm());
  const short = Math.max(0, keys + taps - ms.length);
  const shortest = await page.evaluate(() => ui.shortestMs);
  const every = [...ms, ...Array.from({ length: short }, () => shortest)];
  const { p50, p95, worst } = spreadOf(every);
  const p98 = [...every].sort((a, b) => a - b)[Math.ceil(0.98 * every.length) - 1] ?? Number.NaN;
  console.log(
    `interaction to next paint, ${size}: p50 ${p50}, p95 ${p95}, p98 ${p98}, worst ${worst} ms of ${every.length}, during ${updates} updates, with ${rows} rows`,
  );
  verdict.measured(`updates meanwhile, ${size}`, updates);
  verdict.within(`interaction to next paint at p98, ${size}`, p98, PAINT_MAX_MS);
}

const browser = await puppeteer.launch({
  executablePath: needChromium(),
  args: [...CHROMIUM_FLAGS],
});
try {
  for (const [size, box] of Object.entries(SIZES)) {
    const page = await pageOf(browser, box);
    await shifts(page, size);
    await paints(page, size);
    await page.close();
  }
} finally {
  await browser.close();
}
verdict.end();
