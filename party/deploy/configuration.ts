import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { guess } from '../../src/protocol/nearest.js';
import { token } from '../cli/token.js';
import { readEnvironment } from '../server/environment.js';
import { SECRET_NAMES, VARIABLE_NAMES } from '../server/environment-variables.js';
import { ROOT } from './wrangler.js';

const MAIN = 'must bind "Main" to the class "Main": that is what /parties/main/{room} means';

/** Whether a class is bound under its own name. */
function isBound(all: readonly { name: string; class_name: string }[], wanted: string): boolean {
  return all.some(({ name, class_name }) => name === wanted && class_name === wanted);
}

/** Whether a class is made, on the storage that every plan has. */
function isMade(all: readonly { new_sqlite_classes: string[] }[], wanted: string): boolean {
  return all.some((one) => one.new_sqlite_classes.includes(wanted));
}

/** What `party/wrangler.jsonc` must say so that the rooms run; the rest is the owner's business. */
const Schema = v.object(
  {
    name: v.pipe(
      v.string('must be a text: the name of your Worker'),
      v.regex(
        /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
        'must have 1 to 63 lower-case letters, digits or dashes, and no dash at its ends',
      ),
    ),
    main: v.string('must be a text: the file of the Worker, "worker.ts"'),
    compatibility_date: v.pipe(
      v.string('must be a date such as "2026-03-01"'),
      v.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as "2026-03-01"'),
    ),
    assets: v.object(
      { directory: v.string('needs its "directory": "../dist/site"') },
      'must have the "directory" of the script and the demo page, "../dist/site"',
    ),
    durable_objects: v.object(
      {
        bindings: v.pipe(
          v.array(v.looseObject({ name: v.string(), class_name: v.string() })),
          v.check((all) => isBound(all, 'Main'), MAIN),
          v.check(
            (all) => isBound(all, 'Ledger'),
            'must bind "Ledger" to the class "Ledger", which counts for all rooms',
          ),
        ),
      },
      MAIN,
    ),
    migrations: v.pipe(
      v.array(
        v.looseObject({
          tag: v.string(),
          new_classes: v.optional(v.array(v.string()), []),
          new_sqlite_classes: v.optional(v.array(v.string()), []),
        }),
        'must be a list with "new_sqlite_classes": ["Main"]',
      ),
      v.check(
        (all) => !all.some((one) => one.new_classes.includes('Main')),
        'make "Main" with "new_classes", which the free plan refuses: use "new_sqlite_classes"',
      ),
      v.check((all) => isMade(all, 'Main'), 'must make the class "Main" with "new_sqlite_classes"'),
      v.check(
        (all) => isMade(all, 'Ledger'),
        'must make the class "Ledger" with "new_sqlite_classes"; where rooms are deployed already, under a new tag',
      ),
    ),
    vars: v.optional(v.record(v.string(), v.unknown()), {}),
  },
  'must be an object',
);

/** How many rooms may be conducted in containers at a time, as long as the owner says nothing else. */
const CONTAINERS_MAX = 10;

/**
 * The configuration with a container for each room's object, in which its conductor runs: built from the Dockerfile,
 * or of an image that is there already.
 */
export function withConductors(raw: object, image: string | null): object {
  const built = { image: '../conductor.Dockerfile', image_build_context: '..' };
  const own = { class_name: 'Main', max_instances: CONTAINERS_MAX, instance_type: 'basic' };
  return { containers: [{ ...own, ...(image === null ? built : { image }) }], ...raw };
}

export type Configuration = v.InferOutput<typeof Schema>;

type Checked =
  | { readonly ok: true; readonly configuration: Configuration }
  /** One sentence each, with what to do. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Checks a configuration as written; `fields` are all fields that wrangler knows. */
export function checkConfiguration(raw: unknown, fields: readonly string[]): Checked {
  const result = v.safeParse(Schema, raw);
  const given = typeof raw === 'object' && raw !== null ? Object.keys(raw) : [];
  const unknown = given
    .filter((field) => !fields.includes(field))
    .map((field) => `"${field}" is no setting of wrangler${guess(field, fields)}.`);
  const wrong = (result.issues ?? []).map(
    (issue) => `"${v.getDotPath(issue) ?? 'The configuration'}" ${wordsOf(issue)}.`,
  );
  const vars = result.success ? checkVars(result.output.vars) : [];
  const problems = [...unknown, ...wrong, ...vars];
  if (!result.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, configuration: result.output };
}

/** The room's settings, of which the secrets are set elsewhere. */
function checkVars(vars: Readonly<Record<string, unknown>>): string[] {
  const secret = SECRET_NAMES.filter((name) => name in vars);
  if (secret.length > 0) {
    return secret.map(
      (name) =>
        `"${name}" is a secret and stands in "vars" for everyone to read: take it out, and set it with: npm run secret -- ${name}`,
    );
  }
  const unknown = Object.keys(vars).filter((name) => !VARIABLE_NAMES.includes(name));
  const read = readEnvironment({ ...vars, ODYSSEY_API_KEY: 'set-elsewhere' });
  return [
    ...unknown.map(
      (name) => `"vars" has ${name}, which no room reads${guess(name, VARIABLE_NAMES)}.`,
    ),
    ...(read.ok ? [] : [`"vars": ${read.problem}`]),
  ];
}

/** Where the schema has a sentence for a thing, it is said for a missing one too. */
function wordsOf(issue: v.BaseIssue<unknown>): string {
  return issue.message.startsWith('Invalid key') ? 'is missing' : issue.message;
}

/** Where the secret is kept that the deployment made, for its owner alone; `.gitignore` names it. */
const FILE = process.env['ROOM_SECRET_FILE'] ?? join(ROOT, '.room-secret');

/** The secret that signs tokens, as the owner has it here: nobody can read it from Cloudflare. */
export function knownSecret(): string | null {
  const given = process.env['ROOM_SECRET'] ?? '';
  if (given !== '') return given;
  return existsSync(FILE) ? readFileSync(FILE, 'utf8').trim() || null : null;
}

/** Makes one and keeps it. */
export function makeSecret(): string {
  const secret = randomBytes(32).toString('base64url');
  writeFileSync(FILE, `${secret}\n`, { mode: 0o600 });
  return secret;
}

/** An address of the demo page at which one is the host of a room, for half a day. */
export async function hostLink(url: string, room: string, secret: string): Promise<string> {
  return `${url}/?room=${room}#token=${await hostPass([room], secret)}`;
}

/** A token with which one is the host of these rooms for half a day. */
export function hostPass(rooms: readonly string[], secret: string): Promise<string> {
  const named = rooms.flatMap((room) => ['--room', room]);
  const words = [...named, '--sub', 'host', '--name', 'Your host', '--role', 'host'];
  return token([...words, '--expires', '12h'], { ROOM_SECRET: secret });
}
