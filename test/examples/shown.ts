import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { CDPSession, Page } from 'puppeteer-core';
import { serving } from '../support/serving.js';
import { type Stack, until } from '../support/stack.js';

/** Rounds before the first measurement: what is loaded once and kept is no leak. */
const WARM_UP = 5;
/** The last one may still be held: by a framework until it draws again, by the engine until it collects again. */
const ALIVE_MAX = 2;
/** What the rounds may add to the heap of a page; an element has 400. */
const HEAP_MAX_KB = 1_500;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export interface Shown {
  readonly pictureMs: number;
  /** Elements in memory after the last round. */
  readonly alive: number;
  /** What the rounds have added to the heap. */
  readonly heapKB: number;
  readonly wrong: readonly string[];
}

/** Shows the built files until there is a picture, then takes the element away again and again. */
export async function show(stack: Stack, built: string, rounds: number): Promise<Shown> {
  let shown: Shown | null = null;
  await serving(
    ({ url = '/' }, response) => {
      const { pathname } = new URL(url, 'http://site');
      const file = join(built, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
      if (!existsSync(file)) response.writeHead(404).end();
      else {
        const type = TYPES[extname(file)] ?? 'application/octet-stream';
        response.writeHead(200, { 'Content-Type': type }).end(readFileSync(file));
      }
    },
    async (url) => {
      const page = await stack.newPage();
      const wrong: string[] = [];
      page.on('console', (message) => {
        const isOfPage = !message.location().url?.endsWith('/favicon.ico');
        if (message.type() === 'error' && isOfPage) wrong.push(message.text());
      });
      page.on('pageerror', (error) => wrong.push(String(error)));
      try {
        shown = await measured(page, url, rounds, wrong);
      } catch (error) {
        throw new Error(`${built}: ${[...wrong, error].join('\n')}`);
      } finally {
        await page.close();
      }
    },
  );
  if (shown === null) throw new Error(`Nothing was shown of ${built}.`);
  return shown;
}

async function measured(page: Page, url: string, rounds: number, wrong: string[]): Promise<Shown> {
  await page.evaluateOnNewDocument(countConnections);
  const opened = Date.now();
  await page.goto(new URL('/', url).href);
  await until('a picture', () => page.evaluate(hasPicture));
  const pictureMs = Date.now() - opened;
  await until('the event in the words of the page', () =>
    page.$eval('output', ({ textContent }) => textContent === 'live'),
  );
  const session = await page.createCDPSession();
  await takeAway(page, WARM_UP);
  const before = await left(page, session);
  await takeAway(page, rounds);
  const after = await left(page, session);
  const heapKB = after.heapKB - before.heapKB;
  if (after.alive > ALIVE_MAX) wrong.push(`${after.alive} elements are left`);
  if (heapKB > HEAP_MAX_KB) wrong.push(`${heapKB} kB are left`);
  return { pictureMs, alive: after.alive, heapKB, wrong };
}

/** The element goes and comes back; one time in five with its picture, and is gone in the end. */
async function takeAway(page: Page, rounds: number): Promise<void> {
  // By no handle: what has one is not collected.
  const isThere = () => page.evaluate(() => document.querySelector('odyssey-broadcast') !== null);
  for (let round = 0; round < rounds; round += 1) {
    if (!(await isThere())) await page.click('button');
    await until('the element', isThere);
    if (round % 5 === 0) await until('a picture again', () => page.evaluate(hasPicture));
    await page.click('button');
    await until('the element to be gone', async () => !(await isThere()));
  }
}

async function left(
  page: Page,
  session: CDPSession,
): Promise<{ readonly alive: number; readonly heapKB: number }> {
  await until(
    'its connections to be closed',
    () => page.evaluate(() => ({ ...(globalThis as unknown as Counting).connections })),
    ({ sockets, peers }) => sockets + peers === 0,
  );
  // What goes with a picture that fades is given back a little later: until nothing more is.
  let heapKB = Number.POSITIVE_INFINITY;
  await until('memory to be given back', async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const isSteady = usedSize / 1000 > heapKB * 0.99;
    heapKB = Math.round(usedSize / 1000);
    return isSteady;
  });
  const element = await page.evaluateHandle(
    () => customElements.get('odyssey-broadcast')?.prototype ?? HTMLElement.prototype,
  );
  const elements = await page.queryObjects(element);
  const alive = await elements.evaluate((list) => list.length);
  await elements.dispose();
  await element.dispose();
  return { alive, heapKB };
}

function hasPicture(): boolean {
  const element = document.querySelector('odyssey-broadcast');
  const video = element?.shadowRoot?.querySelector<HTMLVideoElement>('video[data-front]');
  return (video?.getVideoPlaybackQuality().totalVideoFrames ?? 0) > 3;
}

interface Counting {
  readonly connections: { readonly sockets: number; readonly peers: number };
}

function countConnections(): void {
  const connections = { sockets: 0, peers: 0 };
  Object.assign(globalThis, { connections });
  globalThis.WebSocket = class extends WebSocket {
    constructor(...parameters: ConstructorParameters<typeof WebSocket>) {
      super(...parameters);
      connections.sockets += 1;
      this.addEventListener('close', () => {
        connections.sockets -= 1;
      });
    }
  };
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.peers += 1;
    }
    override close() {
      if (this.signalingState !== 'closed') connections.peers -= 1;
      super.close();
    }
  };
}
