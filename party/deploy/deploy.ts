import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { experimental_readRawConfig as readRawConfig } from 'wrangler';
import { checkAccount, hasSecret, readAccount } from './account.js';
import {
  type Configuration,
  checkConfiguration,
  hostLink,
  knownSecret,
  makeSecret,
  withConductors,
} from './configuration.js';
import { CONFIG, explainFailure, foreignInputs, GZIP_MAX, ROOT, wrangler } from './wrangler.js';

/**
 * `npm run deploy`: names what is missing before anything is built, checks the bundle before it is
 * uploaded, and makes the secret that signs tokens where there is none. With `--dry-run` it stops before
 * that, without a request to Cloudflare; with `--built` it takes `dist/` as it is; `--conductors anyone`
 * lets any visitor's page hold the broadcast, for this deployment; with `--headless` each room conducts its own in
 * a Cloudflare Container.
 */

/** Why the deployment cannot go on, as a sentence for the owner. */
class DeployError extends Error {}

const LOBBY = 'lobby';

type Conductors = 'token' | 'anyone';

/** What it means for the broadcast whose page may hold it. */
const WHO_HOLDS: Readonly<Record<Conductors, string>> = {
  token:
    'Only a page with a token may hold the broadcast: the host’s, which does so with one click on the link below, or a headless conductor (docs/headless-conductor.md).\nWith "npm run deploy -- --conductors anyone" any visitor’s page may, which can then show what no gate has seen.',
  anyone:
    'Any visitor’s page may hold the broadcast, and can then show what no gate has seen.\nWith "npm run deploy -- --conductors token" only a page with a token may: the host’s, with one click on the link below, or a headless conductor (docs/headless-conductor.md).',
};

/** What it says besides where rooms have conductors of their own. */
const HEADLESS =
  'Each room starts a conductor in a container when its broadcast opens, and stops it when it closes.';

/** The configuration with containers, as long as wrangler reads it; paths in it are seen from its folder. */
const HEADLESS_CONFIG = 'party/wrangler.headless.json';

/** In place of the image that the upload builds with Docker: a dry run needs none. */
const NO_IMAGE = 'registry.cloudflare.com/dry-run/odyssey-conductor:1';

