import * as v from 'valibot';
import type { Allowance } from '../budget/state.js';

/** A room server's settings, read from its environment once, at the start of a room. */
export interface Environment {
  readonly apiKey: string;
  /** Where the Odyssey service is; null is the public one. */
  readonly apiUrl: string | null;
  /** Signs identities and checks the site's tokens; null means that no token is accepted. */
  readonly secret: string | null;
  /** Origins whose pages may connect besides the server's own; `*` is everyone. */
  readonly origins: readonly string[];
  /** Names of rooms that anyone may open; `*` stands for any characters. */
  readonly openRooms: readonly string[];
  /** Whose page may hold the Odyssey session. */
  readonly conductors: 'token' | 'anyone';
  /** Where prompts are shown before they are let through; null shows them to nobody. */
  readonly classifier: { readonly url: string; readonly secret: string } | null;
  /** Where the room tells what happens; null tells nobody. */
  readonly webhooks: { readonly url: string; readonly secret: string } | null;
  /** What all rooms together may take. */
  readonly allowance: Allowance;
  /** How long the service lets a stream run. */
  readonly streamSeconds: number;
}

export type EnvironmentResult =
  | { readonly ok: true; readonly environment: Environment }
  /** A sentence that names the setting and what to do. */
  | { readonly ok: false; readonly problem: string };

const list = v.pipe(
  v.optional(v.string(), ''),
  v.transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
);

const url = 'must be an http or https address';
const address = v.optional(v.pipe(v.string(), v.url(url), v.regex(/^https?:/, url)));

const signingSecret = v.optional(
  v.pipe(
    v.string(),
    v.minLength(16, 'is too short to sign with: use 16 characters or more, or whsec_ and base64'),
    v.regex(
      /^(?!whsec_)|^whsec_[A-Za-z0-9+/]+={0,2}$/,
      'begins with whsec_ and goes on with what is not base64: paste it whole, as it was made',
    ),
  ),
);

const HOUR_MS = 3_600_000;

/** A number, as the command line has it or as configuration files do. */
const numberOf = (says: string, fits: (value: number) => boolean) =>
  v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.trim(), v.nonEmpty(says))], says),
    v.transform(Number),
    v.check(fits, says),
  );

const hours = v.optional(
  numberOf(
    'must be a number of hours above zero, such as 8 or 0.5',
    (value) => value > 0 && Number.isFinite(value),
  ),
);

const Schema = v.object({
  ODYSSEY_API_KEY: v.pipe(
    v.optional(v.string(), ''),
    v.trim(),
    v.minLength(1, 'is missing: set it to the key of your Odyssey account'),
    v.regex(
      /^[\w.~+/=:-]{1,512}$/,
      'is no key: it has quotes, spaces or other signs, so paste the key alone, as Odyssey shows it',
    ),
  ),
  ODYSSEY_API_URL: address,
  ROOM_SECRET: v.optional(
    v.pipe(v.string(), v.minLength(16, 'is too short to keep a secret: use 16 characters or more')),
  ),
  ALLOWED_ORIGINS: v.pipe(
    list,
    v.array(
      v.pipe(
        v.string(),
        v.regex(
          /^(\*|https?:\/\/[^/]+)$/,
          'has an entry that is not an origin: write https://example.org, without a path',
        ),
      ),
    ),
  ),
  OPEN_ROOMS: list,
  CONDUCTORS: v.optional(v.picklist(['token', 'anyone'], 'must be "token" or "anyone"'), 'token'),
  WEBHOOK_URL: address,
  WEBHOOK_SECRET: signingSecret,
  MODERATION_URL: address,
  MODERATION_SECRET: signingSecret,
  MAX_LIVE_ROOMS: v.optional(
    numberOf(
      'must be a whole number of rooms, 1 or more',
      (value) => Number.isSafeInteger(value) && value >= 1,
    ),
  ),
  MAX_HOURS_PER_DAY: hours,
  MAX_HOURS_PER_MONTH: hours,
  STREAM_SECONDS: v.optional(
    numberOf(
      'must be how long the service lets a stream run, between 5 and 3600 seconds',
      (value) => value >= 5 && value <= 3_600,
    ),
    150,
  ),
});

/** Every setting a room reads. */
export const SETTING_NAMES: readonly string[] = Object.keys(Schema.entries);

export function readEnvironment(raw: Readonly<Record<string, unknown>>): EnvironmentResult {
  const given = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, value === '' ? undefined : value]),
  );
  const result = v.safeParse(Schema, given);
  if (!result.success) {
    const [issue] = result.issues;
    const name = String(issue.path?.[0].key ?? 'The environment');
    return { ok: false, problem: `${name} ${issue.message}.` };
  }
  const values = result.output;
  const { MODERATION_URL, MODERATION_SECRET, WEBHOOK_URL, WEBHOOK_SECRET } = values;
  if (WEBHOOK_URL !== undefined && WEBHOOK_SECRET === undefined) {
    return {
      ok: false,
      problem:
        'WEBHOOK_SECRET is missing: set it, so that your server can tell that WEBHOOK_URL is called by this room.',
    };
  }
  if (MODERATION_URL !== undefined && MODERATION_SECRET === undefined) {
    return {
      ok: false,
      problem:
        'MODERATION_SECRET is missing: set it, so that your classifier can tell that MODERATION_URL is asked by this room.',
    };
  }
  return {
    ok: true,
    environment: {
      apiKey: values.ODYSSEY_API_KEY,
      apiUrl: values.ODYSSEY_API_URL?.replace(/\/+$/, '') ?? null,
      secret: values.ROOM_SECRET ?? null,
      origins: values.ALLOWED_ORIGINS,
      openRooms: values.OPEN_ROOMS,
      conductors: values.CONDUCTORS,
      webhooks: signedAt(WEBHOOK_URL, WEBHOOK_SECRET),
      classifier: signedAt(MODERATION_URL, MODERATION_SECRET),
      allowance: {
        liveRooms: values.MAX_LIVE_ROOMS ?? null,
        dayMs: inMs(values.MAX_HOURS_PER_DAY),
        monthMs: inMs(values.MAX_HOURS_PER_MONTH),
      },
      streamSeconds: values.STREAM_SECONDS,
    },
  };
}

/** A server of the owner's, where both its address and the secret are set. */
function signedAt(url: string | undefined, secret: string | undefined) {
  return url === undefined || secret === undefined ? null : { url, secret };
}

function inMs(hoursGiven: number | undefined): number | null {
  return hoursGiven === undefined ? null : hoursGiven * HOUR_MS;
}

/** Whether a room's name matches one of the patterns. */
export function isOpenRoom(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 'u').test(name);
  });
}

/** Whether a page from this origin may connect. Programs send none, and prove nothing by it. */
export function isAllowedOrigin(
  origin: string | null,
  ownHost: string,
  allowed: readonly string[],
): boolean {
  return origin === null || isTrustedOrigin(origin, ownHost, allowed);
}

/** Whether an origin is the server's own or on the owner's list, and so may propose rules. */
export function isTrustedOrigin(
  origin: string | null,
  ownHost: string,
  allowed: readonly string[],
): boolean {
  if (origin === null) return false;
  if (allowed.includes('*') || allowed.includes(origin)) return true;
  return origin === `http://${ownHost}` || origin === `https://${ownHost}`;
}
