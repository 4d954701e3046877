import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RoomServer, startRoomServer } from '../../../demo/room-server.js';
import { WorldLog } from '../../bench/measure/world-log.js';
import { CutProxy } from '../../support/cut-proxy.js';
import { until } from '../../support/stack.js';
import { SECRET, signed } from '../../support/tokens.js';
import { WorldProcess } from '../../support/world-process.js';

/** How long the world holds the slot of a conductor that was killed; ten minutes at the real service. */
export const TOKEN_SECONDS = 15;

/** So often the room server is started after a blow before that is given up. */
const STARTS_MAX = 4;

const WORLD = {
  'token-seconds': TOKEN_SECONDS,
  'concurrent-sessions': 100,
  'frames-per-second': 3,
  'bits-per-second': 100_000,
  // Long enough that a blow often falls while a prompt is on its way.
  'acknowledge-millis': 150,
};

const RULES = {
  turns: 'open',
  'cooldown-seconds': 0,
  'gap-seconds': 0,
  'repeat-seconds': 0,
  'prompts-per-minute': 120,
  'address-prompts-per-minute': 0,
  'acknowledge-seconds': 5,
  'linger-seconds': 1,
};

/** The world and the room server, each in processes of their own that can be killed. */
export class Site {
  readonly world: WorldProcess;
  readonly log: WorldLog;
  /** The way of the room server, and of the conductors' sessions, to the world. */
  readonly service: CutProxy;
  /** What the room server printed. */
  private readonly lines: string[];
  private readonly folder: string;
  private readonly env: Record<string, string>;
  private rooms: RoomServer;

  private constructor(
    { world, service, rooms }: { world: WorldProcess; service: CutProxy; rooms: RoomServer },
    env: Record<string, string>,
    folder: string,
    lines: string[],
  ) {
    this.world = world;
    this.log = new WorldLog(world);
    this.service = service;
    this.rooms = rooms;
    this.env = env;
    this.folder = folder;
    this.lines = lines;
  }

  static async start(): Promise<Site> {
    const folder = await mkdtemp(join(tmpdir(), 'odyssey-campaign-'));
    const world = await WorldProcess.start(
      ...Object.entries(WORLD).flatMap(([name, value]) => [`--${name}`, String(value)]),
    );
    const service = await CutProxy.to(world.port);
    const env = {
      ODYSSEY_API_KEY: 'local',
      ODYSSEY_API_URL: `http://127.0.0.1:${service.port}`,
      ROOM_SECRET: SECRET,
      OPEN_ROOMS: '*',
      CONDUCTORS: 'token',
      ROOM_RULES: JSON.stringify(RULES),
      // No limit is reached, but for each session the ledger is asked.
      MAX_LIVE_ROOMS: '50',
    };
    const lines: string[] = [];
    const onLine = (line: string) => lines.push(line);
    const rooms = await startRoomServer({ port: 0, env, persist: folder, onLine });
    return new Site({ world, service, rooms }, env, folder, lines);
  }

  /** Which stays the same over its deaths. */
  get port(): number {
    return Number(new URL(this.rooms.url).port);
  }

  /** Pulls the plug of the room server, which is all rooms and the ledger, and starts it again. */
  async killRooms(): Promise<void> {
    const { port } = this;
    await this.rooms.kill();
    this.rooms = await this.startAgain(port);
  }

  /** A local runtime that does not come up in time is started once more, as by whatever watches over it. */
  private async startAgain(port: number, triesLeft = STARTS_MAX - 1): Promise<RoomServer> {
    const onLine = (line: string) => this.lines.push(line);
    try {
      return await startRoomServer({ port, env: this.env, persist: this.folder, onLine });
    } catch (error) {
      console.log(`the room server did not start: ${String(error)}`);
      if (triesLeft === 0) throw error;
      return this.startAgain(port, triesLeft - 1);
    }
  }

  /** Asks a room over HTTP as its host, on no line that is cut. */
  async asHost(room: string, path: string, method = 'GET'): Promise<unknown> {
    const url = `${this.rooms.url}/parties/main/${room}${path}`;
    const Authorization = `Bearer ${await signed({ room, role: 'host' })}`;
    const headers = { Authorization, 'Content-Type': 'application/json' };
    const body = method === 'POST' ? { body: '{}' } : {};
    return (await fetch(url, { method, headers, ...body })).json();
  }

  /** The same for what may be asked again until the room server is there. */
  read(room: string, path: string): Promise<unknown> {
    const read = () => this.asHost(room, path).catch(() => null);
    return until(`an answer to ${path}`, read, (answer) => answer !== null);
  }

  /** What led to where it stands, when something does not hold. */
  tell(): void {
    for (const line of this.lines.slice(-60)) console.log(`  ${line.slice(0, 240)}`);
    for (const entry of this.log.read().slice(-25)) console.log(`  ${JSON.stringify(entry)}`);
  }

  async close(): Promise<void> {
    await this.rooms.stop();
    await this.world.kill();
    this.service.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
