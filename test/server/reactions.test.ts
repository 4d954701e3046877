import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BOUNDS } from '../../party/server/bounds.js';
import { ReactionTally } from '../../party/server/reactions.js';
import { Records } from '../../party/server/records.js';
import { TURN_MODES } from '../../src/protocol/rules.js';
import { settle } from '../support/fake-clock.js';
import { HostGuest, HostRoom } from '../support/host-room.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { helloOf, visitorOf } from '../support/people.js';
import { entry, stepResult } from '../support/step-results.js';

/** A live room on a whole second, with a change on screen. */
async function onAir(
  rules: Parameters<typeof HostRoom.start>[0] = {},
  storage = new MemoryStorage(),
) {
  const room = await HostRoom.start({ turns: 'open', cooldownSeconds: 0, ...rules }, storage);
  const author = await room.enter('a-author', { role: 'host' }, { conduct: 'can' });
  await room.pass(20_000);
  await prompted(room, author, 'it snows', 'snow');
  return { room, author };
}

async function prompted(room: HostRoom, author: HostGuest, text: string, id: string) {
  await author.prompt(text, id);
  for (let waited = 0; author.receipt(id)?.status !== 'applied'; waited += 1) {
    assert.ok(waited < 20, `${author.receipt(id)?.status}`);
    await room.pass(1_000);
  }
  await toNextSecond(room);
}

async function toNextSecond(room: HostRoom): Promise<void> {
  await room.clock.advance(1_000 - (room.clock.now() % 1_000));
}

async function react(guest: HostGuest, emoji = '👏', seen: { readonly behindMs?: number } = {}) {
  await guest.say({ type: 'react', id: 'r', emoji, ...seen });
  const answer = guest.heard.findLast((message) => message.type === 'answer');
  assert.ok(answer?.type === 'answer' && answer.id === 'r');
  return answer;
}

/** The sums in the deltas that somebody heard. */
function sumsHeard({ heard }: HostGuest) {
  return heard.flatMap((message) =>
    message.type === 'delta' && message.room.reactions !== undefined
      ? [message.room.reactions.sums]
      : [],
  );
}

const COUNTED = { ok: true, reason: null, retryAt: null, limit: null };

test('[RX3] thousands who react within a second are one step, and one message to each', async () => {
  const { room } = await onAir();
  const { host, clock } = room;
  // As many as have a place without a token.
  const crowd = Array.from({ length: BOUNDS.sockets.max - BOUNDS.socketsKept.max - 1 }, (_, no) => {
    return new HostGuest(`w-${no}`, host);
  });
  for (const [index, guest] of crowd.entries()) {
    const visitor = visitorOf(guest.connection, { mayConduct: false, mayOpen: false });
    host.opened(guest.connection, guest, async () => ({ ok: true, visitor }));
    await host.said(guest.connection, JSON.stringify(helloOf()));
    if (index % 100 === 0) await room.pass(1_000);
  }
  await room.pass(10_000);
  await toNextSecond(room);
  for (const { heard } of crowd) heard.length = 0;
  const { steps } = room;
  const said = JSON.stringify({ type: 'react', id: 'r', emoji: '👏' });
  for (const { connection } of crowd) await host.said(connection, said);
  await clock.advance(999);
  assert.equal(room.steps, steps, 'none of them is a step');
  await clock.advance(1);
  assert.equal(room.steps, steps + 1);
  for (const { heard } of crowd) {
    const [answer, delta, ...more] = heard;
    assert.deepEqual([answer?.type, more], ['answer', []]);
    assert.ok(delta?.type === 'delta');
    assert.deepEqual(delta.room, { reactions: { of: 'snow', sums: { '👏': crowd.length } } });
    assert.ok(JSON.stringify(delta).length < 150);
  }
  await room.pass(10_000);
  const [first] = crowd;
  assert.equal(first && sumsHeard(first).length, 1, 'nothing is said while nobody reacts');
});

test('[RX4] a participant counts twice a second, over all their connections', async () => {
  const { room } = await onAir();
  const [one, other] = [await room.enter('a-fan'), await room.enter('a-fan')];
  await room.pass(10_000);
  await toNextSecond(room);
  const now = room.clock.now();
  const { retryAt, ...first } = await react(one);
  assert.deepEqual({ retryAt, ...first }, { type: 'answer', id: 'r', ...COUNTED });
  assert.equal((await react(other)).ok, true);
  const refused = { ok: false, reason: 'too-fast', retryAt: now + 1_000, limit: null };
  assert.deepEqual(await react(one), { type: 'answer', id: 'r', ...refused });
  assert.deepEqual(await react(other), { type: 'answer', id: 'r', ...refused });
  await room.clock.advance(1_000);
  assert.equal((await react(one)).ok, true);
  await room.clock.advance(1_000);
  assert.deepEqual(sumsHeard(one).slice(-2), [{ '👏': 2 }, { '👏': 3 }]);
  assert.deepEqual([room.host.reactions.counted, room.host.reactions.refused], [3, 2]);
});

