import { SignJWT } from 'jose';
import type { Hello } from '../../src/protocol/messages.js';
import { isStaff } from '../../src/protocol/view.js';
import type { Visitor } from '../room/input.js';
import { anonymousId, isAnonymous, signedId } from '../room/people/known.js';
import { type Environment, isOpenRoom, isTrustedOrigin } from './environment.js';
import { networkOf } from './origins.js';
import { keyedHash } from './signature.js';
import { type BadToken, expiryOf, readToken, verifyToken } from './token.js';

/** The storage key of the signing key that a room made for itself. */
const STORAGE_KEY = 'room-key';

/** The storage of a room's key. */
export interface KeyStore {
  get(key: string): Promise<unknown>;
  put(key: string, value: string): Promise<void>;
}

/** A room's key, and what stores it: to be called once the room itself is stored. */
interface RoomKey {
  readonly key: Uint8Array;
  readonly store: () => Promise<void>;
}

/**
 * The key that signs anonymous identities: the owner's secret, or one that the room makes once and
 * stores. It survives restarts, since everybody would be a stranger under another one.
 */
export async function roomKey(storage: KeyStore, secret: string | null): Promise<RoomKey> {
  const encoder = new TextEncoder();
  const stored = secret ?? (await storage.get(STORAGE_KEY));
  if (typeof stored === 'string') {
    return { key: encoder.encode(stored), store: async () => undefined };
  }
  const made = crypto.randomUUID() + crypto.randomUUID();
  return { key: encoder.encode(made), store: () => storage.put(STORAGE_KEY, made) };
}

/** Who says hello: a person with a site's token, or somebody anonymous the room knows again. */

const ISSUER = 'odyssey-broadcast';

/** All that a room knows of a request before anybody has said who they are. */
export interface IdentityContext {
  readonly room: string;
  readonly environment: Environment;
  /** Signs anonymous identities: the owner's secret, or one that the room made for itself. */
  readonly key: Uint8Array;
  readonly origin: string | null;
  readonly ownHost: string;
  /** The network address, where the platform tells. */
  readonly address: string | null;
  readonly now: () => number;
  readonly newId: () => string;
}

/** What a hello carries to say who somebody is. */
export type Credentials = Pick<Hello, 'identity' | 'token' | 'name'>;

/** The visitor, or why their token does not count. */
export type Identified = { readonly ok: true; readonly visitor: Visitor } | BadToken;

/** The visitor behind a hello. A bad token is refused; it never makes its bearer anonymous. */
export async function identify(shown: Credentials, context: IdentityContext): Promise<Identified> {
  if (shown.token !== null) return identifyByToken(shown, shown.token, context);
  return { ok: true, visitor: await identifyAnonymous(shown, context) };
}

async function identifyAnonymous(shown: Credentials, context: IdentityContext): Promise<Visitor> {
  const { environment, room } = context;
  const known = shown.identity === null ? null : await readIdentity(shown.identity, context);
  const id = known ?? anonymousId(context.newId());
  const isOpen = isOpenRoom(room, environment.openRooms);
  return {
    id,
    role: 'prompter',
    name: shown.name,
    isNamed: false,
    identity: known === null ? await signIdentity(id, context) : shown.identity,
    mayConduct: environment.conductors === 'anyone',
    isSignedConductor: false,
    mayOpen: isOpen,
    // Only pages of allowed sites say something about rules, in an open room too.
    setsRulesAs: isTrustedOrigin(context.origin, context.ownHost, environment.origins)
      ? 'page'
      : null,
    isProgram: false,
    address: await addressHash(context.address, context.key),
    expiresAt: null,
  };
}

async function identifyByToken(
  shown: Credentials,
  token: string,
  context: IdentityContext,
): Promise<Identified> {
  const { environment, room } = context;
  const { secret } = environment;
  const read = await readToken(token, { room, secret, now: context.now() });
  if (!read.ok) return read;
  const { claims } = read;
  const { sub, name, role } = claims;
  const scopes = claims.scope.split(' ');
  const isHost = role === 'host';
  const isSignedConductor = isHost || scopes.includes('conduct');
  const visitor: Visitor = {
    id: signedId(await publicId(sub, secret ?? '')),
    role,
    name: name ?? shown.name,
    isNamed: name !== undefined,
    identity: null,
    mayConduct: isSignedConductor || environment.conductors === 'anyone',
    isSignedConductor,
    mayOpen: isHost || isOpenRoom(room, environment.openRooms),
    setsRulesAs: isHost || scopes.includes('rules') ? 'owner' : null,
    isProgram: isStaff(role) || scopes.includes('prompt'),
    address: await addressHash(context.address, context.key),
    expiresAt: expiryOf(claims),
  };
  return { ok: true, visitor };
}

/** The id that everybody sees: the same for the same account, whose name it does not give away. */
async function publicId(sub: string, secret: string): Promise<string> {
  return (await keyedHash(sub, new TextEncoder().encode(secret))).slice(0, 16);
}

async function readIdentity(identity: string, context: IdentityContext): Promise<string | null> {
  const { key, room } = context;
  const { payload } = await verifyToken(identity, key);
  if (payload === null || payload['iss'] !== ISSUER || payload['aud'] !== room) return null;
  const id = payload['sub'];
  return typeof id === 'string' && isAnonymous(id) ? id : null;
}

function signIdentity(id: string, { key, room }: IdentityContext): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(id)
    .setIssuer(ISSUER)
    .setAudience(room)
    .sign(key);
}

/** What the room keeps of an address: the same for the same one, and useless to anybody else. */
export async function addressHash(address: string | null, key: Uint8Array): Promise<string | null> {
  if (address === null) return null;
  return (await keyedHash(`address ${networkOf(address)}`, key)).slice(0, 22);
}
