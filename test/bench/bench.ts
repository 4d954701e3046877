import type { Page } from 'puppeteer-core';
import { defaultOptions } from '../../demo/world/options.js';
import type { SettledReceipt } from '../../src/client/index.js';
import type { Outcome } from '../../src/protocol/reasons.js';
import { holderOf } from '../../src/protocol/view.js';
import { RawVisitor } from '../support/raw-visitor.js';
import { Stack, until, visit } from '../support/stack.js';
import { Visitor } from '../support/visitor.js';
import { measureBundle } from './bundle-size.js';
import { begin } from './measure/begin.js';
import { crowdOf } from './measure/crowd.js';
import { inject } from './measure/inject.js';
import { spreadOf } from './measure/spread.js';
import { Verdict } from './measure/verdict.js';

/** `npm run bench`: what the room costs over the bare SDK, each as a ratio in one run. */

const options = begin(
  { rounds: 15, viewers: 8, 'watch-seconds': 5, prompts: 100, crowd: 1_000 },
  { rounds: 1, viewers: 2, 'watch-seconds': 1, prompts: 2, crowd: 10 },
);
const verdict = new Verdict(options.isSmoke);
const UNLIMITED = { 'repeat-seconds': 0, 'prompts-per-minute': 120 };
/** No renewal comes in between. */
const STREAM_SECONDS = 3_000;
const ADDRESS_HEADER = 'X-Bench-Address';
const QUICK = { 'gap-seconds': '0', 'prompts-per-turn': '10' };

function compare(what: string, ours: readonly number[], bare: readonly number[]): void {
  const [one, other] = [spreadOf(ours).p50, spreadOf(bare).p50];
  const ratio = (one / other).toFixed(2);
  console.log(
    `${what}: ${one.toFixed(0)} ms over ${other.toFixed(0)} ms bare = ${ratio} (medians of ${ours.length})`,
  );
  for (const figure of [one, other]) verdict.measured(what, figure);
}

async function measured(page: Page): Promise<Page> {
  await inject(page, 'bench-page.ts');
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
  for (let round = 0; round < options.rounds; round += 1) {
    bare.push(
      await page.evaluate((url, secret) => bench.bareFirstFrame(url, secret), webrtcUrl, token),
    );
    ours.push(await page.evaluate((name) => bench.elementFirstFrame(name), room));
  }
  compare('element to first frame', ours, bare);
  console.log(`  the first one on a page, which also loads the SDK: ${first.toFixed(0)} ms`);
  const { viewers, 'watch-seconds': seconds } = options;
  const rates = await page.evaluate(
    (...given) => bench.framesPerSecond(...given),
    ...([webrtcUrl, token, viewers, seconds] as const),
  );
  const { framesPerSecond: sent } = defaultOptions;
  const slowest = Math.min(...rates);
  console.log(
    `${viewers} more viewers: ${slowest.toFixed(1)} frames a second or more = ${(slowest / sent).toFixed(2)} of ${sent}`,
  );
  verdict.exactly('viewers whose frames were counted', rates.length, viewers);
  verdict.measured('frames a second at the slowest viewer', slowest);
  const { streams } = stack.world.stats();
  const { paintMillis = 0, encodeMillis = 0 } = streams.at(-1) ?? {};
  console.log(
    `  one encoder for all: ${paintMillis.toFixed(1)} ms to paint and ${encodeMillis.toFixed(1)} ms to encode a frame`,
  );
  verdict.measured('the time to paint a frame', paintMillis);
  verdict.measured('the time to encode a frame', encodeMillis);
  for (const open of await stack.browser.pages()) await open.close();
}

/** Notes in a new page when the SDK sends a prompt, and when the stream acknowledges it. */
function noteInteracts(): void {
  const { send } = RTCDataChannel.prototype;
  RTCDataChannel.prototype.send = function (this: RTCDataChannel, data: never) {
    if (String(data).includes('"update"')) globalThis.interactSentAt = performance.now();
    send.call(this, data);
  };
  const Peer = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Peer {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('datachannel', ({ channel }) => {
        channel.addEventListener('message', ({ data }) => {
          const isAnswer = String(data).includes('"update_acknowledged"');
          if (isAnswer) globalThis.interactAnsweredAt = performance.now();
        });
      });
    }
  };
}