test('[RX4] an address counts as often as a class claps, another has its own share', () => {
  const tally = new ReactionTally();
  const { max } = BOUNDS.reactionsPerSecondAndAddress;
  const clap = (who: string, address: string | null, now = 5_500) =>
    tally.react({ who, address }, { emoji: '👏' }, ['👏'], now);
  for (let index = 0; index < max; index += 1) assert.equal(clap(`p-${index}`, 'school').ok, true);
  assert.deepEqual(clap('p-last', 'school'), {
    ...{ ok: false, reason: 'too-many-from-address', retryAt: 6_000, limit: null },
  });
  assert.equal(clap('p-home', 'home').ok, true);
  assert.equal(clap('p-nowhere', null).ok, true, 'where the platform does not tell, people count');
  assert.equal(clap('p-last', 'school', 6_000).ok, true);
  assert.deepEqual(tally.take(), { type: 'reacted', sums: { '👏': max + 3 } });
  assert.equal(tally.take(), null);
});

test('[RX4] the room is told at the end of the second, however late its timer is', () => {
  const tally = new ReactionTally();
  const clap = (who: string, now: number) =>
    tally.react({ who, address: null }, { emoji: '👏' }, ['👏'], now);
  clap('a', 1_999);
  assert.equal(tally.dueAt, 2_000);
  assert.equal(tally.due(1_999), null);
  // The timer is late, and the next second has begun.
  clap('b', 2_001);
  assert.equal(tally.dueAt, 2_000);
  assert.deepEqual(tally.due(2_002), { type: 'reacted', sums: { '👏': 2 } });
  assert.equal(tally.dueAt, null);
});

test('[RX5] whoever watches may react in every mode, who is muted may not', async () => {
  for (const turns of TURN_MODES) {
    const room = await HostRoom.start({ turns });
    const viewer = await room.enter('a-viewer', { role: 'viewer' });
    const { ok } = await react(viewer);
    await room.clock.advance(1_000);
    assert.deepEqual([ok, room.host.view().reactions.sums], [true, { '👏': 1 }], turns);
    assert.equal('a-viewer' in room.host.current.participants, false, 'and still only watches');
  }
  const { room, author } = await onAir();
  const loud = await room.enter('a-loud');
  await loud.prompt('noise', 'noise');
  await author.say({ type: 'act', id: 'm', act: { act: 'mute', who: 'a-loud', seconds: 60 } });
  const refused = await react(loud);
  assert.deepEqual([refused.ok, refused.reason], [false, 'muted']);
  assert.ok((refused.retryAt ?? 0) > room.clock.now());
});

test('[RX2] what the room does not offer is refused, and no step', async () => {
  const { room, author } = await onAir({ reactions: '🐢' });
  const steps = room.steps;
  for (const emoji of ['👏', '🖕', 'x']) {
    const { ok, reason } = await react(author, emoji);
    assert.deepEqual([ok, reason], [false, 'no-such-choice']);
  }
  assert.equal(room.steps, steps);
  const silent = await HostRoom.start({ reactions: 'none' });
  const guest = await silent.enter('a-guest');
  assert.equal((await react(guest)).reason, 'no-such-choice');
});

test('[RX7] what came as the next change took effect belongs to the one before, in one message', async () => {
  const { room, author } = await onAir({ gapSeconds: 0 });
  const fan = await room.enter('a-fan');
  await room.pass(4_000);
  await toNextSecond(room);
  await react(fan, '🔥');
  fan.heard.length = 0;
  await author.prompt('the sun rises', 'sun');
  await room.clock.advance(100);
  const told = fan.heard.flatMap((message) =>
    message.type === 'delta' && message.room.changes !== undefined ? [message.room] : [],
  );
  assert.equal(told.length, 1);
  assert.deepEqual(told[0]?.reactions, { of: 'sun', sums: {} });
  assert.deepEqual(
    told[0]?.changes?.map(({ id, reactions }) => [id, reactions]),
    [
      ['snow', { '🔥': 1 }],
      ['sun', undefined],
    ],
  );
  await room.clock.advance(5_000);
  assert.equal(sumsHeard(fan).length, 1, 'and nothing is told of it again');
});

