import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRoomServer } from '../../../demo/room-server.js';
import { type Crowd, LoadViewer } from '../../load/load-viewer.js';
import { SECRET, signed } from '../../support/tokens.js';
import { ColyseusViewer, SocketIoViewer, type Viewer } from './other-viewers.js';

const HERE = dirname(fileURLToPath(import.meta.url));

/** A server under measurement. */
export interface Measured {
  readonly name: string;
  readonly url: string;
  /** Its processes. */
  readonly group: number;
  /** Has it tell all one change. */
  change(viewer: Viewer): Promise<void>;
  /** One who speaks as it does. */
  viewer(crowd: Crowd): Viewer;
  stop(): Promise<void>;
}

/** The room server on `partykit dev`. */
export async function room(rules: Readonly<Record<string, unknown>>): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'odyssey-crowd-'));
  const server = await startRoomServer({
    port: 0,
    persist: folder,
    env: {
      ODYSSEY_API_KEY: 'local',
      // Nobody answers there: no stream is opened, so that the room alone is measured.
      ODYSSEY_API_URL: 'http://127.0.0.1:9',
      ROOM_SECRET: SECRET,
      ROOM_RULES: JSON.stringify(rules),
    },
  });
  const token = await signed({ sub: 'host', role: 'host', room: 'lobby' });
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  return {
    name: 'room',
    viewer: (crowd) => new LoadViewer(crowd),
    url: server.url,
    group: server.group,
    async change() {
      const body = JSON.stringify({ text: `${Date.now()} ${'x'.repeat(26)}` });
      const url = `${server.url}/parties/main/lobby/announce`;
      const response = await fetch(url, { method: 'POST', headers, body });
      if (!response.ok) throw new Error(`announce: ${response.status} ${await response.text()}`);
      await response.arrayBuffer();
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function barePartyKit(): Promise<Measured> {
  // A project of its own, with this one's packages.
  const project = await mkdtemp(join(tmpdir(), 'odyssey-bare-'));
  await cp(join(HERE, 'bare'), project, { recursive: true });
  await symlink(join(HERE, '../../../node_modules'), join(project, 'node_modules'));
  const server = await startRoomServer({ port: 0, env: {}, project });
  return {
    ...{ name: 'bare PartyKit', url: server.url, group: server.group },
    viewer: (crowd) => new LoadViewer(crowd),
    change: async (viewer) => void viewer.say({ type: 'say' }),
    async stop() {
      await server.stop();
      await rm(project, { recursive: true, force: true });
    },
  };
}

/** The package `ws` on Node. */
export function bareWs(): Promise<Measured> {
  return onNode('bare ws', join(HERE, 'bare/ws.ts'), (crowd) => new LoadViewer(crowd));
}

/** What others build rooms with on Node: no packages of this project, so fetched when they are measured. */
const OTHERS = {
  'Socket.IO': {
    file: 'socket-io.mjs',
    packages: ['socket.io@4'],
    viewer: (crowd: Crowd) => new SocketIoViewer(crowd),
  },
  Colyseus: {
    file: 'colyseus.mjs',
    packages: ['@colyseus/core@0.16', '@colyseus/ws-transport@0.16', '@colyseus/schema@3'],
    viewer: (crowd: Crowd) => new ColyseusViewer(crowd),
  },
} as const;

export async function other(name: keyof typeof OTHERS): Promise<Measured> {
  const { file, packages, viewer } = OTHERS[name];
  const folder = await mkdtemp(join(tmpdir(), 'odyssey-other-'));
  await cp(join(HERE, 'bare'), folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--silent'];
  execFileSync('npm', ['install', ...flags, ...packages], { cwd: folder, stdio: 'inherit' });
  const server = await onNode(name, join(folder, file), viewer);
  return {
    ...server,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A server on Node, in a process of its own that tells its port. */
async function onNode(name: string, file: string, viewer: Measured['viewer']): Promise<Measured> {
  const execArgv = ['--import', import.meta.resolve('tsx')];
  const child = fork(file, { execArgv, detached: true });
  const [port] = (await once(child, 'message')) as [number];
  return {
    ...{ name, url: `http://127.0.0.1:${port}`, group: child.pid ?? 0, viewer },
    change: async (one) => void one.say({ type: 'say' }),
    async stop() {
      // Not all of them end by themselves once their viewers have gone.
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
