import { decodeJwt, SignJWT } from 'jose';
import type { ConductOptions } from './conduct-options.js';
import { secretOf } from './token.js';

/** How long a token signed here is good; the client asks for the next one before. */
const TOKEN_SECONDS = 600;

type Environment = Readonly<Record<string, string | undefined>>;
type TokenOf = (room: string) => string | null | (() => Promise<string>);

/** The token for each room: one that was given, or one after the other signed with the secret. */
export function conductToken(
  options: Pick<ConductOptions, 'token'>,
  environment: Environment,
): TokenOf {
  const given = options.token ?? (environment['ODYSSEY_BROADCAST_TOKEN'] || null);
  if (given !== null) return () => given.trim();
  if (!environment['ROOM_SECRET']) return () => null;
  const secret = secretOf(environment);
  return (room) => () => sign(room, secret);
}

/** What is likely to be wrong with a token that the room will take, and never lend the session to. */
export function tokenWarning(token: ReturnType<TokenOf>): string | null {
  if (typeof token === 'function') return null;
  const anyone = 'it conducts only rooms where CONDUCTORS is "anyone"';
  if (token === null) return `There is no token: ${anyone}.`;
  const { role, scope } = claimsOf(token);
  const may =
    role === 'host' ||
    String(scope ?? '')
      .split(' ')
      .includes('conduct');
  return may ? null : `The token has not the scope conduct: ${anyone}.`;
}

function sign(room: string, secret: Uint8Array): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ room, role: 'viewer', scope: 'conduct' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject('conductor')
    .setExpirationTime(now + TOKEN_SECONDS)
    .sign(secret);
}

function claimsOf(token: string): Record<string, unknown> {
  try {
    return decodeJwt(token);
  } catch {
    // The room says so.
    return { role: 'host' };
  }
}
