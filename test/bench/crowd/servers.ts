import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRoomServer } from '../../../demo/room-server.js';
import type { LoadViewer } from '../../load/load-viewer.js';
import { SECRET, signed } from '../../support/tokens.js';

const HERE = dirname(fileURLToPath(import.meta.url));

/** A server under measurement. */
export interface Measured {
  readonly name: string;
  readonly url: string;
  /** Its processes. */
  readonly group: number;
  /** Has it tell all one change. */
  change(viewer: LoadViewer): Promise<void>;
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
    change: async (viewer) => void viewer.say({ type: 'say' }),
    async stop() {
      await server.stop();
      await rm(project, { recursive: true, force: true });
    },
  };
}

export async function bareWs(): Promise<Measured> {
  const child = fork(join(HERE, 'bare/ws.ts'), { execArgv: ['--import', 'tsx'], detached: true });
  const [port] = (await once(child, 'message')) as [number];
  return {
    ...{ name: 'bare ws', url: `http://127.0.0.1:${port}`, group: child.pid ?? 0 },
    change: async (viewer) => void viewer.say({ type: 'say' }),
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
