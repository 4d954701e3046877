import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Thumbnails } from '../../party/server/thumbnails.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { JPEG } from '../support/recorded.js';
import { stepResult } from '../support/step-results.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

async function framesOn(storage: MemoryStorage, kept = 3) {
  const lines: string[] = [];
  const frames = new Thumbnails({ storage, kept, log: (event) => lines.push(event) });
  await frames.start();
  const take = async (promptId: string, jpeg = JPEG) => {
    frames.observe(stepResult([], { effects: [{ type: 'frame', promptId, jpeg }] }));
    await settled();
  };
  return { frames, lines, take };
}

test('[RC9] a picture is kept over restarts, and read by its prompt', async () => {
  const storage = new MemoryStorage();
  const { take } = await framesOn(storage);
  await take('one');
  const { frames } = await framesOn(storage);
  assert.equal(frames.has('one'), true);
  assert.deepEqual(Buffer.from((await frames.read('one')) ?? []).toString('base64'), JPEG);
  assert.equal(await frames.read('two'), null);
});

test('[RC9] only so many are kept, the oldest goes; also when a restart lies between', async () => {
  const storage = new MemoryStorage();
  const before = await framesOn(storage);
  for (const id of ['d', 'c', 'b']) await before.take(id);
  const { frames, take } = await framesOn(storage);
  await take('a');
  assert.deepEqual(
    ['d', 'c', 'b', 'a'].filter((id) => frames.has(id)),
    ['c', 'b', 'a'],
  );
  assert.equal(storage.values.size, 6, 'nothing else is left of it');
});

test('[RC9] a second prompt of the same id does not take the first one’s picture', async () => {
  const { frames, take } = await framesOn(new MemoryStorage());
  await take('one');
  await take('one', `${JPEG.slice(0, 8)}AAAA`);
  assert.deepEqual(Buffer.from((await frames.read('one')) ?? []).toString('base64'), JPEG);
});

test('[RC10] storage that takes no more: the picture is missing, it is said once, the rest goes on', async () => {
  const storage = new MemoryStorage();
  const { frames, lines, take } = await framesOn(storage);
  const { put } = storage;
  storage.put = () => Promise.reject(new Error('full'));
  await take('one');
  await take('two');
  assert.deepEqual([frames.has('one'), lines], [false, ['thumbnail-not-stored']]);
  storage.put = put;
  await take('three');
  assert.equal(frames.has('three'), true);
  storage.put = () => Promise.reject(new Error('full'));
  await take('four');
  assert.deepEqual(lines, ['thumbnail-not-stored', 'thumbnail-not-stored'], 'full once more');
});
