import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health } from './health.js';

export interface HealthServer {
  readonly port: number;
  close(): void;
}

/** Answers `GET /health`: 200 while it can do its work, else 503, either way with the whole of it. */
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
