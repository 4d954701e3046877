import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { launchPartyKit } from './room-server-partykit.js';
import { launchWorkers } from './room-server-workers.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** It takes seconds; a machine with much else to do may take a minute. */
const READY_LIMIT_MS = 120_000;

export interface RoomServerOptions {
  /** 0 takes a free port. */
  port: number;
  /** The room server's environment, as docs/reference/environment.md lists it. */
  env: Readonly<Record<string, string>>;
  /** Where rooms are kept; without it they live in memory. */
  persist?: string;
  /** The folder of the project to run instead of this one. */
  project?: string;
  /** Every line the server prints. */
  onLine?: (line: string) => void;
}

export interface RoomServer {
  readonly url: string;
  readonly host: string;
  /** The group of processes that it is. */
  readonly group: number;
  /** Ends the server and everything it started. */
  stop(): Promise<void>;
  /** Pulls the plug: SIGKILL to the server and the runtime under it. */
  kill(): Promise<void>;
}

export class PortTakenError extends Error {}

/** How a platform's own development server is started. */
export interface Launch {
  readonly name: string;
  readonly program: string;
  readonly parameters: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What it was given to live in, to be removed at its end. */
  readonly folder?: string;
}

const LAUNCHES = { partykit: launchPartyKit, workers: launchWorkers } as const;

/** The platform to run on: PartyKit, unless `ROOM_PLATFORM` says `workers`. */
function launchOf(options: RoomServerOptions): Promise<Launch> {
  const platform = process.env['ROOM_PLATFORM'] ?? 'partykit';
  if (platform !== 'partykit' && platform !== 'workers') {
    throw new Error(`ROOM_PLATFORM must be "partykit" or "workers", not "${platform}"`);
  }
  return LAUNCHES[platform](options);
}

/** Starts the room server on its platform and waits until it answers. */
export async function startRoomServer(options: RoomServerOptions): Promise<RoomServer> {
  const launch = await launchOf(options);
  // A group of its own, so that nothing it starts can be left behind.
  const child = spawn(process.execPath, [launch.program, ...launch.parameters], {
    cwd: options.project ?? ROOT,
    env: { ...process.env, ...launch.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const end = async (signal: NodeJS.Signals) => {
    await endGroup(child, signal);
    if (launch.folder !== undefined) await rm(launch.folder, { recursive: true, force: true });
  };
  try {
    const port = await portOf(child, launch.name, options);
    const host = `127.0.0.1:${port}`;
    await answers(`http://${host}/`);
    const stop = () => end('SIGTERM');
    const group = child.pid ?? 0;
    return { url: `http://${host}`, host, group, stop, kill: () => end('SIGKILL') };
  } catch (error) {
    await end('SIGTERM');
    throw error;
  }
}

/** The port it listens on, from the line in which it says so. */
function portOf(
  child: ChildProcess,
  name: string,
  { onLine, port }: RoomServerOptions,
): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const ready = new Promise<number>((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} did not start`)), READY_LIMIT_MS);
    const read = (line: string) => {
      onLine?.(line);
      const found = /Ready on http:\/\/[^:]+:(\d+)/.exec(line);
      if (found?.[1] !== undefined) resolve(Number(found[1]));
      // PartyKit neither goes on nor ends by itself.
      if (/address already in use/i.test(line)) {
        reject(new PortTakenError(`Port ${port} is taken`));
      }
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', read);
    }
    child.once('exit', (code) => reject(new Error(`${name} ended with code ${code}`)));
  });
  return ready.finally(() => clearTimeout(timer));
}

async function answers(url: string): Promise<void> {
  const until = Date.now() + READY_LIMIT_MS;
  while (Date.now() < until) {
    try {
      const response = await fetch(url);
      await response.arrayBuffer();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  throw new Error(`${url} does not answer`);
}

async function endGroup(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
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
