import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRoom } from '../../party/room/state.js';
import { RoomShell } from '../../party/shell/room-shell.js';
import { RoomStorage } from '../../party/shell/storage.js';
import { type Migrations, STORED_FORMAT } from '../../party/shell/stored-format.js';
import { MemoryStorage } from '../support/memory-storage.js';

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
  const shell = new RoomShell({
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
    /stored by a later version \(format 99, .* reads up to 2\): deploy that version/,
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
  };
  const storage = new RoomStorage(memory, change);
  const room = await storage.load();
  assert.deepEqual(room.locks, locks);
  memory.written.length = 0;
  await storage.save({ ...room, meta: { ...room.meta, boot: 1 } });
  assert.ok(memory.written.includes('room/format') && memory.written.includes('room/locks/000'));
  assert.deepEqual((await new RoomStorage(memory).load()).locks, locks);
});

test('[ST7] damaged storage is named by its section, and left as it is', async () => {
  const memory = await stored('1');
  memory.values.set('room/world/000', '{"prompt":');
  assert.match(await toldBy(memory), /damaged \(its world\): restore the storage/);
});

test('[ST8] what a later version added to the room’s own fields and rules begins as in a new room', async () => {
  const memory = await stored('1');
  memory.values.set('room/meta/000', '{"boot":3,"steppedAt":9,"epoch":2,"stopped":false}');
  memory.values.set('room/rules/000', '{"adopted":true,"values":{"turnSeconds":77}}');
  const { meta, rules } = await new RoomStorage(memory).load();
  const fresh = newRoom();
  assert.deepEqual(meta, { ...fresh.meta, boot: 3, steppedAt: 9, epoch: 2 });
  assert.deepEqual(rules, { adopted: true, values: { ...fresh.rules.values, turnSeconds: 77 } });
});
