import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { Stack, until } from '../support/stack.js';
import { SECRET, tokenOf } from '../support/tokens.js';

/** A page with one mistake, and what its author is told. */
interface Mistake {
  readonly what: string;
  /** The attributes of the element; `{…}` are addresses, tokens and the like. */
  readonly tag?: string;
  readonly hint: RegExp;
  /** The page's own address: of a site that the room takes, of one that it does not, a file, or one with https. */
  readonly from?: 'site' | 'stranger' | 'file' | 'secure';
  readonly policy?: string;
  /** Where the script is not the room server's. */
  readonly script?: string;
  /** Run in the page once the room is there. */
  readonly later?: string;
  /** What is around the tag. */
  readonly around?: (script: string, tag: string) => string;
}

const HERE = 'room="hall" host="{rooms}"';
const MISTAKES: readonly Mistake[] = [
  {
    what: 'a site that the room server does not take',
    from: 'stranger',
    hint: /does not take pages from http:\/\/localhost:\d+: add it to its setting ALLOWED_ORIGINS/,
  },
  { what: 'a page from a file', from: 'file', hint: /opened from a file .+ serve it/ },
  {
    what: 'a sandboxed iframe',
    around: (script, tag) =>
      `<iframe sandbox="allow-scripts" srcdoc='${script}${tag}' width="600"></iframe>`,
    hint: /origin "null".+allow-same-origin/,
  },
  { what: 'a forged token', tag: `${HERE} token="a.b.c"`, hint: /refuses the token.+ROOM_SECRET/ },
  {
    what: 'a token of another room',
    tag: `${HERE} token="{elsewhere}"`,
    hint: /refuses the token/,
  },
  {
    what: 'a token that has expired',
    tag: `${HERE} token="{expired}"`,
    hint: /token has expired: give the property "token" a function/,
  },
  {
    what: 'a page with https and a server without',
    from: 'secure',
    tag: 'room="hall" host="http://rooms.test:1999"',
    around: (_script, tag) =>
      `<link rel="icon" href="data:,"><script type="module" src="/cdn/odyssey-broadcast.js"></script>${tag}`,
    hint: /page with https may not talk to http:\/\/rooms\.test:1999: .+host="https:\/\/rooms\.test:1999"/,
  },
  {
    what: 'a server whose name nobody knows',
    tag: 'room="hall" host="http://rooms.invalid"',
    hint: /http:\/\/rooms\.invalid does not answer.+correct host="http:\/\/rooms\.invalid"/,
  },
  {
    what: 'a server that is down',
    tag: 'room="hall" host="{down}"',
    hint: /does not answer: start/,
  },
  {
    what: 'a server of something else',
    tag: 'room="hall" host="{other}"',
    hint: /is no room server/,
  },
  { what: 'a wrong party', tag: `${HERE} party="nowhere"`, hint: /party="nowhere" is not there/ },
  {
    what: 'an address in place of a host',
    tag: 'room="hall" host="{rooms}/x"',
    hint: /has a path/,
  },
  {
    what: 'a host that is no address',
    tag: 'room="hall" host="[rooms]"',
    hint: /host="\[rooms\]" is no address: .+host="rooms\.example\.com"/,
  },
  { what: 'no room', tag: 'host="{rooms}"', hint: /has no room.+room="lobby"/ },
  {
    what: 'a bundle without a host',
    around: (script) => `<body>${script}</body>`,
    script: `const { OdysseyBroadcast } = await import('{rooms}/cdn/odyssey-broadcast.js');
      OdysseyBroadcast.defaultHost = null;
      document.body.append(Object.assign(new OdysseyBroadcast(), { room: 'hall' }));`,
    hint: /does not know its room server.+host="rooms\.example\.com"/,
  },
  {
    what: 'a policy without the room server',
    policy: "connect-src 'self'",
    hint: /Content-Security-Policy blocks (?:http|ws):.+add http:\/\/.+ ws:\/\/.+ to its connect-src/,
  },
  {
    what: 'a policy without the hosts of the picture',
    tag: `${HERE} conduct="auto"`,
    policy: 'connect-src {rooms} {sockets}',
    hint: /Content-Security-Policy blocks (?:http|ws):.+: add {world} ws:\/\/.+ to its connect-src/,
  },
  {
    what: 'a mode that there is not',
    tag: `${HERE} turns="voting"`,
    hint: /turns="voting" is no mode that the room has; "vote" is probably meant/,
  },
  {
    what: 'a misspelt rule',
    tag: `${HERE} turn-second="20"`,
    hint: /turn-seconds is probably meant/,
  },
  {
    what: 'a rule in camel case',
    tag: `${HERE} turnSeconds="20"`,
    hint: /turn-seconds is probably/,
  },
  {
    what: 'a rule that is no number',
    tag: `${HERE} turn-seconds="soon"`,
    hint: /not a number from 5/,
  },
  {
    what: 'a rule out of range',
    tag: `${HERE} turn-seconds="9999"`,
    hint: /not a number from 5 to 600/,
  },
  {
    what: 'a layout that there is not',
    tag: `${HERE} layout="sideways"`,
    hint: /layout="sideways" is not understood.+Use one of: auto/,
  },
  {
    what: 'a way to load that there is not',
    tag: `${HERE} load="lazy"`,
    hint: /load="lazy" is not/,
  },
  {
    what: 'a rule of the owner’s, by a page',
    tag: `${HERE} approval="all"`,
    hint: /not taken: approval\. Set them in ROOM_RULES/,
  },
  {
    what: 'an attribute that is wrong only later',
    later: `document.querySelector('odyssey-broadcast').setAttribute('theme', 'drak')`,
    hint: /theme="drak" is not understood; "dark" is probably meant/,
  },
  {
    what: 'a rule changed later, by no host',
    later: `document.querySelector('odyssey-broadcast').setAttribute('turn-seconds', '45')`,
    hint: /turn-seconds changed, and the room keeps its own: rules are changed by a host/,
  },
];

