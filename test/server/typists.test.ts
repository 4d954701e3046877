import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HostGuest, HostRoom } from '../support/host-room.js';
import { MemoryStorage } from '../support/memory-storage.js';

/** Who was said to type, change by change, as somebody heard it. */
function typingHeard({ heard }: HostGuest) {
  return heard.flatMap((message) =>
    message.type === 'delta' && message.room.typing !== undefined ? [message.room.typing] : [],
  );
}

/** A live room with a holder, somebody in line, and somebody who watches. */
async function inLine(storage = new MemoryStorage()) {
  const rules = { turnSeconds: 600, idleSeconds: 0, claimSeconds: 60 };
  const room = await HostRoom.start(rules, storage);
  await room.enter('a-conductor', {}, { conduct: 'can' });
  await room.pass(5_000);
  const [ada, teo, watcher] = [
    await room.enter('a-ada'),
    await room.enter('a-teo'),
    await room.enter('a-watcher'),
  ];
  for (const guest of [ada, teo]) await guest.say({ type: 'request-turn', id: 'q' });
  await ada.say({ type: 'claim-turn', id: 'q' });
  await room.pass(3_000);
  for (const { heard } of room.guests) heard.length = 0;
  return { room, ada, teo, watcher };
}

test('[RX40] who types is told at once, and ends by itself', async () => {
  const { room, ada, teo, watcher } = await inLine();
  await ada.say({ type: 'typing' });
  assert.deepEqual(typingHeard(watcher), [['a-ada']]);
  await room.clock.advance(300);
  await teo.say({ type: 'typing' });
  assert.equal(typingHeard(watcher).length, 1, 'at most once a second');
  await room.clock.advance(700);
  assert.deepEqual(typingHeard(watcher).slice(1), [['a-ada', 'a-teo']]);
  await room.clock.advance(2_000);
  await teo.say({ type: 'typing' });
  await room.clock.advance(1_500);
  assert.deepEqual(typingHeard(watcher).slice(2), [['a-teo']]);
  await room.clock.advance(3_000);
  assert.deepEqual(typingHeard(watcher).slice(3), [[]]);
  await room.pass(20_000);
  assert.equal(typingHeard(watcher).length, 4, 'and nothing more');
});

test('[RX40] who has sent what they wrote types no more, nor who left the line', async () => {
  const { room, ada, teo, watcher } = await inLine();
  for (const guest of [ada, teo]) await guest.say({ type: 'typing' });
  await room.clock.advance(1_000);
  await ada.prompt('it snows', 'snow');
  await teo.say({ type: 'release-turn', id: 'q' });
  await room.clock.advance(1_000);
  assert.deepEqual(typingHeard(watcher).at(-1), []);
  assert.deepEqual(room.host.view().typing, []);
});

test('[RX41] how many others type changes nothing of what is told, and it is not stored', async () => {
  const storage = new MemoryStorage();
  const { room, ada, watcher } = await inLine(storage);
  const crowd: HostGuest[] = [];
  for (let index = 0; index < 30; index += 1) crowd.push(await room.enter(`a-${index}`));
  await room.pass(2_000);
  watcher.heard.length = 0;
  for (const guest of crowd) await guest.say({ type: 'typing' });
  await room.clock.advance(1_000);
  assert.deepEqual(typingHeard(watcher), []);
  await ada.say({ type: 'typing' });
  assert.deepEqual(typingHeard(watcher), [['a-ada']]);
  await room.clock.advance(1_000);
  const again = await HostRoom.start({}, storage);
  assert.deepEqual(again.host.view().typing, []);
  assert.equal(
    [...storage.values.keys()].some((key) => key.includes('typing')),
    false,
  );
});
