import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { CHROMIUM_FLAGS, needChromium } from '../../support/chromium.js';
import { CutProxy } from '../../support/cut-proxy.js';

/** A browser of its own; all it requests and says takes so long each way, but media go straight. */
export async function openFarBrowser(
  delayMs: number,
): Promise<{ readonly browser: Browser; close(): Promise<void> }> {
  const proxy = await CutProxy.start();
  proxy.delayMs = delayMs;
  const way = [`--proxy-server=http://127.0.0.1:${proxy.port}`, '--proxy-bypass-list=<-loopback>'];
  const folder = await mkdtemp(join(tmpdir(), 'odyssey-viewer-'));
  const browser = await puppeteer.launch({
    executablePath: needChromium(),
    args: [...CHROMIUM_FLAGS, ...(delayMs > 0 ? way : [])],
    userDataDir: folder,
  });
  return {
    browser,
    async close() {
      await browser.close();
      proxy.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
