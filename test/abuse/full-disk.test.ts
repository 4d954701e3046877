import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostRoom } from '../support/host-room.js';

const RULES = {
  turns: 'open',
  cooldownSeconds: 0,
  gapSeconds: 0,
  repeatSeconds: 0,
  promptsPerMinute: 120,
  opens: 'visit',
} as const;

const PAGE = { after: null, limit: 50, newestFirst: false };

test('[FT4] while the disk is full a room goes on in memory, says so, and writes all of it down later', async () => {
  const room = await HostRoom.start(RULES);
  await room.enter('a-conductor', {}, { conduct: 'can' });
  const ada = await room.enter('a-ada');
  await room.pass(10_000);
  const asked: string[] = [];
  const prompts = async (count: number) => {
    for (const until = asked.length + count; asked.length < until; ) {
      const id = `p${asked.length + 1}`;
      asked.push(id);
      await ada.prompt(`wish ${asked.length}`, id);
      await room.pass(200);
      assert.equal(ada.receipt(id)?.status, 'applied', id);
    }
  };
  await prompts(2);
  const before = new Map(room.storage.values);
  room.storage.isFull = true;
  await prompts(20);
  assert.deepEqual(room.storage.values, before);
  assert.ok(room.logged.includes('storage-failed'));
  room.storage.isFull = false;
  await room.pass(2_000);

  const again = await HostRoom.start(RULES, room.storage);
  const { entries } = await again.records.read('history', PAGE);
  assert.deepEqual(
    entries.map(({ no, id, status }) => `${no} ${id} ${status}`),
    asked.map((id, index) => `${index + 1} ${id} applied`),
  );
  assert.equal(again.host.current.records.noted.history, asked.length);
  const back = await again.enter('a-ada');
  const { length } = again.posts;
  await back.prompt('wish 3', 'p3');
  assert.equal(back.receipt('p3')?.status, 'applied');
  assert.equal(again.posts.length, length, 'it is not performed again');
});

test('[FT4] a room that begins on a full disk is there for its visitors all the same', async () => {
  const room = new HostRoom();
  room.storage.isFull = true;
  await room.host.start();
  room.host.configured(RULES);
  await room.enter('a-conductor', {}, { conduct: 'can' });
  const ada = await room.enter('a-ada');
  await room.pass(10_000);
  await ada.prompt('a wish', 'p1');
  await room.pass(200);
  assert.equal(ada.receipt('p1')?.status, 'applied');
  room.storage.isFull = false;
  await room.pass(2_000);
  const { entries } = await room.records.read('history', PAGE);
  assert.deepEqual(
    entries.map(({ id }) => id),
    ['p1'],
  );
});
