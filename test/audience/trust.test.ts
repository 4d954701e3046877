import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audienceKey, signLink, signTicket } from '../../party/audience/link.js';
import { homeOf } from '../../party/audience/places.js';
import { makePatch } from '../../party/room/view/patch.js';
import { crowd } from '../support/audience-crowd.js';
import { helloOf } from '../support/people.js';
import { SECRET } from '../support/tokens.js';

const NAME = '1.main.lobby';

test('[AU20] a link that is forged, replayed, late, or of another version or room is refused and named', async () => {
  const world = await crowd(20);
  const party = world.party(1);
  const closes: (number | null)[] = [];
  const on = {
    heard: () => assert.fail('heard'),
    lost: (code: number | null) => closes.push(code),
  };
  const now = world.clock.now();
  const other = await audienceKey('another secret of 16', { party: 'main', room: 'lobby' });
  const renamed = await audienceKey(SECRET, { party: 'main', room: 'hall' });
  const proofs = [
    'nonsense',
    await signLink(NAME, now, other),
    await signLink('2.main.lobby', now, world.key),
    await signLink(NAME, now, renamed),
    world.proofs[0] ?? '',
    await signLink(NAME, now - 40_000, world.key),
    await signLink(NAME, now + 40_000, world.key),
  ];
  for (const proof of proofs) await party.link(proof, on);
  assert.deepEqual(
    party.logged.map(({ event, why }) => `${event} ${why}`),
    [
      ...Array(4).fill('audience-link-refused forged'),
      ...['replayed', 'late', 'late'].map((why) => `audience-link-refused ${why}`),
    ],
  );
  assert.deepEqual(closes, Array(7).fill(4101));
  world.announce('3');
  await world.pass(1_000);
  assert.deepEqual([...new Set(world.viewers.map(({ announced }) => announced.at(-1)))], [3]);
});

test('[AU21] a replayed proof is refused by a party that was started again, too', async () => {
  const world = await crowd(20);
  const party = world.party(1);
  world.isDown = true;
  await party.restart();
  const [proof = ''] = world.proofs;
  await party.link(proof, { heard: () => undefined, lost: () => undefined });
  assert.deepEqual(party.logged.at(-1)?.['why'], 'replayed');
});

test('[AU22] a ticket lets in only whom the room has sent, and not for ever', async () => {
  const world = await crowd(20);
  const party = world.party(1);
  const now = world.clock.now();
  const [stays] = world.viewers.slice(6);
  const ticket = ticketOf(stays?.who ?? '');
  const other = await audienceKey('another secret of 16', { party: 'main', room: 'lobby' });
  const tickets = [
    null,
    'nonsense',
    await signTicket(ticket, now, other),
    await signTicket(ticket, now - 13 * 3_600_000, world.key),
    await signTicket({ ...ticket, expiresAt: now - 1 }, now, world.key),
  ];
  for (const shown of tickets) {
    const closed = await new Promise<number>((resolve) => {
      const request = party.request({ Origin: 'https://rooms' });
      void party
        .connect(request, () => assert.fail('heard'), resolve)
        .then((connection) => party.said(connection, JSON.stringify(helloOf({ ticket: shown }))));
    });
    assert.equal(closed, 4004);
  }
  assert.equal(world.watching, 20);
});

test('[AU23] a party that lies about counts or votes is bounded by what it can hold, and named', async () => {
  const world = await crowd(20, { rules: { turns: 'vote', submitSeconds: 5 } });
  const party = world.party(1);
  const served = party.served;
  const lies = [
    { type: 'report', watching: 1_000_000, shows: [], ballot: null },
    { type: 'report', watching: -5, shows: [], ballot: null },
    { type: 'report', watching: 5, shows: Array(200).fill(['x', 1]), ballot: null },
    {
      type: 'report',
      watching: 5,
      shows: [],
      ballot: { round: 'r', votes: [['p', 3_000]], isFinal: false, moving: 0 },
    },
    {
      ...{ type: 'report', watching: 5, shows: [] },
      ballot: {
        round: 'r',
        votes: [
          ['p', 1_500],
          ['q', 1_500],
        ],
        isFinal: false,
        moving: 0,
      },
    },
    { type: 'votes', round: 'r', votes: Array(101).fill(['x', 'p', null]) },
    { type: 'votes', round: 'r', votes: [['x', 'p']] },
    { type: 'moved', from: 7, moved: ['x'] },
    { type: 'act', act: { act: 'stop' } },
  ];
  for (const [index, lie] of lies.entries()) {
    party.say(JSON.stringify({ ...lie, n: 9e15 + index }));
    await world.pass(1_000);
    assert.equal(world.watching, 20);
  }
  assert.equal(party.served, served);
  assert.equal(world.logs('audience-party-malformed').length >= 1, true);
});

