import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type RoomServer, startRoomServer } from '../../demo/room-server.js';
import type { Welcome } from '../../src/protocol/messages.js';
import type { HistoryEntry } from '../../src/protocol/records.js';
import { DEFAULT_RULES, type Rules } from '../../src/protocol/rules.js';
import { askServer } from '../support/ask-server.js';
import { RawVisitor } from '../support/raw-visitor.js';
import { until } from '../support/stack.js';
import { LOCKING_RULES, PACE_RULES } from '../support/stranger.js';
import { SECRET, tokenOf } from '../support/tokens.js';

/** Rooms in which prompts wait for a world that does not come: how they settle is up to their authors. */
const OPEN = { turns: 'open', 'cooldown-seconds': 0, 'prompts-per-minute': 120 };
const RULES = { '*-many': { ...OPEN, 'address-prompts-per-minute': 0, 'votes-per-address': 0 } };

const told: { type: string; data: Record<string, unknown> }[] = [];
let hooks: Server;
let folder: string;
let env: Record<string, string>;
let rooms: RoomServer;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'odyssey-abuse-'));
  hooks = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    told.push(JSON.parse(body));
    response.writeHead(204).end();
  });
  hooks.listen(0, '127.0.0.1');
  await once(hooks, 'listening');
  env = {
    ...{ ODYSSEY_API_KEY: 'local', ODYSSEY_API_URL: 'http://127.0.0.1:9', OPEN_ROOMS: '*' },
    ...{ ROOM_SECRET: SECRET, ROOM_RULES: JSON.stringify(RULES), CONDUCTORS: 'anyone' },
    WEBHOOK_URL: `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/`,
    WEBHOOK_SECRET: 'a secret of the receiver',
  };
  rooms = await startRoomServer({ port: 0, env, persist: folder });
});
after(async () => {
  await rooms.stop();
  hooks.closeAllConnections();
  hooks.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function get<Body>(room: string, path: string, token?: string): Promise<Body> {
  const headers: Record<string, string> =
    token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const response = await askServer(`${rooms.url}/parties/main/${room}${path}`, { headers });
  assert.equal(response.status, 200, `${path}: ${response.status}`);
  return (await response.json()) as Body;
}

/** Comes in as a page does, or as the headers say, and returns the welcome too. */
async function enter(room: string, hello: object = {}, headers?: Record<string, string>) {
  const visitor = await RawVisitor.connect(rooms.host, room, headers);
  visitor.hello({ ...hello });
  return { visitor, welcome: await visitor.next('welcome') };
}

/** Whether a rule keeps the broadcast from opening; that nobody conducts here is no rule. */
function isKeptDark({ snapshot }: Welcome): boolean {
  const { life } = snapshot.room;
  return 'reason' in life && (life.reason === 'waits-for-host' || life.reason === 'out-of-hours');
}

/** Sends a prompt and takes it back: it has settled, and is in the history. */
async function settled(visitor: RawVisitor, id: string, text: string): Promise<void> {
  visitor.say({ type: 'prompt', id, text });
  await visitor.next('receipt', ({ receipt }) => receipt.id === id);
  visitor.say({ type: 'withdraw', id: `take-${id}`, promptId: id });
  await visitor.next(
    'receipt',
    ({ receipt }) => receipt.id === id && receipt.status === 'withdrawn',
  );
}

test('[RU2] [RU3] no first hello darkens a room or gives it words, whatever its origin; the site’s page is told', async () => {
  const rules = { ...LOCKING_RULES, ...PACE_RULES };
  const stranger = await enter('taken', { rules, conduct: 'prefer' }, {});
  assert.deepEqual(await get<Rules>('taken', '/rules'), DEFAULT_RULES, 'a program sets nothing');
  assert.deepEqual(
    [...stranger.welcome.rulesNotTaken].sort(),
    Object.keys(rules).sort(),
    'and is told so',
  );
  const forged = await enter('forged', { rules }, { Origin: rooms.url });
  const expected = { ...DEFAULT_RULES, ...PACE_RULES };
  assert.deepEqual(await get<Rules>('forged', '/rules'), expected, 'a page sets the pace');
  for (const room of ['taken', 'forged']) {
    const site = await enter(room, { rules: { turnSeconds: 45, opening: 'A quiet studio' } });
    assert.equal(isKeptDark(site.welcome), false, 'no rule keeps it dark');
    assert.deepEqual(site.welcome.rulesNotTaken, ['opening']);
    site.visitor.close();
  }
  const token = await tokenOf('site', { room: 'forged', role: 'viewer', scope: 'rules' });
  const signed = await enter('forged', { token, rules: { opening: 'A quiet studio' } });
  assert.deepEqual(signed.welcome.rulesNotTaken, []);
  for (const { visitor } of [stranger, forged, signed]) visitor.close();
});

test('[HI8] [OF1] a flood of empty prompts drives nothing out of history and webhooks, and ends', async () => {
  const { visitor: ada } = await enter('flood-many', { name: 'Ada' });
  for (const id of ['one', 'two', 'three']) await settled(ada, id, `a kite, ${id}`);
  const token = await tokenOf('mod', { room: 'flood-many', role: 'moderator' });
  const history = () => get<{ prompts: HistoryEntry[] }>('flood-many', '/prompts', token);
  const before = (await history()).prompts;
  assert.equal(before.length, 3);
  const hooked = () =>
    told.filter(({ data, type }) => data['room'] === 'flood-many' && type === 'prompt.settled');
  await until(
    'the webhooks',
    () => hooked().length,
    (count) => count === 3,
  );

  let sent = 0;
  let cut = 0;
  let identity: string | null = null;
  const started = Date.now();
  const flood = async (index: number) => {
    for (let round = 0; Date.now() - started < 8_000; round += 1) {
      const socket = await RawVisitor.connect(rooms.host, 'flood-many', {});
      socket.hello();
      for (let count = 0; count < 300 && socket.closed === null; count += 1) {
        socket.say({ type: 'prompt', id: `e-${index}-${round}-${count}`, text: '   ' });
        sent += 1;
        if (count % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 400));
      }
      const welcome = socket.heard.find((message) => message.type === 'welcome');
      // By their own offences, or where addresses are known by those of others from theirs.
      if (socket.closed?.code === 4104 || socket.closed?.code === 4003) cut += 1;
      if (socket.closed?.code === 4104 && welcome?.type === 'welcome') identity = welcome.identity;
      socket.close();
    }
  };
  const flooding = Promise.all(Array.from({ length: 12 }, (_, index) => flood(index)));
  await settled(ada, 'four', 'a lighthouse in the flood');
  const waited = Date.now();
  ada.say({ type: 'ping' });
  await ada.next('pong');
  const pongMs = Date.now() - waited;
  await flooding;
  assert.ok(cut >= 12, `${cut} connections of offenders were cut`);
  console.log(`${sent} empty prompts, ${cut} cut; a pong in the flood took ${pongMs} ms`);
  assert.deepEqual(
    (await history()).prompts.map(({ id }) => id),
    ['four', 'three', 'two', 'one'],
  );
  const stats = await get<{ prompts: { refused: number; withdrawn: number } }>(
    'flood-many',
    '/stats',
  );
  assert.equal(stats.prompts.withdrawn, 4);
  assert.ok(stats.prompts.refused >= 12 * 16, `${stats.prompts.refused} are counted`);
  const { refusals } = await get<{ refusals: unknown[] }>('flood-many', '/refusals', token);
  assert.equal(refusals.length, 100);
  await until(
    'the fourth webhook',
    () => hooked().length,
    (count) => count === 4,
  );

  const back = await RawVisitor.connect(rooms.host, 'flood-many', {});
  back.hello({ identity });
  await until(
    'the close',
    () => back.closed,
    (closed) => closed !== null,
  );
  assert.equal(back.closed?.code, 4104, 'who was cut and comes back at once is cut again');
  ada.close();
});

test('[RE3] a settled prompt asked for again after sixty others is answered with its receipt', async () => {
  const { visitor: ada } = await enter('again-many');
  await settled(ada, 'first', 'a red kite');
  const others = [await enter('again-many'), await enter('again-many')];
  for (let index = 0; index < 60; index += 1) {
    await settled(others[index % 2]!.visitor, `w-${index}`, `whale number ${index}`);
  }
  ada.heard.length = 0;
  ada.say({ type: 'prompt', id: 'first', text: 'a red kite' });
  const { receipt } = await ada.next('receipt');
  assert.deepEqual(
    [receipt.id, receipt.status, receipt.text, receipt.reason],
    ['first', 'withdrawn', 'a red kite', null],
  );
  for (const { visitor } of [...others, { visitor: ada }]) visitor.close();
});

/** `odyssey-broadcast rules`, as the owner of the room server runs it. */
async function command(words: readonly string[], more: Record<string, string>) {
  const { PATH = '' } = process.env;
  const all = ['--import', 'tsx', 'party/cli/main.ts', 'rules', ...words, '--host', rooms.host];
  const child = spawn(process.execPath, all, { env: { PATH, ...more } });
  let output = '';
  let errors = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    errors += data;
  });
  const [code] = await once(child, 'close');
  return { code, output, errors };
}

