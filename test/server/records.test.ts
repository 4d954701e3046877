import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoomRecord } from '../../party/room/input.js';
import { newRoom } from '../../party/room/state.js';
import { Records } from '../../party/server/records.js';
import { RoomStorage } from '../../party/server/storage.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { entry, stepResult } from '../support/step-results.js';

const noError = (error: unknown) => assert.fail(String(error));
const settled = () => new Promise((resolve) => setImmediate(resolve));

function history(no: number, also = {}): RoomRecord {
  return { log: 'history', entry: entry(no, also) };
}

test('[HI5] records outlive the room: found by number, by page and by the prompt’s id', async () => {
  const storage = new MemoryStorage();
  new Records(storage, noError).observe(stepResult([history(1), history(2), history(3)]));
  const after = new Records(storage, noError);
  const page = { after: null, limit: 2, newestFirst: true };
  const { entries, next } = await after.read('history', page);
  assert.deepEqual([entries.map(({ no }) => no), next], [[3, 2], 2]);
  assert.equal((await after.find('p2'))?.no, 2);
  assert.equal((await after.find('p2', 'a-1'))?.no, 2);
  assert.equal(await after.find('p2', 'a'), null);
  assert.equal(await after.find('p9'), null);
});

test('[HI5] what was refused later is found, by a moderator or by the world', async () => {
  const records = new Records(new MemoryStorage(), noError);
  const moderated = history(1, { status: 'refused', stream: null });
  const world = history(2, { id: 'q', status: 'refused' });
  records.observe(stepResult([moderated, world]));
  assert.equal((await records.find('p1', 'a-1'))?.no, 1);
  assert.equal((await records.find('q'))?.no, 2);
});

test('[HI6] only so many are kept: old ones go, in batches, with what pointed to them', async () => {
  const storage = new MemoryStorage();
  const records = new Records(storage, noError, { history: 100, audit: 100, streams: 100 });
  for (let no = 1; no <= 600; no += 1) {
    records.observe(stepResult([history(no)]));
    await settled();
  }
  const keys = [...storage.values.keys()];
  const entries = keys.filter((key) => key.startsWith('history/'));
  assert.ok(entries.length >= 100 && entries.length <= 160, String(entries.length));
  assert.equal(keys.filter((key) => key.startsWith('prompt/')).length, entries.length);
  assert.equal(keys.filter((key) => key.startsWith('stream/')).length, entries.length);
  assert.ok(entries.includes('history/0000000600'));
});

test('[HI6] a thousand prompts that settle at once are written, in pieces that the platform takes', async () => {
  const storage = new MemoryStorage();
  const sizes: number[] = [];
  const put = storage.put.bind(storage);
  storage.put = async (entries: string | Record<string, string>) => {
    if (typeof entries === 'string') return;
    sizes.push(Object.keys(entries).length);
    await put(entries);
  };
  const all = Array.from({ length: 1_000 }, (_, index) => history(index + 1));
  new Records(storage, noError).observe(stepResult(all));
  assert.equal(
    sizes.reduce((sum, size) => sum + size, 0),
    3_000,
  );
  assert.ok(Math.max(...sizes) <= 128);
});

test('[HI7] a number once given is stored with its record, however quiet the room is', async () => {
  const storage = new MemoryStorage();
  const room = new RoomStorage(storage);
  await room.load();
  const state = newRoom();
  await room.save(state);
  const noted = { history: 7, audit: 0, streams: 0 };
  const clock = { ...state.clock, steppedAt: 1 };
  await room.save({ ...state, clock, records: { ...state.records, noted } });
  assert.equal((await new RoomStorage(storage).load()).records.noted.history, 7);
});
