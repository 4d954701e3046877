import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BOUNDS } from '../../party/server/bounds.js';
import { StepTurns } from '../../party/server/load.js';
import { Shares } from '../../party/server/shares.js';
import { FakeClock, settle } from '../support/fake-clock.js';
import { hostOn } from '../support/host-room.js';
import { helloOf, visitorOf } from '../support/people.js';

/** A room host by hand, whose steps are counted, and what its visitors hear by the kind of it. */
async function busyRoom() {
  const clock = new FakeClock();
  const counts = { steps: 0 };
  const observe = () => {
    counts.steps += 1;
  };
  const timers = { areLate: false };
  const host = hostOn(clock, {
    observers: [{ dueAt: null, woke: () => undefined, observe }],
    wakeAt: (at, wake) =>
      clock.setTimer(() => timers.areLate || wake(), Math.max(0, at - clock.now())),
  });
  await host.start();
  host.configured({ switchable: 'open' });
  let sockets = 0;
  const enter = async (address: string, also: Parameters<typeof visitorOf>[1] = {}) => {
    sockets += 1;
    const connection = `c${sockets}`;
    const visitor = visitorOf(`a-${sockets}`, { address, mayConduct: false, ...also });
    const guest = {
      ...{ connection, refused: 0, answered: 0, closed: null as string | null },
      send(text: string) {
        const message = JSON.parse(text);
        const isRefusal = message.type === 'answer' && message.reason === 'too-fast';
        if (isRefusal) guest.refused += 1;
        else if (message.type === 'answer' || message.type === 'receipt') guest.answered += 1;
      },
      close(code: number, reason: string) {
        guest.closed ??= `${code} ${reason}`;
      },
      say: (message: object) => host.said(connection, JSON.stringify(message)),
    };
    host.opened(connection, guest, async () => ({ ok: true, visitor }), address);
    await guest.say(helloOf());
    await settle();
    return guest;
  };
  return { clock, counts, timers, host, enter };
}

type Guest = Awaited<ReturnType<Awaited<ReturnType<typeof busyRoom>>['enter']>>;

/** Each of them says something so often a second, for so long; `also` is called once a second. */
async function talk(
  { clock }: Pick<Awaited<ReturnType<typeof busyRoom>>, 'clock'>,
  crowd: readonly Guest[],
  perSecond: number,
  seconds: number,
  also: (second: number) => Promise<void> = async () => undefined,
): Promise<void> {
  for (let tick = 0; tick < seconds * perSecond; tick += 1) {
    const type = tick % 2 === 0 ? 'request-turn' : 'release-turn';
    for (const one of crowd) {
      if (one.closed === null) await one.say({ type, id: `t-${tick}` });
    }
    if (tick % perSecond === 0) await also(tick / perSecond);
    await clock.advance(1_000 / perSecond);
  }
}

const SECONDS = 10;

for (const [count, perSecond] of [
  [100, 12],
  [400, 1],
] as const) {
  test(`[BD16] while ${count} from as many addresses talk ${perSecond} times a second, others arrive, prompt and vote`, async () => {
    const room = await busyRoom();
    const crowd: Guest[] = [];
    for (let index = 0; index < count; index += 1) crowd.push(await room.enter(`hostile ${index}`));
    await room.clock.advance(5_000);
    room.counts.steps = 0;
    const honest: Guest[] = [];
    await talk(room, crowd, perSecond, SECONDS, async (second) => {
      if (second % 3 === 2) honest.push(await room.enter(`198.51.100.${second}`));
      if (second % 3 !== 0) return;
      for (const [number, one] of honest.entries()) {
        await one.say({ type: 'prompt', id: `p-${number}-${second}`, text: 'a lighthouse' });
        await one.say({ type: 'switch-vote', id: `v-${number}-${second}`, mode: 'open' });
      }
    });
    assert.deepEqual(
      honest.map(({ refused, closed }) => [refused, closed]),
      honest.map(() => [0, null]),
    );
    assert.deepEqual(
      honest.map(({ answered }) => answered >= 2),
      [true, true, true],
    );
    const allowed = BOUNDS.stepsInAll.max * (SECONDS + 2);
    // Beside them the steps that time asks for, and those of arrivals.
    assert.ok(room.counts.steps <= allowed + 100, `${room.counts.steps} steps`);
    assert.ok(crowd.some(({ refused }) => refused > 0));
  });
}

