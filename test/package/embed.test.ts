import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { CHROMIUM_FLAGS, needChromium } from '../support/chromium.js';
import { until } from '../support/stack.js';

/** What the script does to have the SDK, in a module of its own. */
function sdkOfIt(): string {
  const texts = readdirSync('dist/cdn/chunks').map((name) =>
    readFileSync(join('dist/cdn/chunks', name), 'utf8'),
  );
  const [load] = texts.flatMap(
    (text) => /import\("@odysseyml\/odyssey"\)\.catch\(.+?\.join\("[\d.]+"\)\)\)/.exec(text) ?? [],
  );
  return `export const { Odyssey } = await ${load};`;
}

let scripts: Server;
let browser: Browser;
let html = '';
/** A file that somebody has changed. */
let changed: RegExp | null = null;
const asked: string[] = [];
/** How mirrors of the registry name what is in a package. */
const MIRRORED = /^\/npm\/(@?[\w./-]+)@[\d.]+(\/.+)$/;
before(async () => {
  scripts = createServer((request, response) => {
    const path = request.url ?? '/';
    const [, library, file = ''] = MIRRORED.exec(path) ?? [];
    if (library !== undefined) {
      asked.push(path);
      const folder = library === 'odyssey-broadcast' ? '.' : join('node_modules', library);
      const text = file.endsWith('/sdk-of-it.js') ? sdkOfIt() : readFileSync(join(folder, file));
      response
        .writeHead(200, {
          'Access-Control-Allow-Origin': '*',
          'Content-Type': 'text/javascript',
        })
        .end(text);
      return;
    }
    if (!path.startsWith('/cdn/')) {
      response.setHeader('Content-Type', 'text/html').end(html);
      return;
    }
    const text = readFileSync(join('dist', path), 'utf8');
    response
      .writeHead(200, {
        'Access-Control-Allow-Origin': '*',
        'Content-Type': path.endsWith('.json') ? 'application/json' : 'text/javascript',
      })
      .end(changed?.test(path) ? `${text};globalThis.changed=true` : text);
  }).on('upgrade', ({ url }, socket) => {
    asked.push(url ?? '');
    socket.on('error', () => undefined);
  });
  await once(scripts.listen(0, '127.0.0.1'), 'listening');
  browser = await puppeteer.launch({ executablePath: needChromium(), args: [...CHROMIUM_FLAGS] });
});
after(async () => {
  await browser.close();
  scripts.closeAllConnections();
  scripts.close();
});

const host = () => `http://127.0.0.1:${(scripts.address() as AddressInfo).port}`;

async function embed(...words: string[]): Promise<{ status: number; out: string; err: string }> {
  const command = ['dist/room/party/cli/main.js', 'embed', ...words];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => (out += data));
  child.stderr.on('data', (data: Buffer) => (err += data));
  const [status] = (await once(child, 'close')) as [number];
  return { status, out, err };
}

async function show(printed: string, use: (page: Page) => Promise<void>): Promise<void> {
  html = `<!doctype html><title>x</title>${printed}`;
  asked.length = 0;
  const page = await browser.newPage();
  // Another site than that of the script.
  await page.goto(host().replace('127.0.0.1', 'localhost'));
  try {
    await use(page);
  } finally {
    await page.close();
  }
}

for (const folder of ['dist/cdn', 'dist/site/cdn']) {
  test(`[SV2] integrity.json of ${folder} has the hash of every file, and an import map`, () => {
    const { files, importmap, version } = JSON.parse(
      readFileSync(join(folder, 'integrity.json'), 'utf8'),
    ) as {
      version: string;
      files: Record<string, string>;
      importmap: { integrity: Record<string, string> };
    };
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(Object.keys(files), names.filter((name) => name.endsWith('.js')).sort());
    for (const [name, hash] of Object.entries(files)) {
      const content = readFileSync(join(folder, name));
      assert.equal(hash, `sha384-${createHash('sha384').update(content).digest('base64')}`, name);
      if (!name.includes('classic')) assert.equal(importmap.integrity[`./${name}`], hash);
    }
    const manifest = readFileSync('package.json', 'utf8');
    assert.equal(version, (JSON.parse(manifest) as { version: string }).version);
  });
}

