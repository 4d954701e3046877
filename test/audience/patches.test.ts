import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crowd, leaveAll } from '../support/audience-crowd.js';
import type { AudienceWorld } from '../support/audience-world.js';

const PROMPTS = ['a lighthouse on a cliff at dusk', 'two boats with red sails', 'snow on the sea'];

async function turn(world: AudienceWorld, no: number): Promise<void> {
  const client = world.viewers[no]?.client;
  await Promise.all([client?.requestTurn(), world.pass(1_000)]);
  void client?.prompt(PROMPTS[no % PROMPTS.length] ?? '');
  await world.pass(4_000);
}

test('[OP12] a turn with a prompt costs a viewer 300 bytes, at the room as in a party', async () => {
  const world = await crowd(40);
  await world.goLive();
  const ofParty = world.viewers.filter(({ who }) => world.party(1).serves(who)).at(-1);
  const ofRoom = world.viewers.find(({ who }) => !world.party(1).serves(who) && who !== 'a-0');
  assert.ok(ofParty && ofRoom);
  for (let no = 6; no < 20; no += 1) {
    const before = [ofParty.bytes, ofRoom.bytes];
    await turn(world, no);
    assert.equal(ofParty.view.room?.changes.length, Math.min(no - 5, 10));
    const spent = [ofParty.bytes, ofRoom.bytes].map((bytes, at) => bytes - (before[at] ?? 0));
    for (const bytes of spent) assert.ok(bytes <= (no < 9 ? 350 : 300), `turn ${no}: ${spent}`);
  }
  await leaveAll(world);
});

test('[OP13] a page that reads no patches sees the same as all others, while they move and after restarts', async () => {
  const world = await crowd(0);
  for (let index = 0; index < 30; index += 1) {
    if (index % 2 === 0) world.older.add(`a-${index}`);
    world.enter(`a-${index}`);
    if (index % 5 === 4) await world.pass(250);
  }
  await world.pass(6_000);
  await world.goLive();
  const same = () => {
    const views = world.viewers.map(({ view }) => JSON.stringify(view.room));
    assert.equal(new Set(views).size, 1, [...new Set(views)].join('\n'));
  };
  await turn(world, 7);
  same();
  await world.party(1).sleep();
  await turn(world, 8);
  same();
  await world.party(1).restart();
  await world.pass(5_000);
  await turn(world, 9);
  same();
  await world.restartRoom();
  await world.goLive();
  world.announce('7');
  await world.pass(8_000);
  same();
  // All go back to the room.
  for (const viewer of world.viewers.slice(2)) viewer.leave();
  world.viewers.splice(2);
  await world.pass(20_000);
  world.announce('8');
  await world.pass(1_000);
  same();
  assert.deepEqual([...new Set(world.viewers.flatMap(({ problems }) => problems))], []);
  await leaveAll(world);
});
