import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crowd, leaveAll } from '../support/audience-crowd.js';
import type { AudienceWorld } from '../support/audience-world.js';
import { Random } from '../support/random.js';

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

/** Ten prompts, all different, by people with ids of real length. */
async function tenTurns(): Promise<AudienceWorld> {
  const world = await crowd(0);
  const random = new Random(11);
  const letters = (count: number) =>
    Array.from({ length: count }, () => random.pick([...'0123456789abcdef']));
  for (let index = 0; index < 30; index += 1) {
    world.enter(`a-${letters(12).join('')}`);
    if (index % 10 === 9) await world.pass(250);
  }
  await world.pass(6_000);
  await world.goLive();
  for (const [no, text] of TEN_PROMPTS.entries()) {
    const client = world.viewers[no + 6]?.client;
    await Promise.all([client?.requestTurn(), world.pass(1_000)]);
    void client?.prompt(text);
    await world.pass(4_000);
  }
  return world;
}

const TEN_PROMPTS = [
  ...['a lighthouse on a cliff at dusk', 'two boats with red sails come in'],
  ...['snow begins to fall on the sea', 'a whale surfaces near the pier'],
  ...['lanterns float up into the sky', 'the tide goes out, crabs appear'],
  ...['a storm front over the horizon', 'an old steam train on a bridge'],
  ...['northern lights above the bay', 'children fly kites on the beach'],
];

test('[AQ1] [AQ2] to join costs a viewer 2,000 bytes at the room as in a party, or the whole view', async () => {
  const world = await tenTurns();
  const join = async (who: string) => {
    const viewer = world.enter(who);
    await world.pass(3_000);
    assert.equal(viewer.view.room?.changes.length, 10);
    return viewer;
  };
  const one = await join('a-0123456789ab');
  assert.ok(world.party(1).serves(one.who));
  assert.ok(one.bytes <= 2_000, `in a party: ${one.bytes}`);
  // Nobody else is told so little.
  world.older.add('a-0123456789cd');
  const older = await join('a-0123456789cd');
  assert.ok(older.welcomeBytes > 3_900, `${older.welcomeBytes}`);
  assert.deepEqual(older.view.room, one.view.room);
  // As in a room without parties.
  world.host.configured({ audienceFrom: 0 });
  for (const viewer of world.viewers.splice(0)) viewer.leave();
  await world.pass(8_000);
  const atRoom = await join('a-9123456789ab');
  assert.ok(!world.party(1).serves(atRoom.who));
  assert.ok(atRoom.bytes <= 2_000, `at the room: ${atRoom.bytes}`);
  assert.deepEqual(atRoom.problems, []);
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