test('[AU23] votes that a party says have moved are as many as it can hold, and for what there is', async () => {
  const world = await crowd(20, { rules: { turns: 'curated' } });
  await world.goLive();
  void world.viewers[0]?.client.promptWithId('rain', 'let it rain');
  await world.pass(1_500);
  const votesFor = (id: string) => {
    const { turns } = world.host.view();
    const choices = 'choices' in turns ? turns.choices : [];
    return choices.map((choice) => [choice.id, choice.votes]).find(([one]) => one === id)?.[1];
  };
  // Of people who belong to the room.
  const people = Array.from({ length: 40_000 }, (_, index) => `f-${index}`);
  const ofRoom = people.filter((who) => homeOf(who, 1) === 0);
  assert.ok(ofRoom.length > 4_000);
  let n = 9e15;
  const say = async (message: object) => {
    n += 1;
    world.party(1).say(JSON.stringify({ ...message, n }));
    await world.settled();
  };
  await say({ type: 'votes', round: 'curated', votes: [[ofRoom[0], 'hail', null]] });
  await say({ type: 'votes', round: 'another', votes: [[ofRoom[0], 'rain', null]] });
  for (const who of ['__proto__', 'constructor']) {
    await say({ type: 'votes', round: 'curated', votes: [[who, 'constructor', who]] });
  }
  assert.equal(votesFor('rain'), 0);
  for (let from = 0; from < 4_000; from += 100) {
    const votes = ofRoom.slice(from, from + 100).map((who) => [who, 'rain', null]);
    await say({ type: 'votes', round: 'curated', votes });
  }
  const counted = Number(votesFor('rain'));
  assert.ok(counted > 1_800 && counted <= 2_100, `${counted}`);
  // No matter who is said to have voted: the sums are of the suggestions that there are.
  const ballot = { round: 'curated', isFinal: true, moving: 0 };
  const votes = Object.entries({ rain: 7, hail: 900, constructor: 3 });
  await say({ type: 'report', watching: 5, shows: [], ballot: { ...ballot, votes } });
  assert.equal(votesFor('rain'), counted + 7);
});

test('[AU24] what a side of a link says twice or out of order is ignored; what is missing is asked for', async () => {
  const world = await crowd(20);
  const party = world.party(1);
  const viewer = world.viewers.find(({ who }) => party.serves(who));
  const frame = (n: number, seq: number, text: string) => {
    const now = world.clock.now();
    const room = viewer?.view.room;
    const next = JSON.stringify({ ...room, announcement: { text, at: 0 } });
    return {
      ...{ type: 'frame', n, seq, from: seq - 1, now, standings: null },
      patch: makePatch(JSON.stringify(room), `${now}${next}`),
    };
  };
  await party.hears(JSON.stringify(frame(1, 9_999, '13')));
  assert.equal(party.logged.at(-1)?.['event'], 'audience-link-repeated');
  assert.notEqual(viewer?.announced.at(-1), 13);
  // After a gap the party knows nothing: it asks, and shows what the room answers.
  await party.hears(JSON.stringify(frame(100_000, 9_999, '13')));
  await world.pass(1_000);
  assert.notEqual(viewer?.announced.at(-1), 13);
  world.announce('4');
  await world.pass(1_000);
  assert.equal(viewer?.announced.at(-1), 4);
  await party.hears('{"type":"plan"}');
  assert.equal(party.logged.at(-1)?.['event'], 'audience-link-malformed');
});

test('[AU25] a crowd is told at most four times a second, and a join takes 2 KB at most', async () => {
  const world = await crowd(40);
  const party = world.party(1);
  const viewer = world.viewers.find(({ who }) => party.serves(who));
  assert.ok(viewer);
  const before = { messages: viewer.messages, bytes: viewer.bytes };
  for (let round = 0; round < 100; round += 1) {
    world.announce(String(round));
    await world.pass(10);
  }
  assert.equal(
    viewer.messages - before.messages <= 5,
    true,
    `${viewer.messages - before.messages}`,
  );
  assert.equal(viewer.welcomeBytes < 2_000, true, `${viewer.welcomeBytes}`);
});

test('[AU27] a page that goes while its ticket is read, or says hello twice, counts as what it is', async () => {
  const world = await crowd(20);
  const party = world.party(1);
  const ofNew = async (who: string) => {
    const signed = await signTicket(ticketOf(who), world.clock.now(), world.key);
    const request = party.request({ Origin: 'https://rooms' });
    const heard: string[] = [];
    const connection = await party.connect(
      request,
      (text) => heard.push(JSON.parse(text).type),
      () => undefined,
    );
    return { connection, heard, hello: JSON.stringify(helloOf({ ticket: signed })) };
  };
  const [leaves = '', stays = ''] = newcomersOf(1);
  const gone = await ofNew(leaves);
  const saying = party.said(gone.connection, gone.hello);
  party.end(gone.connection);
  await saying;
  await world.pass(2_000);
  assert.equal(world.watching, 20);
  const twice = await ofNew(stays);
  await Promise.all([twice.hello, twice.hello].map((text) => party.said(twice.connection, text)));
  await world.pass(2_000);
  assert.equal(world.watching, 21);
  const heard = twice.heard.filter((type) => type !== 'delta');
  assert.deepEqual(heard.sort(), ['answer', 'welcome']);
  party.end(twice.connection);
  await world.pass(2_000);
  assert.equal(world.watching, 20);
});

function ticketOf(who: string): Parameters<typeof signTicket>[0] {
  return {
    ...{ who, name: 'Ada', isNamed: false, role: 'prompter' },
    ...{ address: null, mayOpen: false, expiresAt: null, takesPart: false },
  };
}

/** Identities that have not come yet and belong to the party, where it is the only one. */
function newcomersOf(no: number): string[] {
  return Array.from({ length: 20 }, (_, index) => `n-${index}`).filter(
    (who) => homeOf(who, 1) === no,
  );
}
