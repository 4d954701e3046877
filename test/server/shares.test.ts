import assert from 'node:assert/strict';
import { test } from 'node:test';
import { step } from '../../party/room/room.js';
import { newRoom } from '../../party/room/state.js';
import { BOUNDS } from '../../party/server/bounds.js';
import { Bucket } from '../../party/server/bucket.js';
import { Shares } from '../../party/server/shares.js';
import type { ServerMessage } from '../../src/protocol/messages.js';
import { FakeClock, settle } from '../support/fake-clock.js';
import { hostOn } from '../support/host-room.js';
import { helloOf, visitorOf } from '../support/people.js';

test('[BD12] a full room takes nobody, whatever their address', () => {
  const shares = new Shares();
  const open = (count: number) => shares.openSocket(`192.0.2.${count % 250}`, 0);
  for (let count = 0; count < BOUNDS.sockets.max; count += 1) assert.equal(open(count), null);
  assert.equal(open(0), 'room-full');
  assert.equal(shares.openSocket(null, 0), 'room-full');
  shares.closeSocket('192.0.2.0');
  assert.equal(open(0), null);
});

test('[BD1] sockets are opened 200 at once by an address, then 20 a second', () => {
  const shares = new Shares();
  const toggle = (now: number) => {
    const refused = shares.openSocket('203.0.113.7', now);
    if (refused === null) shares.closeSocket('203.0.113.7');
    return refused;
  };
  for (let count = 0; count < 200; count += 1) assert.equal(toggle(0), null);
  assert.equal(toggle(0), 'too-many-from-address');
  const after = Array.from({ length: 100 }, () => toggle(1_000));
  assert.equal(after.filter((refused) => refused === null).length, 20);
});

test('[BD11] who is not told apart has no share, and addresses are forgotten before they are too many', () => {
  const shares = new Shares();
  for (let count = 0; count < 500; count += 1) assert.equal(shares.openSocket(null, 0), null);
  for (let count = 0; count < 3 * BOUNDS.addresses.max; count += 1) {
    assert.equal(shares.takeMessage(`2001:db8:0:${count.toString(16)}`, 0), true);
  }
  for (let count = 0; count < 1_000; count += 1) shares.takeMessage('203.0.113.7', 0);
  assert.equal(shares.takeMessage('203.0.113.7', 0), false);
  assert.equal(shares.takeMessage('203.0.113.7', 1_000), true);
});

test('[BD5] bodies are read 20 at a time of an address, and 200 in all', () => {
  const shares = new Shares();
  const closes = Array.from({ length: 20 }, () => shares.openBody('203.0.113.7', 0));
  assert.equal(shares.openBody('203.0.113.7', 0), null);
  closes[0]?.();
  assert.notEqual(shares.openBody('203.0.113.7', 0), null);
  for (let count = 20; count < 200; count += 1) {
    assert.notEqual(shares.openBody(`192.0.2.${count}`, 0), null);
  }
  assert.equal(shares.openBody('198.51.100.7', 0), null);
});

test('[BD13] a bucket that was overdrawn is free again once it is refilled', () => {
  const bucket = new Bucket(100, 200, 0);
  bucket.spend(1_000, 0);
  assert.equal(bucket.has(0), false);
  assert.equal(bucket.freeAt(0), 8_010);
  assert.equal(bucket.has(8_010), true);
  assert.equal(bucket.isFull(60_000), true);
});

/** A room host by hand, whose steps and messages are counted. */
async function hostOf() {
  const clock = new FakeClock();
  const counts = { steps: 0 };
  const host = hostOn(clock, {
    observers: [
      {
        dueAt: null,
        woke: () => undefined,
        observe: () => {
          counts.steps += 1;
        },
      },
    ],
  });
  await host.start();
  const enter = async (id: string, expiresAt: number | null = null) => {
    const heard: ServerMessage[] = [];
    const closes: string[] = [];
    const socket = {
      send: (text: string) => heard.push(JSON.parse(text) as ServerMessage),
      close: (code: number, reason: string) => closes.push(`${code} ${reason}`),
    };
    const visitor = visitorOf(`a-${id}`, { expiresAt });
    host.opened(id, socket, async () => ({ ok: true, visitor }));
    await host.said(id, JSON.stringify(helloOf()));
    await settle();
    const has = (type: ServerMessage['type']) => heard.some((message) => message.type === type);
    const say = (message: object) => host.said(id, JSON.stringify(message));
    return { id, heard, closes, has, say };
  };
  return { clock, counts, host, enter };
}