test('[BD16] nobody is refused by this in a room that is not busy, a class of 40 that votes at once included', async () => {
  const room = await busyRoom();
  const pupils: Guest[] = [];
  for (let index = 0; index < 40; index += 1) pupils.push(await room.enter('203.0.113.7'));
  await talk(room, pupils, 1, 10);
  assert.ok(pupils.every(({ refused, closed }) => refused === 0 && closed === null));
});

test('[BD17] beyond 2,000 messages a second the most talkative are closed, pings too, and come back later', async () => {
  const room = await busyRoom();
  const crowd: Guest[] = [];
  for (let index = 0; index < 250; index += 1) crowd.push(await room.enter(`10.0.0.${index}`));
  const calm = await room.enter('198.51.100.7');
  for (let tick = 0; tick < 100; tick += 1) {
    for (const one of crowd) if (one.closed === null) await one.say({ type: 'ping' });
    if (tick % 50 === 0) await calm.say({ type: 'ping' });
    await room.clock.advance(50);
  }
  const closed = crowd.filter((one) => one.closed !== null);
  assert.ok(closed.length > 100, `${closed.length} closed`);
  assert.deepEqual(new Set(closed.map((one) => one.closed)), new Set(['4003 too-fast']));
  assert.ok(crowd.length - closed.length <= BOUNDS.messagesInAll.max / 20 + 20, 'all but as many');
  assert.equal(calm.closed, null);
  const address = `10.0.0.${crowd.findIndex((one) => one.closed !== null)}`;
  assert.equal((await room.enter(address)).closed, '4002 too-many-from-address');
  await room.clock.advance(15_000);
  assert.equal((await room.enter(address)).closed, null);
});

test('[BD17] who says the same from many connections of an address is as talkative as all of them', () => {
  const shares = new Shares();
  const bystander = { note: () => 1 };
  let heat = 0;
  for (let count = 0; count < 400; count += 1) {
    heat = shares.heatOf(bystander, '203.0.113.7', 0);
  }
  assert.equal(heat, 400 / 20);
  assert.equal(shares.heatOf(bystander, '198.51.100.7', 0), 1);
  assert.equal(shares.heatOf(bystander, '203.0.113.7', 60_000), 1, 'and is forgiven');
});

test('[BD17] nobody is closed for what a page says that opens, however many open at once', async () => {
  const room = await busyRoom();
  const crowd: Guest[] = [];
  for (let index = 0; index < 1_000; index += 1) crowd.push(await room.enter(`10.0.0.${index}`));
  for (let count = 0; count < 10; count += 1) {
    for (const one of crowd) await one.say({ type: 'ping' });
  }
  assert.ok(crowd.every(({ closed }) => closed === null));
});

test('[BD18] who moderates is heard however much is said', async () => {
  const room = await busyRoom();
  const crowd: Guest[] = [];
  for (let index = 0; index < 250; index += 1) crowd.push(await room.enter(`10.0.0.${index}`));
  const role = { role: 'moderator', expiresAt: room.clock.now() + 1e6 } as const;
  const moderator = await room.enter('203.0.113.9', role);
  await room.clock.advance(5_000);
  await talk(room, crowd, 2, 5, async (second) => {
    for (let count = 0; count < 10; count += 1) {
      const act = { act: 'announce', text: `a word ${count}`, seconds: 10 };
      await moderator.say({ type: 'act', id: `m-${second}-${count}`, act });
    }
  });
  assert.ok(crowd.some(({ refused }) => refused > 0));
  assert.equal(moderator.refused, 0);
});

test('[BD17] of those who talk too much 50 a second are closed, and the others are not listened to', async () => {
  const room = await busyRoom();
  const crowd: Guest[] = [];
  for (let index = 0; index < 400; index += 1) crowd.push(await room.enter(`10.0.1.${index}`));
  for (let tick = 0; tick < 20; tick += 1) {
    for (const one of crowd) if (one.closed === null) await one.say({ type: 'ping' });
    await room.clock.advance(50);
  }
  const closed = crowd.filter((one) => one.closed !== null).length;
  const { max } = BOUNDS.talkersClosed;
  assert.ok(closed > 0 && closed <= 2 * max, `${closed} closed within a second`);
});

