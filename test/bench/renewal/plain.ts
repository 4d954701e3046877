import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { type Stack, until } from '../../support/stack.js';
import { inject } from '../measure/inject.js';
import { type Seen, seen } from '../measure/picture-record.js';
import { Pulse } from '../measure/pulse.js';
import { WorldLog } from '../measure/world-log.js';
import { changeWindows } from './change-windows.js';
import { VIEWPORT } from './renewed.js';

/**
 * The plain way of going on beyond a stream's end: end it, connect anew, start, and have everybody
 * watch again. Measured on a viewer's page like the room's own renewals.
 */
export async function plainRestarts(
  stack: Stack,
  times: number,
  streamSeconds: number,
): Promise<Seen> {
  const log = new WorldLog(stack.world);
  log.read();
  const from = Date.now();
  const pulse = new Pulse();
  const context = await stack.browser.createBrowserContext();
  const conductor = await plainPage(stack, await stack.newPage());
  const viewer = await plainPage(stack, await stack.newPage(context));
  const open = async (count: number) => {
    const info = await conductor.evaluate(
      (url, prompt) => plain.open(url, prompt),
      stack.world.url,
      `A calm harbour at noon, number ${count}`,
    );
    await viewer.evaluate((where) => plain.watch(where), info);
  };

  await open(0);
  await inject(viewer, 'measure/measure-page.ts');
  await viewer.evaluate(() => {
    window.picture = measure.watch('body');
  });
  for (let count = 1; count <= times; count += 1) {
    const endsAt = Date.now() + streamSeconds * 1000;
    while (Date.now() < endsAt) {
      await conductor.evaluate(() => plain.prompt('a white horse'));
      await delay(Math.min(1_500, Math.max(0, endsAt - Date.now())));
    }
    await conductor.evaluate(() => plain.end());
    await open(count);
  }
  await delay(2_500);
  pulse.stop();
  const record = await viewer.evaluate(() => picture.take());
  await conductor.evaluate(() => plain.end());
  await conductor.close();
  await context.close();
  await until(
    'the plain sessions to be over',
    () => stack.world.stats().sessions,
    ({ live, dangling }) => live + dangling === 0,
  );
  const streams = log.streams().filter(({ startedAt }) => startedAt >= from);
  return seen(record, changeWindows(record, streams), pulse);
}

async function plainPage(stack: Stack, page: Page): Promise<Page> {
  await page.setViewport(VIEWPORT);
  // Any page of the same origin; a blank one may not reach this computer's services.
  await page.goto(`${stack.rooms.url}/parties/main/plain/state`);
  await inject(page, 'renewal/plain-page.ts');
  return page;
}
