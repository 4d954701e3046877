import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { startRoomServer } from '../../demo/room-server.js';
import type { BudgetTotals } from '../../party/budget/messages.js';
import { QUIET, WRANGLER } from '../../party/deploy/wrangler.js';
import { dependenciesOf, installPacked, pack } from '../support/packed.js';
import { RawVisitor } from '../support/raw-visitor.js';
import { asModerator, SECRET } from '../support/tokens.js';
import { allOf } from '../support/turns.js';

let folder: string;
let tarball: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'odyssey-examples-'));
  tarball = pack(folder);
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of an example with the tarball in it, and of other packages only what each declares. */
function install(example: string): string {
  const project = mkdtempSync(join(folder, `${example}-`));
  cpSync(join('demo', example), project, { recursive: true });
  installPacked(project, tarball, [...dependenciesOf(project), '@cloudflare/workers-types']);
  return project;
}

/** Type-checks a project as strictly as its owner might. */
function checkTypes(project: string): void {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'ESNext',
    moduleResolution: 'Bundler',
    target: 'ES2022',
    lib: ['ES2022'],
    types: ['@cloudflare/workers-types'],
    skipLibCheck: true,
  };
  const config = join(project, 'tsconfig.json');
  writeFileSync(config, JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  execFileSync(resolve('node_modules/.bin/tsc'), ['-p', config], { encoding: 'utf8' });
}

test('[PK4] the room runs inside somebody’s own Worker, from the packed tarball', () => {
  const project = install('in-your-worker');
  checkTypes(project);
  const flags = ['deploy', '--dry-run', '--outdir', 'out'];
  const printed = execFileSync(process.execPath, [resolve(WRANGLER), ...flags], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, ...QUIET, WRANGLER_LOG_PATH: join(folder, 'log') },
  });
  assert.match(printed, /env\.Broadcast \(Broadcast\) +Durable Object/);
  assert.match(printed, /env\.Ledger \(Ledger\) +Durable Object/);
  const bundle = readFileSync(join(project, 'out/worker.js'), 'utf8');
  assert.match(bundle, /ODYSSEY_API_KEY/);
  assert.match(bundle, /This is my own Worker/);
});

test('[PK5] the room runs as a party of somebody’s own PartyKit project, from the packed tarball', async () => {
  const project = install('in-your-partykit');
  checkTypes(project);
  const configuration = JSON.parse(readFileSync(join(project, 'partykit.json'), 'utf8')) as {
    main: string;
    parties: Record<string, string>;
  };
  // As partykit bundles each party: for the browser's platform, with the packages inside.
  for (const entry of [configuration.main, ...Object.values(configuration.parties)]) {
    const { outputFiles, warnings } = await build({
      entryPoints: [join(project, entry)],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      target: 'esnext',
    });
    assert.deepEqual(warnings, []);
    const [{ text } = { text: '' }] = outputFiles;
    assert.equal(text.includes('ODYSSEY_API_KEY'), entry !== configuration.main);
    assert.equal(text.includes('cloudflare:workers'), false, 'nothing of the other platform');
  }
});

test('[PK6] the pieces of both shells can be imported without either platform', () => {
  const project = install('in-your-partykit');
  const script = `
    const { RoomServer, admitSocket, roomName } = await import('odyssey-broadcast/party');
    console.log([RoomServer, admitSocket, roomName].map((one) => typeof one).join());
  `;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: project,
    encoding: 'utf8',
  });
  assert.equal(printed.trim(), 'function,function,function');
});

