import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PartyBallot } from '../../party/audience/ballot.js';
import { CAPACITY, signTicket } from '../../party/audience/link.js';
import { PartyLink } from '../../party/audience/party-link.js';
import { homeOf } from '../../party/audience/places.js';
import { Tallies } from '../../party/audience/tallies.js';
import type { MovedVote, Tally } from '../../party/turns/policy.js';
import { crowd } from '../support/audience-crowd.js';
import type { AudienceWorld, SimViewer } from '../support/audience-world.js';
import { helloOf } from '../support/people.js';

/** A crowd in parties of twenty, before whom two suggestions stand. */
async function suggesting(count: number, options: Parameters<typeof crowd>[1] = {}) {
  const rules = { turns: 'curated', ...options.rules };
  const world = await crowd(count, { capacity: 20, ...options, rules });
  await world.goLive();
  for (const [index, id] of ['rain', 'snow'].entries()) {
    void world.viewers[index]?.client.promptWithId(id, `let there be ${id}`);
  }
  await world.pass(1_500);
  assert.deepEqual(counts(world), { rain: 0, snow: 0 });
  return world;
}

function counts(world: AudienceWorld): Record<string, number> {
  const { turns } = world.host.view();
  assert.equal(turns.mode, 'curated');
  const choices = 'choices' in turns ? turns.choices : [];
  return Object.fromEntries(choices.map(({ id, votes }) => [id, votes]));
}

/** Time passes, in which no vote may count twice. */
async function passWith(world: AudienceWorld, ms: number, votes: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 250) {
    await world.pass(250);
    const total = Object.values(counts(world)).reduce((sum, count) => sum + count, 0);
    assert.ok(total <= votes, `${total} votes of ${votes}`);
  }
}

const voteOf = ({ view }: SimViewer) => view.you?.vote;

test('[AU33] votes for suggestions count in the parties: the room is told sums, and all see them within two seconds', async () => {
  const world = await suggesting(64);
  const before = world.toldByParties.length;
  const answers = world.viewers.map(({ client }) => client.vote('rain'));
  await world.pass(2_000);
  assert.deepEqual(new Set((await Promise.all(answers)).map(({ ok }) => ok)), new Set([true]));
  const told = world.toldByParties.slice(before).map(({ type }) => type);
  assert.deepEqual(new Set(told), new Set(['report']));
  assert.ok(told.length <= 4 * 5, `${told.length}`);
  for (const { view } of world.viewers) {
    const turns = view.room?.turns;
    assert.equal(turns && 'choices' in turns && turns.choices[0]?.votes, 64);
    assert.equal(view.you?.vote, 'rain');
  }
  // Moved, taken back, and for nothing that there is.
  for (const { client } of world.viewers.slice(0, 30)) void client.vote('snow');
  for (const { client } of world.viewers.slice(50)) void client.vote('rain');
  const nothing = world.viewers[40]?.client.vote('hail');
  await world.pass(2_000);
  assert.deepEqual(counts(world), { snow: 30, rain: 20 });
  assert.equal((await nothing)?.ok, false);
  assert.deepEqual(
    [10, 45, 60].map((no) => world.viewers[no]).map((one) => one && voteOf(one)),
    ['snow', 'rain', null],
  );
});

test('[AU34] the votes for a suggestion go with it, and its voters are told', async () => {
  const world = await suggesting(40);
  for (const { client } of world.viewers) void client.vote('rain');
  await world.pass(2_000);
  void world.viewers[0]?.client.withdraw('rain');
  await world.pass(2_000);
  assert.deepEqual(counts(world), { snow: 0 });
  assert.deepEqual(new Set(world.viewers.map(voteOf)), new Set([null]));
  for (const { client } of world.viewers) void client.vote('snow');
  await world.pass(2_000);
  assert.deepEqual(counts(world), { snow: 40 });
  // Of another mode nothing is left.
  world.host.configured({ audienceFrom: 5, turns: 'open' });
  await world.pass(2_000);
  world.host.configured({ audienceFrom: 5, turns: 'curated' });
  await world.pass(2_000);
  assert.deepEqual(new Set(world.viewers.map(voteOf)), new Set([null]));
});

