import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until } from '../support/stack.js';
import { allOf } from '../support/turns.js';
import { distance, Visitor } from '../support/visitor.js';

const TURN_SECONDS = 120;

let stack: Stack;
before(async () => {
  stack = await Stack.start({ rules: { opening: 'A calm harbour at noon' } });
});
after(() => stack.close());

test('[E2E1] two visitors see one world, take turns, and each prompt changes both pictures', async () => {
  const page = await stack.open({
    room: 'lobby',
    visitors: '2',
    // Time enough for a slow machine to look at everything while A has the turn.
    'turn-seconds': String(TURN_SECONDS),
    'idle-seconds': '0',
    'claim-seconds': '60',
  });
  const [a, b] = [new Visitor(page, 0), new Visitor(page, 1)];
  await Promise.all([a.live(), b.live()]);
  const ids = [(await a.view()).you?.id, (await b.view()).you?.id];
  assert.notEqual(ids[0], ids[1], 'two elements are two visitors');
  const opening = [await a.picture(), await b.picture()];
  assert.ok(distance(opening[0]!.colours, opening[1]!.colours) < 12, 'both see the same scene');

  const askedAt = Date.now();
  assert.deepEqual(await a.call('requestTurn'), { ok: true });
  await until(
    'the turn of A',
    () => a.view(),
    (view) => view.you?.standing.state === 'active',
  );
  const seenAt = Date.now();
  await b.call('requestTurn');
  const waiting = await until(
    'the place of B',
    () => b.view(),
    (view) => view.you?.standing.state === 'waiting',
  );
  assert.equal(waiting.you?.standing.state === 'waiting' && waiting.you.standing.place, 1);
  for (const visitor of [a, b]) {
    const { room, clockOffsetMs } = await visitor.view();
    const turns = allOf(room!.turns);
    assert.equal(turns.holder?.id, ids[0]);
    assert.deepEqual(
      turns.next.map(({ id }) => id),
      [ids[1]],
    );
    const clock = turns.holder!.clock!;
    assert.ok('endsAt' in clock, 'the clock of a turn in a live world runs');
    const beganAt = clock.endsAt - clockOffsetMs - TURN_SECONDS * 1000;
    assert.ok(beganAt > askedAt - 500 && beganAt < seenAt + 500, `${beganAt - askedAt} ms`);
  }

  const receipt = await a.call<{ status: string; appliedText?: string }>(
    'prompt',
    'a night full of stars, snow is falling',
  );
  assert.equal(receipt.status, 'applied');
  assert.ok((receipt.appliedText ?? '').length > 0);
  for (const visitor of [a, b]) {
    await until(
      'the picture to change',
      async () => distance((await visitor.picture()).colours, opening[0]!.colours),
      (far) => far > 25,
    );
  }

  await until(
    'the turn of B to come by itself',
    () => b.view(),
    (view) => view.you?.standing.state === 'offered',
  );
  const second = await b.call<{ status: string }>('prompt', 'a red desert at noon');
  assert.equal(second.status, 'applied');
  const night = opening[0]!.colours;
  for (const visitor of [a, b]) {
    const { room } = await until(
      'both changes',
      () => visitor.view(),
      ({ room: seen }) => seen?.changes.length === 2,
    );
    assert.deepEqual(
      room?.changes.map(({ text }) => text),
      ['a night full of stars, snow is falling', 'a red desert at noon'],
    );
  }
  assert.ok(night.length > 0);

  await page.close();
  await until(
    'the room to be dark',
    () => stack.phase('lobby'),
    (phase) => phase === 'dark',
  );
  const { opened, closed, dangling, live, provisioned } = stack.world.stats().sessions;
  assert.deepEqual([opened, closed, dangling, live, provisioned], [1, 1, 0, 0, 0]);
});
