import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConnectionStatus } from '../client/client-options.js';

/** A session that is held now. Instants are ms since 1970. */
export interface HeldSession {
  readonly openedAt: number;
  readonly stream: { readonly id: string; readonly startedAt: number } | null;
}

/** How a conductor stands in one room. Instants are ms since 1970. */
export interface RoomHealth {
  readonly room: string;
  /** The connection's state, since when, and what the room's owner can do if it is refused. */
  readonly line: ConnectionStatus['status'];
  readonly lineSince: number;
  readonly why: string | null;
  /** Whether it holds a session, under which epochs, and since when: two while one is renewed. */
  readonly conducting: boolean;
  readonly epochs: readonly number[];
  readonly sessions: readonly HeldSession[];
  readonly sessionsOpened: number;
}

/** How a whole conductor stands. */
export interface Health {
  /** `degraded`: some rooms cannot be reached; `down`: none can. */
  readonly status: 'ok' | 'degraded' | 'down' | 'draining';
  readonly startedAt: number;
  readonly rooms: readonly RoomHealth[];
  /** Rooms that refuse it until their owner does something. */
  readonly refused: number;
  /** Bytes. */
  readonly memory: { readonly rss: number; readonly heapUsed: number };
  /** What it has used of a core since it started. */
  readonly cpuSeconds: number;
}

/** Sums up. A room that is lost must not have the others' conductor restarted: that is no `down`. */
export function healthOf(
  rooms: readonly RoomHealth[],
  { startedAt, isDraining }: { startedAt: number; isDraining: boolean },
): Health {
  const reached = rooms.filter(({ line }) => line === 'connected').length;
  const inReach = reached === rooms.length ? 'ok' : reached > 0 ? 'degraded' : 'down';
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return {
    status: isDraining ? 'draining' : inReach,
    startedAt,
    rooms,
    refused: rooms.filter(({ line }) => line === 'refused').length,
    memory: { rss, heapUsed },
    cpuSeconds: (user + system) / 1_000_000,
  };
}

export interface HealthServer {
  readonly port: number;
  close(): void;
}

/**
 * Serves `GET /health`: 200 while rooms can be reached (`ok`, `degraded`), else 503, either way with the
 * whole of it as JSON.
 *
 * @param options - The address to listen on (port 0 takes a free one), and what is served.
 * @returns Once it listens: the port, and how to close it. Rejects when the port is taken.
 * @example await startHealthServer({ host: '0.0.0.0', port: 8080, health: () => conductors.health() });
 */
export async function startHealthServer(options: {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly health: () => Health;
}): Promise<HealthServer> {
  const { host, port, health } = options;
  const server = createServer(({ method = '', url = '' }, response) => {
    const [path] = url.split('?', 1);
    if (path !== '/health') return answer(response, 404, { error: 'Only /health is here.' });
    if (method !== 'GET' && method !== 'HEAD') {
      return answer(response.setHeader('Allow', 'GET, HEAD'), 405, { error: 'Use GET.' });
    }
    const now = health();
    answer(response, now.status === 'ok' || now.status === 'degraded' ? 200 : 503, now);
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
