import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BudgetTotals } from '../../party/budget/messages.js';
import { BudgetHost } from '../../party/server/budget-host.js';
import { ApiRoom } from '../support/api-room.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { MINUTE, stream } from '../support/test-budget.js';
import { signed } from '../support/tokens.js';

const env = { ODYSSEY_API_KEY: 'k', MAX_LIVE_ROOMS: '2', MAX_HOURS_PER_DAY: 4 };

async function started(storage: MemoryStorage): Promise<BudgetHost> {
  const shell = new BudgetHost({ storage, env });
  await shell.start();
  return shell;
}

function over(room: string, epoch: number, from: number) {
  const session = {
    epoch,
    revision: 1,
    until: from + MINUTE,
    over: true,
    streams: [stream(1, from, from + 500)],
  };
  return { call: 'report', room, sessions: [session] };
}

test('[LG11] slots and hours are what they were after the ledger was killed at any moment', async () => {
  const storage = new MemoryStorage();
  const now = Date.now();
  const shell = await started(storage);
  await shell.ask({ call: 'reserve', room: 'a', epoch: 1 });
  await shell.ask({ call: 'reserve', room: 'b', epoch: 1 });
  await shell.ask(over('c', 1, now - 2_000));
  const budget = await shell.ask({ call: 'budget' });
  const again = await started(storage);
  assert.deepEqual(await again.ask({ call: 'budget' }), budget);
  await again.ask(over('c', 1, now - 2_000));
  assert.deepEqual(await again.ask({ call: 'budget' }), budget, 'and nothing counts twice');
  assert.deepEqual(await again.ask({ call: 'reserve', room: 'a', epoch: 1 }), { ok: true });
  assert.equal(
    ((await again.ask({ call: 'reserve', room: 'd', epoch: 1 })) as { ok: boolean }).ok,
    false,
  );
});

test('[LG11] only what changed is written, and a question writes nothing', async () => {
  const storage = new MemoryStorage();
  const shell = await started(storage);
  const now = Date.now();
  for (let epoch = 0; epoch < 50; epoch += 1) await shell.ask(over('a', epoch, now - 9_000));
  storage.written.length = 0;
  await shell.ask({ call: 'budget' });
  await shell.ask(over('a', 7, now - 9_000));
  assert.deepEqual(storage.written, []);
  await shell.ask({ call: 'reserve', room: 'b', epoch: 1 });
  assert.deepEqual(storage.written, ['ledger/session/b/1']);
});

test('[LG11] what could not be stored is not promised, and is stored with what comes next', async () => {
  const storage = new MemoryStorage();
  const shell = await started(storage);
  await shell.ask({ call: 'reserve', room: 'a', epoch: 1 });
  const put = storage.put.bind(storage);
  storage.put = () => Promise.reject(new Error('the disk is full'));
  await assert.rejects(shell.ask({ call: 'reserve', room: 'b', epoch: 1 }), /the disk is full/);
  storage.put = put;
  await shell.ask({ call: 'report', room: 'a', sessions: [] });
  assert.ok(storage.values.has('ledger/session/b/1'));
});

