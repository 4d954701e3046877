import * as v from 'valibot';
import { MESSAGE_BYTES_MAX } from '../../src/protocol/limits.js';
import type { Visitor } from '../room/input.js';
import { type IdentityContext, identify } from '../server/identity.js';
import { ACT_ROUTES } from './actions.js';
import { problem, unauthorized } from './problem.js';
import { PROMPT_ROUTES } from './prompts.js';
import { READ_ROUTES } from './reads.js';
import { RECORDING_ROUTES } from './recordings.js';
import type { Access, RoomPort, Route } from './route.js';

export interface Asking {
  readonly room: RoomPort;
  readonly identify: (request: Request) => Promise<Caller>;
  readonly log: (event: string, fields: Record<string, unknown>) => void;
}

/** `/parties/{party}/{room}` or `/party/{room}`, and what is asked of it. */
const PATH = /^(\/(?:parties\/[^/]+|party)\/[^/]+)(\/.*)?$/;

/** The room over HTTP: finds the route, sees to caller and body, and has it answered. */
export async function answer(request: Request, asking: Asking): Promise<Response> {
  const [, base = '', path = '/'] = PATH.exec(new URL(request.url).pathname) ?? [];
  const found = ROUTES.flatMap((route) => {
    const id = matchOf(route.path, path);
    return id === null ? [] : [{ route, id }];
  });
  const methods = found.map(({ route }) => route.method);
  const origin = request.headers.get('Origin');
  if (request.method === 'OPTIONS') return preflight(origin, methods);
  const here = found.find(({ route }) => route.method === request.method);
  const response =
    here !== undefined
      ? await answered(request, here.route, here.id, base, asking)
      : found.length === 0
        ? problem(404, 'not-found', 'There is no such resource. Try /openapi.json.')
        : problem(405, 'method-not-allowed', `${path} takes ${methods.join(', ')}.`, {
            Allow: methods.join(', '),
          });
  const kept = response.headers.get('Cache-Control');
  for (const [name, value] of Object.entries(corsHeaders(origin))) {
    response.headers.set(name, value);
  }
  if (kept !== null) response.headers.set('Cache-Control', kept);
  return response;
}

async function answered(
  request: Request,
  route: Route,
  id: string,
  base: string,
  { room, identify, log }: Asking,
): Promise<Response> {
  try {
    const caller = await identify(request);
    if (!caller.ok) return unauthorized(caller.reason);
    const barred = barredBy(route.access, caller.visitor);
    if (barred !== null) return barred;
    const query = route.query === null ? ok(null) : readQuery(route.query, request.url);
    if (!query.ok) return query.response;
    const body = route.body === null ? ok(null) : await readJson(request, route.body);
    if (!body.ok) return body.response;
    const { visitor } = caller;
    const call = { room, caller: visitor, id, query: query.value, body: body.value, request };
    return await route.handle({ ...call, base, routes: ROUTES });
  } catch (error) {
    log('request-failed', { route: route.path, error: String(error).slice(0, 200) });
    return problem(500, 'failed', 'The room could not answer this. Try again.');
  }
}

/** The id in an address that fits, an empty one where there is none; null for another address. */
function matchOf(pattern: string, path: string): string | null {
  if (!pattern.endsWith('/{id}')) return pattern === path ? '' : null;
  const start = pattern.slice(0, -'{id}'.length);
  const id = path.startsWith(start) ? path.slice(start.length) : '';
  return /^[\w-]{1,64}$/.test(id) ? id : null;
}

function barredBy(access: Access, caller: Visitor | null): Response | null {
  if (access === 'anyone') return null;
  if (caller === null) return unauthorized('no-token');
  const may =
    access === 'token' || (access === 'program' ? caller.isProgram : access.includes(caller.role));
  return may
    ? null
    : problem(403, 'not-allowed', `Your token does not allow this: ${needed(access)}.`);
}

function needed(access: Access): string {
  if (typeof access === 'string') return 'it needs the scope "prompt"';
  return `it needs the role ${access.join(' or ')}`;
}

type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly response: Response };

function ok<Value>(value: Value): Read<Value> {
  return { ok: true, value };
}

