import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'puppeteer-core';
import { type Stack, until, visit } from '../../support/stack.js';
import { Visitor } from '../../support/visitor.js';
import { inject } from '../measure/inject.js';
import { type Seen, seen } from '../measure/picture-record.js';
import { countPrompts, type PromptCount } from '../measure/prompts.js';
import { Pulse } from '../measure/pulse.js';
import { type Spread, spreadOf } from '../measure/spread.js';
import { WorldLog } from '../measure/world-log.js';
import { changeWindows } from './change-windows.js';

const PROMPT_EVERY_MS = 2_000;
const SETTLE_LIMIT_MS = 30_000;

/** No larger than the picture needs: without a graphics card each pixel costs the machine. */
export const VIEWPORT = { width: 832, height: 600 };

/** Prompts at any time, so that they fall before, into and after every renewal. */
export const RULES = {
  turns: 'open',
  opening: 'A calm harbour at noon',
  'cooldown-seconds': '0',
  'gap-seconds': '1',
  'repeat-seconds': '0',
  'prompts-per-minute': '120',
  'address-prompts-per-minute': '0',
  'linger-seconds': '2',
};

export interface Renewed {
  readonly seen: Seen;
  readonly prompts: PromptCount;
  readonly streams: number;
  /** How long two streams ran beside each other. */
  readonly overlap: Spread;
  readonly mostSessions: number;
  /** Sessions that hold a slot after everybody has left. */
  readonly leftBehind: number;
}

/** A room whose streams are short, watched by somebody who does not conduct, in this browser. */
export async function renewedByRoom(
  stack: Stack,
  browser: Browser,
  times: number,
  streamSeconds: number,
): Promise<Renewed> {
  const log = new WorldLog(stack.world);
  const pulse = new Pulse();
  const room = 'renewed';
  const conductor = await stack.open({ room, conduct: 'always' });
  await conductor.setViewport(VIEWPORT);
  await new Visitor(conductor).live();
  // Its page lies behind another one, so that it plays no picture itself.
  if (browser !== stack.browser) await stack.newPage();
  const context = await browser.createBrowserContext();
  const page = await stack.newPage(context);
  await page.setViewport(VIEWPORT);
  await visit(page, `${stack.rooms.url}/?${new URLSearchParams({ room, conduct: 'never' })}`);
  await new Visitor(page).live();

  await inject(page, 'measure/measure-page.ts');
  await page.evaluate((everyMs) => {
    window.picture = measure.watch('odyssey-broadcast');
    window.prompter = measure.prompting(everyMs, 'number');
  }, PROMPT_EVERY_MS);
  const limitMs = (times + 2) * (streamSeconds + 15) * 1000;
  const isOver = () => log.streams().filter(({ endedAt }) => endedAt !== null).length >= times;
  await until('all renewals', isOver, Boolean, limitMs);
  await delay(4_000);

  await page.evaluate(() => prompter.stop());
  const asked = await until(
    'all receipts',
    () => page.evaluate(() => prompter.list()),
    (list) => list.every(({ status }) => status !== null),
    SETTLE_LIMIT_MS,
  ).catch(() => page.evaluate(() => prompter.list()));
  pulse.stop();
  const record = await page.evaluate(() => picture.take());
  await context.close();
  await conductor.close();
  const held = () => {
    const { live, dangling, provisioned } = stack.world.stats().sessions;
    return live + dangling + provisioned;
  };
  await until('the session to end', held, (count) => count === 0).catch(() => undefined);
  const streams = log.streams();
  return {
    seen: seen(record, changeWindows(record, streams), pulse),
    prompts: countPrompts(asked, log.performed()),
    streams: streams.length,
    overlap: spreadOf(
      streams.slice(1).flatMap(({ startedAt }, before) => {
        const endedAt = streams[before]?.endedAt ?? null;
        return endedAt === null ? [] : [endedAt - startedAt];
      }),
    ),
    mostSessions: log.mostSessions(),
    leftBehind: held(),
  };
}
