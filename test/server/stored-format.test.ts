import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRoom } from '../../party/room/state.js';
import { RoomServer } from '../../party/server/room-server.js';
import { RoomStorage } from '../../party/server/storage.js';
import { type Migrations, STORED_FORMAT } from '../../party/server/stored-format.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { TestRoom } from '../support/test-room.js';

/** A lock as format 1 kept it, and what has become of it. */
const LOCK = { until: 5 };
const LOCKS = { prompts: { until: 5, why: '' }, queue: null, joins: null };

/** A room as it lies in storage, under a format; null is one from before there were any. */
async function stored(format: string | null): Promise<MemoryStorage> {
  const memory = new MemoryStorage();
  await new RoomStorage(memory).save(newRoom());
  memory.values.delete('room/locks/000');
  memory.values.set('room/lock/000', JSON.stringify(LOCK));
  if (format === null) memory.values.delete('room/format');
  else memory.values.set('room/format', format);
  return memory;
}

/** What a visitor of a room with this storage is told on connecting. */
async function toldBy(memory: MemoryStorage): Promise<string> {
  const lines: string[] = [];
  const shell = new RoomServer({
    storage: memory,
    env: { ODYSSEY_API_KEY: 'k' },
    log: (line) => lines.push(line),
  });
  await shell.start();
  const response = await shell.answer(
    new Request('https://rooms.example/parties/main/lobby/state'),
  );
  const { detail } = (await response.json()) as { detail: string };
  assert.deepEqual([response.status, lines], [500, [`The room cannot run: ${detail}`]]);
  return detail;
}

test('[ST3] what is stored says its format; a room from before there was one is read and goes on', async () => {
  const memory = await stored(null);
  const storage = new RoomStorage(memory);
  const room = await storage.load();
  assert.deepEqual(room.locks, LOCKS);
  await storage.save({ ...room, locks: { ...room.locks, prompts: null } });
  assert.equal(memory.values.get('room/format'), String(STORED_FORMAT));
  assert.equal((await new RoomStorage(memory).load()).locks.prompts, null);
});

test('[ST4] a room of a later version is not touched, and says which version to deploy', async () => {
  const memory = await stored('99');
  const before = new Map(memory.values);
  const told = await toldBy(memory);
  assert.match(
    told,
    /stored by a later version \(format 99, .* reads up to 5\): deploy that version/,
  );
  assert.deepEqual(memory.values, before);
});

test('[ST5] a migration that fails leaves the old state readable, and says so', async () => {
  const memory = await stored('0');
  const before = new Map(memory.values);
  const broken: Migrations = {
    0: () => {
      throw new Error('no such field');
    },
  };
  await assert.rejects(
    new RoomStorage(memory, broken).load(),
    /format 0.*no such field.*left as it/,
  );
  assert.deepEqual(memory.values, before);
  assert.deepEqual((await new RoomStorage(memory).load()).locks, LOCKS);
});

test('[ST6] a migration changes what the room begins with; all of it is written at once', async () => {
  const memory = await stored('0');
  const locks = { ...LOCKS, prompts: { until: 7, why: '' } };
  const change: Migrations = {
    0: (sections) => sections,
    1: ({ lock: _lock, ...rest }) => ({ ...rest, locks }),
    2: (sections) => sections,
    3: (sections) => sections,
    4: (sections) => sections,
  };
  const storage = new RoomStorage(memory, change);
  const room = await storage.load();
  assert.deepEqual(room.locks, locks);
  memory.written.length = 0;
  await storage.save({ ...room, clock: { ...room.clock, boot: 1 } });
  assert.ok(memory.written.includes('room/format') && memory.written.includes('room/locks/000'));
  assert.deepEqual((await new RoomStorage(memory).load()).locks, locks);
});

test('[ST7] a damaged section is named in one line of the log, and begins as in a new room', async () => {
  const memory = await stored(String(STORED_FORMAT));
  memory.values.delete('room/lock/000');
  memory.values.set('room/world/000', '{"prompt":');
  const storage = new RoomStorage(memory);
  const { world } = await storage.load();
  assert.deepEqual(storage.damaged, ['world']);
  assert.deepEqual(world, newRoom().world);
});

test('[ST8] what a later version added to the room’s own fields and rules begins as in a new room', async () => {
  const memory = await stored('1');
  memory.values.set('room/meta/000', '{"boot":3,"steppedAt":9,"epoch":2,"stopped":false}');
  memory.values.set('room/rules/000', '{"adopted":true,"values":{"turnSeconds":77}}');
  const { clock, broadcast, rules } = await new RoomStorage(memory).load();
  const fresh = newRoom();
  assert.deepEqual(clock, { ...fresh.clock, boot: 3, steppedAt: 9 });
  assert.deepEqual(broadcast, { ...fresh.broadcast, epoch: 2 });
  const values = { ...fresh.rules.values, turnSeconds: 77 };
  assert.deepEqual(rules, { ...fresh.rules, adopted: true, values });
});

