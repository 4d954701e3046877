import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Request {
  /** Address under which the asker reached us; every URL we hand out starts with it. */
  origin: string;
  url: URL;
  params: Readonly<Record<string, string>>;
  headers: IncomingMessage['headers'];
  text(): Promise<string>;
  json(): Promise<unknown>;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path whose segments may be parameters: `/live/:path/whep`. */
  path: string;
  answer(request: Request): Reply | Promise<Reply>;
}

const MAX_BODY_BYTES = 256 * 1024;

export function json(status: number, value: unknown): Reply {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
}

/** The answer FastAPI would give, which is what the service runs on. */
export function failure(status: number, detail: unknown): Reply {
  return json(status, { detail });
}

export function originOf(message: IncomingMessage): string {
  return `http://${message.headers.host ?? 'localhost'}`;
}

/** Pages of any origin use the world, and read `Location` to be able to leave a stream. */
const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, PATCH, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, If-Match, Range',
  'Access-Control-Allow-Private-Network': 'true',
  'Access-Control-Expose-Headers': 'Location, Content-Range',
  'Access-Control-Max-Age': '600',
};

export function createRouter(routes: readonly Route[]) {
  const table = routes.map((route) => ({ route, segments: route.path.split('/') }));

  async function answer(message: IncomingMessage): Promise<Reply> {
    if (message.method === 'OPTIONS') return { status: 204 };
    const origin = originOf(message);
    const url = new URL(message.url ?? '/', origin);
    const here = table.flatMap(({ route, segments }) => {
      const params = match(segments, url.pathname.split('/'));
      return params ? [{ route, params }] : [];
    });
    const found = here.find(({ route }) => route.method === message.method);
    if (!found) return failure(here.length > 0 ? 405 : 404, 'Not Found');
    const text = () => readBody(message);
    return found.route.answer({
      origin,
      url,
      params: found.params,
      headers: message.headers,
      text,
      json: async () => JSON.parse(await text()),
    });
  }

  return async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await answer(message).catch(replyToError);
    response.writeHead(reply.status, { ...corsHeaders, ...reply.headers });
    response.end(reply.body);
  };
}

function match(pattern: string[], actual: string[]): Record<string, string> | undefined {
  if (pattern.length !== actual.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const value = actual[index] ?? '';
    if (segment.startsWith(':')) params[segment.slice(1)] = value;
    else if (segment !== value) return undefined;
  }
  return params;
}

class BodyTooLarge extends Error {}

async function readBody(message: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of message as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_BODY_BYTES) throw new BodyTooLarge();
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function replyToError(error: unknown): Reply {
  if (error instanceof BodyTooLarge) return failure(413, 'Body too large');
  if (error instanceof SyntaxError) return failure(400, 'Body is not JSON');
  return failure(500, error instanceof Error ? error.message : 'Internal error');
}
