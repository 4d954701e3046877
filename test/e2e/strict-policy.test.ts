import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { Stack, until } from '../support/stack.js';
import { SECRET, tokenOf } from '../support/tokens.js';
import { Visitor } from '../support/visitor.js';

let stack: Stack;
let site: Server;
let html = '';
before(async () => {
  site = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', policyOfDocs());
    response.end(html);
  });
  await once(site.listen(0, '127.0.0.1'), 'listening');
  stack = await Stack.start({
    world: { sound: true },
    rules: { 'linger-seconds': 5 },
    env: { ROOM_SECRET: SECRET, ALLOWED_ORIGINS: address() },
  });
});
after(async () => {
  await stack.close();
  site.close();
});

const address = () => `http://127.0.0.1:${(site.address() as AddressInfo).port}`;

/** The policy that docs/embedding.md shows as a whole, with the addresses of this computer. */
function policyOfDocs(): string {
  const guide = readFileSync('docs/embedding.md', 'utf8').split('## Content security policy')[1];
  const [, policy = ''] = /```\n(default-src [\s\S]+?)```/.exec(guide ?? '') ?? [];
  const socket = (url: string) => url.replace(/^http/, 'ws');
  const { rooms, world } = stack;
  return (
    policy
      .replaceAll('https://rooms.example', rooms.url)
      .replaceAll('wss://rooms.example', socket(rooms.url))
      .replaceAll('https://odyssey.ml', world.url)
      .replaceAll('wss://odyssey.ml', socket(world.url))
      // Here recordings and the room's pictures come without TLS.
      .replace(/(media-src|img-src) ([^;]*)/g, `$1 $2 ${world.url} ${rooms.url}`)
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** A page under the policy, and all that it blocked. */
async function opened(attributes: string): Promise<{ page: Page; blocked: string[] }> {
  html = `<!doctype html><html lang="en"><title>x</title><link rel="icon" href="data:,">
    <script type="module" src="${stack.rooms.url}/cdn/odyssey-broadcast.js"></script>
    <odyssey-broadcast room="lobby" turns="open" cooldown-seconds="0" ${attributes}></odyssey-broadcast>`;
  const page = await stack.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  const blocked: string[] = [];
  await page.exposeFunction('blocked', (what: string) => blocked.push(what));
  await page.evaluateOnNewDocument(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sample } = event;
      (window as unknown as { blocked(what: string): void }).blocked(
        `${effectiveDirective} ${blockedURI} ${sample}`,
      );
    });
  });
  page.on('pageerror', (error) => blocked.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().startsWith('<odyssey')) {
      blocked.push(message.text());
    }
  });
  await page.goto(address());
  return { page, blocked };
}

/** Presses it; a page in the background draws nothing, and would not hear of it. */
async function press(page: Page, selector: string): Promise<void> {
  await page.bringToFront();
  const button = await page.waitForSelector(`odyssey-broadcast >>> ${selector}`);
  await button?.evaluate((one) => (one as HTMLElement).click());
}

test('[EM21] under the policy that the documents show, all of it works at the first try', async () => {
  const token = await tokenOf('host', { role: 'host' });
  const { page, blocked } = await opened(`token="${token}" conduct="always"`);
  const host = new Visitor(page);
  await host.live();
  const { status } = await host.call<{ status: string }>('prompt', 'a red balloon');
  assert.equal(status, 'applied');
  assert.equal(await host.call<{ ok: boolean }>('react', '👏').then(({ ok }) => ok), true);
  // The panel, another language, the hall's code, the sound, the QR code.
  await page.waitForSelector('odyssey-broadcast >>> [part~=moderation]');
  await page.evaluate(() =>
    document.querySelector('odyssey-broadcast')?.setAttribute('locale', 'de'),
  );
  await until(
    'German',
    () => host.text(),
    (text) => /Verlauf|Geschichte|Moderation/.test(text),
  );

  // A browser tells of each missing file on its own: the playlist begins with the first segment.
  const { life } = (await host.view()).room ?? {};
  const hlsUrl = life?.phase === 'live' ? life.watch.hlsUrl : null;
  await until(
    'the playlist',
    () => fetch(hlsUrl ?? '').then(({ ok }) => ok),
    (ok) => ok,
  );
  const { page: other, blocked: more } = await opened('playback="hls" conduct="never"');
  await new Visitor(other).live();
  await press(other, '.replay-open');
  await until(
    'the pictures of the replay',
    () =>
      other.evaluate(() =>
        [
          ...(document
            .querySelector('odyssey-broadcast')
            ?.shadowRoot?.querySelectorAll('dialog img') ?? []),
        ].map((one) => (one as HTMLImageElement).naturalWidth),
      ),
    (widths) => widths.length > 0 && widths.every((width) => width > 0),
  );

  const { page: hall, blocked: wall } = await opened(
    'layout="screen" conduct="never" join-url="https://example.org/h"',
  );
  await new Visitor(hall).live();
  await hall.waitForSelector('odyssey-broadcast >>> svg');

  // The host ends it: what was recorded is watched again.
  await host.call('stop');
  await until(
    'dark',
    () => stack.phase('lobby'),
    (phase) => phase === 'dark',
  );
  await page.evaluate(() =>
    document.querySelector('odyssey-broadcast')?.setAttribute('locale', 'en'),
  );
  await press(page, '.replay-open');
  await press(page, '.part .moment');
  await page.waitForFunction(() => {
    const root = document.querySelector('odyssey-broadcast')?.shadowRoot;
    return (root?.querySelector<HTMLVideoElement>('dialog video')?.currentTime ?? 0) > 0;
  });
  assert.deepEqual([blocked, more, wall], [[], [], []]);
});
