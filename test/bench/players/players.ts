import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import puppeteer, { type Page } from 'puppeteer-core';
import { CHROMIUM_FLAGS, needChromium } from '../../support/chromium.js';

/**
 * `npm run bench:players`: the element beside players as they come from the registry, in one run and one
 * browser. They are installed in a folder that is removed afterwards; nothing of the project needs them. A smoke run
 * (`--smoke`) measures the element alone, and does without the registry.
 */

interface Player {
  readonly name: string;
  /** Null for the element itself. */
  readonly version: string | null;
  readonly script: string;
  readonly body: string;
}

const VIDEO = 'src="/none.mp4" muted playsinline';
const PLAYERS: readonly Player[] = [
  {
    name: 'media-chrome',
    version: '4.19.4',
    script: `import 'media-chrome';`,
    body: `<media-controller><video slot="media" ${VIDEO}></video><media-control-bar><media-play-button></media-play-button><media-mute-button></media-mute-button><media-time-range></media-time-range><media-pip-button></media-pip-button><media-fullscreen-button></media-fullscreen-button></media-control-bar></media-controller>`,
  },
  {
    name: '@mux/mux-player',
    version: '3.14.0',
    script: `import '@mux/mux-player';`,
    body: '<mux-player src="/none.mp4" muted></mux-player>',
  },
  {
    name: 'plyr',
    version: '3.8.4',
    script: `import Plyr from 'plyr'; import 'plyr/dist/plyr.css'; new Plyr('video', { loadSprite: false });`,
    body: `<video ${VIDEO}></video>`,
  },
  {
    name: 'vidstack',
    version: '1.15.6',
    script: `import 'vidstack/player/styles/default/theme.css'; import 'vidstack/player/styles/default/layouts/video.css'; import 'vidstack/player'; import 'vidstack/player/layouts/default'; import 'vidstack/player/ui';`,
    body: '<media-player src="/none.mp4" title="A world"><media-provider></media-provider><media-video-layout></media-video-layout></media-player>',
  },
  {
    name: 'video.js',
    version: '8.24.1',
    script: `import videojs from 'video.js'; import 'video.js/dist/video-js.css'; videojs(document.querySelector('video'));`,
    body: `<video class="video-js" controls ${VIDEO}></video>`,
  },
  {
    name: 'livekit-client (no controls of its own)',
    version: '2.23.0',
    script: `import { Room } from 'livekit-client'; globalThis.room = new Room();`,
    body: `<video aria-label="picture" ${VIDEO}></video>`,
  },
  { name: 'odyssey-broadcast', version: null, script: '', body: '' },
];

const isSmoke = process.argv.includes('--smoke');
const MEASURED = PLAYERS.filter(({ version }) => version === null || !isSmoke);

const kB = (text: Buffer) => gzipSync(text, { level: 9 }).length / 1000;

/** What a page asks for, by path: the file, and its size as it is sent. */
const served = new Map<string, { readonly type: string; readonly body: Buffer }>();
let asked: string[] = [];
const server = createServer(({ url = '/' }, response) => {
  const file = served.get(url);
  if (file === undefined) return response.writeHead(404).end();
  asked.push(url);
  return response.writeHead(200, { 'Content-Type': file.type }).end(file.body);
});

/** Bundles as a site would: minified, in chunks, those that are imported later apart. */
async function bundle(folder: string, { name, script }: Player): Promise<void> {
  const entry = join(folder, 'entry.js');
  writeFileSync(entry, script);
  const { outputFiles } = await build({
    ...{ entryPoints: [entry], bundle: true, write: false, minify: true, splitting: true },
    ...{ format: 'esm', outdir: '/', target: 'es2022', logLevel: 'silent' },
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.svg': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl' },
  });
  served.clear();
  for (const { path, contents } of outputFiles) {
    const type = path.endsWith('.css') ? 'text/css' : 'text/javascript';
    served.set(path, { type, body: Buffer.from(contents) });
  }
  if (outputFiles.length === 0) throw new Error(`Nothing was built of ${name}.`);
}

/** The element as its script tag has it, beside a room that its tests play. */
async function element(): Promise<void> {
  const { pageScript } = await import('../../support/page-script.js');
  const script = await pageScript(join(import.meta.dirname, 'element-page.ts'));
  served.clear();
  served.set('/entry.js', { type: 'text/javascript', body: Buffer.from(script) });
}

/** Adds up what moves; the other is what the compiler puts around functions that are sent to a page. */
const IN_PAGE = `globalThis.__name = (one) => one; globalThis.shifted = 0;
new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shifted += value; })
  .observe({ type: 'layout-shift', buffered: true });`;

interface Look {
  readonly controls: number;
  readonly unnamed: number;
  readonly small: number;
  readonly reached: number;
  readonly violations: readonly string[];
  readonly shift: number;
}

