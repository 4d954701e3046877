import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const READY_LIMIT_MS = 30_000;

export interface RoomServerOptions {
  /** 0 takes a free port. */
  port: number;
  /** The room server's environment, as the README lists it. */
  env: Readonly<Record<string, string>>;
  /** Where rooms are kept; without it they live in memory. */
  persist?: string;
  /** Every line the server prints. */
  onLine?: (line: string) => void;
}

export interface RoomServer {
  readonly url: string;
  readonly host: string;
  /** Ends the server and everything it started. */
  stop(): Promise<void>;
  /** Pulls the plug: SIGKILL to the server and the runtime under it. */
  kill(): Promise<void>;
}

export class PortTakenError extends Error {}

/** Starts `partykit dev` and waits until it answers. */
export async function startRoomServer(options: RoomServerOptions): Promise<RoomServer> {
  const bin = join(ROOT, 'node_modules/partykit/dist/bin.mjs');
  const vars = Object.entries(options.env).flatMap(([name, value]) => [
    '--var',
    `${name}=${value}`,
  ]);
  const persist = options.persist ?? 'false';
  const flags = ['--disable-request-cf-fetch', '--no-hotkeys', '--persist', persist];
  // A group of its own, so that nothing it starts can be left behind.
  const child = spawn(
    process.execPath,
    [bin, 'dev', '--port', String(options.port), ...flags, ...vars],
    {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  const stop = () => end(child, 'SIGTERM');
  try {
    const port = await portOf(child, options);
    const host = `127.0.0.1:${port}`;
    await answers(`http://${host}/`);
    return { url: `http://${host}`, host, stop, kill: () => end(child, 'SIGKILL') };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The port it listens on, from the line in which it says so. */
function portOf(child: ChildProcess, { onLine, port }: RoomServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('partykit did not start')), READY_LIMIT_MS);
    const read = (line: string) => {
      onLine?.(line);
      const ready = /Ready on http:\/\/[^:]+:(\d+)/.exec(line);
      if (ready?.[1] !== undefined) resolve(Number(ready[1]));
      // It neither goes on nor ends by itself.
      if (line.includes('Address already in use')) {
        reject(new PortTakenError(`Port ${port} is taken`));
      }
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', read);
    }
    child.once('exit', (code) => reject(new Error(`partykit ended with code ${code}`)));
    const settled = () => clearTimeout(timer);
    child.once('exit', settled);
    child.stdout?.once('data', settled);
  });
}

async function answers(url: string): Promise<void> {
  const until = Date.now() + READY_LIMIT_MS;
  while (Date.now() < until) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  throw new Error(`${url} does not answer`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
  const toGroup = (what: NodeJS.Signals) => {
    try {
      process.kill(-pid, what);
    } catch {
      // The whole group is gone already.
    }
  };
  toGroup(signal);
  await gone;
  toGroup('SIGKILL');
}
