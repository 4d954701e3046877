import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { type RoomServer, startRoomServer } from '../../demo/room-server.js';
import { startWorld, type World, type WorldOptions } from '../../demo/world/world.js';
import { askServer } from './ask-server.js';
import { CHROMIUM_FLAGS, needChromium } from './chromium.js';

/**
 * What a test waits for comes, however slow the machine is: this only ends a test in which it never
 * will. What has to come in time is asserted, or waited for with a limit of its own.
 */
export const PATIENCE_MS = 120_000;

export interface StackOptions {
  world?: Partial<WorldOptions>;
  env?: Record<string, string>;
  /** Rules that no page may set, as `ROOM_RULES` takes them: for all rooms, or by the name of a room. */
  rules?: Readonly<Record<string, unknown>>;
}

/**
 * The whole product, for real: the local world, a room server, the built pages and a browser. Every
 * part takes a free port and is gone when the stack is closed.
 */
export class Stack {
  readonly world: World;
  readonly browser: Browser;
  rooms: RoomServer;
  /** What the room server printed. */
  readonly lines: string[];
  readonly consoleLines: string[] = [];
  private readonly env: Record<string, string>;
  private readonly folder: string;

  private constructor(
    world: World,
    rooms: RoomServer,
    browser: Browser,
    env: Record<string, string>,
    folder: string,
    lines: string[],
  ) {
    this.world = world;
    this.rooms = rooms;
    this.browser = browser;
    this.env = env;
    this.folder = folder;
    this.lines = lines;
  }

  static async start({
    world: settings = {},
    env: more = {},
    rules = {},
  }: StackOptions = {}): Promise<Stack> {
    const folder = await mkdtemp(join(tmpdir(), 'odyssey-broadcast-'));
    const world = await startWorld({ port: 0, ...settings });
    const env = {
      ODYSSEY_API_KEY: 'local',
      ODYSSEY_API_URL: world.url,
      OPEN_ROOMS: '*',
      CONDUCTORS: 'anyone',
      ROOM_RULES: JSON.stringify(rules),
      ...more,
    };
    const lines: string[] = [];
    const rooms = await startRoomServer({
      port: 0,
      env,
      persist: folder,
      onLine: (line) => lines.push(line),
    });
    const browser = await puppeteer.launch({
      executablePath: needChromium(),
      args: [...CHROMIUM_FLAGS],
      userDataDir: join(folder, 'browser'),
    });
    return new Stack(world, rooms, browser, env, folder, lines);
  }

  /** An empty page; in a context of its own it is somebody else's browser. */
  async newPage(context: BrowserContext | Browser = this.browser): Promise<Page> {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    // What the tests' compiler puts around named functions, which pages do not know.
    await page.evaluateOnNewDocument('globalThis.__name = (target) => target');
    return page;
  }

  /** A page of the demo, with these attributes on its element. */
  async open(query: Record<string, string> = {}): Promise<Page> {
    const page = await this.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    page.on('console', (message) => this.consoleLines.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.consoleLines.push(`pageerror: ${String(error)}`));
    await visit(page, `${this.rooms.url}/?${new URLSearchParams(query)}`);
    return page;
  }

  /** The phase of a room's broadcast, as the room tells it over HTTP. */
  async phase(room: string): Promise<string> {
    const response = await askServer(`${this.rooms.url}/parties/main/${room}/state`);
    return ((await response.json()) as { life: { phase: string } }).life.phase;
  }

  /** Pulls the plug of the room server and starts it again on the same port and storage. */
  async restartRooms(whileDown: () => Promise<void> = async () => undefined): Promise<void> {
    const port = Number(new URL(this.rooms.url).port);
    await this.rooms.kill();
    await whileDown();
    this.rooms = await startRoomServer({
      port,
      env: this.env,
      persist: this.folder,
      onLine: (line) => this.lines.push(line),
    });
  }

  /** Closes all pages, whosever they are, and waits until the sessions that they held have ended. */
  async closePages(): Promise<void> {
    for (const context of this.browser.browserContexts()) {
      for (const page of await context.pages()) {
        // The browser's own first page: without any it ends.
        if (page.url() !== 'about:blank') await page.close();
      }
    }
    await until(
      'the sessions of closed pages to end',
      () => this.world.stats().sessions,
      ({ live, dangling }) => live + dangling === 0,
    );
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.rooms.stop();
    await this.world.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Goes to a page of the demo and waits until it knows the element. */
export async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.evaluate(() => customElements.whenDefined('odyssey-broadcast').then(() => undefined));
}

/** Waits until something holds, by asking again; fails with what was seen last. */
export async function until<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  holds: (value: Value) => boolean = Boolean,
  limitMs = PATIENCE_MS,
): Promise<Value> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > end)
      throw new Error(`${what}: still ${JSON.stringify(value)} after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
