import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { CHROMIUM_FLAGS, needChromium } from '../../support/chromium.js';
import type { Product } from './products.js';

/** What a page says of its mistakes it has said by then; the element is waited for, however slow the machine is. */
const SAID_MS = 3_000;
const ALL_SAID_MS = 30_000;
/** What is said twice is said by then. */
const SAID_AGAIN_MS = 1_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A page of one product at a time, in Chromium. */
export class Site {
  private readonly folder: string;
  private readonly server: Server;
  private readonly browser: Browser;
  private readonly files = new Map<string, { readonly type: string; readonly text: string }>();

  private constructor(folder: string, server: Server, browser: Browser) {
    this.folder = folder;
    this.server = server;
    this.browser = browser;
  }

  static async start(folder: string): Promise<Site> {
    const browser = await puppeteer.launch({
      executablePath: needChromium(),
      args: [...CHROMIUM_FLAGS],
    });
    const server = createServer(({ url = '/' }, response) => {
      const file = site.files.get(url);
      if (file === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'Content-Type': file.type }).end(file.text);
    });
    const site = new Site(folder, server, browser);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.closeAllConnections();
    this.server.close();
  }

  /**
   * Twenty mistakes: ten attributes whose name lacks its last letter, and ten with a word that no attribute takes,
   * half of those set at run time. How many are named on the console, exactly once.
   */
  async hints({ tag, script, attributes, version }: Product): Promise<string> {
    await this.bundle(`import '${script}';`, 'js');
    const elements = [
      ...attributes.map((name) => [name.slice(0, -1), '5']),
      ...attributes.map((name) => [name, `sideways-${name}`]),
    ];
    const body = elements.map(([name, value], at) =>
      // Those that change later are right to begin with.
      at < 15 ? `<${tag} ${name}="${value}"></${tag}>` : `<${tag} class="later"></${tag}>`,
    );
    const said: string[] = [];
    const page = await this.show(body.join('\n'), said);
    await page.evaluate(
      (name, later) => {
        const all = [...document.querySelectorAll(`${name}.later`)];
        for (const [at, [attribute = '', value = '']] of later.entries()) {
          all[at]?.setAttribute(attribute, value);
        }
      },
      tag,
      elements.slice(15),
    );
    const once = () =>
      elements.filter(([name = '', value = '']) => {
        const word = value === '5' ? new RegExp(`(?<![\\w-])${name}(?![\\w-])`) : new RegExp(value);
        return said.filter((line) => word.test(line)).length === 1;
      });
    const until = Date.now() + (version === null ? ALL_SAID_MS : SAID_MS);
    while (once().length < elements.length && Date.now() < until) await pause(SAID_AGAIN_MS / 10);
    await pause(SAID_AGAIN_MS);
    await page.close();
    return `${once().length} named once`;
  }

  /** Whether the handler of the React component hears an event of the element that a server has drawn. */
  async hydrated({ event, usages }: Product): Promise<string> {
    if (event === null) return 'it has none';
    const { line, tag, right } = usages.react.line.includes('/types/')
      ? {
          line: `import { OdysseyBroadcast } from 'odyssey-broadcast/react';`,
          tag: 'OdysseyBroadcast',
          right: 'layout="side"',
        }
      : usages.react;
    const app = `${line}\nexport const App = () => <${tag} ${right} ${event.handler}={() => { globalThis.heard = (globalThis.heard ?? 0) + 1; }} />;`;
    writeFileSync(join(this.folder, 'app.jsx'), app);
    const drawn = await this.drawn();
    if (drawn === null) return 'not drawn';
    await this.bundle(
      `import { hydrateRoot } from 'react-dom/client'; import { App } from './app.jsx';
      hydrateRoot(document.querySelector('main'), <App />); globalThis.isThere = true;`,
      'jsx',
    );
    const page = await this.show(`<main>${drawn}</main>`, []);
    await page.waitForFunction('globalThis.isThere === true');
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 500))),
    );
    const heard = await page.evaluate((type) => {
      const element = document.querySelector('main > *');
      const before = (globalThis as { heard?: number }).heard ?? 0;
      element?.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true }));
      return ((globalThis as { heard?: number }).heard ?? 0) - before;
    }, event.type);
    await page.close();
    return heard === 1 ? 'yes' : `heard ${heard} times`;
  }

  private async drawn(): Promise<string | null> {
    const entry = `import { renderToString } from 'react-dom/server'; import { App } from './app.jsx';
      process.stdout.write(renderToString(<App />)); process.exit(0);`;
    await build({
      ...{ stdin: { contents: entry, resolveDir: this.folder, loader: 'jsx' }, jsx: 'automatic' },
      ...{ bundle: true, format: 'esm', platform: 'node', packages: 'external' },
      outfile: join(this.folder, 'drawn.mjs'),
    });
    const { status, stdout } = spawnSync(process.execPath, ['drawn.mjs'], {
      cwd: this.folder,
      encoding: 'utf8',
    });
    return status === 0 ? stdout : null;
  }

  /** As a bundler would, in chunks; the entry is `/entry.js`. */
  private async bundle(contents: string, loader: 'js' | 'jsx'): Promise<void> {
    const { outputFiles } = await build({
      ...{ stdin: { contents, resolveDir: this.folder, loader, sourcefile: 'entry.js' } },
      ...{
        bundle: true,
        write: false,
        splitting: true,
        format: 'esm',
        outdir: '/',
        jsx: 'automatic',
      },
      ...{ target: 'es2022', logLevel: 'silent', entryNames: 'entry' },
      define: { 'process.env.NODE_ENV': '"development"' },
    });
    this.files.clear();
    for (const { path, text } of outputFiles) {
      this.files.set(path, { type: path.endsWith('.css') ? 'text/css' : 'text/javascript', text });
    }
  }

  private async show(body: string, said: string[]): Promise<Page> {
    const html = `<!doctype html><meta charset="utf-8"><title>x</title>${body}<script type="module" src="/entry.js"></script>`;
    this.files.set('/', { type: 'text/html', text: html });
    const page = await this.browser.newPage();
    await page.evaluateOnNewDocument('globalThis.__name = (one) => one');
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    await page.goto(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`);
    return page;
  }
}