/** A room as format 2 left it, in each phase of its life. */
const PHASES_2 = {
  dark: { phase: 'dark', reason: 'no-conductor' },
  opening: { phase: 'opening', since: 1, attempt: 0, deadlineAt: 60_001, mintAt: null },
  live: { phase: 'live', streamId: 's', startedAt: 1, watch: {}, attempt: 0, emptySince: null },
  closing: { phase: 'closing', since: 1, deadlineAt: 8_001, reason: null },
  failed: { phase: 'failed', reason: 'quota', retryAt: 9, attempt: 3 },
};

for (const [phase, life] of Object.entries(PHASES_2)) {
  test(`[ST9] a room that format 2 left ${phase} goes on: its world is kept, and opens anew`, async () => {
    const memory = new MemoryStorage();
    await new RoomStorage(memory).save(newRoom());
    for (const later of ['successor', 'retiring', 'usage', 'clock', 'broadcast', 'entropy']) {
      memory.values.delete(`room/${later}/000`);
    }
    const put = (section: string, value: unknown) =>
      memory.values.set(`room/${section}/000`, JSON.stringify(value));
    const runs = phase === 'live' || phase === 'opening' || phase === 'closing';
    const world = { prompt: 'A harbour in the snow', changes: [], past: [null], undoing: null };
    const prompt = { id: 'p1', by: 'a-1', name: 'Ada', via: 'crowd', text: 'it snows', held: null };
    memory.values.set('room/format', '2');
    put('life', life);
    put('lease', runs ? { epoch: 4, who: 'a-1', connection: 'c1', heardAt: 5_000 } : null);
    put('meta', { boot: 1, epoch: 4, steppedAt: 5_000, stopped: phase === 'failed', noted: {} });
    put('world', world);
    put('dispatch', { phase: 'inFlight', promptId: 'p1', epoch: 4, timeoutAt: 9_000 });
    put('prompts', [{ ...prompt, status: 'performing', reason: null, appliedText: null, at: 1 }]);

    const room = new TestRoom();
    room.state = await new RoomStorage(memory).load();
    room.now = 6_000;
    room.apply({ type: 'restarted', entropy: 'a secret' });
    assert.deepEqual(room.state.world, world);
    assert.equal(room.state.dispatch.phase, 'idle');
    assert.equal(room.state.prompts.find(({ id }) => id === 'p1')?.status, 'unconfirmed');
    assert.equal(room.view().life.phase, 'dark');
    const conductor = room.join({ id: 'a-1', epochs: runs ? [4] : [] });
    if (runs) {
      room.report({ report: 'heartbeat', epoch: 4 }, conductor);
      assert.deepEqual(room.commands(conductor).at(-1), { command: 'end', epoch: 4 });
      room.report({ report: 'ended', epoch: 4, reason: 'closed' }, conductor);
      assert.equal(
        room.state.usage.sessions.find(({ epoch }) => epoch === 4),
        undefined,
      );
    }
    if (phase === 'failed') {
      assert.deepEqual(room.view().life, { phase: 'dark', reason: 'stopped', until: null });
      return;
    }
    room.goLive();
    assert.equal(room.view().life.phase, 'live');
    const start = room.commands(conductor).findLast(({ command }) => command === 'start');
    assert.equal(start?.command === 'start' && start.prompt, world.prompt);
  });
}

test('[ST10] a room that format 3 left opening goes on opening', async () => {
  const memory = new MemoryStorage();
  const room = new TestRoom();
  room.join({ id: 'a-1' });
  await new RoomStorage(memory).save(room.state);
  const key = 'room/life/000';
  const { before, progress, ...life } = JSON.parse(memory.values.get(key) ?? '');
  assert.deepEqual([life.phase, before, progress.at], ['opening', null, 'minting']);
  memory.values.set(key, JSON.stringify({ ...life, mintAt: null, prompt: null }));
  memory.values.set('room/format', '3');

  room.state = await new RoomStorage(memory).load();
  room.apply({ type: 'restarted', entropy: 'a secret' });
  room.join({ id: 'a-1' });
  room.apply({ type: 'woke' });
  assert.deepEqual(room.view().life, { ...viewOf(life), before: null });
  room.goLive();
  assert.equal(room.view().life.phase, 'live');
});

const OPENING_4 = { phase: 'opening', since: 1, attempt: 1, deadlineAt: 60_001, before: null };
const LIVE_4 = {
  phase: 'live',
  streamId: 's',
  startedAt: 1,
  watch: { webrtcUrl: 'http://world/whep', hlsUrl: null, token: 't' },
  prompt: 'a',
  endAt: 150_001,
  attempt: 0,
  emptySince: null,
  renewal: { at: 'planned', mintAt: 130_001, failures: 0 },
};

/** A lease as format 4 stored it. */
const LEASE_4 = {
  ...{ epoch: 4, who: 'a-1', connection: 'c1' },
  ...{ heardAt: 5_000, beatAt: 5_000, grantedAt: 1 },
} as const;

