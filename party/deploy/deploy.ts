import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { experimental_readRawConfig as readRawConfig } from 'wrangler';
import { checkAccount, readAccount } from './account.js';
import { type Configuration, checkConfiguration } from './configuration.js';
import { CONFIG, ROOT, wrangler } from './wrangler.js';

/** What the bundler tells of its work: every file that went in, from the folder it stood in. */
const Metafile = v.object({ inputs: v.record(v.string(), v.unknown()) });

/** The free plan takes three megabytes, compressed. */
export const GZIP_MAX = 3 * 1024 * 1024;

/** The project's own folders of which a room is made. */
const OURS = /^(party\/(?!deploy\/)|src\/protocol\/|node_modules\/)/;

/**
 * Files in the bundle that have no business there: the page's code, the demo, the local world.
 * `folder` is where the bundler stood, seen from the project's own.
 */
export function foreignInputs(metafile: unknown, folder: string): string[] {
  return Object.keys(v.parse(Metafile, metafile).inputs)
    .filter((input) => !/^[\w-]+:/.test(input))
    .map((input) => posix.join(folder, input))
    .filter((path) => !OURS.test(path) && !path.includes('/node_modules/'));
}

/** Cloudflare's own codes, in a sentence each with what to do. */
const SENTENCES: Readonly<Record<string, string>> = {
  '10000':
    'Cloudflare does not accept who you are: run "npx wrangler login" again, or check CLOUDFLARE_API_TOKEN and its permission to edit Workers.',
  '10021': 'Cloudflare could not start the Worker: what it says is above.',
  '10027':
    'The Worker is larger than your plan allows: 3 MB compressed on the free one, 10 MB on the paid one.',
  '10034':
    'Your Cloudflare account’s e-mail address is not confirmed yet: confirm it, then deploy.',
  '10037': 'Your account has as many Workers as its plan allows: delete one, or change the plan.',
  '10063':
    'Your account has no workers.dev address yet: open "Workers & Pages" in the Cloudflare dashboard once and choose one, or add a route of your own domain.',
  '10079':
    'The stored rooms were made by other "migrations" than those in party/wrangler.jsonc: only ever add to that list, under a new tag. The rooms are untouched.',
  '10097':
    'Your plan has no such objects: the migrations must make "Main" and "Ledger" with "new_sqlite_classes", which the free plan includes.',
};

/** Why an upload failed, as far as its code tells; null where wrangler's own words have to do. */
export function explainFailure(words: string): string | null {
  const [, code = ''] = /\[code: (\d+)\]/.exec(words) ?? [];
  return SENTENCES[code === '10099' ? '10097' : code] ?? null;
}

/**
 * `npm run deploy`: what is missing is named before anything is built, what was built is looked at
 * before it is uploaded. With `--dry-run` it stops there, and asks nobody anything; with `--built`
 * it takes `dist/` as it stands.
 */

/** Something that the owner can put right; its message is all there is to say. */
class NotYet extends Error {}

const isDryRun = process.argv.includes('--dry-run');
try {
  const configuration = configured();
  if (!isDryRun) await ready(configuration);
  if (!process.argv.includes('--built')) {
    execFileSync('npm', ['run', 'build', '--silent'], { cwd: ROOT, stdio: 'inherit' });
  }
  await packed(configuration);
  if (isDryRun)
    console.log('Nothing was uploaded. Log-in and secrets are checked on the real run.');
  else await uploaded();
} catch (error) {
  if (!(error instanceof NotYet)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function configured(): Configuration {
  const schema = readFileSync(join(ROOT, 'node_modules/wrangler/config-schema.json'), 'utf8');
  const fields = Object.keys(JSON.parse(schema).definitions.RawConfig.properties);
  const checked = checkConfiguration(written(), fields);
  if (checked.ok) return checked.configuration;
  throw new NotYet([`${CONFIG} cannot be used:`, ...checked.problems].join('\n  '));
}

function written(): unknown {
  try {
    return readRawConfig({ config: join(ROOT, CONFIG) }).rawConfig;
  } catch (error) {
    throw new NotYet(`${CONFIG} cannot be read: ${String(error)}`);
  }
}

async function ready(configuration: Configuration): Promise<void> {
  const missing = checkAccount(configuration, await readAccount());
  if (missing !== null) throw new NotYet(missing);
}

/** Bundles as for the upload, prints what it comes to, and refuses what must not be in it. */
async function packed({ durable_objects, migrations, vars }: Configuration): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'odyssey-deploy-'));
  try {
    const { ok, words } = await wrangler(['deploy', '--dry-run', '--metafile', '--outdir', folder]);
    if (!ok) throw new NotYet(`The Worker could not be bundled: ${words}`);
    const metafile = JSON.parse(readFileSync(join(folder, 'bundle-meta.json'), 'utf8'));
    const foreign = foreignInputs(metafile, 'party');
    if (foreign.length > 0) throw new NotYet(`Not the room’s: ${foreign.join(', ')}.`);
    const code = readFileSync(join(folder, 'worker.js'));
    const gzip = gzipSync(code).length;
    if (gzip > GZIP_MAX)
      throw new NotYet(`The bundle has ${kib(gzip)} gzip, over ${kib(GZIP_MAX)}.`);
    const objects = durable_objects.bindings.map((one) => `${one.name} (class ${one.class_name})`);
    const made = migrations.map(
      ({ tag, new_sqlite_classes }) => `${tag} makes ${new_sqlite_classes.join(', ')} on SQLite`,
    );
    console.log(`Bundle      ${kib(code.length)}, ${kib(gzip)} gzip`);
    console.log(`Bindings    ${[...objects, ...Object.keys(vars)].join(', ')}`);
    console.log(`Migrations  ${made.join('; ')}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function uploaded(): Promise<void> {
  const { ok, output, words } = await wrangler(['deploy'], true);
  if (!ok)
    throw new NotYet(explainFailure(words) ?? 'Cloudflare did not take it; its words are above.');
  const [, address] = /^\s*(https:\/\/\S+)$/m.exec(output) ?? [];
  if (address === undefined) return;
  const problem = await problemAt(address);
  if (problem !== null) throw new NotYet(`It is deployed, and cannot run yet: ${problem}`);
  console.log(`\n<script type="module" src="${address}/cdn/odyssey-broadcast.js"></script>`);
  console.log('<odyssey-broadcast room="lobby"></odyssey-broadcast>');
}

/** What the rooms themselves say is wrong with their settings: a secret can be read by them alone. */
async function problemAt(address: string): Promise<string | null> {
  try {
    const response = await fetch(`${address}/parties/main/lobby/state`);
    const { reason, detail } = (await response.json()) as Record<string, unknown>;
    return reason === 'not-configured' ? String(detail) : null;
  } catch {
    // A new address may take its time to be known everywhere.
    return null;
  }
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
