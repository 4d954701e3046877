import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { STORED_SECTIONS, type StoredSection } from '../../party/room/stored.js';
import { RoomServer } from '../../party/server/room-server.js';
import { RoomStorage } from '../../party/server/storage.js';
import type { ServerMessage } from '../../src/protocol/messages.js';
import { TURN_MODES, type TurnMode } from '../../src/protocol/rules.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { helloOf } from '../support/people.js';
import { until } from '../support/stack.js';

/** A room server on a storage, and its visitors on sockets of this process. */
class StoredRoom {
  readonly lines: string[] = [];
  readonly shell: RoomServer;
  private connections = 0;

  constructor(storage: MemoryStorage) {
    this.shell = new RoomServer({
      storage,
      env: { ODYSSEY_API_KEY: 'local', ODYSSEY_API_URL: 'http://127.0.0.1:9', OPEN_ROOMS: '*' },
      log: (line) => this.lines.push(line),
    });
  }

  get(path: string): Promise<Response> {
    return this.shell.answer(new Request(`http://127.0.0.1/parties/main/lobby${path}`));
  }

  async enter(rules: Record<string, unknown> | null = null) {
    this.connections += 1;
    const heard: ServerMessage[] = [];
    const closes: string[] = [];
    const connection = {
      id: `c${this.connections}`,
      send: (text: string) => heard.push(JSON.parse(text) as ServerMessage),
      close: (code: number, reason: string) => closes.push(`${code} ${reason}`),
    };
    const headers = { Origin: 'http://127.0.0.1' };
    this.shell.opened(connection, new Request('http://127.0.0.1/parties/main/lobby', { headers }));
    const say = (message: object) => this.shell.said(connection, JSON.stringify(message));
    await say({ ...helloOf(), rules });
    assert.ok(
      heard.some(({ type }) => type === 'welcome'),
      'welcomed',
    );
    return { heard, closes, say, leave: () => this.shell.closed(connection) };
  }

  /** The events that were logged since it began, without their fields. */
  events(name: string): { sections?: string[] }[] {
    return this.lines
      .map((line) => JSON.parse(line) as { event: string; sections?: string[] })
      .filter(({ event }) => event === name);
  }
}

let running: NodeJS.Timeout;
before(() => {
  running = setInterval(() => undefined, 1_000);
  // A room that waits for its next deadline would hold the process up.
  const { setTimeout } = globalThis;
  globalThis.setTimeout = ((...given: Parameters<typeof setTimeout>) =>
    setTimeout(...given).unref()) as typeof setTimeout;
});
after(() => clearInterval(running));

/** A room in which three have lined up, proposed or prompted, as it is stored. */
async function storedIn(turns: TurnMode): Promise<Map<string, string>> {
  const storage = new MemoryStorage();
  const room = new StoredRoom(storage);
  await room.shell.start();
  for (const name of ['one', 'two', 'three']) {
    const guest = await room.enter({ turns, claimSeconds: 9, turnSeconds: 77 });
    await guest.say({ type: 'request-turn', id: `turn-${name}` });
    await guest.say({ type: 'prompt', id: `p-${name}`, text: `a lighthouse for ${name}` });
  }
  return new Map(storage.values);
}

/** What a disk, a bug or an owner's editor makes of a section. */
const DAMAGES: Readonly<Record<string, string | null>> = {
  missing: null,
  truncated: '{"until":',
  'of another kind': '7',
  'an empty list': '[]',
  'of another shape': '{"phase":"live","list":[null],"__proto__":{"holder":1}}',
};

async function startedOn(values: ReadonlyMap<string, string>): Promise<StoredRoom> {
  const storage = new MemoryStorage();
  await storage.put(Object.fromEntries(values));
  const room = new StoredRoom(storage);
  await room.shell.start();
  return room;
}

function damaged(
  values: ReadonlyMap<string, string>,
  section: StoredSection,
  damage: string | null,
): Map<string, string> {
  const others = [...values].filter(([key]) => !key.startsWith(`room/${section}/`));
  return new Map([
    ...others,
    ...(damage === null ? [] : [[`room/${section}/000`, damage] as const]),
  ]);
}

/** The room answers, admits, takes a prompt, and never in the platform's own words. */
async function assertGoesOn(room: StoredRoom, what: string): Promise<void> {
  for (const path of ['/state', '/prompts', '/stats', '/rules']) {
    const response = await room.get(path);
    assert.equal(response.status, 200, `${what}: ${path}`);
    assert.doesNotMatch(await response.text(), /\bat .+:\d+:\d+|node_modules|\.ts\b/, what);
  }
  const guest = await room.enter();
  await guest.say({ type: 'request-turn', id: 'again' });
  await guest.say({ type: 'prompt', id: 'again', text: 'a red balloon' });
  const receipt = guest.heard.find((message) => message.type === 'receipt');
  assert.equal(receipt?.receipt.id, 'again', what);
  assert.deepEqual(guest.closes, [], what);
  guest.leave();
  for (const failed of ['event-failed', 'request-failed', 'start-failed']) {
    assert.deepEqual(room.events(failed), [], what);
  }
}

/** What another mode than the first has to do with. */
const OF_MODES: readonly StoredSection[] = [
  'turns',
  'rules',
  'prompts',
  'participants',
  'dispatch',
];

