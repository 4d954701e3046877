import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { startWorld, type World } from '../../demo/world/world.js';
import { call, connect, mint, requestSession, signIn, until } from './wire.js';

describe('faults on demand', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld({ startMillis: 10, acknowledgeMillis: 10 });
  });
  afterEach(() => world.close());

  interface Faults {
    struck: number;
    armed: object[];
  }
  const arm = (fault: object) => call<Faults>(world, 'POST', '/_world/faults', { body: fault });
  async function requestStatus(): Promise<number> {
    const token = await signIn(world);
    return (await requestSession(world, token)).status;
  }

  test('[WO13] a fault strikes as often as it was asked to, then no more', async () => {
    const armed = await arm({ fault: 'no-gpu', count: 2 });
    assert.deepEqual(armed.body, { struck: 0, armed: [{ fault: 'no-gpu', count: 2, ms: 5000 }] });
    assert.equal(await requestStatus(), 503);
    assert.equal(await requestStatus(), 503);
    assert.equal(await requestStatus(), 200);
  });

  test('[WO13] a fault without an end strikes until it is cleared', async () => {
    await arm({ fault: 'rate-limited', count: null });
    for (let time = 0; time < 3; time += 1) assert.equal(await requestStatus(), 429);
    await call(world, 'DELETE', '/_world/faults');
    assert.deepEqual((await call<Faults>(world, 'GET', '/_world/faults')).body.armed, []);
    assert.equal(await requestStatus(), 200);
  });

  test('[WO13] an unknown fault is 422 and names what was wrong', async () => {
    assert.equal((await arm({ fault: 'earthquake' })).status, 422);
    assert.equal((await arm({ fault: 'no-gpu', count: 0 })).status, 422);
  });

  test('[WO14] quota and rate-limited are the 429s the SDK knows', async () => {
    const token = await signIn(world);
    for (const [fault, error] of [
      ['quota', 'MONTHLY_LIMIT_REACHED'],
      ['rate-limited', 'RATE_LIMITED'],
    ]) {
      await arm({ fault });
      const { status, body } = await requestSession(world, token);
      assert.equal(status, 429);
      assert.equal(body.detail.error, error);
    }
    assert.equal(await requestStatus(), 200);
  });

  test('[WO15] words that moderation refuses: the prompt is not performed, the stream goes on', async () => {
    const client = await connect(world);
    client.start({ prompt: 'A FORBIDDEN garden' });
    const refused = await client.stream.next('interactive_stream_error');
    assert.equal(refused.reason, 'moderation_failed');
    await client.broadcast();
    client.send({ type: 'update', prompt: 'show the forbidden thing' });
    assert.equal(
      (await client.stream.next('interactive_stream_error')).reason,
      'moderation_failed',
    );
    client.send({ type: 'update', prompt: 'a fox' });
    await client.stream.next('update_acknowledged');
    assert.deepEqual(
      world.stats().streams[0]?.performed.map(({ prompt }) => prompt),
      ['a fox'],
    );
    await client.leave();
  });

  test('[WO15] moderation-refusal and moderation-failure differ only in their words', async () => {
    const client = await connect(world);
    await client.broadcast();
    await arm({ fault: 'moderation-refusal' });
    client.send({ type: 'update', prompt: 'a fox' });
    const refusal = await client.stream.next('interactive_stream_error');
    await arm({ fault: 'moderation-failure' });
    client.send({ type: 'update', prompt: 'a fox' });
    const failure = await client.stream.next('interactive_stream_error');
    assert.equal(refusal.reason, 'moderation_failed');
    assert.equal(failure.reason, 'moderation_failed');
    assert.equal(failure.message, 'Failed to run content moderation');
    assert.notEqual(refusal.message, failure.message);
    assert.deepEqual(world.stats().streams[0]?.performed, []);
    await client.leave();
  });

  test('[WO16] lost-acknowledgement: the prompt is performed, no word comes back', async () => {
    const client = await connect(world);
    await client.broadcast();
    await arm({ fault: 'lost-acknowledgement' });
    client.send({ type: 'update', prompt: 'a fox' });
    await until('performed', () => world.stats().streams[0]?.performed.length === 1);
    client.send({ type: 'update', prompt: 'a hare' });
    await client.stream.next('update_acknowledged');
    const answers = client.stream.all.filter(({ type }) => type === 'update_acknowledged');
    assert.equal(answers.length, 1);
    await client.leave();
  });

  test('[WO16] slow-start and never-ready', async () => {
    const client = await connect(world);
    await arm({ fault: 'slow-start', ms: 600 });
    await arm({ fault: 'never-ready' });
    const asked = Date.now();
    client.start();
    await client.stream.next('stream_started');
    assert.ok(Date.now() - asked >= 600);
    await until('many frames', () => (world.stats().streams[0]?.frames ?? 0) > 12);
    assert.ok(!client.stream.all.some(({ type }) => type === 'broadcast_ready'));
    await client.leave();
  });

  test('[WO17] model-crash ends the stream with an error, the connection stays', async () => {
    const client = await connect(world);
    await client.broadcast();
    assert.equal((await arm({ fault: 'model-crash' })).body.struck, 1);
    assert.equal((await client.stream.next('interactive_stream_error')).reason, 'model_crash');
    await client.broadcast();
    await client.leave();
    assert.equal(world.stats().streams[0]?.endReason, 'model crashed');
  });

  test('[WO17] end-stream ends the stream as if by itself', async () => {
    const client = await connect(world);
    await client.broadcast();
    assert.equal(world.setFaults({ fault: 'end-stream' }), 1);
    await client.stream.next('stream_ended');
    assert.equal(world.stats().streams[0]?.endReason, 'ended by service');
    await client.leave();
  });

  test('[WO17] dropped-signalling cuts the socket; the session dangles', async () => {
    const client = await connect(world);
    await client.broadcast();
    await arm({ fault: 'dropped-signalling' });
    await client.gone();
    assert.equal(client.closeCode, 1006);
    await until('dangling', () => world.stats().sessions.dangling === 1);
  });

  test('[WO17] streamer-lost is a fatal word on the signalling socket; the slot is free', async () => {
    const client = await connect(world);
    await client.broadcast();
    await arm({ fault: 'streamer-lost' });
    assert.equal((await client.signals.next('error')).reason, 'streamer_disconnected');
    await client.gone();
    assert.equal(world.stats().sessions.live + world.stats().sessions.dangling, 0);
  });

  test('[WO17] a sudden fault can be aimed at one session', async () => {
    const spared = await connect(world);
    const { id: sparedStream } = await spared.broadcast();
    const credentials = await mint(world);
    assert.equal(
      (await arm({ fault: 'model-crash', session: credentials.session })).body.struck,
      0,
    );
    const session = world.stats().streams[0]?.session;
    assert.equal(world.stats().streams.find(({ id }) => id === sparedStream)?.endedAt, null);
    assert.equal((await arm({ fault: 'model-crash', session })).body.struck, 1);
    await spared.leave();
  });
});