test('[AU35] votes follow their voters to other parties, and back to the room: none is lost, none counts twice', async () => {
  const world = await suggesting(24, { rules: { audienceFrom: 12 } });
  assert.equal(world.host.relay.tallying.length, 1);
  for (const { client } of world.viewers) void client.vote('rain');
  await world.pass(2_000);
  assert.deepEqual(counts(world), { rain: 24, snow: 0 });
  // Some have left when parties are added.
  for (const viewer of world.viewers.slice(18, 22)) viewer.leave();
  for (let index = 0; index < 40; index += 1) {
    world.enter(`b-${index}`);
    if (index % 10 === 9) await passWith(world, 250, 24);
  }
  await passWith(world, 20_000, 24);
  assert.ok(world.host.relay.tallying.length >= 3, world.host.relay.tallying.join());
  assert.deepEqual(counts(world), { rain: 24, snow: 0 });
  const later = world.viewers.slice(24);
  for (const { client } of [...later, ...world.viewers.slice(0, 12)]) void client.vote('snow');
  await passWith(world, 2_000, 64);
  assert.deepEqual(counts(world), { snow: 52, rain: 12 });
  // Almost all leave, and the parties end.
  for (const viewer of [...later, ...world.viewers.slice(4, 18)]) viewer.leave();
  await passWith(world, 40_000, 64);
  assert.deepEqual(world.host.relay.tallying, []);
  assert.deepEqual(counts(world), { snow: 52, rain: 12 });
  const stay = world.viewers.slice(22, 24);
  assert.deepEqual(stay.map(voteOf), ['rain', 'rain']);
  for (const { client } of stay) void client.vote('snow');
  await passWith(world, 2_000, 64);
  assert.deepEqual(counts(world), { snow: 54, rain: 10 });
  // A party says what is left before it says what goes.
  const told = world.toldByParties.map(({ type }) => type);
  const before = told.flatMap((type, at) => (type === 'votes' ? (told[at - 1] ?? '') : []));
  assert.deepEqual(new Set(before), new Set(['report']));
});

test('[AU35] votes on their way are in no sum, not after a restart either; who has voted where they get to keeps that', () => {
  const open = { round: 'curated', choices: ['rain', 'snow'], isStanding: true, isOver: false };
  const [one, again, other] = [0, 1, 2].map(() => {
    const ballot = new PartyBallot(() => true);
    ballot.follow(open);
    return ballot;
  });
  assert.ok(one && again && other);
  for (const who of ['ada', 'bob']) one.cast(who, 'rain', null, 0);
  one.move('ada');
  for (const text of Object.values(one.partsOf(['ada', 'bob']))) again.restore(text);
  for (const ballot of [one, again]) {
    assert.deepEqual(ballot.report()?.votes, [['rain', 1]]);
    assert.equal(ballot.report()?.moving, 1);
    assert.deepEqual(ballot.leaving, [['ada', 'rain', null]]);
  }
  other.cast('ada', 'snow', null, 0);
  assert.deepEqual(
    [one.leaving[0], ['bob', 'rain', null] as const].map((vote) => vote && other.take(vote)),
    [false, true],
  );
  assert.deepEqual(other.report()?.votes, [
    ['snow', 1],
    ['rain', 1],
  ]);
});

