import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { Stack } from '../support/stack.js';

/** The room server's script is at `{rooms}`; the tag's own content is seen until it runs. */
const SCRIPT = '<script type="module" src="{rooms}/cdn/odyssey-broadcast.js"></script>';
const CONTENT = '<p>The live world needs JavaScript.</p>';
const HOSTILE = `"><img src=x onerror="window.hit=1"><script>window.hit=1</script>`;
const LONG = 'a'.repeat(10_000);

let stack: Stack;
let site: Server;
let html = '';
before(async () => {
  site = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(html);
  });
  await once(site.listen(0, '127.0.0.1'), 'listening');
  stack = await Stack.start({ env: { ALLOWED_ORIGINS: address() } });
});
after(async () => {
  await stack.close();
  site.close();
});

const address = () => `http://127.0.0.1:${(site.address() as AddressInfo).port}`;

interface Seen {
  readonly page: Page;
  /** What was thrown on the page. */
  readonly thrown: readonly string[];
  /** What the element said on the console. */
  readonly said: readonly string[];
}

/** A page with this body; `prepare` comes before it is loaded. */
async function opened(
  body: string,
  prepare: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<Seen> {
  html = `<!doctype html><title>x</title><link rel="icon" href="data:,">${body.replaceAll('{rooms}', stack.rooms.url)}`;
  const page = await stack.newPage();
  const thrown: string[] = [];
  const said: string[] = [];
  page.on('pageerror', (error) => thrown.push(String(error)));
  page.on('console', (message) => {
    if (message.text().startsWith('<odyssey-broadcast>')) said.push(message.text());
  });
  await prepare(page);
  await page.goto(address());
  await page.waitForNetworkIdle({ idleTime: 1_000, timeout: 30_000 }).catch(() => undefined);
  return { page, thrown, said };
}

/** Whether what stands in the tag is seen, as somebody sees it. */
function contentIsSeen(page: Page): Promise<boolean> {
  return page.$eval('odyssey-broadcast p', (content) => {
    const { height } = content.getBoundingClientRect();
    return height > 0 && content.checkVisibility();
  });
}

const WITHOUT_SCRIPT: readonly (readonly [
  what: string,
  body: string,
  prepare?: (page: Page) => Promise<unknown>,
])[] = [
  ['script is turned off', SCRIPT, (page) => page.setJavaScriptEnabled(false)],
  [
    'its server is blocked',
    SCRIPT,
    async (page) => {
      await page.setRequestInterception(true);
      page.on('request', (request) => {
        void (request.url().includes('/cdn/') ? request.abort() : request.continue());
      });
    },
  ],
  [
    'its hash is another one',
    SCRIPT.replace(' src=', ` crossorigin integrity="sha384-${'A'.repeat(64)}" src=`),
  ],
  [
    'the browser is too old for it',
    SCRIPT,
    async (page) => {
      await page.setRequestInterception(true);
      page.on('request', (request) => {
        // As a browser from before class fields takes it.
        const isScript = request.url().includes('/cdn/');
        const answer = { contentType: 'text/javascript', body: 'class Old { #field =; }' };
        void (isScript
          ? request.respond({ ...answer, headers: { 'Access-Control-Allow-Origin': '*' } })
          : request.continue());
      });
    },
  ],
];

for (const [what, script, prepare] of WITHOUT_SCRIPT) {
  test(`[EM22] where ${what}, what the page put into the tag is seen`, async () => {
    const body = `${script}<odyssey-broadcast room="lobby">${CONTENT}</odyssey-broadcast>`;
    const { page, said } = await opened(body, prepare);
    assert.equal(await contentIsSeen(page), true);
    assert.deepEqual(said, []);
    await page.close();
  });
}

test('[EM22] where a chunk is not there any more, a sentence says so', async () => {
  const { page, thrown } = await opened(
    `${SCRIPT}<odyssey-broadcast room="lobby" load="eager"></odyssey-broadcast>`,
    async (opening) => {
      await opening.setRequestInterception(true);
      opening.on('request', (request) => {
        const isOld = /\/chunks\/room-ui-/.test(request.url());
        void (isOld ? request.respond({ status: 404, body: 'Not found' }) : request.continue());
      });
    },
  );
  await page.waitForFunction(() =>
    /part of this page could not be loaded/i.test(
      document.querySelector('odyssey-broadcast')?.shadowRoot?.textContent ?? '',
    ),
  );
  assert.deepEqual(thrown, []);
  await page.close();
});

test('[EM23] attributes of 10 kB break nothing, and are not repeated at length', async () => {
  const names = [
    'room',
    'name',
    'token',
    'invite',
    'party',
    'turns',
    'layout',
    'locale',
    'opening',
  ];
  const tags = [...names, 'turn-seconds', 'suggestions', 'poster', 'join-url', 'reactions'].map(
    (name) =>
      `<odyssey-broadcast load="eager" conduct="never" ${name === 'room' ? '' : 'room="lobby"'} ${name}="${LONG}"></odyssey-broadcast>`,
  );
  const { page, thrown, said } = await opened(`${SCRIPT}${tags.join('')}`);
  assert.deepEqual(thrown, []);
  for (const sentence of said) assert.ok(sentence.length < 700, sentence.slice(0, 200));
  const heights = await page.$$eval('odyssey-broadcast', (elements) =>
    elements.map((element) => element.scrollWidth <= element.clientWidth + 1),
  );
  assert.deepEqual(new Set(heights), new Set([true]));
  await page.close();
});

test('[EM23] markup in attributes stays text, also through innerHTML', async () => {
  const { page, thrown } = await opened(SCRIPT);
  const hit = await page.evaluate(async (hostile) => {
    const names = [
      'room',
      'host',
      'name',
      'turns',
      'layout',
      'locale',
      'opening',
      'poster',
      'invite',
    ];
    const escaped = hostile.replaceAll('"', '&quot;').replaceAll('<', '&lt;');
    document.body.innerHTML = names
      .map(
        (name) =>
          `<odyssey-broadcast load="eager" room="lobby" ${name}="${escaped}"></odyssey-broadcast>`,
      )
      .join('');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const added = [...document.querySelectorAll('odyssey-broadcast')].flatMap((element) => [
      ...(element.shadowRoot?.querySelectorAll('img[src=x], script') ?? []),
    ]);
    return { hit: 'hit' in window, added: added.length };
  }, HOSTILE);
  assert.deepEqual(hit, { hit: false, added: 0 });
  assert.deepEqual(thrown, []);
  await page.close();
});

test('[EM23] a page that takes it away while it loads, or loads it twice, is no mistake', async () => {
  const twice = SCRIPT.replace('.js"', '.js?v=1"');
  const tag = '<odyssey-broadcast room="lobby" load="eager" conduct="never"></odyssey-broadcast>';
  const { page, thrown, said } = await opened(
    `${tag}${SCRIPT}${SCRIPT}${twice}
    <script type="module">
      document.querySelector('odyssey-broadcast').remove();
      for (let wait = 0; wait < 300; wait += 20) {
        const element = document.createElement('odyssey-broadcast');
        element.setAttribute('room', 'lobby');
        element.setAttribute('load', 'eager');
        document.body.append(element);
        setTimeout(() => element.remove(), wait);
      }
      document.body.insertAdjacentHTML('beforeend', '${tag}');
    </script>`,
  );
  await page.waitForFunction(() => document.querySelector('odyssey-broadcast')?.view.room != null);
  assert.deepEqual([thrown, said], [[], []]);
  await page.close();
});
