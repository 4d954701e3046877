import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer-core';
import { CHROMIUM_FLAGS, needChromium } from './chromium.js';
import { CutProxy } from './cut-proxy.js';
import { PATIENCE_MS, visit } from './stack.js';

const UNHINDERED = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };

/** A browser of its own, in processes of its own, to which things can happen. */
export class Victim {
  readonly page: Page;
  readonly browser: Browser;
  private readonly proxy: CutProxy;
  private readonly devtools: CDPSession;
  private readonly folder: string;

  private constructor(
    browser: Browser,
    page: Page,
    devtools: CDPSession,
    proxy: CutProxy,
    folder: string,
  ) {
    this.browser = browser;
    this.page = page;
    this.devtools = devtools;
    this.proxy = proxy;
    this.folder = folder;
  }

  static async open(url: string): Promise<Victim> {
    const folder = await mkdtemp(join(tmpdir(), 'odyssey-victim-'));
    const proxy = await CutProxy.start();
    const browser = await puppeteer.launch({
      executablePath: needChromium(),
      args: [
        ...CHROMIUM_FLAGS,
        `--proxy-server=http://127.0.0.1:${proxy.port}`,
        '--proxy-bypass-list=<-loopback>',
      ],
      userDataDir: folder,
    });
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.evaluateOnNewDocument('globalThis.__name = (target) => target');
    await page.setViewport({ width: 1280, height: 900 });
    await visit(page, url);
    const devtools = await page.createCDPSession();
    await devtools.send('Network.enable');
    return new Victim(browser, page, devtools, proxy, folder);
  }

  /** The browser with all its processes is gone, without a word. */
  kill(): void {
    this.signal('SIGKILL');
  }

  /** Nothing runs any more, and nothing is closed: a laptop's lid. */
  stop(): void {
    this.signal('SIGSTOP');
  }

  continue(): void {
    this.signal('SIGCONT');
  }

  /** Everything is lost on the way: requests and sockets by the proxy, media by the browser. */
  async cut(): Promise<void> {
    this.proxy.cut();
    await this.devtools.send('Network.emulateNetworkConditions', {
      ...UNHINDERED,
      packetLoss: 100,
    });
  }

  async mend(): Promise<void> {
    this.proxy.mend();
    await this.devtools.send('Network.emulateNetworkConditions', { ...UNHINDERED, packetLoss: 0 });
  }

  async close(): Promise<void> {
    this.kill();
    this.proxy.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** To the browser's process group: it was started as the leader of one. */
  private signal(signal: NodeJS.Signals): void {
    const pid = this.browser.process()?.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // It is gone already.
    }
  }
}
