import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { originOf } from '../http/router.js';
import type { Tokens } from '../tokens.js';
import type { Sessions } from './sessions.js';

/** A start image of 25 MB travels over this socket as base64. */
const MAX_MESSAGE_BYTES = 40 * 1024 * 1024;

/** Takes signalling sockets on `/client/{session}` and hands them to their sessions. */
export function createSignalling(sessions: Sessions, tokens: Tokens) {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });

  async function upgrade(request: IncomingMessage, connection: Duplex, head: Buffer) {
    const origin = originOf(request);
    const url = new URL(request.url ?? '/', origin);
    const id = url.pathname.match(/^\/client\/([^/]+)$/)?.[1];
    const subject = await tokens.read('session', url.searchParams.get('token'));
    if (id === undefined || subject !== id) {
      connection.end(`HTTP/1.1 ${id === undefined ? '404 Not Found' : '401 Unauthorized'}\r\n\r\n`);
      return;
    }
    server.handleUpgrade(request, connection, head, (socket) => {
      if (sessions.find(id)?.connect(socket, origin)) return;
      socket.send(JSON.stringify({ type: 'error', reason: 'streamer_not_available' }));
      socket.close(1000);
    });
  }

  return (request: IncomingMessage, connection: Duplex, head: Buffer): void => {
    connection.on('error', () => connection.destroy());
    upgrade(request, connection, head).catch(() => connection.destroy());
  };
}
