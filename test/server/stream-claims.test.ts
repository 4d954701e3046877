import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BudgetCall } from '../../party/budget/messages.js';
import { BudgetClient } from '../../party/server/budget-client.js';
import { BudgetHost } from '../../party/server/budget-host.js';
import { StreamClaims } from '../../party/server/stream-claims.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { stepResult } from '../support/step-results.js';

/** A ledger, and rooms that claim streams of it. */
async function ledger() {
  const host = new BudgetHost({ storage: new MemoryStorage(), env: { ODYSSEY_API_KEY: 'k' } });
  await host.start();
  const ask = (call: BudgetCall): Promise<unknown> => host.ask(call);
  return (room: string, storage = new MemoryStorage(), answers: typeof ask | null = ask) => {
    const lines: string[] = [];
    const refused: string[] = [];
    const log = (event: string) => lines.push(event);
    const client = new BudgetClient({
      access: () => answers && { room, ask: answers },
      isLimited: () => false,
      now: () => Date.now(),
      log,
    });
    const claims = new StreamClaims({
      storage,
      claim: (streamId) => client.claim(streamId),
      refused: (epoch, streamId) => refused.push(`${streamId} of ${epoch}`),
      log,
    });
    /** A conductor names a stream, and at once the recording is asked for. */
    const isAnothers = (streamId: string, epoch = 1) => {
      const effects = [{ type: 'claim', epoch, streamId } as const];
      claims.observe(stepResult([], { effects }));
      return claims.isAnothers(streamId);
    };
    return { claims, isAnothers, lines, refused, storage };
  };
}

test('[RC16] a stream is the first room’s that claims it, however soon another names it', async () => {
  const roomOf = await ledger();
  const [a, b] = [roomOf('a'), roomOf('b')];
  assert.equal(await a.isAnothers('s1'), false);
  assert.equal(await b.isAnothers('s1', 7), true);
  assert.deepEqual([b.refused, b.lines], [['s1 of 7'], ['stream-of-another']]);
  assert.equal(await a.isAnothers('s1'), false, 'named again after a drop it is still its own');
  assert.equal(await b.isAnothers('s2'), false);
  assert.deepEqual([a.refused, b.refused.length], [[], 1]);
});

test('[RC16] what was another’s stays so after a restart, when the ledger has forgotten', async () => {
  const [before, after] = [await ledger(), await ledger()];
  const b = before('b');
  await before('a').isAnothers('s1');
  await b.isAnothers('s1');
  const again = after('b', b.storage);
  assert.equal(await again.claims.isAnothers('s1'), true);
  assert.equal(await again.isAnothers('s1'), true);
  assert.equal(await again.claims.isAnothers('s2'), false);
});

test('[RC16] without a ledger, or its answer, the room’s word counts', async () => {
  const roomOf = await ledger();
  for (const answers of [null, () => Promise.reject(new Error('gone'))]) {
    const { isAnothers, refused, storage } = roomOf('c', new MemoryStorage(), answers);
    assert.equal(await isAnothers('s1'), false);
    assert.deepEqual([refused, storage.written], [[], []]);
  }
});

test('[RC16] the ledger remembers the last thousand, and a room five hundred of others', async () => {
  const roomOf = await ledger();
  const [a, b] = [roomOf('a'), roomOf('b')];
  for (let no = 0; no < 1_001; no += 1) await a.isAnothers(`s${no}`);
  assert.equal(await b.isAnothers('s0'), false, 'forgotten');
  for (let no = 1_000; no > 400; no -= 1) assert.equal(await b.isAnothers(`s${no}`), true);
  const [written = ''] = b.storage.values.values();
  assert.ok(written.length < 10_000, `${written.length} characters are stored`);
});
