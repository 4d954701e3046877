import * as v from 'valibot';
import { nearest } from '../../src/protocol/nearest.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import type { Allowance } from '../budget/state.js';
import { hostOf } from '../room/broadcast/stream-hosts.js';
import { type ENVIRONMENT, VARIABLE_NAMES, VARIABLES } from './environment-variables.js';
import { isListedOrigin } from './origins.js';
import type { FixedRules } from './room-rules.js';

/** A room server's settings, read from its environment once, at the start of a room. */
export interface Environment {
  readonly apiKey: string;
  /** Where the Odyssey service is; null is the public one. */
  readonly apiUrl: string | null;
  /** Signs identities and checks the site's tokens; null means that no token is accepted. */
  readonly secret: string | null;
  /** Origins whose pages may connect besides the server's own, as `origins.ts` reads them. */
  readonly origins: readonly string[];
  /** Names of rooms that anyone may open; `*` stands for any characters. */
  readonly openRooms: readonly string[];
  /** The request header in which the platform tells the sender's address; null where none does. */
  readonly addressHeader: string | null;
  /** Whose page may hold the Odyssey session. */
  readonly conductors: 'token' | 'anyone';
  /** Where headless conductors are started for rooms; null where none are. */
  readonly conductorUrl: string | null;
  /** From which hosts viewers may be sent the picture, as `stream-hosts.ts` reads them. */
  readonly streamHosts: readonly string[];
  /** Rules that nobody in a room can change. */
  readonly fixedRules: readonly FixedRules[];
  /** The classifier that is asked about prompts; null for none. */
  readonly classifier: { readonly url: string; readonly secret: string } | null;
  /** The server that is told what happens; null for none. */
  readonly webhooks: { readonly url: string; readonly secret: string } | null;
  /** Reads `/metrics`; null where only staff does. */
  readonly metricsToken: string | null;
  /** What all rooms together may use. */
  readonly allowance: Allowance;
  /** How many audience parties a room may have. */
  readonly audienceParties: number;
  /** How long the service lets a stream run. */
  readonly streamSeconds: number;
}

export type EnvironmentResult =
  | { readonly ok: true; readonly environment: Environment }
  /** A sentence that names the setting and what to do. */
  | { readonly ok: false; readonly problem: string };

type Schemas = {
  readonly [Name in keyof typeof ENVIRONMENT]: (typeof ENVIRONMENT)[Name]['schema'];
};

const Schema = v.object(
  Object.fromEntries(VARIABLES.map(([name, { schema }]) => [name, schema])) as Schemas,
);

const HOUR_MS = 3_600_000;

/**
 * Reads the environment of a room server.
 *
 * @param raw - The variables by name; an empty text counts as not set, and unknown names are ignored.
 * @returns The settings, or a sentence that names the variable that cannot be used and says what to do.
 * @example
 * const read = readEnvironment(process.env);
 * if (!read.ok) throw new Error(read.problem); // 'ODYSSEY_API_KEY is missing: set it to…'
 */
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
  for (const [name, { needs }] of VARIABLES) {
    if (needs === undefined || given[name] === undefined || given[needs.name] !== undefined)
      continue;
    return { ok: false, problem: `${needs.name} is missing: set it, ${needs.purpose}.` };
  }
  const values = result.output;
  return {
    ok: true,
    environment: {
      apiKey: values.ODYSSEY_API_KEY,
      metricsToken: values.METRICS_TOKEN ?? null,
      apiUrl: values.ODYSSEY_API_URL?.replace(/\/+$/, '') ?? null,
      secret: values.ROOM_SECRET ?? null,
      origins: values.ALLOWED_ORIGINS,
      openRooms: values.OPEN_ROOMS,
      addressHeader: values.ADDRESS_HEADER ?? null,
      conductors: values.CONDUCTORS,
      conductorUrl: values.CONDUCTOR_URL ?? null,
      streamHosts: [...serviceHosts(values.ODYSSEY_API_URL), ...values.STREAM_HOSTS],
      fixedRules: values.ROOM_RULES,
      webhooks: signedServer(values.WEBHOOK_URL, values.WEBHOOK_SECRET),
      classifier: signedServer(values.MODERATION_URL, values.MODERATION_SECRET),
      allowance: {
        liveRooms: values.MAX_LIVE_ROOMS ?? null,
        dayMs: inMs(values.MAX_HOURS_PER_DAY),
        monthMs: inMs(values.MAX_HOURS_PER_MONTH),
      },
      audienceParties: values.MAX_AUDIENCE_PARTIES,
      streamSeconds: values.STREAM_SECONDS,
    },
  };
}

