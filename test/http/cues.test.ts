import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { ApiRoom } from '../support/api-room.js';
import { tokenOf } from '../support/tokens.js';

// A room that waits for its next deadline would hold the process up.
mock.timers.enable({ apis: ['setTimeout'] });

test('[CE12] programs with a host’s token prepare, change, run and remove cues', async () => {
  const room = await ApiRoom.start();
  const token = await tokenOf('boss', { role: 'host', name: 'Boss' });
  const made = await room.ask('/cues', { method: 'POST', token, body: { text: 'Snow  falls' } });
  const { id, by, ...cue } = made.body as { id: string; by: { name: string } };
  assert.deepEqual([made.status, by.name], [201, 'Boss']);
  assert.deepEqual(cue, {
    ...{ text: 'Snow falls', at: null, fallback: false, ranAt: null, state: 'ready' },
  });
  const patch = { method: 'PATCH', token, body: { fallback: true, at: 4_000_000_000_000 } };
  const changed = await room.ask(`/cues/${id}`, patch);
  assert.deepEqual([changed.status, changed.body['fallback']], [200, true]);
  const ran = await room.ask(`/cues/${id}/run`, { method: 'POST', token, body: {} });
  assert.deepEqual([ran.status, ran.body], [200, { ok: true }]);
  const again = await room.ask(`/cues/${id}/run`, { method: 'POST', token, body: {} });
  assert.deepEqual([again.status, again.body['reason']], [409, 'already-waiting']);
  const { cues } = (await room.ask('/cues', { token })).body as { cues: { state: string }[] };
  assert.deepEqual(
    cues.map(({ state }) => state),
    ['waiting'],
  );
  const remove = () => room.ask(`/cues/${id}`, { method: 'DELETE', token });
  assert.equal((await remove()).status, 200);
  assert.equal((await remove()).status, 404);
  const { prompts } = (await room.ask('/prompts', { token })).body as {
    prompts?: { via: string; status: string; by: { name: string } }[];
  };
  assert.deepEqual(
    prompts?.map(({ via, status, by }) => [via, status, by.name]),
    [['cue', 'withdrawn', 'Boss']],
  );
});

test('[CE12] what cannot be a cue is refused with its reason', async () => {
  const room = await ApiRoom.start();
  const token = await tokenOf('boss', { role: 'host' });
  const post = (body: object) => room.ask('/cues', { method: 'POST', token, body });
  for (const [body, reason] of [
    [{ text: ' ' }, 'empty'],
    [{ text: 'see www.example.com' }, 'links'],
    [{}, 'does-not-fit'],
    [{ text: 'Snow', at: 'noon' }, 'does-not-fit'],
    [{ text: 'x'.repeat(5_000) }, 'does-not-fit'],
  ] as const) {
    const refused = await post(body);
    assert.deepEqual([refused.status, refused.body['reason']], [422, reason]);
  }
});
