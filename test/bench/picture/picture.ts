import type { Browser } from 'puppeteer-core';
import { Stack } from '../../support/stack.js';
import { Visitor } from '../../support/visitor.js';
import { begin } from '../measure/begin.js';
import { openFarBrowser } from '../measure/far-browser.js';
import { inject } from '../measure/inject.js';
import { spreadOf } from '../measure/spread.js';
import { Verdict } from '../measure/verdict.js';
import { startSites } from './cold-page.js';

/**
 * `npm run bench:picture`: how soon a viewer sees the picture, over the bare SDK in the same run. On an
 * open page, and from the script tag of a cold one; on a good line, where STUN is silent, and behind a
 * delay (of all requests and messages; media go straight). `--line` takes one.
 */

const options = begin({ rounds: 15, 'delay-ms': 150, line: 'all' }, { rounds: 1, line: 'delayed' });
const verdict = new Verdict(options.isSmoke);
const LIMIT_MS = 30_000;
const STREAM_SECONDS = 3_000;

/** The world makes no two key frames on demand within 0.4 s: a viewer right after another would wait. */
const REST_MS = 600;
const rested = () => new Promise((resolve) => setTimeout(resolve, REST_MS));

interface Line {
  readonly name: string;
  readonly stunAnswers: boolean;
  readonly delayMs: number;
  /** The most that the element may take of the SDK's time on an open page. */
  readonly most: number;
}

const LINES: readonly Line[] = [
  { name: 'good', stunAnswers: true, delayMs: 0, most: 0.8 },
  { name: 'silent-stun', stunAnswers: false, delayMs: 0, most: 0.15 },
  { name: 'delayed', stunAnswers: true, delayMs: options['delay-ms'], most: 0.8 },
];

async function measure({ name, stunAnswers, delayMs, most }: Line): Promise<void> {
  const sites = await startSites();
  const stack = await Stack.start({
    // One stream for all rounds: the bare SDK is given its address once.
    world: { stunAnswers, streamSeconds: STREAM_SECONDS },
    env: { ALLOWED_ORIGINS: sites.origin, STREAM_SECONDS: String(STREAM_SECONDS) },
  });
  const far = await openFarBrowser(delayMs);
  const { browser } = far;
  try {
    const host = new Visitor(await stack.open({ room: 'lobby' }));
    await host.live();
    const { room } = await host.view();
    if (room?.life.phase !== 'live') throw new Error('There is no stream to be watched.');
    const { webrtcUrl, token } = room.life.watch;
    const page = await browser.newPage();
    await page.evaluateOnNewDocument('globalThis.__name = (target) => target');
    await page.goto(`${stack.rooms.url}/?room=elsewhere&conduct=never`);
    await inject(page, 'bench-page.ts');
    const open: Pair = { ours: [], bare: [] };
    const cold: Pair = { ours: [], bare: [] };
    // What a page loads only once, for both.
    await page.evaluate(() => bench.elementFirstFrame('lobby'));
    for (let round = 0; round < options.rounds; round += 1) {
      await page.bringToFront();
      await rested();
      open.bare.push(
        await page.evaluate((...given) => bench.bareFirstFrame(...given), webrtcUrl, token),
      );
      await rested();
      open.ours.push(await page.evaluate(() => bench.elementFirstFrame('lobby')));
      await rested();
      cold.bare.push(await coldFirstFrame(browser, sites.bare(webrtcUrl, token)));
      await rested();
      cold.ours.push(await coldFirstFrame(browser, sites.ours(stack.rooms.host, 'lobby')));
    }
    compare(`${name}, an open page`, open, most);
    compare(`${name}, a cold page`, cold, 1);
  } finally {
    await far.close();
    sites.close();
    await stack.close();
  }
}

interface Pair {
  readonly ours: number[];
  readonly bare: number[];
}

/** In a context of its own, so that nothing is in its caches. */
async function coldFirstFrame(browser: Browser, url: string): Promise<number> {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(`${url}: ${String(error)}`));
    await page.bringToFront();
    await page.goto(url);
    await page.waitForFunction('globalThis.firstFrameMs !== undefined', { timeout: LIMIT_MS });
    return Number(await page.evaluate('globalThis.firstFrameMs'));
  } finally {
    await context.close();
  }
}

function compare(what: string, { ours, bare }: Pair, most: number): void {
  const [one, other] = [spreadOf(ours).p50, spreadOf(bare).p50];
  const ratio = one / other;
  console.log(
    `${what}: ${one.toFixed(0)} ms over ${other.toFixed(0)} ms of the bare SDK = ${ratio.toFixed(2)}, at most ${most} (medians of ${ours.length})`,
  );
  for (const figure of [one, other]) verdict.measured(what, figure);
  if (!options.isSmoke) verdict.atMost(what, Number(ratio.toFixed(3)), most);
}

const lines = LINES.filter(({ name }) => options.line === 'all' || options.line === name);
verdict.atLeast('lines measured', lines.length, 1);
for (const line of lines) await measure(line);
verdict.end();
