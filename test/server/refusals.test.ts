import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostRoom } from '../support/host-room.js';

const OPEN = { turns: 'open', cooldownSeconds: 0, gapSeconds: 0, promptsPerMinute: 120 } as const;

/** A live room: a conductor, and Ada whose three prompts were performed. */
async function liveRoom(rules = {}) {
  const room = await HostRoom.start({ ...OPEN, ...rules });
  const ada = await room.enter('a-ada', {}, { conduct: 'can' });
  await room.pass(5_000);
  for (const id of ['one', 'two', 'three']) await ada.prompt(`a kite, ${id}`, id);
  await room.pass(1_000);
  assert.equal(ada.receipt('three')?.status, 'applied');
  return { room, ada };
}

async function history(room: HostRoom): Promise<string[]> {
  const page = { after: null, limit: 100, newestFirst: true };
  return (await room.records.read('history', page)).entries.map(({ id }) => id);
}

test('[HI8] a flood of refused prompts leaves history, storage and webhooks as they were', async () => {
  const { room, ada } = await liveRoom();
  const before = { history: await history(room), posts: room.posts.length };
  const minute = async (each: () => Promise<void>) => {
    room.storage.written.length = 0;
    for (let second = 0; second < 60; second += 1) {
      await each();
      await room.pass(1_000);
    }
    return [...room.storage.written];
  };
  const calm = await minute(async () => undefined);
  let sent = 0;
  let strangers = 0;
  const sockets = await Promise.all(Array.from({ length: 12 }, () => stranger()));
  function stranger() {
    strangers += 1;
    return room.enter(`a-s${strangers}`, { address: 'theirs' });
  }
  const flood = await minute(async () => {
    for (const [index, socket] of sockets.entries()) {
      for (let count = 0; count < 15; count += 1) {
        sent += 1;
        await socket.prompt('   ', `e-${sent}`);
      }
      // They come back at once as somebody else.
      if (socket.closed !== null) sockets[index] = await stranger();
    }
  });
  assert.ok(sent === 12 * 15 * 60 && strangers > 24, `${sent} prompts of ${strangers}`);
  assert.deepEqual(await history(room), before.history);
  assert.equal(room.posts.length, before.posts, 'no webhook');
  assert.deepEqual(new Set(flood), new Set(calm), 'nothing is written that is not written anyway');
  assert.ok(flood.length <= calm.length + 60, `${flood.length} writes, ${calm.length} in calm`);
  assert.equal((await ada.prompt('a lighthouse', 'four'))?.status, 'applied');
});

test('[HI8] what was refused is counted, and the last hundred are there for moderators', async () => {
  const { room } = await liveRoom();
  const stranger = await room.enter('a-s');
  for (let index = 0; index < 12; index += 1) await stranger.prompt('', `e-${index}`);
  assert.equal(room.host.current.refusals.count, 12);
  const [latest] = room.refusals.latest;
  assert.deepEqual([latest?.id, latest?.by.id, latest?.reason], ['e-11', 'a-s', 'empty']);
  assert.equal(stranger.receipt('e-11')?.reason, 'empty');
  await stranger.prompt('a whale', 'good');
  await room.pass(1_000);
  assert.equal(room.host.current.records.tally.refused, 12, 'with the next that is written down');
  assert.equal(room.host.current.refusals.count, 0);
  for (let index = 0; index < 40; index += 1) {
    const other = await room.enter(`a-o${index}`);
    for (let count = 0; count < 4; count += 1) await other.prompt('', `o-${index}-${count}`);
  }
  assert.equal(room.refusals.latest.length, 100);
});

test('[HI5] a prompt refused at the gate takes nobody’s id', async () => {
  const { room, ada } = await liveRoom();
  const stranger = await room.enter('a-s');
  assert.equal((await stranger.prompt('', 'mine'))?.reason, 'empty');
  assert.equal((await ada.prompt('a whale', 'mine'))?.status, 'applied');
});

test('[RE3] an applied prompt asked for again after sixty others is answered with its receipt', async () => {
  const { room, ada } = await liveRoom();
  const bo = await room.enter('a-bo');
  for (let index = 0; index < 60; index += 1) {
    await (index < 30 ? ada : bo).prompt(`whale number ${index}`, `w-${index}`);
    await room.pass(2_000);
  }
  assert.equal(
    room.host.current.prompts.some(({ id }) => id === 'one'),
    false,
    'it is forgotten',
  );
  ada.heard.length = 0;
  const again = await ada.prompt('a kite, one', 'one');
  assert.deepEqual([again?.status, again?.appliedText], ['applied', 'the world with a kite, one']);
  bo.heard.length = 0;
  assert.notEqual((await bo.prompt('a kite that is mine', 'one'))?.appliedText, again?.appliedText);
  await room.pass(2_000);
  const performed = (await history(room)).filter((id) => id === 'one');
  assert.equal(performed.length, 2, 'once of each author');
});

test('[RE3] one whom the room has forgotten asks again: their prompt is not performed a second time', async () => {
  const { room, ada } = await liveRoom();
  const bo = await room.enter('a-bo');
  const cy = await room.enter('a-cy');
  const receipt = await cy.prompt('a heron on the quay', 'heron');
  await room.pass(4_000);
  assert.equal(cy.receipt('heron')?.status, 'applied', receipt?.status);
  await cy.leave();
  for (let index = 0; index < 45; index += 1) {
    await (index < 22 ? ada : bo).prompt(`whale number ${index}`, `w-${index}`);
    await room.pass(15_000);
  }
  assert.equal(room.host.current.participants['a-cy'], undefined, 'they are forgotten');
  assert.equal(
    room.host.current.prompts.some(({ id }) => id === 'heron'),
    false,
    'so is the prompt',
  );
  const back = await room.enter('a-cy');
  const again = await back.prompt('a heron on the quay', 'heron');
  assert.deepEqual(
    [again?.status, again?.appliedText],
    ['applied', 'the world with a heron on the quay'],
  );
  await room.pass(10_000);
  const performed = (await history(room)).filter((id) => id === 'heron');
  assert.equal(performed.length, 1);
  assert.equal((await back.prompt('a second heron', 'heron-2'))?.status, 'applied');
});

test('[RE3] an author’s last 64 prompts are known, however fast they came', async () => {
  const { room, ada } = await liveRoom({ promptsPerMinute: 120, addressPromptsPerMinute: 0 });
  for (let index = 0; index < 61; index += 1) {
    await ada.prompt(`whale number ${index}`, `w-${index}`);
    await room.pass(1_000);
  }
  ada.heard.length = 0;
  assert.equal((await ada.prompt('a kite, three', 'three'))?.status, 'applied');
});