test('[PK7] a room with a turn policy of its own runs, from the packed tarball', async () => {
  const project = install('two-teams');
  checkTypes(project);
  const env = { ODYSSEY_API_KEY: 'none', ODYSSEY_API_URL: 'http://127.0.0.1:9', OPEN_ROOMS: '*' };
  const rooms = await startRoomServer({ port: 0, env, project });
  try {
    const visitor = await RawVisitor.connect(rooms.host, 'pitch');
    visitor.hello({ rules: { turns: 'teams' } });
    const { snapshot, rulesTaken } = await visitor.next('welcome');
    assert.deepEqual([snapshot.room.turns.mode, rulesTaken], ['teams', true]);
    visitor.say({ type: 'request-turn', id: 'mine' });
    assert.equal((await visitor.next('answer')).ok, true);
    const waits = await visitor.next(
      'delta',
      ({ room }) => room.turns !== undefined && allOf(room.turns).waiting > 0,
    );
    assert.match(allOf(waits.room.turns!).next[0]?.name ?? '', /^(Red|Blue) · /);
    const other = await RawVisitor.connect(rooms.host, 'attic');
    other.hello({ rules: { turns: 'armies' } });
    assert.equal((await other.next('answer')).reason, 'unknown-mode');
    for (const each of [visitor, other]) each.close();
  } finally {
    await rooms.stop();
  }
});

test('[PK8] limits hold in somebody’s own project with the ledger, and without it are named', async () => {
  const project = install('two-teams');
  const env = { ODYSSEY_API_KEY: 'none', ROOM_SECRET: SECRET, MAX_LIVE_ROOMS: '2' };
  const asked = async () => {
    const rooms = await startRoomServer({ port: 0, env, project });
    try {
      const url = `${rooms.url}/parties/main/pitch/stats`;
      const response = await fetch(url, await asModerator('pitch'));
      return (await response.json()) as { budget?: BudgetTotals; detail?: string };
    } finally {
      await rooms.stop();
    }
  };
  assert.equal((await asked()).budget?.maxLiveRooms, 2);
  const path = join(project, 'partykit.json');
  const { parties: _ledger, ...without } = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify(without));
  assert.match((await asked()).detail ?? '', /^MAX_LIVE_ROOMS, .* this project has none: add/);
});

/** The room with an answer of its own, and a main party that leaves to it what it does not know. */
const OWN_ONFETCH = {
  'broadcast.ts': `import type * as Party from 'partykit/server';
import Server from 'odyssey-broadcast/party/partykit';
export default class Room extends Server {
  static override onFetch(request: Party.Request, lobby: Party.FetchLobby) {
    const isOwn = new URL(request.url).pathname === '/own';
    return isOwn ? new Response('mine') : super.onFetch(request, lobby);
  }
}`,
  'main.ts': `import type * as Party from 'partykit/server';
import Room from './broadcast.js';
export default class Main implements Party.Server {
  static async onFetch(request: Party.Request, lobby: Party.FetchLobby) {
    return Room.onFetch(request, lobby);
  }
}`,
};

test('[SV12] somebody’s own PartyKit project serves the script as the room server does', async () => {
  const project = install('in-your-partykit');
  for (const [name, code] of Object.entries(OWN_ONFETCH)) writeFileSync(join(project, name), code);
  checkTypes(project);
  cpSync('dist/site/cdn', join(project, 'public', 'cdn-files'), { recursive: true });
  const path = join(project, 'partykit.json');
  const configuration = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...configuration, serve: 'public' }));
  const rooms = await startRoomServer({ port: 0, env: { ODYSSEY_API_KEY: 'none' }, project });
  try {
    const script = await fetch(`${rooms.url}/cdn/odyssey-broadcast.js`);
    assert.equal(await script.text(), readFileSync('dist/site/cdn/odyssey-broadcast.js', 'utf8'));
    assert.match(script.headers.get('Cache-Control') ?? '', /max-age=300, must-revalidate/);
    assert.ok(script.headers.get('ETag'));
    assert.equal(await (await fetch(`${rooms.url}/own`)).text(), 'mine');
    const nothing = await fetch(`${rooms.url}/nothing`);
    assert.deepEqual([nothing.status, await nothing.text()], [404, 'Not found']);
  } finally {
    await rooms.stop();
  }
});
