import { decodeJwt, SignJWT } from 'jose';
import type { Conductors } from 'odyssey-broadcast/headless';
import { CommandError, jsonLines, messageOf, parseOptions, type Variables } from './command.js';
import { secretOf } from './token.js';

export const CONDUCT_HELP = `odyssey-broadcast conduct --host rooms.example --room lobby [--room hall]

Holds the broadcast of these rooms from here, without a browser, so that no visitor's page has to.
It stands by in each room, conducts when the room asks it to, and comes back whatever happens.
It needs two more packages: npm install werift@0.25 ws@8

  --room <name>           a room; may be given more than once
  --host <host>           the room server, localhost:1999 unless told otherwise
  --party <name>          its party, main unless told otherwise
  --health-port <port>    answers GET /health there: 200, or 503 when no room can be reached and
                          while it hands over
  --health-host <host>    on this address, 127.0.0.1 unless told otherwise
  --drain-seconds <time>  how long it hands over at SIGTERM before it just ends, 30 unless told
                          otherwise; a second signal, or nobody to take over, ends it at once
  --token <token>         a token with the scope conduct; better in the environment, since everybody
                          on this machine can read these words

From the environment, the first that is there:

  ODYSSEY_BROADCAST_TOKEN  the token
  ROOM_SECRET              signs a short token for each room and renews it: it never runs out

It writes a line of JSON for each step.`;

interface ConductOptions {
  readonly host: string;
  readonly party: string;
  readonly rooms: readonly string[];
  readonly token: string | null;
  /** Null for no health endpoint. */
  readonly healthPort: number | null;
  readonly healthHost: string;
  readonly drainSeconds: number;
}

const OPTIONS = {
  room: { type: 'string', multiple: true },
  host: { type: 'string', default: 'localhost:1999' },
  party: { type: 'string', default: 'main' },
  token: { type: 'string' },
  'health-port': { type: 'string' },
  'health-host': { type: 'string', default: '127.0.0.1' },
  'drain-seconds': { type: 'string', default: '30' },
} as const;

/** The options of `odyssey-broadcast conduct`. */
function conductOptions(words: readonly string[]): ConductOptions {
  const { room = [], host, party, token, ...also } = parseOptions(words, OPTIONS, CONDUCT_HELP);
  if (room.length === 0 || room.includes('')) {
    throw new CommandError('Which room? Say --room lobby; more than once for more rooms.');
  }
  const healthPort = also['health-port'];
  return {
    host,
    party,
    rooms: [...new Set(room)],
    token: token ?? null,
    healthPort: healthPort === undefined ? null : whole('--health-port', healthPort, 65_535),
    healthHost: also['health-host'],
    drainSeconds: whole('--drain-seconds', also['drain-seconds'], 3_600),
  };
}

function whole(name: string, text: string, max: number): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= max) return value;
  throw new CommandError(`${name} "${text}" is no whole number from 0 to ${max}.`);
}

/** How long a token signed here is good; the client refreshes it before that. */
const TOKEN_SECONDS = 600;

type TokenOf = (room: string) => string | null | (() => Promise<string>);

/** The token for each room: the given one, or fresh ones signed with the secret. */
export function conductToken(
  options: Pick<ConductOptions, 'token'>,
  environment: Variables,
): TokenOf {
  const given = options.token ?? (environment['ODYSSEY_BROADCAST_TOKEN'] || null);
  if (given !== null) return () => given.trim();
  if (!environment['ROOM_SECRET']) return () => null;
  const secret = secretOf(environment);
  return (room) => () => sign(room, secret);
}

/** A warning about a token that rooms accept, but to whose bearer they never lend the session. */
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
    // No JWT: the room refuses it, which is message enough.
    return { role: 'host' };
  }
}

type Log = ReturnType<typeof jsonLines>;

/** What is still under way once it has stopped may take this long. */
const EXIT_TIMEOUT_MS = 1_500;

/** Conducts rooms until a signal stops it. */
export async function conduct(words: readonly string[], environment: Variables): Promise<null> {
  const options = conductOptions(words);
  const { host, party, rooms } = options;
  const token = conductToken(options, environment);
  const log = jsonLines((line) => process.stdout.write(line));
  // Loaded here, since only a conductor needs its packages.
  const { MissingPackages, startConductors } = await import('odyssey-broadcast/headless');
  const warning = tokenWarning(token(rooms[0] ?? ''));
  if (warning !== null) log('warn', 'token', { message: warning });
  const conductors = await startConductors({ host, party, rooms, token, log }).catch(
    (error: unknown) => {
      throw error instanceof MissingPackages ? new CommandError(error.message) : error;
    },
  );
  const closeHealth = await answerHealth(conductors, options, log);
  surviveErrors(log);
  log('info', 'started', { host, party, rooms });
  await untilEnded(conductors, options.drainSeconds, log);
  closeHealth();
  log('info', 'stopped');
  setTimeout(() => process.exit(), EXIT_TIMEOUT_MS).unref();
  return null;
}

async function answerHealth(
  conductors: Conductors,
  { healthHost: host, healthPort }: ConductOptions,
  log: Log,
): Promise<() => void> {
  if (healthPort === null) return () => undefined;
  const { startHealthServer } = await import('odyssey-broadcast/headless');
  const health = () => conductors.health();
  const server = await startHealthServer({ host, port: healthPort, health }).catch(
    (error: unknown) => {
      conductors.stop();
      throw new CommandError(`The health endpoint cannot be opened: ${messageOf(error)}.`);
    },
  );
  log('info', 'health', { host, port: server.port });
  return () => server.close();
}

/** The first signal hands the rooms over, a second one ends at once. */
function untilEnded(conductors: Conductors, drainSeconds: number, log: Log): Promise<void> {
  return new Promise((resolve) => {
    let isDraining = false;
    const end = (signal: NodeJS.Signals) => {
      log('info', isDraining ? 'stopping' : 'draining', { signal });
      if (isDraining) {
        conductors.stop();
        resolve();
      } else void conductors.drain(drainSeconds).then(resolve);
      isDraining = true;
    };
    process.on('SIGTERM', end);
    process.on('SIGINT', end);
  });
}

/** A failure inside a library, for one room, must not end the others. */
function surviveErrors(log: Log): void {
  const survive = (event: string) => (error: unknown) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log('error', event, { message });
  };
  process.on('uncaughtException', survive('exception'));
  process.on('unhandledRejection', survive('rejection'));
  // The reader of the output may be gone.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
}
