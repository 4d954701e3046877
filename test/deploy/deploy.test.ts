import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { decodeJwt, jwtVerify } from 'jose';
import { withConductors } from '../../party/deploy/configuration.js';
import { CONDUCT } from '../../party/server/own-conductor.js';
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

/** Where this run keeps the secret that it makes. */
function kept(): string {
  return join(home, `secret-${cloudflare.url.replace(/\D/g, '')}`);
}

/** Runs the real script and the real wrangler, with what was built. */
function deploy(flags: readonly string[], env: Record<string, string> = {}) {
  const inPlace = ['--import', 'tsx', '--import', './test/support/deployed-room.ts'];
  const script = [...inPlace, 'party/deploy/deploy.ts', '--built', ...flags];
  const account = { CLOUDFLARE_ACCOUNT_ID: 'account', CLOUDFLARE_API_BASE_URL: cloudflare.url };
  const child = spawn(process.execPath, script, {
    env: {
      ...{ PATH: process.env['PATH'], HOME: home, NO_COLOR: '1', ROOM_SECRET_FILE: kept() },
      ...account,
      ...env,
    },
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
  assert.match(
    output,
    /^Bindings +Main \(class Main\), Ledger \(class Ledger\), Audience \(class Audience\), ALLOWED_ORIGINS, /m,
  );
  assert.match(
    output,
    /^Migrations +v1 makes Main on SQLite; v2 makes Ledger on SQLite; v3 makes Audience on SQLite$/m,
  );
  assert.deepEqual(cloudflare.asked, []);
});

test('[AQ6] with --headless each room has a container, which the dry run checks without Docker', async () => {
  const { code, output } = await deploy(['--dry-run', '--headless'], TOKEN);
  assert.equal(code, 0, output);
  assert.match(output, /^Containers +one for each room of Main that is live$/m);
  assert.deepEqual(cloudflare.asked, []);
  await assert.rejects(stat('party/wrangler.headless.json'), { code: 'ENOENT' });
  const plain = { name: 'rooms', containers: [{ class_name: 'Main', image: 'mine' }] };
  assert.deepEqual(withConductors(plain, null), plain, 'what the owner says stands');
  const [own] = Object.values(withConductors({}, null)).flat();
  assert.deepEqual([own.class_name, own.image], ['Main', '../conductor.Dockerfile']);
  // What the room starts is where the image has it.
  const image = await readFile('conductor.Dockerfile', 'utf8');
  const [program, path = ''] = CONDUCT;
  assert.match(image, /^WORKDIR \/conductor$/m);
  assert.ok(image.includes(`"${program}", "${path.replace('/conductor/', '')}", "conduct"`));
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

test('[DP3] all that is needed being there it uploads, and prints the lines to embed', async () => {
  const { code, output } = await deploy([], TOKEN);
  assert.equal(code, 0, output);
  assert.match(cloudflare.uploaded, /"new_sqlite_classes":\["Main"\]/);
  assert.match(cloudflare.uploaded, /"run_worker_first":\["\/parties\/\*"\]/);
  const address = 'https://odyssey-broadcast.ada.workers.dev';
  const tag = `<script type="module" src="${address}/cdn/odyssey-broadcast.js"></script>`;
  assert.ok(
    output.trimEnd().endsWith(`${tag}\n<odyssey-broadcast room="lobby"></odyssey-broadcast>`),
  );
});

test('[DP8] what only shows at the upload or after it gets a sentence too', async () => {
  const ROOM_PROBLEM = 'ODYSSEY_API_KEY is no key.';
  const mistyped = await deploy([], { ...TOKEN, ROOM_PROBLEM });
  assert.match(
    mistyped.output,
    /^It is deployed, and cannot run yet: ODYSSEY_API_KEY is no key\.$/m,
  );
  cloudflare.refusal = { code: 10063, message: 'You need a workers.dev subdomain' };
  const refused = await deploy([], TOKEN);
  assert.match(refused.output, /^Your account has no workers\.dev address yet: open/m);
  assert.deepEqual([mistyped.code, refused.code], [1, 1]);
});

test('[DP9] where no secret signs tokens the deployment makes one, keeps it, and prints the host’s link', async () => {
  const { code, output } = await deploy([], TOKEN);
  assert.equal(code, 0, output);
  const secret = (await readFile(kept(), 'utf8')).trim();
  assert.match(secret, /^[\w-]{43}$/);
  assert.equal((await stat(kept())).mode & 0o777, 0o600);
  assert.deepEqual(
    cloudflare.put.map(({ name, text }) => [name, text]),
    [['ROOM_SECRET', secret]],
  );
  assert.equal(output.includes(secret), false, 'it is not printed');
  const [, address, token = ''] = /(https:\/\/\S+)\/\?room=lobby#token=(\S+)/.exec(output) ?? [];
  assert.equal(address, 'https://odyssey-broadcast.ada.workers.dev');
  const { payload } = await jwtVerify(token, new TextEncoder().encode(secret));
  assert.deepEqual([payload['role'], payload['room']], ['host', 'lobby']);
});

test('[DP9] a secret that is there stays; the link is printed for who has it, and says so otherwise', async () => {
  cloudflare.secrets = ['ODYSSEY_API_KEY', 'ROOM_SECRET'];
  const [mine, another] = ['the secret of the owner', 'another secret of somebody'];
  const without = await deploy([], TOKEN);
  assert.match(without.output, /As its host, for twelve hours: {2}ROOM_SECRET=… npm run deploy/);
  const wrong = await deploy([], { ...TOKEN, ROOM_SECRET: another, DEPLOYED_SECRET: mine });
  assert.match(wrong.output, /; it is not the one here$/m);
  await writeFile(kept(), mine);
  const right = await deploy([], { ...TOKEN, DEPLOYED_SECRET: mine });
  const [, token = ''] = /#token=(\S+)/.exec(right.output) ?? [];
  assert.equal(decodeJwt(token).sub, 'host');
  assert.deepEqual(cloudflare.put, []);
});

test('[DP10] only pages with a token may hold the broadcast, unless the owner says anyone; it says what that means', async () => {
  const safe = await deploy([], TOKEN);
  assert.match(cloudflare.uploaded, /"name":"CONDUCTORS","type":"plain_text","text":"token"/);
  assert.match(safe.output, /^Only a page with a token may hold the broadcast: the host’s/m);
  assert.match(
    safe.output,
    /--conductors anyone" any visitor’s page may, which can then show what/,
  );
  const open = await deploy(['--conductors', 'anyone'], TOKEN);
  assert.match(cloudflare.uploaded, /"name":"CONDUCTORS","type":"plain_text","text":"anyone"/);
  assert.match(
    open.output,
    /^Any visitor’s page may hold the broadcast, and can then show what no/m,
  );
  const asked = cloudflare.asked.length;
  const wrong = await deploy(['--conductors', 'me'], TOKEN);
  assert.match(wrong.output, /^--conductors must be "token" or "anyone"\.$/m);
  assert.match((await deploy(['--conductor'], TOKEN)).output, /Unknown option '--conductor'/);
  assert.equal(cloudflare.asked.length, asked);
});
