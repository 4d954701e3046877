import { SignJWT } from 'jose';
import { ROLES } from '../../src/protocol/view.js';
import { SUB_LENGTH_MAX } from '../server/token.js';
import { CommandError, parseOptions, type Variables } from './command.js';

export const TOKEN_HELP = `odyssey-broadcast token --room lobby --sub ada [--name Ada] [--role host]

Prints a token for a room, signed with ROOM_SECRET from the environment.

  --room <name>      the room that it opens; may be given more than once
  --sub <account>    who it is for: the same for the same person, 256 characters at most
  --name <name>      the name that others see
  --role <role>      ${ROLES.join(', ')}; prompter unless told otherwise
  --expires <time>   how long it is good: 90s, 15m, 2h, 7d; 1h unless told otherwise
  --scope <words>    conduct (may hold the stream), rules (its embed sets rules),
                     prompt (a program that may prompt over HTTP)`;

const SCOPES = ['conduct', 'rules', 'prompt'] as const;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const OPTIONS = {
  room: { type: 'string', multiple: true },
  sub: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string', default: 'prompter' },
  expires: { type: 'string', default: '1h' },
  scope: { type: 'string', default: '' },
} as const;

/** Signs a token as a site would. The secret is not an argument: other users can read those. */
export async function token(words: readonly string[], environment: Variables): Promise<string> {
  const { room, sub, name, role, expires, scope } = parseOptions(words, OPTIONS, TOKEN_HELP);
  const [first, ...more] = room ?? [];
  if (first === undefined || [first, ...more].includes('')) {
    throw new CommandError('For which room? Say --room lobby.');
  }
  if (sub === undefined || sub === '' || sub.length > SUB_LENGTH_MAX) {
    throw new CommandError(
      `For whom? Say --sub with up to ${SUB_LENGTH_MAX} characters, such as an account’s id.`,
    );
  }
  if (!ROLES.some((known) => known === role)) {
    throw new CommandError(`There is no role "${role}". Use one of: ${ROLES.join(', ')}.`);
  }
  const claims = {
    room: more.length === 0 ? first : [first, ...more],
    role,
    ...(name === undefined ? {} : { name }),
    ...(scope.trim() === '' ? {} : { scope: scopesOf(scope) }),
  };
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(sub)
    .setIssuedAt(now)
    .setExpirationTime(now + secondsOf(expires))
    .sign(secretOf(environment));
}

export function secretOf(environment: Variables): Uint8Array {
  const secret = environment['ROOM_SECRET'] ?? '';
  if (secret === '') {
    throw new CommandError('ROOM_SECRET is missing: set it to the secret of your room server.');
  }
  if (secret.length < 16) {
    throw new CommandError('ROOM_SECRET is too short to keep a secret: use 16 characters or more.');
  }
  return new TextEncoder().encode(secret);
}

function secondsOf(time: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(time) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? 0);
  if (seconds > 0) return seconds;
  throw new CommandError(`--expires "${time}" is no time. Write it as 90s, 15m, 2h or 7d.`);
}

function scopesOf(scope: string): string {
  const words = scope.trim().split(/\s+/);
  const unknown = words.find((word) => !SCOPES.some((known) => known === word));
  if (unknown === undefined) return words.join(' ');
  throw new CommandError(`There is no scope "${unknown}". Use some of: ${SCOPES.join(' ')}.`);
}
