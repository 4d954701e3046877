import { errors, jwtVerify } from 'jose';
import * as v from 'valibot';
import { ROLES } from '../../src/protocol/view.js';
import { BOUNDS } from './bounds.js';

/** How far the clocks of the site's server and of the room may differ. */
const CLOCK_SKEW_SECONDS = 5;

/** Only this one: a token that names another algorithm, or none, was not signed by the site. */
const ALGORITHMS = ['HS256'];

/** In the spelling that a room's address has. */
const room = v.pipe(
  v.string(),
  v.minLength(1),
  v.transform((name) => name.normalize('NFC')),
);

/** Seconds since 1970, up to the year 9999: further instants are none that a clock can hold. */
const instant = v.pipe(v.number(), v.minValue(0), v.maxValue(253_402_300_799));
const ClaimsSchema = v.object({
  sub: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  name: v.optional(v.string()),
  role: v.optional(v.picklist(ROLES), 'prompter'),
  /** The room, or the rooms, that it opens. */
  room: v.union([room, v.array(room)]),
  exp: instant,
  iat: v.optional(instant),
  /**
   * Space-separated: `conduct` (may hold the session), `rules` (its embed may set rules), `prompt`
   * (a program that may prompt over HTTP).
   */
  scope: v.optional(v.string(), ''),
});
type Claims = v.InferOutput<typeof ClaimsSchema>;

/** What the site says of somebody, or why the token does not count. */
type TokenOutcome =
  | { readonly ok: true; readonly claims: Claims }
  | { readonly ok: false; readonly reason: 'bad-token' | 'token-expired' };

const BAD = { ok: false, reason: 'bad-token' } as const;
const EXPIRED = { ok: false, reason: 'token-expired' } as const;

/** Reads a site's token: signed by the site, for this room, and neither early nor late. */
export async function readToken(
  token: string,
  expected: { readonly room: string; readonly secret: string | null; readonly now: number },
): Promise<TokenOutcome> {
  const { room, secret, now } = expected;
  if (secret === null) return BAD;
  const { payload, isExpired } = await verifyToken(token, new TextEncoder().encode(secret), {
    now,
  });
  const claims = v.safeParse(ClaimsSchema, payload);
  if (!claims.success || !roomsOf(claims.output).includes(room)) return BAD;
  const { iat = 0 } = claims.output;
  if (iat * 1000 > now + CLOCK_SKEW_SECONDS * 1000) return BAD;
  // "Expired" is said only of a token that was good for this room.
  return isExpired ? EXPIRED : { ok: true, claims: claims.output };
}

/** A token's payload; null when its signature, issuer or audience is wrong. */
export async function verifyToken(
  token: string,
  key: Uint8Array,
  expected: { readonly now: number; readonly issuer?: string; readonly audience?: string },
): Promise<{ payload: Record<string, unknown> | null; isExpired: boolean }> {
  if (token.length > BOUNDS.tokenLength.max) return { payload: null, isExpired: false };
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

/** The instant up to which the room honours a token, ms since 1970. */
export function expiryOf({ exp }: Claims): number {
  return (exp + CLOCK_SKEW_SECONDS) * 1000;
}

function roomsOf({ room }: Claims): readonly string[] {
  return typeof room === 'string' ? [room] : room;
}