/** Lives as format 4 stored them, with the lease beside them, and what they have become. */
const LIVES_4 = [
  [
    { ...OPENING_4, mintAt: 9, prompt: null },
    null,
    { ...OPENING_4, progress: { at: 'waiting', mintAt: 9 } },
  ],
  [
    { ...OPENING_4, mintAt: 9, prompt: null, probe: null },
    null,
    { ...OPENING_4, progress: { at: 'probing', mintAt: 9, probe: null } },
  ],
  [
    { ...OPENING_4, mintAt: null, prompt: null },
    null,
    { ...OPENING_4, progress: { at: 'minting' } },
  ],
  [
    { ...OPENING_4, mintAt: null, prompt: null },
    LEASE_4,
    { ...OPENING_4, progress: { at: 'connecting' } },
  ],
  [
    { ...OPENING_4, mintAt: null, prompt: 'a' },
    LEASE_4,
    { ...OPENING_4, progress: { at: 'starting', prompt: 'a' } },
  ],
  [LIVE_4, LEASE_4, { ...LIVE_4, relieveBy: null }],
  [
    { phase: 'dark', reason: null, until: null },
    null,
    { phase: 'dark', reason: null, until: null },
  ],
] as const;

test('[ST12] a room that format 4 left in any phase of its broadcast goes on in that phase', async () => {
  for (const [life, lease, expected] of LIVES_4) {
    const memory = await stored('4');
    memory.values.set('room/life/000', JSON.stringify(life));
    memory.values.set('room/lease/000', JSON.stringify(lease));
    const room = await new RoomStorage(memory).load();
    assert.deepEqual(room.life, expected);
  }
});

/** A room's own fields as format 4 stored them, each with a value that no new room has. */
const META_4 = {
  boot: 7,
  entropy: 'a secret',
  steppedAt: 90,
  epoch: 12,
  mintedAt: [70, 80],
  vain: { count: 2, at: 60, reason: 'no-gpu' },
  backBy: 50,
  hasClassifier: true,
  hostWord: 'overtime',
  overAt: 95,
  silent: ['webhooks'],
  noted: { history: 3, audit: 4, streams: 5 },
  tally: { applied: 6, refused: 7, expired: 8, withdrawn: 9, unconfirmed: 10, liveMs: 11 },
  streamMs: 120_000,
  learned: { streamMs: 100_000, until: 99 },
  hasLedger: true,
  crowdSince: 4,
};
const SESSION_4 = {
  epoch: 12,
  who: 'a-1',
  until: 600,
  over: false,
  streams: [],
  revision: 3,
  told: 2,
};

test('[ST13] the fields of a room that format 4 left are in the sections of what they are about', async () => {
  const memory = await stored('4');
  const { epoch, mintedAt, streamMs, learned, noted, tally } = META_4;
  const told = { askedAt: 91, retryAt: 92, heardAt: 93, closes: { at: 94, reason: 'budget-day' } };
  memory.values.set('room/meta/000', JSON.stringify(META_4));
  memory.values.set('room/accounts/000', JSON.stringify({ list: [SESSION_4], ...told }));
  const room = await new RoomStorage(memory).load();
  assert.equal(room.entropy, 'a secret');
  assert.deepEqual(room.clock, { boot: 7, steppedAt: 90, backBy: 50 });
  assert.deepEqual(room.records, { noted, tally });
  assert.deepEqual(room.outside, { hasClassifier: true, silent: ['webhooks'] });
  assert.deepEqual(room.lane, { crowdSince: 4 });
  assert.deepEqual(room.broadcast, {
    ...{ epoch, mintedAt, streamMs, learned },
    ...{ failures: META_4.vain, hostOverride: 'overtime', runEndsAt: 95 },
    ...{ claimed: null, streamHosts: { set: [], learned: [] }, streamIds: [], faults: [] },
  });
  assert.deepEqual(room.usage, { ...told, hasLedger: true, sessions: [SESSION_4] });
});

test('[ST14] what only an earlier version stored is deleted when the room is first written', async () => {
  const memory = await stored('4');
  memory.values.set('room/meta/000', JSON.stringify(META_4).slice(0, 50));
  memory.values.set('room/meta/001', JSON.stringify(META_4).slice(50));
  const storage = new RoomStorage(memory);
  const room = await storage.load();
  assert.ok(memory.values.has('room/meta/001'), 'reading deletes nothing');
  await storage.save(room);
  assert.deepEqual(
    [...memory.values.keys()].filter((key) => /\/(meta|lock)\//.test(key)),
    [],
  );
  assert.equal((await new RoomStorage(memory).load()).broadcast.epoch, 12);
});

/** What everybody sees of an opening. */
function viewOf({ phase, since, attempt, reason }: Record<string, unknown>) {
  return { phase, since, attempt, reason };
}
