import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import type { Page } from 'puppeteer-core';
import { startMint } from '../../demo/second-service/mint.js';
import { startDecart } from '../../demo/second-service/service.js';
import { Stack, until } from '../support/stack.js';

let decart: Awaited<ReturnType<typeof startDecart>>;
let mint: Awaited<ReturnType<typeof startMint>>;
let stack: Stack;
let site: Server;
before(async () => {
  decart = await startDecart();
  mint = await startMint(decart.url, decart.apiKey);
  const { outputFiles } = await build({
    entryPoints: ['demo/second-service/page.ts'],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    tsconfig: 'src/tsconfig.json',
  });
  const code = outputFiles[0]?.text ?? '';
  site = createServer(({ url }, response) => {
    const isScript = url === '/page.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(
      isScript
        ? code
        : `<!doctype html><title>x</title>
          <script type="module" src="/page.js" data-mint="${mint.url}"
            data-script="${stack.rooms.url}/cdn/odyssey-broadcast.js"></script>
          <odyssey-broadcast room="other" load="eager"></odyssey-broadcast>`,
    );
  });
  await once(site.listen(0, '127.0.0.1'), 'listening');
  stack = await Stack.start({ env: { ODYSSEY_API_URL: mint.url, ALLOWED_ORIGINS: address() } });
});
after(async () => {
  await stack.close();
  site.close();
  mint.close();
  await decart.close();
});

const address = () => `http://127.0.0.1:${(site.address() as AddressInfo).port}`;

async function seen(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const root = document.querySelector('odyssey-broadcast')?.shadowRoot;
    const video = root?.querySelector<HTMLVideoElement>('video[data-front]');
    return (video?.currentTime ?? 0) > 0.5 && video?.videoWidth === 832;
  });
}

/** Asks for the turn, prompts, and tells what became of it. */
function prompted(page: Page, text: string) {
  return page.evaluate(async (words) => {
    const element = document.querySelector('odyssey-broadcast');
    const { status, appliedText, reason } = (await element?.prompt(words)) ?? {};
    return { status, appliedText, reason };
  }, text);
}

test('[EM20] another service streams, takes prompts and is watched, by an adapter on the page', async () => {
  const holder = await stack.newPage();
  await holder.goto(address());
  await seen(holder);
  const viewer = await stack.newPage(await stack.browser.createBrowserContext());
  await viewer.goto(address());
  await seen(viewer);
  assert.equal(decart.sessions(), 1);
  // The holder's session has a picture of its own, and each page watches like any other.
  assert.equal(decart.viewers(), 3);

  const told = await prompted(viewer, 'a red balloon rises');
  assert.equal(told.status, 'applied');
  assert.equal(told.appliedText, 'a red balloon rises');
  assert.ok(decart.performed.includes('a red balloon rises'));
  const refused = await prompted(viewer, 'something forbidden');
  assert.deepEqual([refused.status, refused.reason], ['refused', 'world-refused']);
  await holder.close();
});

test('[EM20] a session that the other service loses is followed by another one', async () => {
  const page = await stack.newPage();
  await page.goto(address());
  await seen(page);
  const before = await page.evaluate(() => {
    const life = document.querySelector('odyssey-broadcast')?.view.room?.life;
    return life !== undefined && 'streamId' in life ? life.streamId : null;
  });
  decart.drop();
  await page.waitForFunction(
    (old) => {
      const life = document.querySelector('odyssey-broadcast')?.view.room?.life;
      return life?.phase === 'live' && life.streamId !== old;
    },
    {},
    before,
  );
  await seen(page);
  await page.close();
  await until(
    'all sessions to be ended',
    () => decart.sessions(),
    (count) => count <= 1,
  );
});
