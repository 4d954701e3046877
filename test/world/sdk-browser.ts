import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { CHROMIUM_FLAGS, needChromium } from '../support/chromium.js';
import type { SdkPage } from './sdk-page.js';

declare global {
  /** Only in a test's page. */
  var sdk: SdkPage;
}

/** A Chromium whose pages hold the real SDK, served from an origin of their own. */
export interface SdkBrowser {
  browser: Browser;
  /** A page whose SDK takes the world at that address for the service. */
  open(worldUrl: string): Promise<Page>;
  close(): Promise<void>;
}

export async function openSdkBrowser(): Promise<SdkBrowser> {
  const script = await bundleSdk();
  const server = createServer((request, response) => {
    const isScript = request.url === '/sdk.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><body><script src="/sdk.js"></script>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const browser = await puppeteer.launch({
    executablePath: needChromium(),
    args: [...CHROMIUM_FLAGS, '--autoplay-policy=no-user-gesture-required'],
  });

  return {
    browser,
    async open(worldUrl) {
      const page = await browser.newPage();
      await page.evaluateOnNewDocument((url) => {
        Object.assign(window, { __ODYSSEY_API_URL__: url });
      }, worldUrl);
      await page.goto(`http://127.0.0.1:${port}/`);
      return page;
    },
    async close() {
      await browser.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bundleSdk(): Promise<string> {
  const result = await build({
    entryPoints: [join(import.meta.dirname, 'sdk-page.ts')],
    bundle: true,
    write: false,
    platform: 'browser',
    logLevel: 'silent',
  });
  return result.outputFiles[0]!.text;
}