test('[AU35] the room hears that a vote is no more in its party before it counts it itself', () => {
  const heard: string[] = [];
  const port = {
    ...{ now: () => 0, ballot: () => null, barred: () => ['banned'], homeOf: () => 0 },
    ...{ linkOf: () => undefined, tellAll: () => undefined },
    tallied: ([tally]: readonly Tally[]) => heard.push(JSON.stringify(tally?.votes)),
    votesMoved: (_round: string, votes: readonly MovedVote[]) => heard.push(votes.join()),
  };
  const link = new PartyLink(1, {
    ...{ now: () => 0, dial: () => new Promise<never>(() => undefined) },
    ...{ linked: () => undefined, heard: () => undefined, lost: () => undefined },
    ...{ changed: () => undefined, rescheduled: () => undefined, log: () => undefined },
  });
  const tallies = new Tallies(port);
  const report = (votes: [string, number][]) =>
    tallies.reported(link, { round: 'curated', votes, isFinal: false, moving: 0 });
  report([['rain', 2]]);
  tallies.tell(0, true);
  report([['rain', 1]]);
  tallies.move(link, {
    ...{ type: 'votes', n: 1, round: 'curated' },
    votes: [
      ['ada', 'rain', null],
      ['banned', 'rain', null],
    ],
  });
  assert.deepEqual(heard, ['{"rain":2}', '{"rain":1}', 'ada,rain,']);
});

test('[AU36] votes that are cut off on their way are sent once more', async () => {
  const world = await suggesting(24, { rules: { audienceFrom: 12 } });
  for (const { client } of world.viewers) void client.vote('rain');
  await world.pass(2_000);
  for (const viewer of world.viewers.slice(14)) viewer.leave();
  world.party(2).isDown = true;
  for (let index = 0; index < 24; index += 1) world.enter(`b-${index}`);
  await passWith(world, 12_000, 24);
  await world.party(1).sleep();
  await passWith(world, 2_000, 24);
  await world.restartRoom();
  await world.party(1).restart();
  world.party(2).isDown = false;
  await passWith(world, 45_000, 24);
  assert.ok(world.host.relay.tallying.includes('2'));
  assert.deepEqual(counts(world), { rain: 24, snow: 0 });
});

test('[AU37] while something is voted on, a ticket of an earlier plan lets nobody in: their vote may be at the room', async () => {
  const world = await suggesting(40);
  const ticketAt = async (at: number) => {
    const who = Array.from({ length: 50 }, (_, index) => `x-${index}`).find(
      (one) => homeOf(one, world.host.relay.tallying.length) === 1,
    );
    const ticket = await signTicket(
      {
        ...{ who: who ?? '', name: 'Eve', isNamed: false, role: 'prompter' },
        ...{ address: null, mayOpen: false, expiresAt: null, takesPart: false },
      },
      at,
      world.key,
    );
    const party = world.party(1);
    const closed: number[] = [];
    const connection = await party.connect(
      party.request({ Origin: 'https://rooms' }),
      () => undefined,
      (code) => closed.push(code),
    );
    await party.said(connection, JSON.stringify(helloOf({ ticket })));
    return closed;
  };
  assert.deepEqual(await ticketAt(1_800_000_000_001), [4004]);
  assert.deepEqual(await ticketAt(world.clock.now()), []);
  world.host.configured({ audienceFrom: 5, turns: 'queue' });
  await world.pass(1_000);
  assert.deepEqual(await ticketAt(1_800_000_000_001), []);
});

test('[AU38] a party keeps as many votes as it holds viewers: beyond, those who have left give way', () => {
  const here = new Set(['v-1', 'v-2', 'late']);
  const ballot = new PartyBallot((who) => here.has(who));
  ballot.follow({ round: 'curated', choices: ['rain', 'snow'], isStanding: true, isOver: false });
  for (let no = 1; no <= CAPACITY; no += 1) ballot.cast(`v-${no}`, 'rain', null, 0);
  assert.equal(ballot.cast('late', 'snow', null, 0).ok, true);
  assert.deepEqual(ballot.report()?.votes, [
    ['rain', CAPACITY - 1],
    ['snow', 1],
  ]);
  assert.deepEqual(
    ['v-1', 'v-2', 'v-3', 'v-4', 'late'].map((who) => ballot.of(who)),
    ['rain', 'rain', null, 'rain', 'snow'],
  );
});
