import { parseArgs } from 'node:util';
import { CommandError } from './command-error.js';
import { CONDUCT_HELP } from './conduct-help.js';

export interface ConductOptions {
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

/** The words of `odyssey-broadcast conduct`, understood. */
export function conductOptions(words: readonly string[]): ConductOptions {
  const { room = [], host, party, token, ...also } = parsed(words);
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

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS }).values;
  } catch (error) {
    const [sentence = ''] = String(error instanceof Error ? error.message : error).split('. ');
    throw new CommandError(`${sentence}.\n\n${CONDUCT_HELP}`);
  }
}

function whole(name: string, text: string, max: number): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= max) return value;
  throw new CommandError(`${name} "${text}" is no whole number from 0 to ${max}.`);
}
