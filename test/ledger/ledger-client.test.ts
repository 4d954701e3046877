import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { LedgerCall } from '../../party/ledger/messages.js';
import { LedgerClient } from '../../party/shell/ledger-client.js';

interface Told {
  isLimited?: boolean;
  ask?: ((call: LedgerCall) => Promise<unknown>) | null;
}

function clientOf({ isLimited = true, ask = null }: Told) {
  const asked: LedgerCall[] = [];
  const lines: string[] = [];
  const access = ask && {
    room: 'a',
    ask: (call: LedgerCall) => {
      asked.push(call);
      return ask(call);
    },
  };
  const client = new LedgerClient({
    access: () => access,
    isLimited: () => isLimited,
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
  assert.equal(await client.report([]), null, 'what is on the air is told later');
  assert.equal(await client.budget(), null);
  assert.deepEqual(lines, ['ledger-silent', 'ledger-silent']);
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
  assert.deepEqual(await client.report([session]), forecast);
  assert.deepEqual(asked, [
    { call: 'reserve', room: 'a', epoch: 3 },
    { call: 'report', room: 'a', sessions: [session] },
  ]);
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

test('[LG13] without a ledger nothing is counted, and nothing has to be told again', async () => {
  const { client, lines } = clientOf({ isLimited: false });
  assert.deepEqual(await client.reserve(1), { ok: true });
  assert.deepEqual(await client.report([]), { closesAt: null, reason: null });
  assert.equal(await client.budget(), null);
  assert.deepEqual(lines, []);
});