/** What visitors with a keyboard or a screen reader meet. */
async function look(page: Page, axe: string): Promise<Look> {
  await page.evaluate(axe);
  const seen = await page.evaluate(async () => {
    const all: Element[] = [];
    const walk = (root: ParentNode) => {
      for (const one of root.querySelectorAll('*')) {
        all.push(one);
        if (one.shadowRoot) walk(one.shadowRoot);
      }
    };
    walk(document);
    const roles = /^(button|slider|menuitem|checkbox|link)$/;
    const controls = all.filter(
      (one) =>
        one instanceof HTMLElement &&
        (/^(BUTTON|INPUT|TEXTAREA|SUMMARY|A)$/.test(one.tagName) ||
          roles.test(one.getAttribute('role') ?? '')) &&
        one.checkVisibility({ visibilityProperty: true }) &&
        one.getBoundingClientRect().width > 1,
    );
    const named = (one: Element) =>
      (
        one.getAttribute('aria-label') ??
        one.getAttribute('title') ??
        one.textContent ??
        ''
      ).trim() !== '' ||
      one.hasAttribute('aria-labelledby') ||
      ((one as HTMLInputElement).labels?.length ?? 0) > 0;
    const { axe: tool } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: unknown[] }[] }> };
    };
    const { violations } = await tool.run();
    return {
      controls: controls.length,
      unnamed: controls.filter((one) => !named(one)).length,
      small: controls.filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        return Math.min(width, height) < 24;
      }).length,
      // A page of one part has no landmarks or headings: that is the page's.
      violations: violations
        .filter(({ id }) => !/^(region|landmark-|page-has|document-title|html-has)/.test(id))
        .map(({ id, nodes }) => `${id} (${nodes.length})`),
      shift: (globalThis as unknown as { shifted: number }).shifted,
    };
  });
  const reached = new Set<string>();
  for (let tabs = 0; tabs < 40; tabs += 1) {
    await page.keyboard.press('Tab');
    reached.add(
      await page.evaluate(() => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        if (at === null || at === document.body) return '';
        const { x, y } = at.getBoundingClientRect();
        return `${at.tagName} ${x} ${y}`;
      }),
    );
  }
  reached.delete('');
  return { ...seen, reached: reached.size };
}

const folder = mkdtempSync(join(tmpdir(), 'players-'));
try {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const wanted = MEASURED.flatMap(({ name, version }) =>
    version === null ? [] : [`${name.split(' ')[0]}@${version}`],
  );
  if (wanted.length > 0) {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...wanted], {
      cwd: folder,
      stdio: 'ignore',
    });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const browser = await puppeteer.launch({
    executablePath: needChromium(),
    args: [...CHROMIUM_FLAGS],
  });
  const rows: string[] = [];
  for (const player of MEASURED) {
    const isOurs = player.version === null;
    if (isOurs) await element();
    else await bundle(folder, player);
    const page = await (await browser.createBrowserContext()).newPage();
    await page.setViewport({ width: 800, height: 600 });
    await page.evaluateOnNewDocument(IN_PAGE);
    const css = served.has('/entry.css') ? '<link rel="stylesheet" href="/entry.css">' : '';
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title>${css}<body>${player.body}<script type="module" src="/entry.js"></script>`;
    served.set('/', { type: 'text/html', body: Buffer.from(html) });
    asked = [];
    await page.goto(`http://127.0.0.1:${port}/`, { waitUntil: 'networkidle0' });
    if (isOurs) await page.waitForFunction('globalThis.isThere === true');
    const all = [...new Set(asked)].filter((path) => path !== '/' && !path.endsWith('.mp4'));
    const weigh = (paths: readonly string[]) =>
      paths.reduce((sum, path) => sum + kB(served.get(path)?.body ?? Buffer.alloc(0)), 0);
    const entry = all.filter((path) => /^\/entry\./.test(path));
    const { controls, unnamed, small, reached, violations, shift } = await look(page, axe);
    const sizes = isOurs ? await sizesOfOurs() : [weigh(entry), weigh(all)];
    rows.push(
      `| ${player.name}${isOurs ? '' : ` ${player.version}`} | ${sizes.map((size) => size.toFixed(1)).join(' | ')} | ${controls} | ${reached} | ${unnamed} | ${small} | ${violations.join(', ') || 'none'} | ${shift.toFixed(3)} |`,
    );
    await page.close();
  }
  await browser.close();
  console.log(
    '| | entry, kB gzip | before a first frame, kB gzip | controls shown | reached by Tab | without a name | under 24 px | axe | layout shift |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  );
  for (const row of rows) console.log(row);
} finally {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
}

/** As built for a script tag, with the picture's chunk beside the entry. */
async function sizesOfOurs(): Promise<readonly number[]> {
  const { measureBundle } = await import('../bundle-size.js');
  const { entry, lazy } = measureBundle('dist/cdn/odyssey-broadcast.js');
  const play = lazy.find(({ file }) => /\/play-/.test(file))?.kB ?? Number.NaN;
  return [entry.kB, entry.kB + play];
}