/**
 * Variables whose names are almost those of settings that are not set, with the ones probably meant:
 * `ALLOWED_ORIGIN`. They may be somebody's own, so they stop nothing.
 */
export function misspeltNames(
  raw: Readonly<Record<string, unknown>>,
): readonly { readonly name: string; readonly meant: string }[] {
  const missing = VARIABLE_NAMES.filter((name) => raw[name] === undefined || raw[name] === '');
  return Object.keys(raw).flatMap((name) => {
    const meant = VARIABLE_NAMES.includes(name) ? null : nearest(name, missing);
    return meant === null ? [] : [{ name, meant }];
  });
}

/** Variables that do nothing without another that is not set: a secret, and nothing that it signs. */
export function idleSettings(
  raw: Readonly<Record<string, unknown>>,
): readonly { readonly name: string; readonly without: string }[] {
  const isSet = (name: string) => raw[name] !== undefined && raw[name] !== '';
  return VARIABLES.flatMap(([without, { needs }]) =>
    needs !== undefined && isSet(needs.name) && !isSet(without)
      ? [{ name: needs.name, without }]
      : [],
  );
}

/** Where the SDK finds the service unless it is told. */
const PUBLIC_API_URL = 'https://api.odyssey.ml';

/**
 * The service's own hosts, by its address: `api.example.org` is of `example.org`, and so is all below
 * that; any other name, an address or a name on this computer stands for itself and what is below it.
 */
function serviceHosts(apiUrl = PUBLIC_API_URL): string[] {
  const own = hostOf(apiUrl);
  if (own === null) return [];
  const [, scheme = '', name = ''] = /^(http:\/\/)?(.*)$/.exec(own) ?? [];
  const isName = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z-]+$/.test(name);
  if (!isName) return [own];
  const domain = name.replace(/^api\.(?=.*\.)/, '');
  return [domain, `*.${domain}`].map((host) => scheme + host);
}

/** One of the owner's servers, where both its address and its secret are set. */
function signedServer(url: string | undefined, secret: string | undefined) {
  return url === undefined || secret === undefined ? null : { url, secret };
}

function inMs(hoursGiven: number | undefined): number | null {
  return hoursGiven === undefined ? null : hoursGiven * HOUR_MS;
}

/** Whether a room's name matches one of the patterns. */
export function isOpenRoom(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern
      .normalize('NFC')
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 'u').test(name);
  });
}

/** The rules that the environment fixes for a room; where several entries name one, the last counts. */
export function fixedRulesOf(room: string, { fixedRules }: Environment): RulesPatch {
  const matching = fixedRules.filter(({ rooms }) => isOpenRoom(room, [rooms]));
  return Object.assign({}, ...matching.map(({ rules }) => rules)) as RulesPatch;
}

/** Whether a page from this origin may connect. Programs send none, which proves nothing. */
export function isAllowedOrigin(
  origin: string | null,
  ownHost: string,
  allowed: readonly string[],
): boolean {
  return origin === null || isTrustedOrigin(origin, ownHost, allowed);
}

/**
 * Whether an origin is the server's own or on the owner's list: its pages may set rules. Over http a
 * host that is a name proves nothing: its owner can make it mean this computer (DNS rebinding), and
 * then the page comes from elsewhere. Over https the host has shown a certificate for it.
 */
export function isTrustedOrigin(
  origin: string | null,
  ownHost: string,
  allowed: readonly string[],
): boolean {
  if (origin === null) return false;
  if (isListedOrigin(origin, allowed)) return true;
  if (origin === `https://${ownHost}`) return true;
  return origin === `http://${ownHost}` && OWN_ADDRESS.test(ownHost);
}

/** A host that no name server has a part in: this computer, or an address in numbers. */
const OWN_ADDRESS = /^(?:(?:[\w-]+\.)*localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\])(?::\d+)?$/i;

/** What rooms and their audience parties have in common and nobody else knows. */
export function sharedSecret({ secret, apiKey }: Pick<Environment, 'secret' | 'apiKey'>): string {
  return secret ?? apiKey;
}