/** A prompt's way through the room: what it takes over the SDK's own `interact`, with so many watching. */
async function prompts(stack: Stack, viewers: number): Promise<void> {
  const room = `prompts-${viewers}`;
  const page = await stack.newPage();
  await page.evaluateOnNewDocument(noteInteracts);
  await visit(page, `${stack.rooms.url}/?${new URLSearchParams({ room, ...QUICK })}`);
  await inject(page, 'bench-page.ts');
  const visitor = new Visitor(page);
  await visitor.live();
  const leave = await crowdOf(viewers, { host: stack.rooms.host, room, header: ADDRESS_HEADER });
  await page.evaluate((url) => bench.openBareSession(url), stack.world.url);
  const [ours, bare, added]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < options.prompts; round += 1) {
    const text = `a red balloon, number ${round}`;
    bare.push(await page.evaluate((words) => bench.bareInteract(words), text));
    const { took, service } = await page.evaluate((words) => bench.roomPrompt(words), text);
    ours.push(took);
    added.push(took - service);
  }
  await page.evaluate(() => bench.closeBareSession());
  leave();
  const what = `prompt to acknowledgement, ${viewers} more watching`;
  compare(what, ours, bare);
  const { p50, p99, worst } = spreadOf(added);
  console.log(
    `  around the SDK's interact: p50 ${p50.toFixed(0)}, p99 ${p99.toFixed(0)}, worst ${worst.toFixed(0)} ms; at most 15 and 40 are wanted`,
  );
  verdict.measured(`${what}: what the room adds`, p50);
  await page.close();
}

/** What one silent viewer is sent: on joining, and while somebody has a turn with one prompt. */
async function bytes(stack: Stack): Promise<void> {
  const page = await stack.open({ room: 'bytes', ...QUICK, 'prompts-per-turn': '1' });
  const visitor = new Visitor(page);
  await visitor.live();
  const viewer = await RawVisitor.connect(stack.rooms.host, 'bytes');
  viewer.hello();
  const [first] = await until(
    'a word to the viewer',
    () => viewer.heard,
    ({ length }) => length > 0,
  );
  if (first?.type !== 'welcome') {
    throw new Error(`The viewer was not let in, but told ${JSON.stringify(first)}.`);
  }
  console.log(`sent to a viewer on joining: ${viewer.bytes} bytes`);
  await until(
    'the count of viewers',
    () => visitor.view(),
    ({ room }) => room?.audience.watching === 2,
  );
  const before = viewer.bytes;
  const asked = await visitor.call<Outcome>('requestTurn');
  if (!asked.ok) throw new Error(`There is no turn to be measured: ${JSON.stringify(asked)}.`);
  const { status, reason } = await visitor.call<SettledReceipt>('prompt', 'a lighthouse');
  if (status !== 'applied') throw new Error(`The prompt of the turn was ${status}: ${reason}.`);
  await until(
    'the turn to begin and to end, as the viewer is told',
    () =>
      viewer.heard.flatMap((said) =>
        said.type === 'delta' && said.room.turns !== undefined ? [holderOf(said.room.turns)] : [],
      ),
    (holders) => holders.some((holder) => holder !== null) && holders.at(-1) === null,
  );
  console.log(
    `sent to a viewer per turn: ${viewer.bytes - before} bytes (request, prompt, change, end)`,
  );
  viewer.close();
  await page.close();
}

function sizes(): void {
  const { entry, lazy } = measureBundle('dist/site/cdn/odyssey-broadcast.js');
  console.log(`the page's entry: ${entry.kB} kB gzip = ${(entry.kB / 30).toFixed(2)} of its 30 kB`);
  for (const { file, kB } of lazy) console.log(`  lazy ${file}: ${kB} kB gzip`);
  for (const { file, kB } of [entry, ...lazy]) verdict.measured(`the size of ${file}`, kB);
}

sizes();
const stack = await Stack.start({ rules: UNLIMITED });
try {
  await firstFrames(stack);
  await bytes(stack);
} finally {
  await stack.close();
}
// A slow picture: what it takes to paint and to decode it is no part of a prompt's way.
const calm = await Stack.start({
  rules: UNLIMITED,
  world: { framesPerSecond: 5, streamSeconds: STREAM_SECONDS },
  env: { ADDRESS_HEADER, STREAM_SECONDS: String(STREAM_SECONDS) },
});
try {
  for (const viewers of [0, options.crowd]) await prompts(calm, viewers);
} finally {
  await calm.close();
}
verdict.end();