test('[BD14] a thousand who come are taken in a few steps, and a thousand who leave', async () => {
  const { clock, counts, host, enter } = await hostOf();
  const crowd = [];
  for (let count = 0; count < 1_000; count += 1) crowd.push(await enter(String(count)));
  await clock.advance(2_000);
  assert.ok(crowd.every(({ has }) => has('welcome')));
  assert.ok(counts.steps < 200, `${counts.steps} steps to come`);
  assert.equal(Object.keys(host.current.connections).length, 1_000);
  const names = Object.values(host.current.watchers).map(({ name }) => name);
  assert.equal(new Set(names).size, 1_000, 'nobody bears another’s name');
  counts.steps = 0;
  for (const { id } of crowd) host.closed(id);
  await clock.advance(2_000);
  assert.ok(counts.steps < 20, `${counts.steps} steps to leave`);
  const { connections, participants, watchers } = host.current;
  assert.deepEqual([connections, participants, watchers], [{}, {}, {}]);
  assert.equal(host.view().audience.watching, 0);
});

test('[BD13] what is said before its author has arrived is heard after that, and before they leave', async () => {
  const { clock, host, enter } = await hostOf();
  for (let count = 0; count < 200; count += 1) await enter(String(count));
  const late = await enter('late');
  assert.equal(late.has('welcome'), false, 'arrives with others');
  await late.say({ type: 'prompt', id: 'early', text: 'a lighthouse' });
  assert.equal(late.has('receipt'), false);
  const gone = await enter('gone');
  await gone.say({ type: 'prompt', id: 'gone', text: 'a red balloon' });
  host.closed('gone');
  await clock.advance(1_000);
  assert.deepEqual(
    late.heard.map(({ type }) => type).filter((type) => type === 'welcome' || type === 'receipt'),
    ['welcome', 'receipt'],
  );
  assert.ok(host.current.prompts.some(({ id }) => id === 'gone'));
  assert.equal(Object.hasOwn(host.current.connections, 'gone'), false);
});

test('[BD13] a crowd is told 4,000 times a second at most, and all of it in the end; answers come at once', async () => {
  const { clock, enter } = await hostOf();
  const crowd = [];
  for (let count = 0; count < 400; count += 1) crowd.push(await enter(String(count)));
  await clock.advance(5_000);
  for (const one of crowd) one.heard.length = 0;
  const [first, second] = crowd;
  assert.ok(first !== undefined && second !== undefined);
  for (let round = 0; round < 25; round += 1) {
    await first.say({ type: 'request-turn', id: `r${round}` });
    await first.say({ type: 'release-turn', id: `l${round}` });
    await clock.advance(100);
  }
  await first.say({ type: 'request-turn', id: 'last' });
  const answers = first.heard.filter(({ type }) => type === 'answer').length;
  assert.equal(answers, 51);
  const deltas = crowd.reduce(
    (sum, { heard }) => sum + heard.filter(({ type }) => type === 'delta').length,
    0,
  );
  assert.ok(deltas <= 4_000 + 2.5 * 4_000 + 400, `${deltas} deltas`);
  await clock.advance(1_000);
  const last = second.heard.filter((message) => message.type === 'delta').at(-1);
  assert.match(JSON.stringify(last), /a-0/, 'the turn as it is now');
});

test('[BD12] the last 100 places are for those with a token', async () => {
  const { clock, enter } = await hostOf();
  const open = BOUNDS.sockets.max - BOUNDS.socketsKept.max;
  const crowd = [];
  for (let count = 0; count < open; count += 1) crowd.push(await enter(String(count)));
  assert.deepEqual(
    crowd.flatMap(({ closes }) => closes),
    [],
  );
  assert.deepEqual((await enter('anybody')).closes, ['4002 room-full']);
  const signed = await enter('signed', clock.now() + 3_600_000);
  await clock.advance(2_000);
  assert.ok(signed.has('welcome'));
});

test('[BD15] of those who left 5,000 are remembered, and who has a mute for longer', () => {
  let state = newRoom();
  state = {
    ...state,
    clock: { ...state.clock, boot: 1 },
    participants: Object.fromEntries(
      Array.from({ length: 6_000 }, (_, index) => [
        `a-${index}`,
        {
          ...{ name: `Ada ${index}`, role: 'prompter' as const, address: null, connections: [] },
          ...{ arrivedAt: 0, awayAt: 1_000 + index, sentAt: [], accepted: ['p'] },
          muted: index === 0 ? { until: null, why: '' } : null,
        },
      ]),
    ),
  };
  const { participants } = step(state, { type: 'woke' }, 10_000).state;
  assert.equal(Object.keys(participants).length, 5_000);
  assert.ok('a-0' in participants && !('a-1' in participants) && 'a-5999' in participants);
});