test('[PF25] a reaction stays with the change that a late picture showed, in view and history', async () => {
  const { room, author } = await onAir({ gapSeconds: 0 });
  const [late, fan] = [await room.enter('a-late'), await room.enter('a-fan')];
  await room.pass(4_000);
  await author.prompt('the sun rises', 'sun');
  await toNextSecond(room);
  fan.heard.length = 0;
  const steps = room.steps;
  assert.equal((await react(late, '🔥', { behindMs: 6_000 })).ok, true);
  await react(fan, '👏');
  await room.clock.advance(1_000);
  assert.equal(room.steps, steps + 1, 'one step for both');
  const view = room.host.view();
  assert.deepEqual(view.reactions, { of: 'sun', sums: { '👏': 1 } });
  assert.deepEqual(
    view.changes.map(({ id, reactions }) => [id, reactions]),
    [
      ['snow', { '🔥': 1 }],
      ['sun', undefined],
    ],
  );
  assert.equal(
    fan.heard.filter(({ type }) => type === 'delta').length,
    1,
    'and told in one message',
  );
  // Their picture has come to it.
  await room.clock.advance(7_000);
  await react(late, '🔥', { behindMs: 6_000 });
  await room.clock.advance(1_000);
  assert.deepEqual(room.host.view().reactions.sums, { '👏': 1, '🔥': 1 });
  const kept = await Promise.all([1, 2].map((no) => room.records.entry('history', no)));
  assert.deepEqual(
    kept.map((entry) => entry?.reactions),
    [{ '🔥': 1 }, { '👏': 1, '🔥': 1 }],
  );
});

test('[PF25] to the world before the first change it counts for none, and a room stored before goes on', async () => {
  const storage = new MemoryStorage();
  const { room, author } = await onAir({}, storage);
  assert.equal((await react(author, '🔥', { behindMs: 15_000 })).ok, true);
  await room.clock.advance(1_000);
  assert.deepEqual(room.host.view().reactions, { of: 'snow', sums: {} });
  assert.equal(room.host.view().changes[0]?.reactions, undefined);
  const { former: _, ...earlierVersion } = room.host.current.reactions;
  await storage.put({ reactions: JSON.stringify(earlierVersion) });
  const again = await HostRoom.start({}, storage);
  assert.deepEqual(again.host.current.reactions, { ...earlierVersion, former: [] });
});

test('[RX8] sums survive a restart, those of the running second aside', async () => {
  const storage = new MemoryStorage();
  const { room, author } = await onAir({}, storage);
  await react(author);
  await room.clock.advance(1_000);
  await react(author, '🎉');
  const again = await HostRoom.start({}, storage);
  assert.deepEqual(again.host.view().reactions, { of: 'snow', sums: { '👏': 1 } });
  assert.deepEqual((await again.records.entry('history', 1))?.reactions, { '👏': 1 });
});

test('[RX9] the history has the sum of each prompt, from either end, and loses it with the prompt', async () => {
  const { room, author } = await onAir({ gapSeconds: 0, repeatSeconds: 0, promptsPerMinute: 120 });
  for (const [index, emoji] of ['👏', null, '🔥'].entries()) {
    if (emoji !== null) await react(author, emoji);
    await room.clock.advance(1_000);
    await prompted(room, author, `change ${index}`, `p-${index}`);
  }
  const page = { after: null, limit: 10 };
  const expected = [{ '👏': 1 }, undefined, { '🔥': 1 }, undefined];
  const oldest = await room.records.read('history', { ...page, newestFirst: false });
  assert.deepEqual(
    oldest.entries.map(({ reactions }) => reactions),
    expected,
  );
  const newest = await room.records.read('history', { ...page, newestFirst: true });
  assert.deepEqual(
    newest.entries.map(({ reactions }) => reactions),
    [...expected].reverse(),
  );
  assert.deepEqual((await room.records.find('snow'))?.reactions, { '👏': 1 });
  const streams = [...new Set(oldest.entries.map(({ stream }) => stream?.id ?? ''))];
  const inStream = await room.records.promptsIn(streams[0] ?? '');
  assert.deepEqual(
    inStream.map(({ reactions }) => reactions),
    expected,
  );
});

test('[RX9] what was thought of a prompt goes with it', async () => {
  const storage = new MemoryStorage();
  const kept = { history: 100, audit: 100, streams: 100 };
  const records = new Records(storage, (error) => assert.fail(String(error)), kept);
  for (let no = 1; no <= 600; no += 1) {
    records.observe(stepResult([{ log: 'history', entry: entry(no) }]));
    const reacted = { type: 'reactions', no, sums: { '👏': no } } as const;
    records.observe(stepResult([], { effects: [reacted] }));
    await settle();
  }
  const numbers = (prefix: string) =>
    [...storage.values.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => Number(key.slice(prefix.length)));
  assert.ok(numbers('history/').length <= 160);
  assert.deepEqual(numbers('reactions/').sort(), numbers('history/').sort());
  assert.deepEqual((await records.entry('history', 600))?.reactions, { '👏': 600 });
});
