import { compactVerify, errors } from 'jose';
import * as v from 'valibot';
import { ROLES } from '../../src/protocol/view.js';
import { BOUNDS } from './bounds.js';

/** How long after its end a token still counts: a room's clock may be ahead of the site's. */
const CLOCK_SKEW_SECONDS = 5;

/**
 * How far in the future a token may begin. It is refused for ever by its page, so a server whose clock
 * is ahead by less than a minute must not be; and a token that begins early gives nobody anything.
 */
const CLOCK_AHEAD_SECONDS = 60;

/** Only this one: a token that names another algorithm, or none, was not signed by the site. */
const ALGORITHM = 'HS256';

/** As many characters as the longest ids of identity providers, which are addresses, have. */
export const SUB_LENGTH_MAX = 256;

const ROOM = 'room must be the name of a room, or a list of names';
const room = v.pipe(
  v.string(ROOM),
  v.minLength(1, ROOM),
  // In the spelling that a room's address has.
  v.transform((name) => name.normalize('NFC')),
);

/** Seconds since 1970, up to the year 9999: further instants are none that a clock can hold. */
const instant = (claim: string) => {
  const message = `${claim} must be a number of seconds since 1970`;
  return v.pipe(
    v.number(message),
    v.minValue(0, message),
    v.maxValue(253_402_300_799, `${message}, not of milliseconds`),
  );
};

const SUB = `sub must be text of 1 to ${SUB_LENGTH_MAX} characters`;
const SCOPE = 'scope must be text, with spaces between its words, or a list of words';

/** The claims that a room reads. Each issue begins with the name of its claim. */
const ClaimsSchema = v.object({
  sub: v.pipe(
    v.union([v.string(), v.pipe(v.number(), v.transform(String))], SUB),
    v.minLength(1, SUB),
    v.maxLength(SUB_LENGTH_MAX, SUB),
  ),
  name: v.optional(v.string('name must be text')),
  role: v.optional(v.picklist(ROLES, `role must be one of ${ROLES.join(', ')}`), 'prompter'),
  /** The room, or the rooms, that it opens. */
  room: v.union([room, v.array(room)], ROOM),
  exp: instant('exp'),
  iat: v.optional(instant('iat')),
  nbf: v.optional(instant('nbf')),
  /**
   * `conduct` (may hold the session), `rules` (its embed may set rules), `prompt` (a program that may
   * prompt over HTTP).
   */
  scope: v.optional(
    v.union(
      [
        v.string(),
        v.pipe(
          v.array(v.string()),
          v.transform((all) => all.join(' ')),
        ),
      ],
      SCOPE,
    ),
    '',
  ),
});
type Claims = v.InferOutput<typeof ClaimsSchema>;

/** A token that does not count, and which claim is wrong, in words for the site's developer. */
export interface BadToken {
  readonly ok: false;
  readonly reason: 'bad-token' | 'token-expired';
  /** Begins with the claim's name; never holds the token. Null where nothing can be said. */
  readonly why: string | null;
}

/** What the site says of somebody, or why the token does not count. */
type TokenOutcome = { readonly ok: true; readonly claims: Claims } | BadToken;

function bad(why: string | null): BadToken {
  return { ok: false, reason: 'bad-token', why };
}

/**
 * Reads a site's token: signed by the site, for this room, and neither early nor late. What a claim
 * lacks is said only of a token with the right signature.
 */
export async function readToken(
  token: string,
  expected: { readonly room: string; readonly secret: string | null; readonly now: number },
): Promise<TokenOutcome> {
  const { room, secret, now } = expected;
  if (secret === null) return bad('the room server has no ROOM_SECRET, so it takes no token');
  const verified = await verifyToken(token, new TextEncoder().encode(secret));
  if (verified.payload === null) return bad(verified.why);
  const claims = v.safeParse(ClaimsSchema, withoutNulls(verified.payload));
  if (!claims.success) return bad(sentenceOf(claims.issues[0]));
  const { output } = claims;
  if (!roomsOf(output).includes(room)) {
    const named = roomsOf(output).join(', ').slice(0, 40);
    return bad(`room is "${named}", and this room is "${room.slice(0, 40)}"`);
  }
  for (const claim of ['iat', 'nbf'] as const) {
    const aheadSeconds = (output[claim] ?? 0) - now / 1000;
    if (aheadSeconds > CLOCK_AHEAD_SECONDS)
      return bad(`${claim} is ${Math.ceil(aheadSeconds)} s in the future: one clock is wrong`);
  }
  // "Expired" is said only of a token that was good for this room.
  if (expiryOf(output) > now) return { ok: true, claims: output };
  const agoSeconds = Math.floor(now / 1000 - output.exp);
  return { ok: false, reason: 'token-expired', why: `exp was ${agoSeconds} s ago` };
}

/** What a token says, once its signature is right; null, and why, when it is not. */
export async function verifyToken(
  token: string,
  key: Uint8Array,
): Promise<{ payload: Record<string, unknown>; why: null } | { payload: null; why: string }> {
  const { max } = BOUNDS.tokenLength;
  if (token.length > max) return { payload: null, why: `it has over ${max} characters` };
  try {
    const { payload } = await compactVerify(token, key, { algorithms: [ALGORITHM] });
    const claims: unknown = JSON.parse(new TextDecoder().decode(payload));
    const isObject = typeof claims === 'object' && claims !== null && !Array.isArray(claims);
    return isObject
      ? { payload: { ...claims }, why: null }
      : { payload: null, why: 'its payload is no JSON object' };
  } catch (error) {
    return { payload: null, why: whyNot(error) };
  }
}

function whyNot(error: unknown): string {
  if (error instanceof errors.JOSEAlgNotAllowed) return `alg must be ${ALGORITHM}`;
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return 'its signature is not by the ROOM_SECRET of this room server';
  }
  return 'it is no signed token (JWT)';
}

/** Many libraries write what is absent as null. */
function withoutNulls(payload: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null));
}

/** A claim that is missing has no sentence of its own in the schema. */
function sentenceOf(issue: v.BaseIssue<unknown>): string {
  return issue.message.startsWith('Invalid key') ? `${claimOf(issue)} is missing` : issue.message;
}

function claimOf({ path }: v.BaseIssue<unknown>): string {
  return String(path?.[0]?.key ?? 'a claim');
}

/** The instant up to which the room honours a token, ms since 1970. */
export function expiryOf({ exp }: Claims): number {
  return (exp + CLOCK_SKEW_SECONDS) * 1000;
}

function roomsOf({ room }: Claims): readonly string[] {
  return typeof room === 'string' ? [room] : room;
}