let stack: Stack;
let folder: string;
let pages: Server;
let html = '';
let policy: string | undefined;
before(async () => {
  pages = createServer((_request, response) => {
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      ...(policy === undefined ? {} : { 'Content-Security-Policy': policy }),
    });
    response.end(html);
  });
  folder = mkdtempSync(join(tmpdir(), 'odyssey-hints-'));
  await once(pages.listen(0, '127.0.0.1'), 'listening');
  stack = await Stack.start({
    env: { ROOM_SECRET: SECRET, ALLOWED_ORIGINS: `http://127.0.0.1:${port()}` },
  });
});
after(async () => {
  await stack.close();
  pages.close();
  rmSync(folder, { recursive: true });
});

const port = () => (pages.address() as AddressInfo).port;

async function filled(text: string): Promise<string> {
  const values: Readonly<Record<string, string>> = {
    rooms: stack.rooms.url,
    down: 'http://127.0.0.1:9',
    other: `http://127.0.0.1:${port()}`,
    elsewhere: await tokenOf('ada', { room: 'elsewhere' }),
    expired: await tokenOf('ada', { room: 'hall' }, { ends: '-5m' }),
    sockets: stack.rooms.url.replace(/^http/, 'ws'),
    world: stack.world.url,
  };
  return text.replace(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? '');
}

/** The page and its script as https://site.test, which needs no certificate so; nothing else is there. */
async function serveSecurely(page: Page): Promise<void> {
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin !== 'https://site.test') void request.continue();
    else if (pathname === '/') void request.respond({ contentType: 'text/html', body: html });
    else
      void request.respond({
        contentType: 'text/javascript',
        body: readFileSync(join('dist', pathname)),
      });
  });
}

for (const mistake of MISTAKES) {
  const { what, hint, from = 'site', tag = HERE, around } = mistake;
  test(`[HN1] ${what}: one hint, once, with what to do and where to read on`, async () => {
    const script =
      mistake.script === undefined
        ? '<script type="module" src="{rooms}/cdn/odyssey-broadcast.js"></script>'
        : `<script type="module">${mistake.script}</script>`;
    const element =
      `<odyssey-broadcast load="eager" conduct="never" ${tag}></odyssey-broadcast>`.replace(
        / (?:load="eager"(?=.* load=)|conduct="never"(?=.* conduct=))/g,
        '',
      );
    html = await filled(
      `<!doctype html><title>x</title>${around === undefined ? `${script}${element}` : around(script, element)}`,
    );
    policy = mistake.policy && `${await filled(mistake.policy)}; script-src * 'unsafe-inline'`;
    const page = await stack.newPage();
    const said: string[] = [];
    page.on('console', (message) => {
      const text = message.text();
      if (text.startsWith('<odyssey-broadcast>')) said.push(text);
    });
    if (from === 'secure') await serveSecurely(page);
    const file = join(folder, 'page.html');
    writeFileSync(file, html);
    await page.goto(
      {
        site: `http://127.0.0.1:${port()}/`,
        stranger: `http://localhost:${port()}/`,
        file: `file://${file}`,
        secure: 'https://site.test/',
      }[from],
    );
    if (mistake.later !== undefined) {
      await page.waitForNetworkIdle({ idleTime: 1_000, timeout: 20_000 });
      await page.evaluate(mistake.later);
    }
    await until(
      'a hint',
      () => said.length,
      (count) => count > 0,
    );
    // Whatever else might be said belongs to requests that are still under way.
    await page.waitForNetworkIdle({ idleTime: 1_500, timeout: 20_000 }).catch(() => undefined);
    await page.close();
    assert.equal(said.length, 1, said.join('\n'));
    assert.match(said[0] ?? '', new RegExp(await filled(hint.source)));
    assert.match(said[0] ?? '', /docs\/[\w/-]+\.md/);
  });
}

test('[HN2] a right page is told nothing, and loads no words for it', async () => {
  html = await filled(
    `<!doctype html><script type="module" src="{rooms}/cdn/odyssey-broadcast.js"></script>
    <odyssey-broadcast ${HERE} load="eager" class="wide" data-x="1"></odyssey-broadcast>`,
  );
  policy = undefined;
  const page = await stack.newPage();
  const seen: string[] = [];
  page.on('console', (message) => seen.push(message.text()));
  page.on('request', (request) => seen.push(request.url()));
  await page.goto(`http://127.0.0.1:${port()}/`);
  await page.waitForFunction(() => document.querySelector('odyssey-broadcast')?.view.room != null);
  await page.evaluate(() => {
    document.querySelector('odyssey-broadcast')?.classList.add('wider');
  });
  await page.waitForNetworkIdle({ idleTime: 500 }).catch(() => undefined);
  await page.close();
  assert.deepEqual(
    seen.filter((one) => /hints-|<odyssey-broadcast>/.test(one)),
    [],
  );
});
