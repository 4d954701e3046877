import { errorText, type Log } from '../server/log.js';
import { ACT_ROUTES } from './actions.js';
import { PLAIN_HEADERS, problem } from './problem.js';
import { PROMPT_ROUTES } from './prompts.js';
import { READ_ROUTES } from './reads.js';
import { RECORDING_ROUTES } from './recordings.js';
import { type IdentifyCaller, readCall } from './request.js';
import type { RoomPort, Route } from './route.js';

/** Every route: requests are answered from this table, and the OpenAPI description is made from it. */
export const ROUTES: readonly Route[] = [
  ...READ_ROUTES,
  ...PROMPT_ROUTES,
  ...RECORDING_ROUTES,
  ...ACT_ROUTES,
];

/** What the routes need of the room server. */
interface RouterPort {
  readonly room: RoomPort;
  readonly identify: IdentifyCaller;
  readonly address: string | null;
  /** The owner's token for `/metrics`, if there is one. */
  readonly metricsToken: string | null;
  readonly log: Log;
}

/** `/parties/{party}/{room}` or `/party/{room}`, and the path within the room. */
const PATH = /^(\/(?:parties\/[^/]+|party)\/[^/]+)(\/.*)?$/;

/** A route whose path fits, with the id in the address; an empty one where the path has none. */
interface Match {
  readonly route: Route;
  readonly id: string;
}

/** Answers an HTTP request to a room. Never throws. */
export async function answer(request: Request, port: RouterPort): Promise<Response> {
  const [, base = '', path = '/'] = PATH.exec(new URL(request.url).pathname) ?? [];
  const matches = ROUTES.flatMap((route): Match[] => {
    const id = idIn(route.path, path);
    return id === null ? [] : [{ route, id }];
  });
  const methods = matches.flatMap(({ route: { method } }) =>
    method === 'GET' ? [method, 'HEAD'] : [method],
  );
  const origin = request.headers.get('Origin');
  if (request.method === 'OPTIONS') return preflight(origin, methods);
  const isHead = request.method === 'HEAD';
  const match = matches.find(({ route }) => route.method === (isHead ? 'GET' : request.method));
  if (match !== undefined) {
    const answered = withHeaders(await handle(request, match, base, port), origin);
    return isHead ? withoutBody(answered) : answered;
  }
  const refused =
    methods.length === 0
      ? problem(404, 'not-found', 'There is no such resource. Try /openapi.json.')
      : problem(405, 'method-not-allowed', `${path} takes ${methods.join(', ')}.`, {
          Allow: methods.join(', '),
        });
  return withHeaders(refused, origin);
}

/** The id in a path that fits; null for a path that does not. */
function idIn(pattern: string, path: string): string | null {
  const [start = '', end] = pattern.split('{id}');
  if (end === undefined) return pattern === path ? '' : null;
  const fits = path.startsWith(start) && path.endsWith(end);
  const id = fits ? path.slice(start.length, path.length - end.length) : '';
  return /^[\w-]{1,64}$/.test(id) ? id : null;
}

async function handle(
  request: Request,
  { route, id }: Match,
  base: string,
  { room, identify, address, metricsToken, log }: RouterPort,
): Promise<Response> {
  try {
    const read = await readCall(request, route, identify, metricsToken);
    if (!read.ok) return read.response;
    return await route.handle({ ...read.value, room, address, id, request, base, routes: ROUTES });
  } catch (error) {
    log('request-failed', { route: route.path, error: errorText(error) });
    return problem(500, 'failed', 'The room could not answer this. Try again.');
  }
}

/** As a GET is answered, for monitors that ask with HEAD. */
async function withoutBody({ body, status, headers }: Response): Promise<Response> {
  await body?.cancel();
  return new Response(null, { status, headers });
}

/** Headers that pages of other origins may send, and read. */
const REQUEST_HEADERS = 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID';
const RESPONSE_HEADERS = 'Link, Location, Retry-After, WWW-Authenticate';

/** Adds the headers that every answer has; a route's own `Cache-Control` stays. */
function withHeaders(response: Response, origin: string | null): Response {
  const { headers } = response;
  for (const [name, value] of Object.entries(PLAIN_HEADERS)) {
    if (!headers.has(name)) headers.set(name, value);
  }
  for (const [name, value] of Object.entries(corsHeaders(origin))) headers.set(name, value);
  return response;
}

/** CORS is open to the origins that get here: others were rejected with the request's context. */
function corsHeaders(origin: string | null): Record<string, string> {
  if (origin === null) return {};
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': RESPONSE_HEADERS,
  };
}

/** The answer to a browser that asks before it sends the request. */
function preflight(origin: string | null, methods: readonly string[]): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...PLAIN_HEADERS,
      ...corsHeaders(origin),
      'Access-Control-Allow-Methods': [...methods, 'OPTIONS'].join(', '),
      'Access-Control-Allow-Headers': REQUEST_HEADERS,
      'Access-Control-Max-Age': '600',
    },
  });
}