test('[RU7] `odyssey-broadcast rules --reset` mends a room, no matter who set its rules', async () => {
  const { visitor } = await enter('broken', {
    token: await tokenOf('host', { room: 'broken', role: 'host' }),
    rules: { ...LOCKING_RULES, turns: 'stage' },
  });
  visitor.close();
  const read = await command(['--room', 'broken'], {});
  assert.equal((JSON.parse(read.output) as Rules).opens, 'host');
  const without = await command(['--room', 'broken', '--reset'], {});
  assert.equal(without.code, 1);
  assert.match(without.errors, /ROOM_RULES='\{"broken":\{"turns":"queue","opening":/);
  const wrong = await command(['--room', 'broken', '--reset'], {
    ROOM_SECRET: 'another secret here',
  });
  assert.match(wrong.errors, /^The room did not do it: .*token/);
  const reset = await command(['--room', 'broken', '--reset'], { ROOM_SECRET: SECRET });
  assert.deepEqual([reset.code, reset.errors], [0, '']);
  assert.deepEqual(JSON.parse(reset.output), DEFAULT_RULES);
  assert.deepEqual(await get<Rules>('broken', '/rules'), DEFAULT_RULES);
});

test('[RU6] ROOM_RULES mends a room whose rules a stranger has set, without any token', async () => {
  const token = await tokenOf('host', { room: 'darkened', role: 'host' });
  const { visitor } = await enter('darkened', { token, rules: LOCKING_RULES });
  visitor.close();
  const dark = await enter('darkened');
  assert.equal(isKeptDark(dark.welcome), true);
  dark.visitor.close();
  await rooms.stop();
  const { ROOM_SECRET: _none, ...open } = env;
  const fixed = { opens: 'visit', hours: '', blockedWords: '', maxLength: 200, skipMin: 2 };
  const ROOM_RULES = JSON.stringify({ ...RULES, darkened: fixed });
  rooms = await startRoomServer({ port: 0, env: { ...open, ROOM_RULES }, persist: folder });
  const site = await enter('darkened', { rules: { turnSeconds: 20, opens: 'host' } });
  assert.equal(isKeptDark(site.welcome), false);
  const { opens, hours, maxLength, replay } = await get<Rules>('darkened', '/rules');
  assert.deepEqual([opens, hours, maxLength, replay], ['visit', '', 200, 'no']);
  assert.deepEqual([...site.welcome.rulesNotTaken].sort(), ['opens', 'turnSeconds']);
  site.visitor.say({ type: 'prompt', id: 'kite', text: 'a red kite over the harbour' });
  const { receipt } = await site.visitor.next('receipt');
  assert.notEqual(receipt.reason, 'words');
  site.visitor.close();
});