for (const mode of TURN_MODES) {
  test(`[ST15] in mode ${mode} a section that is damaged begins again, named once, and the room goes on`, async () => {
    const values = await storedIn(mode);
    for (const section of mode === 'queue' ? STORED_SECTIONS : OF_MODES) {
      for (const [what, damage] of Object.entries(DAMAGES)) {
        const room = await startedOn(damaged(values, section, damage));
        const named = room.events('storage-damaged').flatMap(({ sections = [] }) => sections);
        // What is missing may be a later version's, and another shape can happen to fit.
        if (what === 'truncated' || what === 'of another kind') {
          assert.ok(named.includes(section), `${section} ${what}: ${named}`);
        }
        assert.ok(room.events('storage-damaged').length <= 1);
        await assertGoesOn(room, `${mode}: ${section} ${what}`);
      }
    }
  });
}

test('[ST16] what is whole goes on: the rules, the people and their prompts', async () => {
  const values = await storedIn('queue');
  const storage = new MemoryStorage();
  await storage.put(Object.fromEntries(damaged(values, 'turns', '{"line":{}}')));
  const room = new StoredRoom(storage);
  await room.shell.start();
  assert.deepEqual(room.events('storage-damaged'), [
    { room: null, event: 'storage-damaged', sections: ['turns'] },
  ]);
  const state = await new RoomStorage(storage).load();
  assert.equal(state.rules.values.turnSeconds, 77);
  assert.equal(Object.keys(state.participants).length, 3);
  assert.deepEqual(
    state.prompts.map(({ id, status }) => [id, status]),
    ['one', 'two', 'three'].map((name) => [`p-${name}`, 'waiting']),
    'what waited lines up again',
  );
});

test('[ST16] a rule that is damaged is the default again, and the others stay', async () => {
  const values = await storedIn('queue');
  const rules = values.get('room/rules/000') ?? '';
  values.set('room/rules/000', rules.replace('"turnSeconds":77', '"turnSeconds":"long"'));
  const room = await startedOn(values);
  assert.deepEqual(
    room.events('storage-damaged').map(({ sections }) => sections),
    [['rules turnSeconds']],
  );
  const { turnSeconds, claimSeconds } = (await (await room.get('/rules')).json()) as Record<
    string,
    number
  >;
  assert.deepEqual([turnSeconds, claimSeconds], [30, 9]);
});

test('[ST17] what was damaged is kept beside what replaces it, and is not damaged the next time', async () => {
  const values = await storedIn('queue');
  const storage = new MemoryStorage();
  await storage.put(Object.fromEntries(damaged(values, 'world', '{"prompt":')));
  for (const times of [1, 0]) {
    const room = new StoredRoom(storage);
    await room.shell.start();
    assert.equal(room.events('storage-damaged').length, times);
    assert.equal(storage.values.get('damaged/room/world/000'), '{"prompt":');
  }
  assert.notEqual(storage.values.get('room/world/000'), '{"prompt":');
});

test('[ST18] without its counts a room gives no number and no epoch twice', async () => {
  const file = new URL('../server/stored-rooms/format-4.json', import.meta.url);
  const { entries } = JSON.parse(await readFile(file, 'utf8')) as {
    entries: Record<string, string>;
  };
  const storage = new MemoryStorage();
  await storage.put(entries);
  const before = await new RoomStorage(storage).load();
  await new RoomStorage(storage).save(before);
  for (const section of ['records', 'broadcast']) storage.values.set(`room/${section}/000`, '{');
  storage.values.set('history/0000000041', '{}');
  const state = await new RoomStorage(storage).load();
  assert.equal(state.records.noted.history, 41);
  const epochs = before.usage.sessions.map(({ epoch }) => epoch);
  assert.ok(state.broadcast.epoch >= Math.max(before.lease?.epoch ?? 0, ...epochs));
});

test('[ST19] a room that is only looked at stores nothing; one that somebody comes to does', async () => {
  const storage = new MemoryStorage();
  const room = new StoredRoom(storage);
  await room.shell.start();
  for (const path of ['/state', '/rules', '/prompts', '/stats', '/nothing', '/bans']) {
    await room.get(path);
  }
  assert.deepEqual([...storage.values.keys()], []);
  await room.enter();
  assert.ok(storage.values.has('room/clock/000') && storage.values.has('room-key'));
});

test('[ST20] a storage that fails is tried again, and nobody is shown why', async () => {
  const storage = new MemoryStorage();
  const list = storage.list.bind(storage);
  storage.list = () => Promise.reject(new Error('disk /var/secret/path.sqlite is on fire'));
  const room = new StoredRoom(storage);
  await room.shell.start();
  const answered = await room.get('/state');
  assert.equal(answered.status, 503);
  assert.doesNotMatch(await answered.text(), /secret|Error/);
  const closes: string[] = [];
  const connection = {
    id: 'early',
    send: () => assert.fail('nothing is said'),
    close: (code: number, reason: string) => closes.push(`${code} ${reason}`),
  };
  room.shell.opened(connection, new Request('http://127.0.0.1/parties/main/lobby'));
  await until('the close', () => closes.length > 0);
  assert.deepEqual(closes, ['4001 restarting']);
  storage.list = list;
  assert.equal((await room.get('/state')).status, 200);
  await room.enter();
});
