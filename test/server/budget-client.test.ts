import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { BudgetCall } from '../../party/budget/messages.js';
import { BudgetClient } from '../../party/server/budget-client.js';
import { obtainCredentials, SpareCredentials } from '../../party/server/credentials.js';
import { CREDENTIALS } from '../support/test-room.js';

const NOW = 1_700_000_000_000;

interface Told {
  isLimited?: boolean;
  ask?: ((call: BudgetCall) => Promise<unknown>) | null;
}

function clientOf({ isLimited = true, ask = null }: Told) {
  const asked: BudgetCall[] = [];
  const lines: string[] = [];
  const access = ask && {
    room: 'a',
    ask: (call: BudgetCall) => {
      asked.push(call);
      return ask(call);
    },
  };
  const client = new BudgetClient({
    access: () => access,
    isLimited: () => isLimited,
    now: () => NOW,
    log: (event) => lines.push(event),
  });
  return { client, asked, lines };
}

const SILENT = { ok: false, reason: 'unreachable', retryAt: null };

test('[LG12] a ledger that fails, talks nonsense or is not there gives no session', async () => {
  const answers = [
    () => Promise.reject(new Error('gone')),
    () => Promise.resolve({ ok: 'yes' }),
    () => Promise.resolve({ ok: false, reason: 'because', retryAt: 1 }),
  ];
  for (const ask of [...answers, null]) {
    const { client } = clientOf({ ask });
    assert.deepEqual(await client.reserve(1), SILENT);
  }
  const { client, lines } = clientOf({ ask: () => Promise.reject(new Error('gone')) });
  assert.equal(await client.report([]), undefined, 'what is on the air is told later');
  assert.equal(await client.totals(), null);
  assert.deepEqual(lines, ['budget-unreachable', 'budget-unreachable']);
});

test('[LG12] a ledger that does not answer within three seconds has not answered', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { client } = clientOf({ ask: () => new Promise(() => undefined) });
    const reserving = client.reserve(1);
    mock.timers.tick(2_999);
    const early = await Promise.race([reserving, Promise.resolve('waits')]);
    assert.equal(early, 'waits');
    mock.timers.tick(1);
    assert.deepEqual(await reserving, SILENT);
  } finally {
    mock.timers.reset();
  }
});

test('[LG12] what the ledger says is what the room hears', async () => {
  const refusal = { ok: false, reason: 'budget-day', retryAt: 5 };
  const forecast = { closesAt: 9, reason: 'budget-month' };
  const { client, asked } = clientOf({
    ask: async ({ call }) => (call === 'reserve' ? refusal : forecast),
  });
  assert.deepEqual(await client.reserve(3), refusal);
  const session = { epoch: 3, revision: 2, until: 4, over: false, streams: [] };
  assert.deepEqual(await client.report([session]), { at: 9, reason: 'budget-month' });
  assert.deepEqual(asked, [
    { call: 'reserve', room: 'a', at: NOW, epoch: 3 },
    { call: 'report', room: 'a', at: NOW, sessions: [session] },
  ]);
});

test('[LG12] totals are counts and hours, none of them below nothing', async () => {
  const totals = {
    ...{ liveRooms: 0, maxLiveRooms: 0, sessions: 0, resetsAt: null },
    ...{ hoursToday: 0, maxHoursPerDay: 0.5, hoursThisMonth: 0, maxHoursPerMonth: null },
  };
  const told = (also: object) =>
    clientOf({ ask: () => Promise.resolve({ ...totals, ...also }) }).client.totals();
  assert.deepEqual(await told({}), totals);
  for (const wrong of [{ sessions: -1 }, { sessions: 0.5 }, { hoursToday: -0.5 }]) {
    assert.equal(await told(wrong), null, JSON.stringify(wrong));
  }
});

test('[LG13] without any limit the ledger is not waited for, but told', async () => {
  const { client, asked } = clientOf({
    isLimited: false,
    ask: async () => ({ closesAt: null, reason: null }),
  });
  assert.deepEqual(await client.reserve(1), { ok: true });
  assert.deepEqual(asked, []);
  await client.report([]);
  assert.equal(asked.length, 1);
});

test('[LG12] no credentials are minted without the ledger’s word', async () => {
  const said: (string | undefined)[] = [];
  let mintings = 0;
  for (const ask of [null, async () => ({ ok: false, reason: 'budget-rooms', retryAt: 7 })]) {
    const { client } = clientOf({ ask });
    const heard = await obtainCredentials(1, new SpareCredentials(), {
      budget: () => client,
      mint: async () => {
        mintings += 1;
        return CREDENTIALS;
      },
      now: () => 0,
      classifyMintError: () => ({ reason: 'unreachable', retryAt: null }),
      log: () => undefined,
    });
    said.push(heard.type === 'mint-failed' ? heard.reason : heard.type);
  }
  assert.deepEqual(said, ['unreachable', 'budget-rooms']);
  assert.equal(mintings, 0);
});

test('[LG18] spare credentials are lent under the ledger’s word, and kept where it refuses', async () => {
  const spares = new SpareCredentials();
  spares.keep(1, CREDENTIALS, 0);
  let ok = false;
  const { client, asked } = clientOf({
    ask: async () => (ok ? { ok } : { ok, reason: 'budget-day', retryAt: 7 }),
  });
  const lent = (epoch: number) =>
    obtainCredentials(epoch, spares, {
      budget: () => client,
      mint: () => Promise.reject(new Error('minted anew')),
      now: () => 0,
      classifyMintError: () => ({ reason: 'unreachable', retryAt: null }),
      log: () => undefined,
    });
  assert.equal((await lent(2)).type, 'mint-failed');
  ok = true;
  assert.deepEqual(await lent(3), {
    ...{ type: 'minted', epoch: 3 },
    ...{ insteadOf: 1, credentials: CREDENTIALS },
  });
  assert.deepEqual(asked.at(-1), { call: 'reserve', room: 'a', at: NOW, epoch: 3, insteadOf: 1 });
});
