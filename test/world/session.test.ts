import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { WebSocket } from 'ws';
import {
  type JournalEntry,
  startWorld,
  type World,
  type WorldStats,
} from '../../demo/world/world.js';
import { call, connect, mint, open, signIn, until } from './wire.js';

describe('a session', () => {
  let world: World;
  before(async () => {
    world = await startWorld({ startMillis: 20, acknowledgeMillis: 20, concurrentSessions: 50 });
  });
  after(() => world.close());

  const statsOf = (id: string) => world.stats().streams.find((stream) => stream.id === id)!;

  test('[WO4] the signalling socket opens only with the token of that session', async () => {
    const { address, token } = await mint(world);
    const other = await mint(world);
    for (const wrong of ['', 'nonsense', other.token]) {
      const status = await refusal(`${address}?token=${wrong}`);
      assert.equal(status, 401);
    }
    const client = await open({ address, token });
    await client.signals.next('offer');
    await client.leave();
  });

  test('[WO4] a session takes one client; the second is told that there is no streamer', async () => {
    const credentials = await mint(world);
    const first = await open(credentials);
    const second = await open(credentials);
    assert.deepEqual(await second.signals.next('error'), {
      type: 'error',
      reason: 'streamer_not_available',
    });
    await second.gone();
    await first.leave();
  });

  test('[WO4] the service offers one video track and two data channels', async () => {
    const client = await connect(world);
    const { sdp } = client.signals.all.find((message) => message.type === 'offer')!;
    const sections = [...sdp.matchAll(/^m=(\w+)/gm)].map(([, kind]) => kind);
    assert.deepEqual(sections.sort(), ['application', 'video']);
    assert.match(sdp, /H264\/90000/);
    assert.match(sdp, /a=sendonly/);
    await client.leave();
  });

  test('[WO4] a client that sends rubbish harms nobody', async () => {
    const client = await connect(world);
    client.signal({ type: 'answer', sdp: 'rubbish' });
    client.signal({ type: 'unheard-of' });
    await client.gone();
    const next = await connect(world);
    next.send({ type: 'update' });
    next.send({ type: 'update', prompt: 5 });
    await next.broadcast();
    await next.leave();
  });

  test('[WO5] a stream starts, sends frames, and can be watched; each has an address of its own', async () => {
    const client = await connect(world);
    client.start();
    const started = await client.stream.next('stream_started');
    assert.equal(started.applied_prompt, 'A lighthouse by the sea.');
    const ready = await client.stream.next('broadcast_ready');
    assert.equal(ready.broadcast_url, `${ready.webrtc_url}/hls/index.m3u8`);
    assert.ok(ready.webrtc_url.startsWith(`${world.url}/live/`));
    const seen = client.packets;
    await until('frames', () => client.packets > seen + 20);
    client.send({ type: 'interactive_stream_end' });
    await client.stream.next('stream_ended');
    const second = await client.broadcast();
    assert.notEqual(second.url, ready.webrtc_url);
    assert.notEqual(second.token, ready.spectator_token);
    assert.notEqual(second.id, started.stream_id);
    await client.leave();
  });

  test('[WO5] a stream that is no broadcast has no address', async () => {
    const client = await connect(world);
    client.start({ broadcast: false });
    const { stream_id } = await client.stream.next('stream_started');
    await until('frames drawn', () => statsOf(stream_id).frames > 10);
    assert.ok(!client.stream.all.some((message) => message.type === 'broadcast_ready'));
    await client.leave();
  });

  test('[WO5] a second start beside a running stream is refused', async () => {
    const client = await connect(world);
    const { id } = await client.broadcast();
    client.start();
    const error = await client.stream.next('interactive_stream_error');
    assert.equal(error.reason, 'unknown');
    assert.equal(statsOf(id).endedAt, null);
    await client.leave();
  });

  test('[WO5] with a start image the start travels over the signalling socket', async () => {
    const client = await connect(world);
    const pixel =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const start = { type: 'interactive_stream_start', prompt: 'a fox', portrait: true };
    client.signal({ ...start, input_image_base64: `data:image/png;base64,${pixel}` });
    await client.stream.next('stream_started');
    client.send({ type: 'interactive_stream_end' });
    await client.stream.next('stream_ended');
    client.signal({ ...start, input_image_base64: 'bm90IGFuIGltYWdl' });
    const error = await client.stream.next('interactive_stream_error');
    assert.match(error.message, /image/);
    await client.leave();
  });

  test('[WO6] a prompt is performed once, and answered with the whole world rewritten', async () => {
    const client = await connect(world);
    const { id } = await client.broadcast();
    client.send({ type: 'update', prompt: 'Make it snow' });
    client.send({ type: 'update', prompt: 'Add a red fox.' });
    const first = await client.stream.next('update_acknowledged');
    const second = await client.stream.next('update_acknowledged');
    assert.equal(first.prompt, 'A lighthouse by the sea. Now it is snowing.');
    assert.equal(
      second.prompt,
      'A lighthouse by the sea. Now it is snowing, and there is a red fox.',
    );
    const { performed, prompt } = statsOf(id);
    assert.deepEqual(
      performed.map((each) => each.prompt),
      ['Make it snow', 'Add a red fox.'],
    );
    assert.ok(performed.every(({ at }) => Math.abs(Date.now() - at) < 5_000));
    assert.equal(prompt, second.prompt);
    await client.leave();
  });

  test('[WO6] a prompt without a stream is an error, not silence', async () => {
    const client = await connect(world);
    client.send({ type: 'update', prompt: 'anything' });
    assert.equal((await client.stream.next('interactive_stream_error')).reason, 'unknown');
    await client.leave();
  });

  test('[WO7] without a stream nothing is drawn, and nothing after its end', async () => {
    const client = await connect(world);
    const before = client.packets;
    const { id } = await client.broadcast();
    client.send({ type: 'interactive_stream_end' });
    await client.stream.next('stream_ended');
    const { frames, endedAt } = statsOf(id);
    assert.equal(before, 0);
    assert.ok(endedAt);
    await client.broadcast();
    assert.equal(statsOf(id).frames, frames);
    await client.leave();
  });

  test('[WO8] a goodbye frees the slot at once, an end during the start is obeyed', async () => {
    const client = await connect(world);
    const before = world.stats().sessions;
    client.start();
    client.send({ type: 'interactive_stream_end' });
    await client.stream.next('stream_ended');
    assert.ok(!client.stream.all.some((message) => message.type === 'stream_started'));
    await client.leave();
    const stats = await until('closed', () => {
      const { sessions } = world.stats();
      return sessions.closed === before.closed + 1 && sessions;
    });
    assert.equal(stats.live, before.live - 1);
  });

  test('[WO8] the stats and the log tell all that happened, and no token', async () => {
    const token = await signIn(world);
    const client = await connect(world);
    const { id, token: spectator } = await client.broadcast();
    await client.leave();
    const stats = await call<WorldStats>(world, 'GET', '/_world/stats');
    assert.ok(stats.body.streams.some((stream) => stream.id === id));
    const log = await call<JournalEntry[]>(world, 'GET', '/_world/log');
    const events = log.body.filter((entry) => entry['stream'] === id);
    assert.deepEqual(events.map((entry) => entry.event).slice(0, 2), [
      'stream-started',
      'broadcast-ready',
    ]);
    const { seq } = events[0]!;
    const later = await call<JournalEntry[]>(world, 'GET', `/_world/log?after=${seq}`);
    assert.equal(later.body[0]?.seq, seq + 1);
    const all = JSON.stringify(log.body);
    assert.ok(!all.includes(spectator) && !all.includes(token));
  });
});

/** The status with which an upgrade is refused. */
function refusal(address: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    socket.on('unexpected-response', (_, response) => {
      resolve(response.statusCode);
      socket.terminate();
    });
    socket.on('error', () => undefined);
    socket.on('open', () => reject(new Error('It opened.')));
  });
}