test('[SV3] what `embed` prints works as it stands, held to its hashes', async () => {
  const { status, out, err } = await embed(
    ...['--room', 'a "hall"', '--host', host(), '--turns', 'vote', '--turn-seconds=20'],
    ...['--load', 'eager', '--watch-only', '--conduct', 'never'],
  );
  assert.deepEqual([status, err], [0, '']);
  assert.match(out, /integrity="sha384-[\w+/]+=*" crossorigin="anonymous"/);
  assert.match(out, /room="a &quot;hall&quot;" turns="vote" turn-seconds="20"/);
  await show(out, async (page) => {
    await until(
      'the room to be asked for',
      () => asked.length,
      (count) => count > 0,
    );
    assert.deepEqual(asked[0], '/parties/main/a%20%22hall%22');
    await page.waitForFunction(() => document.querySelector('odyssey-broadcast')?.watchOnly);
  });
});

test('[SV3] a chunk that was changed does not run, and the element says so', async () => {
  const { out } = await embed('--room', 'hall', '--host', host(), '--load', 'eager');
  changed = /chunks\/room-ui-/;
  try {
    await show(out, async (page) => {
      await page.waitForFunction(() =>
        document
          .querySelector('odyssey-broadcast')
          ?.shadowRoot?.textContent?.includes('could not be loaded'),
      );
      assert.equal(await page.evaluate(() => 'changed' in globalThis), false);
    });
  } finally {
    changed = null;
  }
});

test('[SV4] a classic script works as well', async () => {
  const words = ['--room', 'hall', '--host', host(), '--load', 'eager', '--classic'];
  const { out } = await embed(...words);
  assert.doesNotMatch(out, /module|importmap/);
  await show(out, async () => {
    await until(
      'the room to be asked for',
      () => asked.length,
      (count) => count > 0,
    );
    assert.equal(asked[0], '/parties/main/hall');
  });
});

test('[SV5] what is misspelt or out of range is named with what was meant, and nothing is printed', async () => {
  const cases: [string[], RegExp][] = [
    [[], /^Which room\?/],
    [
      ['--room', 'x', '--turn-second', '20'],
      /^There is no attribute "turn-second"; "turn-seconds" is/,
    ],
    [['--room', 'x', '--layot', 'side'], /"layout" is probably meant/],
    [['--room', 'x', '--turns', 'voting'], /turns="voting" is not understood; "vote" is probably/],
    [['--room', 'x', '--turn-seconds', '2'], /turn-seconds="2" is not a number from 5 to 600/],
    [['--room', 'x', '--layout', 'sideways'], /Use one of: auto/],
    [['--room', 'x', '--layout'], /--layout needs a value/],
    [['--room', 'x', 'y'], /"y" is no option/],
    [['--room', 'x', '--host', '127.0.0.1:9'], /integrity\.json cannot be read.+--no-integrity/],
  ];
  for (const [words, sentence] of cases) {
    const { status, out, err } = await embed(...words);
    assert.deepEqual([status, out], [1, ''], words.join(' '));
    assert.match(err, sentence);
    assert.doesNotMatch(err, /^\s+at /m);
  }
});

test('[SV10] from a mirror of the registry, without a bundler, hls.js comes from beside the package', async () => {
  const chunk = readdirSync('dist/cdn/chunks').find((name) => /^hls-[\w-]{8}\.js$/.test(name));
  await show('<video></video>', async (page) => {
    const told = await page.evaluate(async (address) => {
      const { connectByHls } = (await import(address)) as {
        connectByHls(stream: { hlsUrl: string }, signal: AbortSignal): Promise<unknown>;
      };
      // There is no such stream: hls.js says so.
      const signal = new AbortController().signal;
      return connectByHls({ hlsUrl: `${new URL('/nowhere', address)}` }, signal).catch(
        (error: { trouble?: string; message: string }) => error.message,
      );
    }, `${host()}/npm/odyssey-broadcast@0.1.0/dist/cdn/chunks/${chunk}`);
    assert.equal(typeof told, 'string');
  });
  const { version } = JSON.parse(readFileSync('node_modules/hls.js/package.json', 'utf8')) as {
    version: string;
  };
  assert.ok(asked.includes(`/npm/hls.js@${version}/dist/hls.light.min.mjs`), asked.join('\n'));
});

test('[SV10] so does the SDK, for a page that conducts', async () => {
  await show('', async (page) => {
    const kind = await page.evaluate(
      async (address) => typeof ((await import(address)) as { Odyssey?: unknown }).Odyssey,
      `${host()}/npm/odyssey-broadcast@0.1.0/dist/cdn/chunks/sdk-of-it.js`,
    );
    assert.equal(kind, 'function');
  });
  const path = 'node_modules/@odysseyml/odyssey/package.json';
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
  assert.ok(asked.includes(`/npm/@odysseyml/odyssey@${version}/dist/index.js`), asked.join('\n'));
});
