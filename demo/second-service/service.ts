import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { Faults } from '../world/faults.js';
import { createRouter, failure, json } from '../world/http/router.js';
import { Journal } from '../world/journal.js';
import { defaultOptions } from '../world/options.js';
import { holdThreads } from '../world/rtc/native.js';
import { findVideoFormat, Viewer } from '../world/rtc/viewer.js';
import type { Stream } from '../world/stream/stream.js';
import { Streams } from '../world/stream/streams.js';

/** What is said on a socket, by a session's holder or by a viewer. */
type Said =
  | { readonly type: 'prompt'; readonly prompt: string; readonly enhance_prompt: boolean }
  | { readonly type: 'offer'; readonly sdp: string }
  | { readonly type: 'ice-candidate'; readonly candidate: { readonly candidate: string } | null };

/**
 * Speaks Decart's realtime API as its SDK 0.0.68 did, on this computer: client tokens, `/v1/stream` for who
 * holds a session and `/subscribe/{session}` for who watches. The picture is that of the local world.
 */
export async function startDecart(apiKey = 'dct-local') {
  const streams = await Streams.create(defaultOptions, new Faults(), new Journal());
  const releaseThreads = holdThreads();
  const tokens = new Set<string>();
  const running = new Map<string, Stream>();
  const performed: string[] = [];

  const handle = createRouter([
    {
      method: 'POST',
      path: '/v1/client/tokens',
      answer: ({ headers }) => {
        if (headers['x-api-key'] !== apiKey) return failure(401, 'Invalid API key');
        const token = `ek_${randomBytes(12).toString('hex')}`;
        tokens.add(token);
        const expiresAt = new Date(Date.now() + 600_000).toISOString();
        return json(200, { apiKey: token, expiresAt });
      },
    },
  ]);

  /** Answers an offer with the picture of a stream. */
  async function show(socket: WebSocket, stream: Stream, offer: string): Promise<void> {
    const format = findVideoFormat(offer);
    if (format === undefined) return say(socket, { type: 'error', error: 'No H.264 in the offer' });
    const viewer = new Viewer(format, stream.camera, null, () => stream.viewers.delete(viewer.id));
    stream.viewers.set(viewer.id, viewer);
    socket.on('close', () => viewer.close());
    hear(socket, (said) => {
      if (said.type === 'ice-candidate' && said.candidate !== null) {
        viewer.addCandidates(`a=${said.candidate.candidate}`);
      }
    });
    say(socket, { type: 'answer', sdp: await viewer.answer(offer) });
    say(socket, { type: 'ice-candidate', candidate: null });
  }

  /** One session: its first prompt opens the world, those after it change it. */
  function hold(socket: WebSocket): void {
    const session = randomUUID();
    const gone = new AbortController();
    let stream: Stream | null = null;
    const ticks = setInterval(() => {
      if (stream !== null) say(socket, { type: 'generation_tick', seconds: stream.seconds });
    }, 1_000);
    socket.on('close', () => {
      clearInterval(ticks);
      gone.abort();
      running.delete(session);
      if (stream !== null) streams.end(stream, 'ended by client');
    });
    const perform = async (prompt: string): Promise<string | null> => {
      if (/forbidden/i.test(prompt)) return 'Prompt rejected by moderation';
      if (stream !== null) stream.perform(prompt);
      else {
        const request = { session, prompt, portrait: false, broadcast: true, image: undefined };
        const opening = await streams.open(request, {
          signal: gone.signal,
          crashed: () => socket.close(),
        });
        if (!opening.ok) return opening.message;
        stream = opening.stream;
        running.set(session, stream);
        // As with the service, clients are told where those who watch find it.
        say(socket, {
          type: 'session_id',
          session_id: session,
          server_ip: '127.0.0.1',
          server_port: port,
        });
      }
      performed.push(prompt);
      return null;
    };
    hear(socket, async (said) => {
      if (said.type === 'prompt') {
        const error = await perform(said.prompt);
        say(socket, { type: 'prompt_ack', prompt: said.prompt, success: error === null, error });
      }
      if (said.type === 'offer' && stream !== null) {
        await show(socket, stream, said.sdp);
        say(socket, { type: 'generation_started' });
      }
    });
  }

  const server = createServer((request, response) => void handle(request, response));
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const [, watched = ''] = /^\/subscribe\/([^/]+)$/.exec(pathname) ?? [];
    const stream = running.get(watched);
    if (!tokens.has(searchParams.get('api_key') ?? '')) socket.close(1008, 'Invalid API key');
    else if (pathname === '/v1/stream') hold(socket);
    else if (stream === undefined) socket.close(1008, 'Session not found');
    else {
      hear(socket, (said) => said.type === 'offer' && show(socket, stream, said.sdp));
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    apiKey,
    performed: performed as readonly string[],
    sessions: () => running.size,
    viewers: () => [...running.values()].reduce((sum, { viewers }) => sum + viewers.size, 0),
    /** Ends all sessions as if the service had lost them. */
    drop: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.close();
      server.closeAllConnections();
      await streams.close();
      await releaseThreads();
    },
  };
}

function hear(socket: WebSocket, listener: (said: Said) => unknown): void {
  socket.on('message', (data) => listener(JSON.parse(String(data)) as Said));
}

function say(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message));
}