test('[LG11] a ledger stored by a later version is left as it is', async () => {
  const storage = new MemoryStorage();
  await storage.put('ledger/sums', '{"format":2}');
  await assert.rejects(started(storage), /stored by a later version \(format 2, .*as it is\.$/);
});

test('[LG11] what is no call is no call', async () => {
  const shell = await started(new MemoryStorage());
  const calls = [
    null,
    {},
    { call: 'reserve', room: '', epoch: 1 },
    { call: 'reserve', room: 'a', epoch: -1 },
    { call: 'report', room: 'a', sessions: [{ epoch: 1 }] },
    {
      call: 'report',
      room: 'a',
      sessions: [{ epoch: 1, revision: 1, until: Number.NaN, over: true, streams: [] }],
    },
  ];
  for (const call of calls) await assert.rejects(shell.ask(call), JSON.stringify(call));
});

test('[LG11] a call may name as much as its bounds allow, and no more', async () => {
  const shell = await started(new MemoryStorage());
  const session = { epoch: 0, revision: 0, until: 0, over: true, streams: [] };
  const many = <Item>(count: number, item: Item) => Array.from({ length: count }, () => item);
  const named = (length: number) => ({ call: 'reserve', room: 'r'.repeat(length), epoch: 0 });
  const sessions = (count: number) => ({
    call: 'report',
    room: 'r',
    sessions: many(count, session),
  });
  const streams = (count: number) => {
    const one = { ...session, streams: many(count, stream(0, 0, 0)) };
    return { call: 'report', room: 'r', sessions: [one] };
  };
  for (const call of [named(1), named(1_000), sessions(1_000), streams(1_000)]) {
    await assert.doesNotReject(shell.ask(call));
  }
  for (const call of [named(0), named(1_001), sessions(1_001), streams(1_001)]) {
    await assert.rejects(shell.ask(call));
  }
});

test('[LG14] a room with a limit and without a ledger says what is missing', async () => {
  for (const limit of ['MAX_LIVE_ROOMS', 'MAX_HOURS_PER_DAY', 'MAX_HOURS_PER_MONTH']) {
    const room = await ApiRoom.start({ [limit]: '3' });
    assert.match(room.lines.join(), /need the ledger, and this project has none: add "ledger"/);
    const { status, body } = await room.ask('/state');
    assert.deepEqual([status, body['reason']], [500, 'not-configured']);
  }
  const room = await ApiRoom.start();
  assert.equal((await room.ask('/state')).status, 200, 'without a limit it runs');
});

test('[AP12] the counts of all rooms stand in the statistics of each, for moderators and hosts', async () => {
  const shell = await started(new MemoryStorage());
  await shell.ask({ call: 'reserve', room: 'a', epoch: 1 });
  const ask = (call: unknown) => shell.ask(call);
  const room = await ApiRoom.start({ MAX_LIVE_ROOMS: '2' }, { room: 'b', ask });
  const token = await signed({ role: 'moderator' });
  const { resetsAt, ...budget } = (await room.ask('/stats', { token })).body[
    'budget'
  ] as BudgetTotals;
  assert.equal((await room.ask('/stats')).body['budget'], null, 'the account concerns no visitor');
  assert.deepEqual(budget, {
    liveRooms: 1,
    maxLiveRooms: 2,
    sessions: 1,
    hoursToday: 0,
    maxHoursPerDay: 4,
    hoursThisMonth: 0,
    maxHoursPerMonth: null,
  });
  assert.equal(new Date(resetsAt ?? 0).toISOString().slice(10), 'T00:00:00.000Z');
  const gone = { room: 'b', ask: () => Promise.reject(new Error('gone')) };
  for (const ledger of [null, gone]) {
    const other = await ApiRoom.start({}, ledger);
    assert.equal((await other.ask('/stats', { token })).body['budget'], null);
  }
});

test('[LG20] a room whose clock is another one holds its places, and hears instants of its own', async () => {
  for (const aheadMs of [-24 * 60 * MINUTE, 24 * 60 * MINUTE]) {
    const shell = await started(new MemoryStorage());
    const at = Date.now() + aheadMs;
    const from = at - MINUTE;
    const session = { epoch: 1, revision: 1, until: at + MINUTE, over: false, streams: [] };
    for (const room of ['a', 'b']) {
      await shell.ask({ call: 'reserve', room, at, epoch: 1 });
      const streams = [stream(1, from)];
      await shell.ask({ call: 'report', room, at, sessions: [{ ...session, streams }] });
    }
    const { liveRooms, hoursToday } = (await shell.ask({ call: 'budget' })) as BudgetTotals;
    assert.equal(liveRooms, 2, 'the places are held');
    assert.ok(hoursToday < 0.1, `${hoursToday} hours are counted`);
    const refused = await shell.ask({ call: 'reserve', room: 'c', at, epoch: 1 });
    assert.ok('retryAt' in refused && refused.retryAt > at && refused.retryAt < at + MINUTE);
  }
});

test('[LG21] a room whose clock is set ahead frees no place by that; an end that came before its time does', async () => {
  for (const leapMs of [MINUTE, 24 * 60 * MINUTE]) {
    const shell = await started(new MemoryStorage());
    const at = Date.now();
    const until = at + 10 * MINUTE;
    const told = (revision: number, over: boolean, clock: number, to = until) =>
      shell.ask({
        ...{ call: 'report', room: 'a', at: clock },
        sessions: [{ epoch: 1, revision, until: to, over, streams: [] }],
      });
    const held = async () => ((await shell.ask({ call: 'budget' })) as BudgetTotals).sessions;
    await shell.ask({ call: 'reserve', room: 'a', at, epoch: 1 });
    await told(1, false, at);
    await told(2, false, at + leapMs);
    assert.equal(await held(), 1, 'its time is not over sooner');
    const late = Math.max(at + leapMs, until);
    await told(3, true, late);
    assert.equal(await held(), 1, 'over only by that clock');
    await told(4, true, at + leapMs, at + leapMs + MINUTE);
    assert.equal(await held(), 0);
  }
});
