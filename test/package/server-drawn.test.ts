import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { CHROMIUM_FLAGS, needChromium } from '../support/chromium.js';
import { FrameworkPages } from '../support/framework-pages.js';
import { serving } from '../support/serving.js';

let pages: FrameworkPages;
let browser: Browser;
before(async () => {
  pages = FrameworkPages.install();
  browser = await puppeteer.launch({
    executablePath: needChromium(),
    args: [...CHROMIUM_FLAGS],
    acceptInsecureCerts: true,
  });
});
after(async () => {
  await browser?.close();
  pages?.remove();
});

/** Builds one of the pages with its libraries, as a bundler would; returns where it is. */
async function bundle(name: string, platform: 'browser' | 'node'): Promise<string> {
  const outfile = join(
    pages.folder,
    'out',
    name.replace(/tsx?$/, platform === 'node' ? 'mjs' : 'js'),
  );
  await build({
    entryPoints: [join(pages.folder, name)],
    outfile,
    bundle: true,
    format: 'esm',
    platform,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'error',
    ...(platform === 'node' && { packages: 'external' as const }),
  });
  return outfile;
}

/** Shows a page with this body and script; what it logged as an error comes back. */
async function showing(
  body: string,
  script: string,
  use: (page: Page) => Promise<void>,
  prepare: (page: Page) => Promise<void> = async () => undefined,
): Promise<string[]> {
  const said: string[] = [];
  await serving(
    (request, response) => {
      if (request.url === '/script.js') {
        response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(readFileSync(script));
        return;
      }
      if (request.url === '/poster.svg') {
        response
          .writeHead(200, { 'Content-Type': 'image/svg+xml' })
          .end('<svg xmlns="http://www.w3.org/2000/svg" width="832" height="480"/>');
        return;
      }
      response
        .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
        .end(
          `<!doctype html><title>A page</title>${body}<script type="module" src="/script.js"></script>`,
        );
    },
    async (url) => {
      const page = await browser.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error') said.push(message.text());
      });
      page.on('pageerror', (error) => said.push(String(error)));
      await prepare(page);
      await page.goto(url);
      await use(page);
      await page.close();
    },
  );
  // The room server is not there, on purpose.
  return said.filter((line) => !/net::ERR|favicon|404/.test(line));
}

test('[SR1] React renders the tag on a server, with its attributes and without secrets', async () => {
  const { status, printed } = pages.run(`../${await relative('app-server.tsx')}`);
  assert.equal(status, 0, printed);
  assert.match(printed, /<odyssey-broadcast [^>]*room="lobby"/);
  for (const one of ['turn-seconds="20"', 'watch-only=""', 'load="eager"', 'class="wide"']) {
    assert.ok(printed.includes(one), `${one} in ${printed}`);
  }
  assert.match(printed, /<p slot="offline">Back at noon\.<\/p>/);
  assert.doesNotMatch(printed, /secret|token|odyssey-status/i);
});

async function relative(name: string): Promise<string> {
  return (await bundle(name, 'node')).slice(pages.folder.length + 1);
}

interface Told {
  readonly heard: { readonly statuses: readonly string[]; readonly token: unknown };
  readonly unmount: () => void;
}

