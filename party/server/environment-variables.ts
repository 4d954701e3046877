import * as v from 'valibot';
import { guess } from '../../src/protocol/nearest.js';
import { isRoomPattern, nearestRoomPattern } from './admission.js';
import { OriginSchema, typedAsAscii } from './origins.js';
import { FixedRulesSchema } from './room-rules.js';

/** What the room server knows of a variable: for its parser, its error sentences and the docs. */
interface Variable {
  /** What it is for, in one sentence. */
  readonly meaning: string;
  /** The value where it is not set; null where nothing is set then, or where it must be set. */
  readonly default: string | null;
  /** Which values it takes, with their unit. */
  readonly values: string;
  readonly isRequired?: boolean;
  /** It belongs to nobody but the owner, and is set where nobody can read it. */
  readonly isSecret?: boolean;
  /** A variable that must be set with it, and what that one is good for. */
  readonly needs?: { readonly name: string; readonly purpose: string };
  /** Its issues go on after the variable's name: "must be…", "is missing…". */
  readonly schema: v.GenericSchema;
}

const list = v.pipe(
  v.optional(v.string(), ''),
  v.transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
);

/** An issue that quotes what cannot work, and ends with what to write instead. */
function instead(problem: string, nearest: (value: string) => string | null) {
  return ({ input }: { readonly input: unknown }): string => {
    const value = String(input);
    const better = nearest(value);
    const example =
      better === null || better === value ? '' : `; for "${value.slice(0, 80)}" write ${better}`;
    return `${problem}${example}`;
  };
}

/** What is left of a pattern without its `*` must be a name that a room can have. */
const roomPattern = v.pipe(
  v.string(),
  v.check(
    isRoomPattern,
    instead(
      'has an entry that no room’s name can match: write names alone, without an address, of at most 64 characters',
      nearestRoomPattern,
    ),
  ),
);

