import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crowd, leaveAll } from '../support/audience-crowd.js';
import { AudienceWorld } from '../support/audience-world.js';

test('[AU1] beyond audience-from viewers newcomers are served by parties, and all see the same', async () => {
  const world = await crowd(60);
  assert.equal(world.party(1).served > 40, true);
  world.announce('1');
  await world.pass(1_000);
  for (const { view } of world.viewers) assert.deepEqual(view.room, world.host.view());
  assert.equal(world.watching, 60);
  const stay = world.viewers.every(({ statuses }) => statuses.join() === 'connecting,connected');
  assert.equal(stay, true);
  assert.equal(world.viewers[59]?.view.you?.standing.state, 'none');
  await leaveAll(world);
  assert.equal(world.watching, 0);
});

test('[AU4] parties are added while people watch: nobody sees a gap or goes back, none is counted twice', async () => {
  const world = await crowd(20, { capacity: 20 });
  let most = 0;
  for (let round = 1; round <= 80; round += 1) {
    if (round <= 40) world.enter(`a-${20 + round}`);
    world.announce(String(round));
    await world.pass(250);
    most = Math.max(most, world.watching - world.viewers.length);
  }
  await world.pass(4_000);
  assert.equal(most, 0);
  assert.equal(world.watching, 60);
  assert.equal(world.logs('audience-parties').length > 2, true);
  for (const { statuses, announced, who } of world.viewers) {
    assert.deepEqual(statuses, ['connecting', 'connected'], who);
    assert.deepEqual(
      announced,
      [...announced].sort((a, b) => a - b),
      who,
    );
    assert.equal(announced.at(-1), 80, who);
  }
});

test('[AU5] when few are left they go back to the room, and the parties are given up', async () => {
  const world = await crowd(60, { capacity: 20 });
  const staying = world.viewers.filter((_, index) => index % 30 === 7);
  for (const viewer of world.viewers) if (!staying.includes(viewer)) viewer.leave();
  for (let round = 1; round <= 40; round += 1) {
    world.announce(String(round));
    await world.pass(500);
    assert.equal(world.watching <= 60, true);
  }
  assert.equal(world.watching, staying.length);
  assert.deepEqual(world.logs('audience-parties').at(-1)?.fields['to'], 0);
  assert.equal(
    [...world.parties.values()].reduce((sum, { served }) => sum + served, 0),
    0,
  );
  for (const { statuses, announced } of staying) {
    assert.deepEqual(statuses, ['connecting', 'connected']);
    assert.deepEqual(
      announced,
      [...announced].sort((a, b) => a - b),
    );
    assert.equal(announced.at(-1), 40);
  }
  // Without parties the room does nothing for them.
  assert.deepEqual(world.host.relay.dueAt, null);
});

test('[AU6] a room that is started again finds its parties: those who watch stay, counts are right in 5 s', async () => {
  const world = await crowd(60);
  const before = world.party(1).served;
  await world.restartRoom();
  await world.pass(5_000);
  assert.equal(world.party(1).served >= before, true);
  assert.equal(world.watching, 60);
  world.announce('7');
  await world.pass(500);
  assert.deepEqual([...new Set(world.viewers.map(({ announced }) => announced.at(-1)))], [7]);
});

test('[AU7] a party that is started again is linked again: its viewers come back to it, counted once', async () => {
  const world = await crowd(60);
  await world.party(1).restart();
  let most = 0;
  for (let round = 0; round < 20; round += 1) {
    await world.pass(250);
    most = Math.max(most, world.watching);
  }
  assert.equal(most, 60);
  assert.equal(world.watching, 60);
  assert.equal(world.logs('audience-link-lost').length, 1);
  world.announce('7');
  await world.pass(500);
  assert.deepEqual([...new Set(world.viewers.map(({ announced }) => announced.at(-1)))], [7]);
});

test('[AU8] a party that slept under its sockets goes on, and without its room it welcomes by itself', async () => {
  const world = await crowd(60);
  world.announce('7');
  await world.pass(3_000);
  await world.party(1).sleep();
  world.announce('8');
  await world.pass(1_000);
  assert.deepEqual([...new Set(world.viewers.map(({ announced }) => announced.at(-1)))], [8]);
  const guest = world.viewers[59];
  world.party(1).cutLink();
  await world.party(1).restart();
  world.isDown = true;
  await world.pass(4_000);
  assert.equal(guest?.isConnected, true);
  world.isDown = false;
  await world.pass(4_000);
  assert.equal(world.watching, 60);
});

test('[AU14] staff, pages that conduct by preference and pages that do not follow stay at the room', async () => {
  const world = await crowd(20);
  const served = world.party(1).served;
  world.enter('t-mod', { role: 'moderator' });
  world.enter('t-signed', { isSignedConductor: true, mayConduct: true });
  await world.pass(2_000);
  assert.equal(world.party(1).served, served);
  assert.equal(world.watching, 22);
});

test('[AU15] when there can be no further party that is said once', async () => {
  const world = await crowd(60, { capacity: 20, partiesMax: 2 });
  await world.pass(5_000);
  assert.equal(world.logs('audience-full').length, 1);
  assert.equal(world.watching, 60);
});

test('[AU19] a project without audience parties serves all at the room', async () => {
  const world = await AudienceWorld.start({ rules: { audienceFrom: 5 }, partiesMax: 0 });
  for (let index = 0; index < 20; index += 1) world.enter(`a-${index}`);
  await world.pass(2_000);
  assert.equal(world.watching, 20);
  assert.equal(world.parties.size, 0);
});