for (const way of ['hydrated', 'rendered'] as const) {
  test(`[SR2] in React 19, ${way} in strict mode, its events fire once and its props arrive`, async () => {
    const { printed } = pages.run(`../${await relative('app-server.tsx')}`);
    const body = `<main>${way === 'hydrated' ? printed : ''}</main>`;
    const errors = await showing(body, await bundle('app-page.tsx', 'browser'), async (page) => {
      await page.waitForFunction(() => {
        const told = window as unknown as Partial<Told>;
        return (told.heard?.statuses.length ?? 0) > 0;
      });
      const first = await page.evaluate(() => {
        const { heard } = window as unknown as Told;
        const element = document.querySelector('odyssey-broadcast');
        return {
          statuses: [...heard.statuses],
          tokenArrived: element?.token === heard.token,
          watchOnly: element?.watchOnly,
          loading: element?.loading,
          seconds: element?.getAttribute('turn-seconds'),
        };
      });
      assert.equal(first.statuses.filter((one) => one === 'connecting at 20').length, 1);
      assert.deepEqual(
        [first.tokenArrived, first.watchOnly, first.loading, first.seconds],
        [true, true, 'eager', '20'],
      );
      await page.click('button');
      await page.waitForFunction(
        () => document.querySelector('odyssey-broadcast')?.getAttribute('turn-seconds') === '25',
      );
      const later = await page.evaluate(() => {
        document.querySelector('odyssey-broadcast')?.dispatchEvent(new Event('odyssey-status'));
        return (window as unknown as Told).heard.statuses.at(-1);
      });
      assert.match(later ?? '', / at 25$/);
      await page.evaluate(() => (window as unknown as Told).unmount());
      assert.equal(await page.$('odyssey-broadcast'), null);
    });
    assert.deepEqual(errors, []);
  });
}

test('[SR3] the class is drawn on a server: picture’s place, poster, room, and what it needs', () => {
  const { status, printed } = pages.run('../server-drawn.mjs');
  assert.equal(status, 0, printed);
  assert.match(printed, /<template shadowroot="open" shadowrootmode="open">/);
  assert.match(printed, /<img [^>]*src="\/poster\.svg"/);
  assert.match(printed, /Live world “lobby”/);
  assert.match(printed, /It needs JavaScript/);
});

test('[SR4] without script the poster, the room and a sentence are there, and nothing waits', async () => {
  const { printed } = pages.run('../server-drawn.mjs');
  const script = await bundle('define-page.ts', 'browser');
  await showing(
    printed,
    script,
    async (page) => {
      const seen = await page.$eval('odyssey-broadcast', (element) => {
        const { shadowRoot } = element;
        const sentence = shadowRoot?.querySelector<HTMLElement>('.unscripted');
        return {
          poster: shadowRoot?.querySelector('img')?.checkVisibility(),
          overlay: shadowRoot?.querySelector('.overlay')?.checkVisibility(),
          sentence: (sentence?.offsetHeight ?? 0) > 10 && sentence?.textContent,
        };
      });
      assert.deepEqual([seen.poster, seen.overlay], [true, false]);
      assert.match(String(seen.sentence), /^Live world “lobby”\. It needs JavaScript/);
    },
    (page) => page.setJavaScriptEnabled(false),
  );
});

test('[SR5] the script takes over what a server has drawn, once, and nothing moves', async (t) => {
  // A room server that is slow to answer: what it says would move more than the script does.
  const slow = createServer(() => undefined).listen(0, '127.0.0.1');
  t.after(() => slow.close());
  await once(slow, 'listening');
  const host = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
  const { printed } = pages.run('../server-drawn.mjs', host);
  const script = await bundle('define-page.ts', 'browser');
  const errors = await showing(
    printed,
    script,
    async (page) => {
      await page.waitForFunction(() => customElements.get('odyssey-broadcast') !== undefined);
      await page.waitForFunction(
        () => document.querySelector('odyssey-broadcast')?.view.connection.status !== 'idle',
      );
      const taken = await page.$eval('odyssey-broadcast', (element) => ({
        stages: element.shadowRoot?.querySelectorAll('[part=stage]').length,
        videos: element.shadowRoot?.querySelectorAll('video').length,
        poster: element.shadowRoot?.querySelector('img')?.checkVisibility(),
        sentence: element.shadowRoot?.querySelector('.unscripted')?.checkVisibility(),
        shifts: (window as unknown as { shifts: number }).shifts,
      }));
      assert.deepEqual(taken, { stages: 1, videos: 2, poster: true, sentence: false, shifts: 0 });
    },
    async (page) => {
      await page.evaluateOnNewDocument(() => {
        const told = window as unknown as { shifts: number };
        told.shifts = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            told.shifts += (entry as unknown as { value: number }).value;
          }
        }).observe({ type: 'layout-shift', buffered: true });
      });
    },
  );
  assert.deepEqual(errors, []);
});
