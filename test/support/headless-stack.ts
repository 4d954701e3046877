import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { type RoomServer, startRoomServer } from '../../demo/room-server.js';
import { startWorld, type World, type WorldOptions } from '../../demo/world/world.js';
import { BroadcastClient, type ClientView, partySocket } from '../../src/client/index.js';
import { ConductorProcess } from './conductor-process.js';
import { until } from './stack.js';
import { SECRET } from './tokens.js';

/** A light picture: nobody looks at it. */
const PLAIN: Partial<WorldOptions> = { framesPerSecond: 5, bitsPerSecond: 150_000 };

/** World and room server, with conductors and visitors that are no browsers. */
export class HeadlessStack {
  readonly world: World;
  rooms: RoomServer;
  /** What the room server printed. */
  readonly lines: string[];
  private readonly env: Record<string, string>;
  private readonly folder: string;
  private readonly clients = new Set<BroadcastClient>();
  private readonly conductors = new Set<ConductorProcess>();

  private constructor(
    world: World,
    rooms: RoomServer,
    env: Record<string, string>,
    folder: string,
    lines: string[],
  ) {
    this.world = world;
    this.rooms = rooms;
    this.lines = lines;
    this.env = env;
    this.folder = folder;
  }

  static async start(
    settings: Partial<WorldOptions> = {},
    more: Readonly<Record<string, string>> = {},
  ): Promise<HeadlessStack> {
    const folder = await mkdtemp(join(tmpdir(), 'odyssey-broadcast-'));
    const world = await startWorld({ ...PLAIN, ...settings });
    const env = {
      ODYSSEY_API_KEY: 'local',
      ODYSSEY_API_URL: world.url,
      ROOM_SECRET: SECRET,
      OPEN_ROOMS: '*',
      CONDUCTORS: 'token',
      ...more,
    };
    const lines: string[] = [];
    const onLine = (line: string) => lines.push(line);
    const rooms = await startRoomServer({ port: 0, env, persist: folder, onLine });
    return new HeadlessStack(world, rooms, env, folder, lines);
  }

  /**
   * A conductor for these rooms that signs its own tokens, unless the environment says otherwise, and
   * hands nothing over, unless its words do.
   */
  conductor(
    rooms: readonly string[],
    environment: Readonly<Record<string, string>> = { ROOM_SECRET: SECRET },
    ...more: readonly string[]
  ): ConductorProcess {
    const which = rooms.flatMap((room) => ['--room', room]);
    const words = ['--host', this.rooms.host, ...which, '--drain-seconds', '0'];
    const conductor = new ConductorProcess([...words, ...more], environment);
    this.conductors.add(conductor);
    return conductor;
  }

  /** Somebody who watches a room, with a page that cannot conduct. */
  visitor(room: string): BroadcastClient {
    const client = new BroadcastClient({
      host: this.rooms.host,
      room,
      openSocket: partySocket({ WebSocket }),
    });
    this.clients.add(client);
    client.connect();
    return client;
  }

  leave(client: BroadcastClient): void {
    this.clients.delete(client);
    client.close();
  }

  /** Pulls the plug of the room server and starts it again on the same port and storage. */
  async restartRooms(whileDown: () => Promise<unknown> = async () => undefined): Promise<void> {
    const port = Number(new URL(this.rooms.url).port);
    await this.rooms.kill();
    await whileDown();
    const onLine = (line: string) => this.lines.push(line);
    this.rooms = await startRoomServer({ port, env: this.env, persist: this.folder, onLine });
  }

  /** The conductors and visitors of one test go. */
  async clear(): Promise<void> {
    for (const client of [...this.clients]) this.leave(client);
    for (const conductor of this.conductors) conductor.signal('SIGTERM');
    await Promise.all([...this.conductors].map((conductor) => conductor.exit()));
    this.conductors.clear();
  }

  async close(): Promise<void> {
    await this.clear();
    await this.rooms.stop();
    await this.world.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Waits until a visitor can watch; resolves with the stream's id. */
export async function live(
  visitor: BroadcastClient,
  holds: (streamId: string) => boolean = () => true,
): Promise<string> {
  const idOf = ({ connection, room }: ClientView) =>
    connection.status === 'connected' && room?.life.phase === 'live' ? room.life.streamId : null;
  const stream = await until(
    'the room to be live',
    () => visitor.view,
    (view) => {
      const id = idOf(view);
      return id !== null && holds(id);
    },
  );
  return idOf(stream) ?? '';
}

/** The phases that the room goes through from now on, as a visitor is told; held: no picture moves. */
export function phasesOf(visitor: BroadcastClient): ReadonlySet<string> {
  const phases = new Set<string>();
  const see = ({ room }: ClientView) => {
    const life = room?.life;
    phases.add(life?.phase === 'renewing' && life.held ? 'held' : (life?.phase ?? 'unknown'));
  };
  see(visitor.view);
  visitor.subscribe(see);
  return phases;
}
