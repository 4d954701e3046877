import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import puppeteer, { type Browser } from 'puppeteer-core';
import { CHROMIUM_FLAGS, needChromium } from '../support/chromium.js';
import { until } from '../support/stack.js';

/** A server of the script in some version, and what asked it for a room. */
class ScriptServer {
  readonly asked: string[] = [];
  private readonly server: Server;

  private constructor(version: string, pages: Readonly<Record<string, string>>) {
    this.server = createServer((request, response) => {
      const path = request.url ?? '/';
      const page = pages[path];
      const isScript = path.startsWith('/cdn/');
      const text = page ?? (isScript ? readFileSync(join('dist', path), 'utf8') : 'not here');
      response
        .writeHead(page === undefined && !isScript ? 404 : 200, {
          'Access-Control-Allow-Origin': '*',
          'Content-Type': isScript ? 'text/javascript' : 'text/html',
        })
        .end(text.replace(/this\.version=`[^`]+`/, `this.version="${version}"`));
    }).on('upgrade', (request, socket) => {
      this.asked.push(request.url ?? '');
      socket.on('error', () => undefined);
    });
  }

  static async start(version: string, pages: Readonly<Record<string, string>> = {}) {
    const started = new ScriptServer(version, pages);
    await once(started.server.listen(0, '127.0.0.1'), 'listening');
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get script(): string {
    return `<script type="module" src="${this.url}/cdn/odyssey-broadcast.js"></script>`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

let browser: Browser;
let old: ScriptServer;
let recent: ScriptServer;
before(async () => {
  browser = await puppeteer.launch({ executablePath: needChromium(), args: [...CHROMIUM_FLAGS] });
  old = await ScriptServer.start('0.9.9');
  recent = await ScriptServer.start('0.10.0');
});
after(async () => {
  await browser.close();
  old.close();
  recent.close();
});

/** Shows a page; returns the version in use, and what the console had to warn of. */
async function shown(
  html: string,
  use?: string,
): Promise<{ version: unknown; warnings: string[] }> {
  const site = await ScriptServer.start('none', { '/': `<!doctype html><title>x</title>${html}` });
  const page = await browser.newPage();
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warn') warnings.push(message.text());
  });
  try {
    await page.goto(site.url);
    await page.waitForFunction(() => customElements.get('odyssey-broadcast') !== undefined);
    if (use !== undefined) await page.evaluate(use);
    const version = await page.evaluate(
      () => (customElements.get('odyssey-broadcast') as unknown as { version: string }).version,
    );
    await until(
      'each room to be asked for',
      () => old.asked.length + recent.asked.length,
      (count) => count >= (html.match(/room=/g)?.length ?? 0),
    );
    return { version, warnings };
  } finally {
    await page.close();
    site.close();
  }
}

const element = (room: string) =>
  `<odyssey-broadcast room="${room}" load="eager" conduct="never"></odyssey-broadcast>`;

for (const order of ['older first', 'newer first'] as const) {
  test(`[MF6] [MF7] two servers, two versions, ${order}: the newest for all, each its own server`, async () => {
    old.asked.length = 0;
    recent.asked.length = 0;
    const parts = [`${old.script}${element('at-old')}`, `${recent.script}${element('at-new')}`];
    if (order === 'newer first') parts.reverse();
    const { version, warnings } = await shown(parts.join('<hr>'));
    assert.equal(version, '0.10.0');
    assert.deepEqual(old.asked, ['/parties/main/at-old']);
    assert.deepEqual(recent.asked, ['/parties/main/at-new']);
    const said = warnings.filter((text) => text.includes('versions'));
    assert.equal(said.length, 1, warnings.join('\n'));
    assert.match(said[0] ?? '', /versions 0\.10\.0 and 0\.9\.9 .+ 0\.10\.0 is used for all/);
    assert.match(said[0] ?? '', /docs\/embedding\.md#several-scripts/);
  });
}

test('[MF7] an element that moves behind another script keeps its server', async () => {
  old.asked.length = 0;
  recent.asked.length = 0;
  await shown(
    `${old.script}${element('moves')}${recent.script}${element('stays')}`,
    `const moved = document.querySelector('[room=moves]');
     document.body.append(moved);
     moved.party = 'other';`,
  );
  await until(
    'the other party to be asked for',
    () => old.asked.filter((path) => path === '/parties/other/moves').length,
    (count) => count === 1,
  );
  assert.deepEqual(recent.asked, ['/parties/main/stays']);
});

test('[MF6] one script, or the same twice, says nothing', async () => {
  for (const scripts of [old.script, `${old.script}${old.script}`]) {
    old.asked.length = 0;
    recent.asked.length = 0;
    const { version, warnings } = await shown(`${scripts}${element('alone')}`);
    assert.equal(version, '0.9.9');
    assert.deepEqual(warnings, []);
  }
});

test('[MF8] a module that imports the script has the tag at once, and its server', async () => {
  old.asked.length = 0;
  recent.asked.length = 0;
  const { warnings } = await shown(`<script type="module">
    import { OdysseyBroadcast } from '${recent.url}/cdn/odyssey-broadcast.js';
    const made = new OdysseyBroadcast();
    made.setAttribute('room', 'made');
    made.setAttribute('load', 'eager');
    made.setAttribute('conduct', 'never');
    document.body.append(made);
  </script>room=`);
  assert.deepEqual(recent.asked, ['/parties/main/made']);
  assert.deepEqual(warnings, []);
});
