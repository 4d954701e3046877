import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { experimental_readRawConfig as readRawConfig } from 'wrangler';
import { checkAccount, readAccount } from './account.js';
import { foreignInputs, GZIP_MAX } from './bundle.js';
import { type Configuration, checkConfiguration } from './configuration.js';
import { CONFIG, explainFailure, ROOT, wrangler } from './wrangler.js';

/**
 * `npm run deploy`: names what is missing before anything is built, and checks the bundle before it is
 * uploaded. With `--dry-run` it stops there, without a request to Cloudflare; with `--built` it takes
 * `dist/` as it is.
 */

/** Why the deployment cannot go on, as a sentence for the owner. */
class DeployError extends Error {}

const isDryRun = process.argv.includes('--dry-run');
try {
  const configuration = readConfiguration();
  if (!isDryRun) await checkReady(configuration);
  if (!process.argv.includes('--built')) {
    execFileSync('npm', ['run', 'build', '--silent'], { cwd: ROOT, stdio: 'inherit' });
  }
  await checkBundle(configuration);
  if (isDryRun)
    console.log('Nothing was uploaded. Log-in and secrets are checked on the real run.');
  else await upload();
} catch (error) {
  if (!(error instanceof DeployError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
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

async function checkReady(configuration: Configuration): Promise<void> {
  const missing = checkAccount(configuration, await readAccount());
  if (missing !== null) throw new DeployError(missing);
}

/** Bundles as for the upload, prints sizes and bindings, and refuses files that are not the room's. */
async function checkBundle({ durable_objects, migrations, vars }: Configuration): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'odyssey-deploy-'));
  try {
    const { ok, words } = await wrangler(['deploy', '--dry-run', '--metafile', '--outdir', folder]);
    if (!ok) throw new DeployError(`The Worker could not be bundled: ${words}`);
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
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function upload(): Promise<void> {
  const { ok, output, words } = await wrangler(['deploy'], true);
  if (!ok)
    throw new DeployError(
      explainFailure(words) ?? 'Cloudflare did not take it; its words are above.',
    );
  const [, address] = /^\s*(https:\/\/\S+)$/m.exec(output) ?? [];
  if (address === undefined) return;
  const problem = await problemAt(address);
  if (problem !== null) throw new DeployError(`It is deployed, and cannot run yet: ${problem}`);
  console.log(`\n<script type="module" src="${address}/cdn/odyssey-broadcast.js"></script>`);
  console.log('<odyssey-broadcast room="lobby"></odyssey-broadcast>');
}

/** What the rooms themselves say is wrong with their settings: only they can read the secrets. */
async function problemAt(address: string): Promise<string | null> {
  try {
    const response = await fetch(`${address}/parties/main/lobby/state`);
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
