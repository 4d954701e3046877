import type { Page } from 'puppeteer-core';
import { Stack } from '../../support/stack.js';
import { begin } from '../measure/begin.js';
import { inject } from '../measure/inject.js';
import { spreadOf } from '../measure/spread.js';
import { Verdict } from '../measure/verdict.js';
import { type ColdNotes, noteColdStart } from './notes.js';

/**
 * `npm run bench:cold`: from the first visitor of a dark room to the first picture, over the same steps
 * with the bare SDK, one after the other: credentials, connection, stream, broadcast, picture.
 */

const options = begin({ rounds: 9 }, { rounds: 1 });
const verdict = new Verdict(options.isSmoke);
const LIMIT_MS = 60_000;
const WANTED = 1.3;

/** The steps in their order: each ends with the note of its name. */
const STEPS = {
  script: 'the page and its script',
  line: 'the line to the room',
  welcome: 'hello and welcome',
  open: 'the room mints credentials',
  connected: 'the conductor connects to the service',
  start: 'the room says what to start with',
  broadcasting: 'the stream starts, and is broadcast',
  told: 'the room tells where it is',
  offer: 'the page offers',
  answer: 'the service answers',
  frame: 'the first frame comes',
} as const satisfies Record<keyof ColdNotes, string>;

/** A visitor with an empty cache, who is the first in the room. */
async function coldRoom(stack: Stack, room: string): Promise<ColdNotes> {
  const context = await stack.browser.createBrowserContext();
  try {
    const page = await stack.newPage(context);
    await page.evaluateOnNewDocument(noteColdStart);
    await page.bringToFront();
    await page.goto(`${stack.rooms.url}/?${new URLSearchParams({ room })}`);
    await page.waitForFunction('globalThis.cold.frame !== undefined', { timeout: LIMIT_MS });
    const cold = await page.evaluate(() => globalThis.cold);
    for (const [name, step] of Object.entries(STEPS)) {
      if (cold[name as keyof ColdNotes] === undefined) throw new Error(`Nothing noted: ${step}.`);
    }
    return cold as ColdNotes;
  } finally {
    await context.close();
  }
}

/** The service's own steps, on a page that has the SDK already. */
async function bareSteps(page: Page, apiUrl: string): Promise<number> {
  await page.bringToFront();
  return page.evaluate((url) => bench.bareColdPicture(url), apiUrl);
}

const stack = await Stack.start();
try {
  const bench = await stack.newPage();
  await bench.goto(`${stack.rooms.url}/?room=elsewhere&conduct=never`);
  await inject(bench, 'bench-page.ts');
  const notes: ColdNotes[] = [];
  const bare: number[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    bare.push(await bareSteps(bench, stack.world.url));
    notes.push(await coldRoom(stack, `cold-${round}`));
  }
  const names = Object.keys(STEPS) as (keyof ColdNotes)[];
  const rows = names.map((name, index) => {
    const before = names[index - 1];
    const took = notes.map((note) => note[name] - (before === undefined ? 0 : note[before]));
    const { p50, worst } = spreadOf(took);
    return { step: STEPS[name], 'median ms': Math.round(p50), 'worst ms': Math.round(worst) };
  });
  console.table(rows);
  const ours = spreadOf(notes.map(({ frame }) => frame)).p50;
  const steps = spreadOf(bare).p50;
  const ratio = ours / steps;
  console.log(
    `first visitor to first picture: ${ours.toFixed(0)} ms over ${steps.toFixed(0)} ms of the service's own steps = ${ratio.toFixed(2)}, at most ${WANTED} (medians of ${notes.length})`,
  );
  for (const figure of [ours, steps]) verdict.measured('a cold room', figure);
  if (!options.isSmoke) verdict.atMost('a cold room', Number(ratio.toFixed(3)), WANTED);
} finally {
  await stack.close();
}
verdict.end();
