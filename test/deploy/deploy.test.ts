import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { FakeCloudflare } from '../support/fake-cloudflare.js';

let cloudflare: FakeCloudflare;
let home: string;
before(async () => {
  home = await mkdtemp(join(tmpdir(), 'odyssey-home-'));
});
beforeEach(async () => {
  cloudflare = await FakeCloudflare.start();
});
afterEach(() => cloudflare.close());
after(() => rm(home, { recursive: true, force: true }));

/** Runs the real script and the real wrangler, with what was built. */
function deploy(flags: readonly string[], env: Record<string, string> = {}) {
  const script = ['--import', 'tsx', 'party/deploy/deploy.ts', '--built', ...flags];
  const account = { CLOUDFLARE_ACCOUNT_ID: 'account', CLOUDFLARE_API_BASE_URL: cloudflare.url };
  const child = spawn(process.execPath, script, {
    env: { PATH: process.env['PATH'], HOME: home, NO_COLOR: '1', ...account, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      output += data;
    });
  }
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

const TOKEN = { CLOUDFLARE_API_TOKEN: 'token' };

test('[DP1] the dry run prints size, bindings and migrations, and asks nobody anything', async () => {
  const { code, output } = await deploy(['--dry-run'], TOKEN);
  assert.equal(code, 0, output);
  assert.match(output, /^Bundle +\d+\.\d KiB, \d+\.\d KiB gzip$/m);
  assert.match(output, /^Bindings +Main \(class Main\), ALLOWED_ORIGINS, OPEN_ROOMS, CONDUCTORS$/m);
  assert.match(output, /^Migrations +v1 makes Main on SQLite$/m);
  assert.deepEqual(cloudflare.asked, []);
});

test('[DP2] what is missing is named before anything is uploaded: log-in, key, a name of one’s own', async () => {
  const out = await deploy([]);
  assert.match(out.output, /^You are not logged in to Cloudflare: run "npx wrangler login"/m);
  cloudflare.secrets = null;
  const bare = await deploy([], TOKEN);
  assert.match(bare.output, /^The Worker "odyssey-broadcast" has no ODYSSEY_API_KEY: set it/m);
  cloudflare.secrets = [];
  cloudflare.bindings = [{ name: 'DB', type: 'd1' }];
  const taken = await deploy([], TOKEN);
  assert.match(
    taken.output,
    /^Your account already has another Worker called "odyssey-broadcast"/m,
  );
  assert.deepEqual([out.code, bare.code, taken.code], [1, 1, 1]);
  assert.ok(
    cloudflare.asked.every((one) => one.startsWith('GET ')),
    'nothing was changed',
  );
});

test('[DP3] all that is needed being there, it goes on to the upload; a refusal gets its sentence', async () => {
  const { code, output } = await deploy([], TOKEN);
  assert.equal(code, 1);
  assert.match(output, /^Bundle /m);
  assert.match(output, /^Your account has no workers\.dev address yet: open/m);
});
