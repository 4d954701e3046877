import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** A room that does not ask for its conductor any more is gone; it asks every 10 seconds. */
const FORGOTTEN_AFTER_MS = 45_000;

export interface Conductors {
  /** For `CONDUCTOR_URL`. */
  readonly url: string;
  /** Those that run, by party and room. */
  readonly running: ReadonlyMap<string, ChildProcess>;
  close(): Promise<void>;
}

interface ConductorsOptions {
  /** The room server; asked for when a conductor is started. */
  readonly host: () => string;
  /** Signs their tokens. */
  readonly secret: string;
  readonly onLine?: (line: string) => void;
}

/** Runs headless conductors for rooms that ask for them, each a process of its own. */
export async function startConductors(options: ConductorsOptions): Promise<Conductors> {
  const running = new Map<string, ChildProcess>();
  const children = new Set<ChildProcess>();
  const forget = new Map<string, NodeJS.Timeout>();
  // Nobody else on this computer knows it.
  const base = `/${randomUUID()}/`;

  const end = (key: string) => {
    clearTimeout(forget.get(key));
    running.get(key)?.kill('SIGTERM');
    running.delete(key);
  };
  const keep = (key: string, party: string, room: string) => {
    clearTimeout(forget.get(key));
    forget.set(key, setTimeout(end, FORGOTTEN_AFTER_MS, key).unref());
    if (running.has(key)) return;
    const child = conduct(party, room, options);
    running.set(key, child);
    children.add(child);
    child.once('close', () => {
      children.delete(child);
      if (running.get(key) === child) running.delete(key);
    });
  };

  const server = createServer(({ method, url = '' }, response) => {
    const [party, room, ...more] = url.startsWith(base) ? url.slice(base.length).split('/') : [];
    if (!party || !room || more.length > 0) return void response.writeHead(404).end();
    const key = `${party}/${room}`;
    if (method === 'PUT') keep(key, decodeURIComponent(party), decodeURIComponent(room));
    else if (method === 'DELETE') end(key);
    else return void response.writeHead(405).end();
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base.slice(0, -1)}`,
    running,
    close: async () => {
      server.close();
      server.closeAllConnections();
      const gone = [...children].map((child) => once(child, 'close'));
      for (const key of [...running.keys()]) end(key);
      await Promise.all(gone);
    },
  };
}

/** `odyssey-broadcast conduct` from the source, since nothing has to be built for `npm start`. */
function conduct(party: string, room: string, { host, secret, onLine }: ConductorsOptions) {
  const words = ['conduct', `--host=${host()}`, `--party=${party}`, `--room=${room}`];
  const child = spawn(process.execPath, ['--import', 'tsx', 'party/cli/main.ts', ...words], {
    cwd: ROOT,
    env: { ...process.env, ROOM_SECRET: secret, TSX_TSCONFIG_PATH: 'party/cli/tsconfig.json' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) if (line !== '') onLine?.(line);
  });
  return child;
}
