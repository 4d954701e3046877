import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { build } from 'vite';
import { hostLink, hostPass } from '../party/deploy/configuration.js';
import { VARIABLE_NAMES } from '../party/server/environment-variables.js';
import { type Conductors, startConductors } from './conductors.js';
import { GALLERY_RULES, HOSTED_ROOMS } from './gallery/pages.js';
import { PortTakenError, type RoomServer, startRoomServer } from './room-server.js';
import { startWorld, type World } from './world/world.js';

/**
 * `npm start`: the world, the room server and the pages, on one address, without a key. With `-- --headless` a
 * process of its own conducts each broadcast, and no page does.
 */

const PORT = Number(process.env['PORT'] ?? 1999);
const apiKey = process.env['ODYSSEY_API_KEY'] ?? '';
const isHeadless = process.argv.includes('--headless');
const running: { world?: World; rooms?: RoomServer; conductors?: Conductors } = {};
let stopping: Promise<void> | null = null;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    console.log('\nStopping …');
    void stop(0);
  });
}

try {
  await claimPort(PORT);
  await build();
  const url = `http://localhost:${PORT}`;
  const conductors = isHeadless ? 'token' : 'anyone';
  const defaults = {
    OPEN_ROOMS: '*',
    CONDUCTORS: conductors,
    ROOM_SECRET: randomUUID(),
    ROOM_RULES: JSON.stringify(GALLERY_RULES),
  };
  const settings = { ...defaults, ...given() };
  const service = apiKey === '' ? await localWorld() : await realService();
  const headless = isHeadless ? await conductorsFor(url, settings.ROOM_SECRET) : {};
  running.rooms = await startRoomServer({
    port: PORT,
    env: { ...settings, ...service, ...headless },
    onLine: tell,
  });
  const asHost = await hostLink(url, 'lobby', settings.ROOM_SECRET);
  const pass = await hostPass(HOSTED_ROOMS, settings.ROOM_SECRET);
  console.log(`\n  odyssey-broadcast is at  ${url}\n\n  As its host:  ${asHost}\n`);
  console.log(`  Its gallery, as a host:  ${url}/gallery/#token=${pass}\n`);
  console.log('  Ctrl-C stops it.');
} catch (error) {
  console.error(`\n${inWords(error)}`);
  await stop(1);
}

/** What the room server reads besides, where it is set: `ROOM_SECRET=… npm start`. */
function given(): Record<string, string> {
  const names = VARIABLE_NAMES.filter((name) => !name.startsWith('ODYSSEY_'));
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name] ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );
}

async function localWorld(): Promise<Record<string, string>> {
  // The element tells the words of a prompt itself. The service's five slots are soon taken by the rooms
  // of the gallery, and a browser that is killed holds its one for ten minutes.
  const settings = { captions: false, concurrentSessions: 50 };
  running.world = await startWorld({ host: '127.0.0.1', port: 0, ...settings });
  console.log(`The picture is painted here, by the local world at ${running.world.url}.`);
  return { ODYSSEY_API_KEY: 'local', ODYSSEY_API_URL: running.world.url };
}

async function realService(): Promise<Record<string, string>> {
  console.log('ODYSSEY_API_KEY is set: this streams from Odyssey, and costs what Odyssey costs.');
  console.log('Anyone who can reach this port can open rooms on that account: mind your network.');
  const apiUrl = process.env['ODYSSEY_API_URL'];
  return { ODYSSEY_API_KEY: apiKey, ...(apiUrl === undefined ? {} : { ODYSSEY_API_URL: apiUrl }) };
}

/** Each room starts a conductor of its own when its broadcast opens, and stops it when it closes. */
async function conductorsFor(host: string, secret: string): Promise<Record<string, string>> {
  running.conductors = await startConductors({ host: () => host, secret, onLine: tell });
  console.log('Broadcasts are conducted here, without a browser: a process for each room.');
  return { CONDUCTOR_URL: running.conductors.url };
}

/** Fails at once and by name where the room server would only hang. */
function claimPort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => reject(new PortTakenError(`Port ${port} is taken`)));
    probe.listen(port, () => probe.close(() => resolve()));
  });
}

/** Prints the lines of the room server that concern its owner. */
function tell(line: string): void {
  if (/error|cannot run/i.test(line)) console.error(line);
}

function inWords(error: unknown): string {
  if (error instanceof PortTakenError) {
    return `${error.message} by another program. Stop that one, or choose another port: PORT=2999 npm start`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Stops everything that was started, once. */
function stop(code: number): Promise<void> {
  stopping ??= (async () => {
    await running.conductors?.close();
    await running.rooms?.stop();
    await running.world?.close();
    process.exit(code);
  })();
  return stopping;
}
