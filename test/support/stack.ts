import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { type RoomServer, startRoomServer } from '../../demo/room-server.js';
import { startWorld, type World, type WorldOptions } from '../../demo/world/world.js';
import { CHROMIUM_FLAGS, needChromium } from './chromium.js';

export interface StackOptions {
  world?: Partial<WorldOptions>;
  env?: Record<string, string>;
}

/**
 * The whole product, for real: the local world, `partykit dev`, the built pages and a browser. Every
 * part takes a free port and is gone when the stack is closed.
 */
export class Stack {
  readonly world: World;
  readonly browser: Browser;
  rooms: RoomServer;
  readonly lines: string[] = [];
  readonly consoleLines: string[] = [];
  private readonly env: Record<string, string>;
  private readonly folder: string;

  private constructor(
    world: World,
    rooms: RoomServer,
    browser: Browser,
    env: Record<string, string>,
    folder: string,
  ) {
    this.world = world;
    this.rooms = rooms;
    this.browser = browser;
    this.env = env;
    this.folder = folder;
  }

  static async start({ world: settings = {}, env: more = {} }: StackOptions = {}): Promise<Stack> {
    const folder = await mkdtemp(join(tmpdir(), 'odyssey-broadcast-'));
    const world = await startWorld({ port: 0, ...settings });
    const env = {
      ODYSSEY_API_KEY: 'local',
      ODYSSEY_API_URL: world.url,
      OPEN_ROOMS: '*',
      CONDUCTORS: 'anyone',
      ...more,
    };
    const rooms = await startRoomServer({ port: 0, env, persist: folder });
    const browser = await puppeteer.launch({
      executablePath: needChromium(),
      args: [...CHROMIUM_FLAGS],
      userDataDir: join(folder, 'browser'),
    });
    return new Stack(world, rooms, browser, env, folder);
  }

  /** A page of the demo, with these attributes on its element. */
  async open(query: Record<string, string> = {}, browser: Browser = this.browser): Promise<Page> {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    page.on('console', (message) => this.consoleLines.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.consoleLines.push(`pageerror: ${String(error)}`));
    await page.goto(`${this.rooms.url}/?${new URLSearchParams(query)}`);
    await page.evaluate(() =>
      customElements.whenDefined('odyssey-broadcast').then(() => undefined),
    );
    return page;
  }

  /** Pulls the plug of the room server and starts it again on the same port and storage. */
  async restartRooms(whileDown: () => Promise<void> = async () => undefined): Promise<void> {
    const port = Number(new URL(this.rooms.url).port);
    await this.rooms.kill();
    await whileDown();
    this.rooms = await startRoomServer({ port, env: this.env, persist: this.folder });
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.rooms.stop();
    await this.world.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Waits until something holds, by asking again; fails with what was seen last. */
export async function until<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  holds: (value: Value) => boolean = Boolean,
  limitMs = 20_000,
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
