import assert from 'node:assert/strict';
import { test } from 'node:test';
import { homeOf } from '../../party/audience/places.js';
import { crowd } from '../support/audience-crowd.js';
import type { AudienceWorld, SimViewer } from '../support/audience-world.js';

/** Those whom parties serve. */
function inParties(world: AudienceWorld, parties = 1): SimViewer[] {
  return world.viewers.slice(6).filter(({ who }) => homeOf(who, parties) > 0);
}

test('[AU10] who takes part through a party is served like any other: receipts, place, own view, name', async () => {
  const world = await crowd(40);
  const [ada, bob] = inParties(world);
  assert.ok(ada && bob);
  const asked = ada.client.requestTurn();
  await world.pass(500);
  assert.deepEqual(await asked, { ok: true });
  assert.equal(ada.view.you?.standing.state, 'waiting');
  const prompted = bob.client.prompt('a lighthouse');
  await world.pass(500);
  assert.equal(bob.view.receipts[0]?.status, 'waiting');
  assert.equal(bob.view.receipts.length, 1);
  bob.client.rename('Bob');
  await world.pass(500);
  assert.equal(bob.view.you?.name, 'Bob');
  const turns = world.viewers[3]?.view.room?.turns;
  assert.equal(turns?.mode === 'queue' && turns.waiting, 2);
  // Counted once, though the room and the party know them.
  assert.equal(world.watching, 40);
  const left = ada.client.releaseTurn();
  await world.pass(500);
  assert.deepEqual(await left, { ok: true });
  bob.leave();
  await world.pass(1_500);
  assert.equal(world.watching, 39);
  assert.equal((await prompted).status, 'unconfirmed');
  assert.deepEqual(new Set(ada.statuses), new Set(['connecting', 'connected']));
});

test('[AU11] who takes part keeps their place when the room or the party is started again', async () => {
  const world = await crowd(40);
  const [ada] = inParties(world);
  assert.ok(ada);
  void ada.client.requestTurn();
  await world.pass(500);
  await world.restartRoom();
  await world.pass(3_000);
  assert.equal(ada.view.you?.standing.state, 'waiting');
  await world.party(1).restart();
  await world.pass(4_000);
  assert.equal(ada.isConnected, true);
  assert.equal(ada.view.you?.standing.state, 'waiting');
  await world.party(1).sleep();
  const left = ada.client.releaseTurn();
  await world.pass(1_000);
  assert.deepEqual(await left, { ok: true });
  assert.equal(ada.view.you?.standing.state, 'none');
});

test('[AU12] who is banned is cut off wherever they watch, and does not get back in', async () => {
  const world = await crowd(40);
  const [ada] = inParties(world);
  assert.ok(ada);
  void ada.client.requestTurn();
  await world.pass(500);
  const party = world.party(1);
  const served = party.served;
  world.act({ act: 'ban', who: ada.who, seconds: 600, address: false, why: 'No.' });
  await world.pass(5_000);
  assert.equal(ada.view.connection.status, 'refused');
  assert.equal(party.served, served - 1);
});

test('[AU13] a vote counts once wherever it is cast, and may be changed: the result has all within a second', async () => {
  const world = await crowd(64, {
    capacity: 20,
    rules: { turns: 'vote', submitSeconds: 5, voteSeconds: 20 },
  });
  assert.equal(world.host.relay.tallying.length >= 4, true);
  await world.goLive();
  const [one, two] = world.viewers;
  assert.ok(one && two);
  void one.client.promptWithId('p-one', 'a lighthouse');
  void two.client.promptWithId('p-two', 'a whale');
  await world.pass(6_000);
  const before = world.host.view().turns;
  assert.equal(before.mode === 'vote' && before.round?.phase, 'vote');
  for (const { client } of world.viewers) void client.vote('p-one');
  await world.pass(1_000);
  for (const { client } of world.viewers.slice(0, 30)) void client.vote('p-two');
  await world.pass(2_000);
  const shown = world.viewers[50]?.view.room?.turns;
  assert.deepEqual(
    shown?.mode === 'vote' && shown.round?.choices.map(({ id, votes }) => [id, votes]),
    [
      ['p-one', 34],
      ['p-two', 30],
    ],
  );
  assert.equal(world.viewers[20]?.view.you?.vote, 'p-two');
  // One party is started again, one sleeps, and some vote in the last moment.
  await world.party(1).restart();
  await world.party(2).sleep();
  const { turns } = world.host.view();
  const ends = turns.mode === 'vote' && turns.round?.clock;
  assert.ok(ends && 'endsAt' in ends);
  await world.pass(ends.endsAt - world.clock.now() - 100);
  assert.equal(
    world.viewers.every(({ isConnected }) => isConnected),
    true,
  );
  for (const { client } of world.viewers.slice(40)) void client.vote('p-two');
  await world.settled();
  await world.pass(1_100);
  const ended = world.viewers[50]?.view.room?.turns;
  const result = ended?.mode === 'vote' ? ended.round?.result : null;
  assert.deepEqual(result && [result.winner, result.votes], ['p-two', 54]);
  assert.equal(world.viewers[50]?.view.you?.vote, null);
});

test('[AU16] a stream is kept until all parties show the next one', async () => {
  const world = await crowd(30);
  const { relay } = world.host;
  for (const { client } of world.viewers) client.moved('stream-1');
  await world.pass(1_500);
  assert.equal(relay.allShow('stream-1'), true);
  assert.equal(relay.allShow('stream-2'), false);
  for (const { client } of world.viewers) client.moved('stream-2');
  await world.pass(1_500);
  assert.equal(relay.allShow('stream-2'), true);
});

test('[AU17] reactions of a large audience are summed up where people are: all are told the same within two seconds', async () => {
  const world = await crowd(60, { capacity: 20 });
  const answers = world.viewers.map(({ client }) => client.react('👏'));
  await world.pass(2_000);
  assert.deepEqual(new Set((await Promise.all(answers)).map(({ ok }) => ok)), new Set([true]));
  for (const { view } of world.viewers) assert.equal(view.room?.reactions.sums['👏'], 60);
  const bad = world.viewers[59]?.client.react('🦀');
  await world.pass(500);
  assert.equal((await bad)?.ok, false);
});

test('[PF25] in a party, too, a reaction stays with the change that a late picture showed', async () => {
  const world = await crowd(30, { rules: { turns: 'open', gapSeconds: 0 } });
  await world.goLive();
  const [one, two] = world.viewers;
  const late = inParties(world)[0];
  assert.ok(one && two && late);
  await one.client.promptWithId('snow', 'it snows');
  await world.pass(8_000);
  await two.client.promptWithId('sun', 'the sun rises');
  await world.pass(2_000);
  late.client.setBehind(6_000);
  const answer = late.client.react('👏');
  await world.pass(3_000);
  assert.equal((await answer).ok, true);
  for (const { view } of world.viewers) {
    assert.deepEqual(view.room?.reactions, { of: 'sun', sums: {} });
    assert.deepEqual(view.room?.changes.at(-2)?.reactions, { '👏': 1 });
  }
});
