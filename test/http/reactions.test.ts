import assert from 'node:assert/strict';
import { before, mock, test } from 'node:test';
import type { RoomHost } from '../../party/server/room-host.js';
import { DEFAULT_REACTIONS } from '../../src/protocol/reactions.js';
import type { Recordings } from '../../src/protocol/replay.js';
import { ApiRoom } from '../support/api-room.js';
import { remember } from '../support/recorded.js';
import { tokenOf } from '../support/tokens.js';

before(() => {
  // A room that waits for its next deadline would hold the process up.
  mock.timers.enable({ apis: ['setTimeout'] });
});

/** A room with two streams on record, the first prompt of which was loved. */
async function lovedRoom(): Promise<ApiRoom> {
  const room = await ApiRoom.start();
  await remember(room.storage, 2);
  await room.storage.put('reactions/0000000001', JSON.stringify({ '👏': 41, '❤️': 3 }));
  return room;
}

test('[RX9] the history and its files have the sum of each prompt', async () => {
  const room = await lovedRoom();
  const { body } = await room.ask('/prompts?order=oldest');
  const prompts = body['prompts'] as { no: number; reactions?: unknown }[];
  assert.deepEqual([prompts[0]?.no, prompts[0]?.reactions], [1, { '👏': 41, '❤️': 3 }]);
  assert.deepEqual(
    prompts.slice(1).filter(({ reactions }) => reactions !== undefined),
    [],
  );
  const token = await tokenOf('boss', { role: 'host' });
  const file = async (format: string) =>
    String((await room.ask(`/prompts.${format}?order=oldest`, { token })).body['text']);
  const csv = (await file('csv')).split('\r\n');
  assert.match(csv[0] ?? '', /,"reactions"$/);
  assert.match(csv[1] ?? '', /,"👏 41 ❤️ 3"$/);
  assert.match(csv[2] ?? '', /,""$/);
  const jsonl = (await file('jsonl')).split('\n');
  assert.deepEqual(JSON.parse(jsonl[0] ?? '').reactions, { '👏': 41, '❤️': 3 });
});

test('[RX9] the recordings have the sum of each prompt', async () => {
  const room = await lovedRoom();
  const { streams } = (await room.ask('/recordings')).body as unknown as Recordings;
  const sums = streams.flatMap(({ prompts }) => prompts.map(({ reactions }) => reactions));
  assert.deepEqual(
    sums.filter((one) => one !== undefined),
    [{ '👏': 41, '❤️': 3 }],
  );
});

test('[RX10] /state has the sum of what is on screen, /stats and /metrics count', async () => {
  const room = await ApiRoom.start();
  const host = Reflect.get(room.shell, 'host') as RoomHost;
  const before = (await room.ask('/state')).body;
  assert.deepEqual(before['reactions'], { of: null, sums: {} });
  assert.equal((before['rules'] as Record<string, unknown>)['reactions'], DEFAULT_REACTIONS);
  for (const emoji of ['👏', '👏', '👏', '🐢']) {
    host.reactions.react({ who: 'a-fan', address: null }, { emoji }, ['👏'], 5_000);
  }
  const { body } = await room.ask('/stats');
  assert.deepEqual(body['reactions'], { counted: 2, refused: 2 });
  const token = await tokenOf('boss', { role: 'host' });
  const text = String((await room.ask('/metrics', { token })).body['text']);
  assert.match(text, /^odyssey_broadcast_reactions_total\{counted="yes"\} 2$/m);
  assert.match(text, /^odyssey_broadcast_reactions_total\{counted="no"\} 2$/m);
});
