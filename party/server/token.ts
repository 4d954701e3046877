import { base64url, errors, jwtVerify } from 'jose';
import * as v from 'valibot';
import { ROLES } from '../../src/protocol/view.js';

/** How far the clocks of the site's server and ours may differ. */
export const CLOCK_SKEW_SECONDS = 5;

/** What any site needs, and little enough to be looked at on every hello. */
const TOKEN_LENGTH_MAX = 4_096;

/** Only these: a token that names another algorithm, or none, was not signed by the site. */
const ALGORITHMS = ['HS256'];

const room = v.pipe(v.string(), v.minLength(1));
const ClaimsSchema = v.object({
  sub: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  name: v.optional(v.string()),
  role: v.optional(v.picklist(ROLES), 'prompter'),
  /** The room, or the rooms, that it opens. */
  room: v.union([room, v.array(room)]),
  exp: v.number(),
  iat: v.optional(v.number()),
  /**
   * Space-separated: `conduct` (may hold the session), `rules` (its embed may set rules), `prompt`
   * (a program that may prompt over HTTP).
   */
  scope: v.optional(v.string(), ''),
});
export type Claims = v.InferOutput<typeof ClaimsSchema>;

export type TokenOutcome =
  | { readonly ok: true; readonly claims: Claims }
  | { readonly ok: false; readonly reason: 'bad-token' | 'token-expired' };

/** What a site's token says, if the site signed it, for this room, and it is neither early nor late. */
export async function readToken(
  token: string,
  expected: { readonly room: string; readonly secret: string | null; readonly now: number },
): Promise<TokenOutcome> {
  const { room, secret, now } = expected;
  if (secret === null) return BAD;
  const signed = await verified(token, new TextEncoder().encode(secret), { now });
  const claims = v.safeParse(ClaimsSchema, signed.payload);
  if (!claims.success || !roomsOf(claims.output).includes(room)) return BAD;
  const { iat = 0 } = claims.output;
  if (iat * 1000 > now + CLOCK_SKEW_SECONDS * 1000) return BAD;
  // Also one that has run out says so only to whom it was given, and for its own room.
  return signed.isExpired ? EXPIRED : { ok: true, claims: claims.output };
}

const BAD = { ok: false, reason: 'bad-token' } as const;
const EXPIRED = { ok: false, reason: 'token-expired' } as const;

/** A token's payload if its signature is good: null when not, or when something else is wrong. */
export async function verified(
  token: string,
  key: Uint8Array,
  expected: { readonly now: number; readonly issuer?: string; readonly audience?: string },
): Promise<{ payload: Record<string, unknown> | null; isExpired: boolean }> {
  if (token.length > TOKEN_LENGTH_MAX) return { payload: null, isExpired: false };
  const { now, ...also } = expected;
  const clock = { currentDate: new Date(now), clockTolerance: CLOCK_SKEW_SECONDS };
  try {
    const { payload } = await jwtVerify(token, key, { algorithms: ALGORITHMS, ...clock, ...also });
    return { payload, isExpired: false };
  } catch (error) {
    const isExpired = error instanceof errors.JWTExpired;
    return { payload: isExpired ? error.payload : null, isExpired };
  }
}

/** Until when the room honours it, ms since 1970. */
export function expiryOf({ exp }: Claims): number {
  return (exp + CLOCK_SKEW_SECONDS) * 1000;
}

/** Others see who somebody is by this: the same for the same person, and no account's name. */
export async function publicId(sub: string, secret: string): Promise<string> {
  return (await keyedHash(sub, new TextEncoder().encode(secret))).slice(0, 16);
}

/** A hash that only the room can make, in letters that do in an address. */
export async function keyedHash(text: string, key: Uint8Array): Promise<string> {
  const use = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', new Uint8Array(key), use, false, ['sign']);
  const signed = await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text));
  return base64url.encode(new Uint8Array(signed));
}

function roomsOf({ room }: Claims): readonly string[] {
  return typeof room === 'string' ? [room] : room;
}
