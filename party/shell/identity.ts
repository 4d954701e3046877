import { base64url, jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import type { Hello } from '../../src/protocol/client-messages.js';
import { ROLES } from '../../src/protocol/view.js';
import type { Visitor } from '../room/input.js';
import { type Environment, isOpenRoom, isTrustedOrigin } from './environment.js';

/** Who says hello: a person with a site's token, or somebody anonymous the room knows again. */

const ISSUER = 'odyssey-broadcast';
const ALGORITHMS = ['HS256'];

const TokenSchema = v.object({
  sub: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  name: v.optional(v.string()),
  role: v.optional(v.picklist(ROLES), 'prompter'),
  room: v.string(),
  /** Space-separated: `conduct` (may hold the session), `rules` (its embed may set rules). */
  scope: v.optional(v.string(), ''),
});

export interface IdentityContext {
  readonly room: string;
  readonly environment: Environment;
  /** Signs anonymous identities: the owner's secret, or one that the room made for itself. */
  readonly key: Uint8Array;
  readonly origin: string | null;
  readonly ownHost: string;
  readonly newId: () => string;
}

/** The visitor behind a hello; null when its token is forged, expired or for another room. */
export async function identify(hello: Hello, context: IdentityContext): Promise<Visitor | null> {
  return hello.token === null ? anonymous(hello, context) : withToken(hello, hello.token, context);
}

async function anonymous(hello: Hello, context: IdentityContext): Promise<Visitor> {
  const { environment, room } = context;
  const known = hello.identity === null ? null : await readIdentity(hello.identity, context);
  const id = known ?? `a-${context.newId()}`;
  const isOpen = isOpenRoom(room, environment.openRooms);
  return {
    id,
    role: 'prompter',
    name: hello.name,
    identity: known === null ? await writeIdentity(id, context) : hello.identity,
    mayConduct: environment.conductors === 'anyone',
    mayOpen: isOpen,
    maySetRules: isOpen || isTrustedOrigin(context.origin, context.ownHost, environment.origins),
    isProgram: false,
    address: null,
    expiresAt: null,
  };
}

async function withToken(
  hello: Hello,
  token: string,
  context: IdentityContext,
): Promise<Visitor | null> {
  const { environment, room } = context;
  if (environment.secret === null) return null;
  const key = new TextEncoder().encode(environment.secret);
  const payload = await verified(token, key, {});
  const claims = v.safeParse(TokenSchema, payload);
  if (!claims.success || claims.output.room !== room) return null;
  const { sub, name, role, scope } = claims.output;
  const scopes = scope.split(' ');
  const isHost = role === 'host';
  return {
    id: `t-${await publicId(sub, key)}`,
    role,
    name: name ?? hello.name,
    identity: null,
    mayConduct: isHost || scopes.includes('conduct') || environment.conductors === 'anyone',
    mayOpen: isHost || isOpenRoom(room, environment.openRooms),
    maySetRules: isHost || scopes.includes('rules'),
    isProgram: isHost || role === 'moderator' || scopes.includes('prompt'),
    address: null,
    expiresAt: null,
  };
}

/** Others see who somebody is by this: the same for the same person, and no account's name. */
async function publicId(sub: string, secret: Uint8Array): Promise<string> {
  const use = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', new Uint8Array(secret), use, false, ['sign']);
  const signed = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(sub));
  return base64url.encode(new Uint8Array(signed)).slice(0, 16);
}

async function readIdentity(identity: string, context: IdentityContext): Promise<string | null> {
  const { key, room } = context;
  const payload = await verified(identity, key, { issuer: ISSUER, audience: room });
  const id = payload?.['sub'];
  return typeof id === 'string' && id.startsWith('a-') ? id : null;
}

function writeIdentity(id: string, { key, room }: IdentityContext): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(id)
    .setIssuer(ISSUER)
    .setAudience(room)
    .sign(key);
}

async function verified(
  token: string,
  key: Uint8Array,
  expected: { issuer?: string; audience?: string },
): Promise<Record<string, unknown> | null> {
  try {
    return (await jwtVerify(token, key, { algorithms: ALGORITHMS, ...expected })).payload;
  } catch {
    return null;
  }
}