async function readJson(request: Request, schema: v.GenericSchema): Promise<Read<unknown>> {
  const no = (response: Response) => ({ ok: false, response }) as const;
  const text = await readBody(request, MESSAGE_BYTES_MAX);
  if (text === null) return no(problem(413, 'too-large', 'The body is too large: at most 16 KB.'));
  const type = request.headers.get('Content-Type') ?? '';
  if (text !== '' && !/^application\/json\b/i.test(type)) {
    return no(problem(415, 'not-json', 'Send JSON, with "Content-Type: application/json".'));
  }
  let value: unknown;
  try {
    // Where everything may be left out, so may the body.
    value = text === '' ? {} : JSON.parse(text);
  } catch {
    return no(problem(400, 'malformed', 'The body is no JSON.'));
  }
  return fits(schema, value);
}

/** An address has only text: what has to be a number is read as one. */
function readQuery(schema: NonNullable<Route['query']>, url: string): Read<unknown> {
  const given: Record<string, unknown> = {};
  for (const [name, text] of new URL(url).searchParams) {
    const entry = schema.entries[name];
    if (entry === undefined) continue;
    const isText = v.is(entry, text) || !/^\d{1,15}$/.test(text);
    given[name] = isText ? text : Number(text);
  }
  return fits(schema, given);
}

function fits(schema: v.GenericSchema, value: unknown): Read<unknown> {
  const result = v.safeParse(schema, value);
  if (result.success) return ok(result.output);
  const [issue] = result.issues;
  const field = v.getDotPath(issue);
  const where = field === null ? 'The body' : `"${field}"`;
  const expected =
    issue.expected === 'never' ? 'it is not known here' : `expected ${issue.expected}`;
  const detail =
    issue.expected === null
      ? `${where} does not fit: ${issue.received} is not possible there.`
      : `${where} does not fit: ${expected}, got ${issue.received}.`;
  return { ok: false, response: problem(422, 'does-not-fit', detail) };
}

/** Everything that can be asked for over HTTP; the description is made from the same table. */
export const ROUTES: readonly Route[] = [
  ...READ_ROUTES,
  ...PROMPT_ROUTES,
  ...RECORDING_ROUTES,
  ...ACT_ROUTES,
];

/** Headers that pages of other origins may send, and read. */
const SENT = 'Authorization, Content-Type, Idempotency-Key';
const READ = 'Link, Location, Retry-After, WWW-Authenticate';

/** What every answer has; whether an origin may be here at all was decided before. */
export function corsHeaders(origin: string | null): Record<string, string> {
  return {
    'Cache-Control': 'no-store',
    Vary: 'Origin',
    ...(origin === null
      ? {}
      : { 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': READ }),
  };
}

/** The answer to a browser that asks first. */
export function preflight(origin: string | null, methods: readonly string[]): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders(origin),
      'Access-Control-Allow-Methods': [...methods, 'OPTIONS'].join(', '),
      'Access-Control-Allow-Headers': SENT,
      'Access-Control-Max-Age': '600',
    },
  });
}

/** Who calls: somebody with a good token, nobody in particular, or one whose token is no good. */
export type Caller =
  | { readonly ok: true; readonly visitor: Visitor | null }
  | { readonly ok: false; readonly reason: 'bad-token' | 'token-expired' };

/** Reads the bearer token; a request without one is anybody's. */
export async function identifyCaller(request: Request, context: IdentityContext): Promise<Caller> {
  const header = request.headers.get('Authorization');
  if (header === null) return { ok: true, visitor: null };
  const [, token] = /^Bearer +([\w.~+/=-]{1,4096})$/i.exec(header.trim()) ?? [];
  if (token === undefined) return { ok: false, reason: 'bad-token' };
  return identify({ identity: null, token, name: null }, context);
}

/** Whoever sends more than this is cut off. */
const READ_AT_MOST = 64 * 1024;

/**
 * A body as text; null when it has more bytes than `limit`. A little more than that is read all the
 * same: some runtimes answer the next request on the line only when this one's body was read.
 */
export async function readBody(request: Request, limit: number): Promise<string | null> {
  if (request.body === null) return '';
  const reader = request.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  while (bytes <= READ_AT_MOST) {
    const { done, value } = await reader.read();
    if (done) return bytes > limit ? null : text + decoder.decode();
    bytes += value.byteLength;
    if (bytes <= limit) text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return null;
}
