import * as v from 'valibot';
import { toHex } from '../../src/protocol/encoding.js';
import { MESSAGE_BYTES_MAX } from '../../src/protocol/limits.js';
import type { Visitor } from '../room/input.js';
import { readRequest } from '../server/body.js';
import { type IdentityContext, identify } from '../server/identity.js';
import type { BadToken } from '../server/token.js';
import { MODERATORS } from './actions.js';
import { problem, unauthorized } from './problem.js';
import type { Access, Call, Route } from './route.js';

/** The way from a request to a call of its route: caller, access, query and body, in this order. */

/** What was read, or the response that refuses the request. */
type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly response: Response };

export async function readCall(
  request: Request,
  route: Route,
  identify: IdentifyCaller,
  metricsToken: string | null,
): Promise<Read<Pick<Call<unknown, unknown>, 'caller' | 'query' | 'body'>>> {
  if (route.access === 'metrics' && (await bears(request, metricsToken))) {
    return read({ caller: null, query: null, body: null });
  }
  const identified = await identify(request);
  if (!identified.ok) return refuse(unauthorized(identified.reason, identified.why));
  const caller = identified.visitor;
  const denied = denial(route.access, caller);
  if (denied !== null) return refuse(denied);
  const query = route.query === null ? read(null) : readQuery(route.query, request.url);
  if (!query.ok) return query;
  const body =
    route.body === null ? read(null) : await readJson(route.body, request, route.isPlain);
  if (!body.ok) return body;
  return read({ caller, query: query.value, body: body.value });
}

/** The caller: somebody with a good token, anybody (null), or one whose token does not count. */
type Caller = { readonly ok: true; readonly visitor: Visitor | null } | BadToken;

export type IdentifyCaller = (request: Request) => Promise<Caller>;

/** Reads the bearer token; a request without one is anybody's. */
export async function identifyCaller(request: Request, context: IdentityContext): Promise<Caller> {
  if (!request.headers.has('Authorization')) return { ok: true, visitor: null };
  const token = bearerOf(request);
  if (token === null) {
    return { ok: false, reason: 'bad-token', why: 'the header must be "Authorization: Bearer …"' };
  }
  return identify({ identity: null, token, name: null }, context);
}

/** Whether the request has this token; by digests, so that the time it takes tells nothing of it. */
async function bears(request: Request, token: string | null): Promise<boolean> {
  const given = bearerOf(request);
  if (token === null || given === null) return false;
  const [one, other] = await Promise.all([digest(given), digest(token)]);
  return one === other;
}

async function digest(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

function bearerOf(request: Request): string | null {
  const header = request.headers.get('Authorization')?.trim() ?? '';
  return /^Bearer +([\w.~+/=-]{1,4096})$/i.exec(header)?.[1] ?? null;
}

/** The response to a caller who may not call a route; null for one who may. */
function denial(access: Access, caller: Visitor | null): Response | null {
  if (access === 'anyone') return null;
  if (caller === null) return unauthorized('no-token');
  const roles = access === 'metrics' ? MODERATORS : access;
  const may =
    roles === 'token' || (roles === 'program' ? caller.isProgram : roles.includes(caller.role));
  if (may) return null;
  const needed =
    typeof roles === 'string' ? 'the scope "prompt"' : `the role ${roles.join(' or ')}`;
  return problem(403, 'not-allowed', `Your token does not allow this: it needs ${needed}.`);
}

/** A query has only text: a value that must be a number is read as one. */
function readQuery(schema: NonNullable<Route['query']>, url: string): Read<unknown> {
  const given: Record<string, unknown> = {};
  for (const [name, text] of new URL(url).searchParams) {
    // What every object has, like `constructor`, is no parameter.
    const entry = Object.hasOwn(schema.entries, name) ? schema.entries[name] : undefined;
    if (entry === undefined) continue;
    const isText = v.is(entry, text) || !/^\d{1,15}$/.test(text);
    given[name] = isText ? text : Number(text);
  }
  return parse(schema, given);
}

async function readJson(
  schema: v.GenericSchema,
  request: Request,
  isPlain: boolean,
): Promise<Read<unknown>> {
  const sent = await readRequest(request, MESSAGE_BYTES_MAX);
  if (!sent.ok && sent.reason === 'too-late') {
    return refuse(problem(408, 'too-late', 'The body did not come to its end within 5 s.'));
  }
  if (!sent.ok) {
    return refuse(problem(413, 'too-large', 'The body is too large: at most 16 KB.'));
  }
  const { text } = sent;
  const type = request.headers.get('Content-Type') ?? '';
  const isKnown = /^application\/json\b/i.test(type) || (isPlain && /^text\/plain\b/i.test(type));
  if (text !== '' && !isKnown) {
    return refuse(problem(415, 'not-json', 'Send JSON, with "Content-Type: application/json".'));
  }
  let value: unknown;
  try {
    // Where every field is optional, so is the body.
    value = text === '' ? {} : JSON.parse(text);
  } catch {
    return refuse(problem(400, 'malformed', 'The body is no JSON.'));
  }
  return parse(schema, value);
}

function parse(schema: v.GenericSchema, value: unknown): Read<unknown> {
  const result = v.safeParse(schema, value);
  if (result.success) return read(result.output);
  const [issue] = result.issues;
  const field = v.getDotPath(issue);
  const where = field === null ? 'The body' : `"${field}"`;
  const expected =
    issue.expected === 'never' ? 'it is not known here' : `expected ${issue.expected}`;
  const detail =
    issue.expected === null
      ? `${where} does not fit: ${issue.received} is not possible there.`
      : `${where} does not fit: ${expected}, got ${issue.received}.`;
  return refuse(problem(422, 'does-not-fit', detail));
}

function read<Value>(value: Value): Read<Value> {
  return { ok: true, value };
}

function refuse(response: Response): { readonly ok: false; readonly response: Response } {
  return { ok: false, response };
}