test('[BD17] who comes back after being closed for talking is as talkative as before', () => {
  const shares = new Shares();
  const own = { note: () => 1 };
  for (let count = 0; count < 200; count += 1) shares.heatOf(own, '10.0.2.1', 0);
  assert.equal(shares.openSocket('10.0.2.1', 0), null);
  assert.ok(shares.heatOf(own, '10.0.2.1', 0) < 20, 'an address may have many people behind it');
  assert.equal(shares.closesForTalking('10.0.2.1', 0), true);
  assert.ok(shares.heatOf(own, '10.0.2.1', 10_000) > 50);
  assert.equal(shares.heatOf(own, '198.51.100.7', 10_000), 1);
  assert.ok(shares.heatOf(own, '10.0.2.1', 61_000) < 5, 'and is forgiven');
});

test('[BD19] while a thousand steps wait, all are read, and the least talkative go on first', async () => {
  const room = await busyRoom();
  const crowd: Guest[] = [];
  for (let index = 0; index < 300; index += 1) crowd.push(await room.enter(`10.0.3.${index}`));
  const calm = await room.enter('198.51.100.7');
  await room.clock.advance(20_000);
  room.counts.steps = 0;
  for (const type of ['request-turn', 'release-turn', 'request-turn']) {
    for (const one of crowd) await one.say({ type, id: type });
  }
  assert.ok(room.counts.steps <= 5, `${room.counts.steps} steps before all is read`);
  await calm.say({ type: 'switch-vote', id: 'v', mode: 'open' });
  assert.equal(calm.answered, 0);
  await room.clock.advance(0);
  assert.deepEqual([calm.answered, calm.refused, calm.closed], [1, 0, null]);
  assert.ok(room.counts.steps <= 300 * 3);
});

test('[BD19] what one says who has to wait keeps its order, and is forgotten when they leave', () => {
  const turns = new StepTurns();
  const heard: string[] = [];
  const say = (who: string, heat: number, what: string) => {
    const goOn = (mayGo: boolean) => heard.push(mayGo ? what : `not ${what}`);
    if (turns.takes(1_000, 0)) goOn(true);
    else turns.wait(who, () => heat, goOn);
  };
  for (let count = 0; count < 5; count += 1) say('first', 1, `at once ${count}`);
  assert.equal(heard.length, 5);
  for (const what of ['a', 'b', 'c']) say('ada', 2, what);
  for (const what of ['x', 'y', 'z']) say('bob', 3, what);
  for (const what of ['q', 'r']) say('gone', 1, what);
  turns.closed('gone');
  assert.equal(turns.isWaitedFor, true);
  turns.woke(0);
  assert.deepEqual(heard.slice(5), ['a', 'b', 'c', 'x', 'y']);
  turns.woke(0);
  assert.deepEqual(heard.slice(10), ['z']);
  assert.equal(turns.isWaitedFor, false);
  for (let count = 0; count < 400; count += 1) say('crowd', 100, 'late');
  const late = heard.slice(11);
  assert.ok(late.includes('not late'), 'the more wait, the less talkative one must be');
  say('calm', 1, 'calm');
  turns.woke(1);
  assert.ok(heard.includes('calm'));
});

test('[BD21] who waits to arrive is taken before the next step, also where the timer for it is late', async () => {
  const room = await busyRoom();
  const crowd: Guest[] = [];
  for (let index = 0; index < 1_000; index += 1) crowd.push(await room.enter(`10.0.4.${index}`));
  await room.clock.advance(30_000);
  const here = () => Object.keys(room.host.current.connections);
  assert.equal(here().length, 1_000);
  const ask = (one: number) => crowd[one]?.say({ type: 'request-turn', id: 'q' });
  for (let one = 0; one < 5; one += 1) await ask(one);
  room.timers.areLate = true;
  const late = await room.enter('198.51.100.9');
  assert.ok(!here().includes(late.connection), 'all have been told too much to be told of it');
  await room.clock.advance(2_000);
  assert.ok(!here().includes(late.connection));
  await ask(5);
  assert.ok(here().includes(late.connection));
});