const notUrl = instead('must be an http or https address', (written) => {
  const rest = typedAsAscii(written)
    .replace(/["'`<>]/g, '')
    .trim()
    .replace(/^[a-z+.-]*:?\/+/i, '');
  const isNear = /^(?:localhost|127\.|\[)/.test(rest);
  const better = `${isNear ? 'http' : 'https'}://${rest}`;
  return /^[\p{L}\p{M}\p{N}_.-]+(?::\d+)?(?:[/?#]\S*)?$/u.test(rest) ? better : null;
});
const url = v.optional(
  v.pipe(
    v.string(),
    v.url(notUrl),
    v.regex(/^https?:\/\//i, notUrl),
    v.check(
      (address) => !/^[^/]*\/\/[^/?#]*@/.test(address),
      'has a name or password in it, with which no request can be made: leave out what stands before the @',
    ),
  ),
);

/** White space at an end comes along when a secret is pasted, and its other side has none. */
const secretText = v.pipe(
  v.string(),
  v.regex(
    /^\S(?:.*\S)?$/s,
    'begins or ends with white space, or has nothing else: paste it again, without',
  ),
);

const signingSecret = v.optional(
  v.pipe(
    secretText,
    v.minLength(16, 'is too short to sign with: use 16 characters or more, or whsec_ and base64'),
    v.check(
      (secret) => !/^whsec[-_]/i.test(secret) || secret.startsWith('whsec_'),
      'begins almost with whsec_: write that in small letters and with _',
    ),
    v.regex(
      /^(?!whsec_)|^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2,3}={0,2})?$/,
      'begins with whsec_ and goes on with what is not base64: paste it whole, as it was made',
    ),
  ),
);
const SIGNING_SECRET = '16 characters or more, or `whsec_` and base64';

/** A number, as the command line has it or as configuration files do. */
const numberOf = (problem: string, fits: (value: number) => boolean) => {
  // `8h` and `0,5` are numbers with something to them.
  const issue = instead(problem, (written) => {
    const [plain] =
      /^\d+(?:\.\d+)?(?=\s*[a-z]*$)/i.exec(
        written
          .trim()
          .replace(/,(?=\d{3}\b)/g, '')
          .replace(',', '.'),
      ) ?? [];
    return plain !== undefined && plain !== written.trim() && fits(Number(plain)) ? plain : null;
  });
  return v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.trim(), v.nonEmpty(problem))], problem),
    v.check((written) => fits(Number(written)), issue),
    v.transform(Number),
  );
};

const hours = v.optional(
  numberOf(
    'must be a number of hours above zero, such as 8 or 0.5',
    (value) => value > 0 && Number.isFinite(value),
  ),
);
const HOURS = 'hours above 0, such as `8` or `0.5`';

function isStreamHost(host: string): boolean {
  const [, port = '1'] = /:(\d+)$/.exec(host) ?? [];
  const isPort = Number(port) >= 1 && Number(port) <= 65_535;
  return isPort && /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/i.test(host);
}

/** A host in letters of any script as the addresses of streams have it; empty for none. */
function asciiHost(written: string): string {
  const [, below = '', host = ''] = /^(\*\.)?(.*)$/.exec(written) ?? [];
  try {
    return below + new URL(`https://${host}`).host;
  } catch {
    return '';
  }
}

const STREAM_SECONDS_DEFAULT = 150;

/** 40,000 viewers, for some 11 cents an hour while all of them are awake. */
const AUDIENCE_PARTIES_DEFAULT = 20;

/** Every environment variable that a room server reads. */
export const ENVIRONMENT = {
  ODYSSEY_API_KEY: {
    meaning: 'The key of your Odyssey account. It never leaves the room server.',
    default: null,
    values: 'the key as Odyssey shows it',
    isRequired: true,
    isSecret: true,
    schema: v.pipe(
      v.optional(v.string(), ''),
      v.trim(),
      v.minLength(1, 'is missing: set it to the key of your Odyssey account'),
      v.regex(
        /^[\w.~+/=:-]{1,512}$/,
        'is no key: it has quotes, spaces or other signs, so paste the key alone, as Odyssey shows it',
      ),
    ),
  },
  ODYSSEY_API_URL: {
    meaning: 'Where the Odyssey service is, for a service other than the public one.',
    default: null,
    values: 'an http or https address',
    schema: url,
  },
  ROOM_SECRET: {
    meaning: 'Checks the tokens that your site signs (HS256); without it no token is accepted.',
    default: null,
    values: '16 characters or more',
    isSecret: true,
    schema: v.optional(
      v.pipe(
        secretText,
        v.minLength(16, 'is too short to keep a secret: use 16 characters or more'),
      ),
    ),
  },
  ALLOWED_ORIGINS: {
    meaning: "Origins whose pages may connect, besides the server's own.",
    default: '',
    values:
      'origins such as `https://example.org`, separated by commas; `https://*.example.org` is all below a domain, `http://localhost:*` every port, and `*` every origin',
    schema: v.pipe(list, v.array(OriginSchema)),
  },
  OPEN_ROOMS: {
    meaning: 'Rooms that anyone may open; any other is opened by a host.',
    default: '',
    values: 'names of rooms, separated by commas; `*` stands for any characters',
    schema: v.pipe(list, v.array(roomPattern)),
  },
  ADDRESS_HEADER: {
    meaning:
      'The request header in which your platform tells who sends, such as `CF-Connecting-IP` where Cloudflare is in front. Without it shares and votes of one address cannot be counted; where the platform does not set it, anybody can, and be anybody.',
    default: null,
    values:
      'the name of a header that the platform always sets; of a list in it the last entry counts',
    schema: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^[\w-]{1,64}$/, 'must be the name of a request header, such as CF-Connecting-IP'),
      ),
    ),
  },
  CONDUCTORS: {
    meaning: 'Whose page may hold the Odyssey session: one with the scope `conduct`, or anyone.',
    default: 'token',
    values: '`token` or `anyone`',
    schema: v.optional(
      v.picklist(
        ['token', 'anyone'],
        ({ input }) => `must be "token" or "anyone"${guess(String(input), ['token', 'anyone'])}`,
      ),
      'token',
    ),
  },
  CONDUCTOR_URL: {
    meaning:
      'Where a program of yours runs headless conductors: a room asks for its own with `PUT …/{party}/{room}` while its broadcast is open, every 10 seconds, and ends it with `DELETE` when it closes. A program that knows the address can do the same.',
    default: null,
    values: 'an http or https address',
    isSecret: true,
    schema: url,
  },
  STREAM_HOSTS: {
    meaning:
      "Hosts from which viewers may be sent the picture, besides the service's own (the domain of `ODYSSEY_API_URL`, so `odyssey.ml` and what is below it by default, and where a session was minted). Only conductors that your site has not signed for are held to them.",
    default: '',
    values:
      'names of hosts, separated by commas: `media.example.org`, or `*.example.org` for all below it',
    schema: v.pipe(
      list,
      v.array(
        v.pipe(
          v.string(),
          v.check(
            isStreamHost,
            instead(
              'has an entry that is not a host: write media.example.org or *.example.org, without https://',
              (written) => {
                const host = typedAsAscii(written).replace(
                  /^[a-z+.-]*:\/+|^[^@/]*@|[/?#].*$/gi,
                  '',
                );
                const tries = [host, host.replace(/:[^:]*$/, ''), asciiHost(host)];
                return tries.find(isStreamHost) ?? null;
              },
            ),
          ),
          v.toLowerCase(),
        ),
      ),
    ),
  },
  ROOM_RULES: {
    meaning:
      'Rules that nobody in a room can change, whatever is stored: for all rooms, or for the rooms that are named.',
    default: null,
    values:
      'JSON: `{"opens":"visit","lobby":{"approval":"all"}}`; `*` in the name of a room stands for any characters',
    schema: FixedRulesSchema,
  },
  METRICS_TOKEN: {
    meaning:
      'The bearer token with which your monitoring reads `/metrics` of every room; without it only moderators and hosts do.',
    default: null,
    values: '16 characters or more',
    isSecret: true,
    schema: v.optional(
      v.pipe(
        v.string(),
        v.regex(
          /^[\w.~+/=-]{16,4096}$/,
          'must be 16 characters or more, of those that a bearer token may have',
        ),
      ),
    ),
  },
  WEBHOOK_URL: {
    meaning: 'Your server, which the room tells what happens.',
    default: null,
    values: 'an http or https address',
    needs: {
      name: 'WEBHOOK_SECRET',
      purpose: 'so that your server can tell that WEBHOOK_URL is called by this room',
    },
    schema: url,
  },
  WEBHOOK_SECRET: {
    meaning: 'Signs what is sent to `WEBHOOK_URL`.',
    default: null,
    values: SIGNING_SECRET,
    isSecret: true,
    schema: signingSecret,
  },
  MODERATION_URL: {
    meaning: 'Your classifier, which is asked about every prompt.',
    default: null,
    values: 'an http or https address',
    needs: {
      name: 'MODERATION_SECRET',
      purpose: 'so that your classifier can tell that MODERATION_URL is asked by this room',
    },
    schema: url,
  },
  MODERATION_SECRET: {
    meaning: 'Signs what is sent to `MODERATION_URL`.',
    default: null,
    values: SIGNING_SECRET,
    isSecret: true,
    schema: signingSecret,
  },
  MAX_LIVE_ROOMS: {
    meaning: 'How many rooms may be live at a time; without it there is no limit.',
    default: null,
    values: 'a whole number, 1 or more',
    schema: v.optional(
      numberOf(
        'must be a whole number of rooms, 1 or more',
        (value) => Number.isSafeInteger(value) && value >= 1,
      ),
    ),
  },
  MAX_HOURS_PER_DAY: {
    meaning:
      'How long all rooms together may stream in a day of UTC; without it there is no limit.',
    default: null,
    values: HOURS,
    schema: hours,
  },
  MAX_HOURS_PER_MONTH: {
    meaning: 'The same for a month of UTC.',
    default: null,
    values: HOURS,
    schema: hours,
  },
  MAX_AUDIENCE_PARTIES: {
    meaning:
      'How many audience parties a room may have, of 2,000 viewers each; 0 is none, and then all watch at the room itself.',
    default: String(AUDIENCE_PARTIES_DEFAULT),
    values: 'a whole number from 0 to 1000',
    schema: v.optional(
      numberOf(
        'must be a whole number of audience parties, from 0 to 1000',
        (value) => Number.isSafeInteger(value) && value >= 0 && value <= 1_000,
      ),
      AUDIENCE_PARTIES_DEFAULT,
    ),
  },
  STREAM_SECONDS: {
    meaning: 'How long the service lets a stream run.',
    default: String(STREAM_SECONDS_DEFAULT),
    values: 'seconds from 5 to 3600',
    schema: v.optional(
      numberOf(
        'must be how long the service lets a stream run, between 5 and 3600 seconds',
        (value) => value >= 5 && value <= 3_600,
      ),
      STREAM_SECONDS_DEFAULT,
    ),
  },
} as const satisfies Readonly<Record<string, Variable>>;

export const VARIABLES: readonly (readonly [name: string, variable: Variable])[] =
  Object.entries(ENVIRONMENT);

/** The names of all variables, and of those that are secrets. */
export const VARIABLE_NAMES: readonly string[] = VARIABLES.map(([name]) => name);
export const SECRET_NAMES: readonly string[] = VARIABLES.flatMap(([name, { isSecret }]) =>
  isSecret ? [name] : [],
);
