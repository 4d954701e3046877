import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'puppeteer-core';
import { WebSocket } from 'ws';
import { PROTOCOL_VERSION } from '../../src/protocol/limits.js';
import { holderOf } from '../../src/protocol/view.js';
import { Stack, until } from '../support/stack.js';
import { Visitor } from '../support/visitor.js';
import { measureBundle } from './bundle-size.js';

/** `npm run bench`: what the room costs over the bare SDK, each as a ratio in one run. */

const ROUNDS = 15;
const QUICK = {
  'gap-seconds': '0',
  'repeat-seconds': '0',
  'prompts-per-minute': '120',
  'prompts-per-turn': '10',
};

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function compare(what: string, ours: readonly number[], bare: readonly number[]): void {
  const [one, other] = [median(ours), median(bare)];
  const ratio = (one / other).toFixed(2);
  console.log(
    `${what}: ${one.toFixed(0)} ms over ${other.toFixed(0)} ms bare = ${ratio} (medians of ${ours.length})`,
  );
}

async function measured(page: Page): Promise<Page> {
  const bundle = await build({
    entryPoints: [join(import.meta.dirname, 'bench-page.ts')],
    bundle: true,
    write: false,
    logLevel: 'silent',
  });
  await page.evaluate(bundle.outputFiles[0]?.text ?? '');
  return page;
}

async function firstFrames(stack: Stack): Promise<void> {
  const room = 'frames';
  const host = new Visitor(await stack.open({ room }));
  await host.live();
  const { room: view } = await host.view();
  if (view?.life.phase !== 'live') throw new Error('not live');
  const { webrtcUrl, token } = view.life.watch;
  const page = await measured(await stack.open({ room: 'elsewhere', conduct: 'never' }));
  const [ours, bare]: [number[], number[]] = [[], []];
  const first = await page.evaluate((name) => bench.elementFirstFrame(name), room);
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(
      await page.evaluate((url, secret) => bench.bareFirstFrame(url, secret), webrtcUrl, token),
    );
    ours.push(await page.evaluate((name) => bench.elementFirstFrame(name), room));
  }
  compare('element to first frame', ours, bare);
  console.log(`  the first one on a page, which also loads the SDK: ${first.toFixed(0)} ms`);
  const rates = await page.evaluate(
    (url, secret) => bench.framesPerSecond(url, secret, 8),
    webrtcUrl,
    token,
  );
  const slowest = Math.min(...rates);
  console.log(
    `eight more viewers: ${slowest.toFixed(1)} frames a second or more = ${(slowest / 15).toFixed(2)} of 15`,
  );
  const { streams } = stack.world.stats();
  const { paintMillis = 0, encodeMillis = 0 } = streams.at(-1) ?? {};
  console.log(
    `  one encoder for all: ${paintMillis.toFixed(1)} ms to paint and ${encodeMillis.toFixed(1)} ms to encode a frame`,
  );
  for (const open of await stack.browser.pages()) await open.close();
}

async function prompts(stack: Stack): Promise<void> {
  const page = await measured(await stack.open({ room: 'prompts', ...QUICK }));
  const visitor = new Visitor(page);
  await visitor.live();
  await page.evaluate((url) => bench.openBareSession(url), stack.world.url);
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const text = `a red balloon, number ${round}`;
    bare.push(await page.evaluate((words) => bench.bareInteract(words), text));
    ours.push(await page.evaluate((words) => bench.roomPrompt(words), text));
  }
  await page.evaluate(() => bench.closeBareSession());
  compare('prompt to acknowledgement', ours, bare);
  await page.close();
}

/** What one silent viewer is sent: on joining, and while somebody has a turn with one prompt. */
async function bytes(stack: Stack): Promise<void> {
  const page = await stack.open({ room: 'bytes', ...QUICK, 'prompts-per-turn': '1' });
  const visitor = new Visitor(page);
  await visitor.live();
  const socket = new WebSocket(`ws://${stack.rooms.host}/parties/main/bytes`);
  let received = 0;
  socket.on('message', (data) => {
    received += Buffer.byteLength(String(data));
  });
  await until(
    'an open line',
    () => socket.readyState,
    (state) => state === WebSocket.OPEN,
  );
  const hello = { type: 'hello', version: PROTOCOL_VERSION, conduct: 'no', watching: true };
  const nothing = { identity: null, token: null, name: null, rules: null, epoch: null };
  socket.send(JSON.stringify({ ...hello, ...nothing }));
  await until(
    'the welcome',
    () => received,
    (count) => count > 0,
  );
  console.log(`sent to a viewer on joining: ${received} bytes`);
  await until(
    'the count of viewers',
    () => visitor.view(),
    ({ room }) => room?.audience.watching === 2,
  );
  const before = received;
  await visitor.call('requestTurn');
  await visitor.call('prompt', 'three sailing boats and a lighthouse');
  await until(
    'the turn to end',
    () => visitor.view(),
    ({ room }) => room != null && holderOf(room.turns) === null,
  );
  console.log(
    `sent to a viewer per turn: ${received - before} bytes (request, prompt, change, end)`,
  );
  socket.terminate();
  await page.close();
}

function sizes(): void {
  const { entry, lazy } = measureBundle('dist/cdn/odyssey-broadcast.js');
  console.log(`the page's entry: ${entry.kB} kB gzip = ${(entry.kB / 30).toFixed(2)} of its 30 kB`);
  for (const { file, kB } of lazy) console.log(`  lazy ${file}: ${kB} kB gzip`);
}

execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });
sizes();
const stack = await Stack.start();
try {
  await firstFrames(stack);
  await prompts(stack);
  await bytes(stack);
} finally {
  await stack.close();
}
