import {
  DEFAULT_RULES,
  isFromPage,
  RULE_NAMES,
  type RulesPatch,
} from '../../src/protocol/rules.js';
import { CommandError, messageOf, originOf, parseOptions, type Variables } from './command.js';
import { token as signToken } from './token.js';

export const RULES_HELP = `odyssey-broadcast rules --room lobby [--host rooms.example] [--reset]

Prints the rules of a room as JSON. With --reset it first makes them what they are in a new room,
no matter who set them; what ROOM_RULES of the room server fixes stays.

  --room <name>      the room
  --host <host>      the room server, localhost:1999 unless told otherwise; an address such as
                     http://10.0.0.7:1999 says how to reach it, else it is https, or http on this computer
  --party <name>     its party, main unless told otherwise
  --reset            resets the rules
  --token <token>    a host's token; better in the environment, since everybody on this machine can
                     read these words

From the environment, the first that is there:

  ODYSSEY_BROADCAST_TOKEN  the token
  ROOM_SECRET              signs one for a minute`;

const OPTIONS = {
  room: { type: 'string' },
  host: { type: 'string', default: 'localhost:1999' },
  party: { type: 'string', default: 'main' },
  token: { type: 'string' },
  reset: { type: 'boolean', default: false },
} as const;

/** How long the room server may take to answer. */
const ANSWER_TIMEOUT_MS = 20_000;

/** Reads the rules of a room, or resets them. */
export async function rules(words: readonly string[], environment: Variables): Promise<string> {
  const { room, host, party, token, reset } = parseOptions(words, OPTIONS, RULES_HELP);
  if (room === undefined || room === '') throw new CommandError('Which room? Say --room lobby.');
  const bearer = await bearerOf(room, token ?? null, environment);
  if (reset && bearer === null) throw new CommandError(withoutSecret(room));
  const url = `${originOf(host)}/parties/${encodeURIComponent(party)}/${encodeURIComponent(room)}/rules`;
  const headers = bearer === null ? {} : { Authorization: `Bearer ${bearer}` };
  const method = reset ? 'DELETE' : 'GET';
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  const response = await fetch(url, { method, headers, signal }).catch((error: unknown) => {
    throw new CommandError(`${originOf(host)} does not answer: ${messageOf(error)}.`);
  });
  const text = await response.text();
  if (response.ok) return JSON.stringify(JSON.parse(text), null, 2);
  throw new CommandError(`The room did not do it: ${detailOf(text) ?? response.status}`);
}

async function bearerOf(
  room: string,
  given: string | null,
  environment: Variables,
): Promise<string | null> {
  const token = given ?? (environment['ODYSSEY_BROADCAST_TOKEN'] || null);
  if (token !== null) return token.trim();
  if (!environment['ROOM_SECRET']) return null;
  const words = ['--room', room, '--sub', 'rules', '--role', 'host', '--expires', '60s'];
  return signToken(words, environment);
}

/** Without a host's token the environment of the room server mends a room: it wins over what is stored. */
function withoutSecret(room: string): string {
  const owners = RULE_NAMES.filter((name) => !isFromPage(name, DEFAULT_RULES[name]));
  const usual: RulesPatch = Object.fromEntries(owners.map((name) => [name, DEFAULT_RULES[name]]));
  const setting = JSON.stringify({ [room]: { turns: DEFAULT_RULES.turns, ...usual } });
  return `A host's token resets rules: set ROOM_SECRET to the secret of the room server, or
ODYSSEY_BROADCAST_TOKEN. Without either, start the room server with this setting (change what is to
be otherwise); it wins over whatever was stored, for as long as it is set:

ROOM_RULES='${setting.replaceAll("'", "'\\''")}'`;
}

function detailOf(text: string): string | null {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return typeof detail === 'string' ? detail : null;
  } catch {
    return null;
  }
}
