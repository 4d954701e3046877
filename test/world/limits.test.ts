import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { startWorld, type World, type WorldOptions } from '../../demo/world/world.js';
import { connect, mint, open, requestSession, signIn, until } from './wire.js';

describe('limits', () => {
  const worlds: World[] = [];
  async function limited(options: Partial<WorldOptions>): Promise<World> {
    const world = await startWorld({ startMillis: 10, acknowledgeMillis: 10, ...options });
    worlds.push(world);
    return world;
  }
  after(() => Promise.all(worlds.map((world) => world.close())));

  test('[WO9] a stream ends with its lease, and the connection with it', async () => {
    const world = await limited({ streamSeconds: 0.5 });
    const client = await connect(world);
    await client.broadcast();
    assert.deepEqual(await client.stream.next('interactive_stream_error'), {
      type: 'interactive_stream_error',
      reason: 'session_timeout',
      message: 'Stream ended: credit lease expired',
    });
    assert.equal((await client.signals.next('error')).reason, 'streamer_disconnected');
    await client.gone();
    assert.equal(world.stats().streams[0]?.endReason, 'lease expired');
    assert.deepEqual(world.stats().sessions.ended, { 'lease expired': 1 });
  });

  test('[WO9] with closeAfterExpiry off the same connection runs the next stream', async () => {
    const world = await limited({ streamSeconds: 0.5, closeAfterExpiry: false });
    const client = await connect(world);
    await client.broadcast();
    await client.stream.next('interactive_stream_error');
    await client.broadcast();
    await client.leave();
  });

  test('[WO10] a connection ends after its time, whatever it does', async () => {
    const world = await limited({ connectionSeconds: 2.5 });
    const client = await connect(world);
    await client.broadcast();
    assert.equal((await client.signals.next('error')).reason, 'duration_limit_reached');
    await client.gone();
    assert.deepEqual(world.stats().sessions.ended, { 'duration limit': 1 });
  });

  test('[WO10] a connection without a stream is dropped', async () => {
    const world = await limited({ idleSeconds: 0.4 });
    const client = await open(await mint(world));
    assert.equal((await client.signals.next('error')).reason, 'streamer_disconnected');
    await client.gone();
    assert.deepEqual(world.stats().sessions.ended, { idle: 1 });
  });

  test('[WO11] one session too many is 429 with the numbers; a goodbye makes room', async () => {
    const world = await limited({ concurrentSessions: 1 });
    const client = await connect(world);
    const token = await signIn(world);
    const denied = await requestSession(world, token);
    assert.equal(denied.status, 429);
    assert.equal(denied.body.detail.error, 'CONCURRENT_LIMIT_REACHED');
    assert.deepEqual(denied.body.detail.details, { active_count: 1, limit: 1 });
    assert.ok(denied.body.detail.message && denied.body.detail.action);
    await client.leave();
    await until('the slot is free', () => world.stats().sessions.live === 0);
    await mint(world);
  });

  test('[WO11] a client that crashed leaves its session dangling until the token expires', async () => {
    const world = await limited({ concurrentSessions: 1, tokenSeconds: 1.5 });
    const client = await connect(world);
    const { id } = await client.broadcast();
    await client.crash();
    await until('dangling', () => world.stats().sessions.dangling === 1);
    assert.equal(
      world.stats().streams.find((stream) => stream.id === id)?.endReason,
      'client gone',
    );
    await assert.rejects(mint(world), /429/);
    await until('expired', () => world.stats().sessions.dangling === 0);
    assert.deepEqual(world.stats().sessions.ended, { lost: 1 });
    assert.equal(world.stats().sessions.closed, 0);
    await mint(world);
  });

  test('[WO11] a client that falls silent counts as crashed', async () => {
    const world = await limited({ keepaliveSeconds: 0.4 });
    const client = await open(await mint(world));
    await until('dangling', () => world.stats().sessions.dangling === 1);
    await client.gone();
  });

  test('[WO11] credentials that nobody used hold a slot until they expire', async () => {
    const world = await limited({ tokenSeconds: 0.3 });
    await mint(world);
    assert.equal(world.stats().sessions.provisioned, 1);
    await until('expired', () => world.stats().sessions.provisioned === 0);
    assert.deepEqual(world.stats().sessions.ended, { 'token expired': 1 });
  });

  test('[WO12] when the month is used up, neither session nor stream is to be had', async () => {
    const world = await limited({ monthlyHours: 0.5 / 3600 });
    const client = await connect(world);
    await client.broadcast();
    await until('used up', () => world.stats().usedHours >= 0.5 / 3600);
    const token = await signIn(world);
    const denied = await requestSession(world, token);
    assert.equal(denied.status, 429);
    assert.equal(denied.body.detail.error, 'MONTHLY_LIMIT_REACHED');
    const { used_hours, limit_hours, reset_date } = denied.body.detail.details;
    assert.ok(Number(used_hours) >= 0 && Number(limit_hours) > 0);
    assert.match(String(reset_date), /^\d{4}-\d{2}-01$/);
    client.send({ type: 'interactive_stream_end' });
    await client.stream.next('stream_ended');
    client.start();
    assert.equal((await client.stream.next('interactive_stream_error')).reason, 'quota_exceeded');
    await client.leave();
  });
});