try {
  const { isDryRun, isBuilt, isHeadless, conductors } = readOptions();
  const configuration = readConfiguration();
  const hasRoomSecret = isDryRun || (await checkReady(configuration));
  if (!isBuilt) execFileSync('npm', ['run', 'build', '--silent'], { cwd: ROOT, stdio: 'inherit' });
  const config = isHeadless ? headlessConfig(isDryRun) : CONFIG;
  try {
    await checkBundle(configuration, config);
    if (isDryRun)
      console.log('Nothing was uploaded. Log-in and secrets are checked on the real run.');
    else {
      const secret = hasRoomSecret ? knownSecret() : await putSecret();
      await upload(conductors ?? conductorsOf(configuration), secret, config);
    }
  } finally {
    if (isHeadless) rmSync(join(ROOT, config));
  }
} catch (error) {
  if (!(error instanceof DeployError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

interface Options {
  readonly isDryRun: boolean;
  readonly isBuilt: boolean;
  readonly isHeadless: boolean;
  /** Null for what the configuration says. */
  readonly conductors: Conductors | null;
}

function readOptions(): Options {
  const options = {
    'dry-run': { type: 'boolean', default: false },
    built: { type: 'boolean', default: false },
    headless: { type: 'boolean', default: false },
    conductors: { type: 'string' },
  } as const;
  try {
    const { 'dry-run': isDryRun, conductors = null, ...also } = parseArgs({ options }).values;
    const which = { isDryRun, isBuilt: also.built, isHeadless: also.headless };
    if (conductors === null || conductors === 'token' || conductors === 'anyone') {
      return { ...which, conductors };
    }
  } catch (error) {
    throw new DeployError(error instanceof Error ? error.message : String(error));
  }
  throw new DeployError('--conductors must be "token" or "anyone".');
}

/** Whose page may hold the stream by the configuration; the room server's default is `token`. */
function conductorsOf({ vars }: Configuration): Conductors {
  return vars['CONDUCTORS'] === 'anyone' ? 'anyone' : 'token';
}

function readConfiguration(): Configuration {
  const schema = readFileSync(join(ROOT, 'node_modules/wrangler/config-schema.json'), 'utf8');
  const fields = Object.keys(JSON.parse(schema).definitions.RawConfig.properties);
  const checked = checkConfiguration(rawConfiguration(), fields);
  if (checked.ok) return checked.configuration;
  throw new DeployError([`${CONFIG} cannot be used:`, ...checked.problems].join('\n  '));
}

function rawConfiguration(): unknown {
  try {
    return readRawConfig({ config: join(ROOT, CONFIG) }).rawConfig;
  } catch (error) {
    throw new DeployError(`${CONFIG} cannot be read: ${String(error)}`);
  }
}

/** Writes the configuration with containers. */
function headlessConfig(isDryRun: boolean): string {
  const raw = withConductors(rawConfiguration() as object, isDryRun ? NO_IMAGE : null);
  writeFileSync(join(ROOT, HEADLESS_CONFIG), JSON.stringify(raw));
  return HEADLESS_CONFIG;
}

/** Whether the Worker has a secret to check tokens with. */
async function checkReady(configuration: Configuration): Promise<boolean> {
  const account = await readAccount();
  const missing = checkAccount(configuration, account);
  if (missing !== null) throw new DeployError(missing);
  return hasSecret(account, 'ROOM_SECRET');
}

/** Gives the Worker the secret that signs tokens: without one nobody is a host, or may conduct. */
async function putSecret(): Promise<string> {
  const known = knownSecret();
  const secret = known ?? makeSecret();
  const { ok, words } = await wrangler(['secret', 'put', 'ROOM_SECRET'], { input: `${secret}\n` });
  if (!ok) throw new DeployError(explainFailure(words) ?? `ROOM_SECRET could not be set: ${words}`);
  const origin = known === null ? 'made and kept in .room-secret' : 'set as you have it here';
  console.log(`Secret      ROOM_SECRET, ${origin}: with it your site signs tokens`);
  return secret;
}

/** Bundles as for the upload, prints sizes and bindings, and refuses files that are not the room's. */
async function checkBundle(
  { durable_objects, migrations, vars }: Configuration,
  config: string,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'odyssey-deploy-'));
  try {
    const parameters = ['deploy', '--dry-run', '--metafile', '--outdir', folder];
    const { ok, output, words } = await wrangler(parameters, { config });
    if (!ok) throw new DeployError(`The Worker could not be bundled: ${words}`);
    const [containers] = /containers are available:[\s\S]*?^- .*$/m.exec(output) ?? [];
    if (config === HEADLESS_CONFIG && containers === undefined) {
      throw new DeployError(
        'This wrangler knows no containers: install the version of this package.',
      );
    }
    const metafile = JSON.parse(readFileSync(join(folder, 'bundle-meta.json'), 'utf8'));
    const foreign = foreignInputs(metafile, 'party');
    if (foreign.length > 0) throw new DeployError(`Not the room’s: ${foreign.join(', ')}.`);
    const code = readFileSync(join(folder, 'worker.js'));
    const gzip = gzipSync(code).length;
    if (gzip > GZIP_MAX)
      throw new DeployError(`The bundle has ${kib(gzip)} gzip, over ${kib(GZIP_MAX)}.`);
    const objects = durable_objects.bindings.map((one) => `${one.name} (class ${one.class_name})`);
    const made = migrations.map(
      ({ tag, new_sqlite_classes }) => `${tag} makes ${new_sqlite_classes.join(', ')} on SQLite`,
    );
    console.log(`Bundle      ${kib(code.length)}, ${kib(gzip)} gzip`);
    console.log(`Bindings    ${[...objects, ...Object.keys(vars)].join(', ')}`);
    console.log(`Migrations  ${made.join('; ')}`);
    if (config === HEADLESS_CONFIG)
      console.log('Containers  one for each room of Main that is live');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function upload(
  conductors: Conductors,
  secret: string | null,
  config: string,
): Promise<void> {
  const who = ['--var', `CONDUCTORS:${conductors}`];
  const { ok, output, words } = await wrangler(['deploy', ...who], { show: true, config });
  if (!ok)
    throw new DeployError(
      explainFailure(words) ?? 'Cloudflare did not take it; its words are above.',
    );
  const [, address] = /^\s*(https:\/\/\S+)$/m.exec(output) ?? [];
  if (address === undefined) return;
  const problem = await problemAt(address);
  if (problem !== null) throw new DeployError(`It is deployed, and cannot run yet: ${problem}`);
  console.log(`\n${WHO_HOLDS[conductors]}`);
  if (config === HEADLESS_CONFIG) console.log(HEADLESS);
  console.log(`\nAs its host, for twelve hours:  ${await linkAt(address, secret)}`);
  console.log(`\n<script type="module" src="${address}/cdn/odyssey-broadcast.js"></script>`);
  console.log('<odyssey-broadcast room="lobby"></odyssey-broadcast>');
}

/** The host's link, if the secret here is the one that the rooms have; else how to get one. */
async function linkAt(address: string, secret: string | null): Promise<string> {
  const how = 'ROOM_SECRET=… npm run deploy, with the secret that the Worker has';
  if (secret === null) return how;
  const link = await hostLink(address, LOBBY, secret);
  const headers = { Authorization: `Bearer ${link.split('#token=')[1]}` };
  try {
    const { status } = await fetch(`${address}/parties/main/${LOBBY}/rules`, { headers });
    return status === 401 ? `${how}; it is not the one here` : link;
  } catch {
    return link;
  }
}

/** What the rooms themselves say is wrong with their settings: only they can read the secrets. */
async function problemAt(address: string): Promise<string | null> {
  try {
    const response = await fetch(`${address}/parties/main/${LOBBY}/state`);
    const { reason, detail } = (await response.json()) as Record<string, unknown>;
    return reason === 'not-configured' ? String(detail) : null;
  } catch {
    // A new address may not be known everywhere yet.
    return null;
  }
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
