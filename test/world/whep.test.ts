import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld, type World } from '../../demo/world/world.js';
import { type Client, call, connect, Spectator, signIn, until } from './wire.js';

describe('watching and recordings', () => {
  let world: World;
  let client: Client;
  before(async () => {
    world = await startWorld({ startMillis: 10, acknowledgeMillis: 10, recordingsKept: 2 });
    client = await connect(world);
  });
  after(async () => {
    await client.leave();
    await world.close();
  });

  const statsOf = (id: string) => world.stats().streams.find((stream) => stream.id === id)!;
  const watch = (url: string, token: string) => new Spectator().watch(url, token);
  async function endStream(): Promise<void> {
    client.send({ type: 'interactive_stream_end' });
    await client.stream.next('stream_ended');
  }

  test('[WO18] an offer with the right token is answered with 201, Location and frames', async () => {
    const { id, url, token } = await client.broadcast();
    const spectator = await watch(url, token);
    assert.equal(spectator.status, 201);
    assert.match(spectator.location!, new RegExp(`^${new URL(url).pathname}/whep/[\\w-]+$`));
    await until('packets', () => spectator.packets > 20);
    assert.equal(statsOf(id).viewers, 1);
    spectator.close();
    await endStream();
  });

  test('[WO18] a wrong token is 401, an unknown or ended stream 404, rubbish 400', async () => {
    const first = await client.broadcast();
    const wrong = await watch(first.url, 'wrong');
    const unknown = await watch(`${world.url}/live/unknown`, first.token);
    assert.deepEqual([wrong.status, unknown.status], [401, 404]);
    const rubbish = await fetch(`${first.url}/whep?token=${first.token}`, {
      method: 'POST',
      body: 'rubbish',
    });
    assert.equal(rubbish.status, 400);
    await rubbish.text();
    await endStream();
    const ended = await watch(first.url, first.token);
    assert.equal(ended.status, 404);
    const second = await client.broadcast();
    const old = await watch(second.url, first.token);
    assert.equal(old.status, 401);
    for (const spectator of [wrong, unknown, ended, old]) spectator.close();
    await endStream();
  });

  test('[WO18] DELETE on Location ends the viewing, and may come twice', async () => {
    const { id, url, token } = await client.broadcast();
    const spectator = await watch(url, token);
    await until('packets', () => spectator.packets > 0);
    for (let time = 0; time < 2; time += 1) {
      assert.equal((await call(world, 'DELETE', spectator.location!)).status, 200);
    }
    assert.equal(statsOf(id).viewers, 0);
    const { frames } = statsOf(id);
    const { packets } = spectator;
    await until('the stream goes on', () => statsOf(id).frames > frames + 10);
    assert.ok(spectator.packets - packets <= 10, 'hardly more than was on its way');
    spectator.close();
    await endStream();
  });

  test('[WO18] when the stream ends its viewers get no more frames, then are let go', async () => {
    const { id, url, token } = await client.broadcast();
    const spectator = await watch(url, token);
    await until('packets', () => spectator.packets > 5);
    await endStream();
    const last = spectator.packets;
    const letGo = () =>
      world.log().some((entry) => entry['stream'] === id && entry.event === 'viewer-left');
    assert.ok(!letGo(), 'they keep the last frame for a moment');
    await until('let go', letGo);
    assert.ok(spectator.packets - last <= 10, 'hardly more than was on its way');
    spectator.close();
  });

  test('[WO25] further candidates are taken by PATCH, of a viewer who is there', async () => {
    const { url, token } = await client.broadcast();
    const spectator = await watch(url, token);
    const body = 'a=mid:0\r\na=candidate:1 1 UDP 2114977791 127.0.0.1 9 typ host\r\n';
    const tell = async (address: string) => {
      const response = await fetch(new URL(address, world.url), { method: 'PATCH', body });
      await response.text();
      return response.status;
    };
    assert.equal(await tell(spectator.location!), 204);
    assert.equal(await tell(`${spectator.location}-other`), 404);
    spectator.close();
    await endStream();
  });

  test('[WO26] WHEP refuses, is slow, sends no frame or says nothing, on demand', async () => {
    const { url, token } = await client.broadcast();
    world.setFaults({ fault: 'whep-refused' });
    const refused = await watch(url, token);
    assert.equal(refused.status, 503);
    world.setFaults({ fault: 'whep-slow', ms: 300 });
    const asked = performance.now();
    const slow = await watch(url, token);
    assert.equal(slow.status, 201);
    assert.ok(performance.now() - asked >= 300);
    world.setFaults({ fault: 'whep-frozen' });
    const frozen = await watch(url, token);
    await until('packets of the other', () => slow.packets > 20);
    assert.deepEqual([frozen.status, frozen.packets], [201, 0]);
    world.setFaults({ fault: 'whep-silent' });
    const limit = AbortSignal.timeout(500);
    const offer =
      'm=video 9 X 96\r\na=mid:0\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1';
    const silent = fetch(`${url}/whep?token=${token}`, {
      method: 'POST',
      body: offer,
      signal: limit,
    });
    await assert.rejects(silent, { name: 'TimeoutError' });
    for (const spectator of [refused, slow, frozen]) spectator.close();
    await endStream();
  });

  test('[WO27] the same pictures come as HLS, segment by segment from a key frame', async () => {
    const { url } = await client.broadcast();
    const get = (file: string) => fetch(`${url}/hls/${file}`);
    await until('a playlist of two segments', async () => {
      const response = await get('index.m3u8');
      return (await response.text()).match(/\.ts/g)?.length === 2;
    });
    const playlist = await (await get('index.m3u8')).text();
    const [first = ''] = /\d+\.ts/.exec(playlist) ?? [];
    const response = await get(first);
    assert.equal(response.headers.get('content-type'), 'video/mp2t');
    const data = Buffer.from(await response.arrayBuffer());
    assert.equal(data.length % 188, 0);
    for (let at = 0; at < data.length; at += 188) assert.equal(data[at], 0x47);
    assert.ok(
      data.includes(Buffer.from([0, 0, 0, 1, 0x67])),
      'it holds what a decoder starts with',
    );
    world.setFaults({ fault: 'hls-missing' });
    assert.equal((await get('index.m3u8')).status, 404);
    await endStream();
    assert.equal((await get('index.m3u8')).status, 404);
  });

  test('[WO7] one encoder serves all: eight viewers cost no frame more', async () => {
    const { id, url, token } = await client.broadcast();
    const spectators = await Promise.all(Array.from({ length: 8 }, () => watch(url, token)));
    await until('all see it', () => spectators.every(({ packets }) => packets > 20));
    assert.equal(statsOf(id).viewers, 8);
    const seconds = (Date.now() - statsOf(id).startedAt) / 1000;
    assert.ok(statsOf(id).frames <= 20 * seconds + 2);
    for (const spectator of spectators) {
      await call(world, 'DELETE', spectator.location!);
      spectator.close();
    }
    assert.equal(statsOf(id).viewers, 0);
    await endStream();
  });

  interface Recording {
    stream_id: string;
    video_url: string;
    events_url: string;
    thumbnail_url: string;
    preview_url: string;
    frame_count: number;
    duration_seconds: number;
  }
  interface RecordingList {
    recordings: { stream_id: string; width: number; height: number }[];
    total: number;
  }

  test('[WO19] an ended stream leaves a video, its events and a thumbnail behind', async () => {
    const { id } = await client.broadcast();
    client.send({ type: 'update', prompt: 'Add a fox' });
    await client.stream.next('update_acknowledged');
    await endStream();
    const token = await signIn(world);
    const { status, body } = await call<Recording>(world, 'GET', `/recordings/${id}`, { token });
    assert.equal(status, 200);
    assert.ok(body.frame_count > 0 && body.duration_seconds > 0);
    const video = Buffer.from(await (await fetch(body.video_url)).arrayBuffer());
    assert.equal(video.subarray(4, 8).toString(), 'ftyp');
    const thumbnail = Buffer.from(await (await fetch(body.thumbnail_url)).arrayBuffer());
    assert.equal(thumbnail.readUInt16BE(0), 0xffd8);
    const lines = (await (await fetch(body.events_url)).text()).trim().split('\n');
    const events = lines.map((line) => JSON.parse(line) as { event: string; prompt?: string });
    assert.deepEqual(
      events.map(({ event, prompt }) => [event, prompt]),
      [
        ['start', 'A lighthouse by the sea'],
        ['interact', 'Add a fox'],
        ['end', undefined],
      ],
    );
    const part = await fetch(body.video_url, { headers: { Range: 'bytes=4-7' } });
    assert.equal(part.status, 206);
    assert.equal(await part.text(), 'ftyp');
  });

  test('[WO19] a recording lasts as long as its stream did, at whatever rate its frames came', async () => {
    const slow = await startWorld({ startMillis: 10, acknowledgeMillis: 400, framesPerSecond: 5 });
    const one = await connect(slow);
    const { id } = await one.broadcast();
    for (const prompt of ['a fox', 'a hare', 'snow', 'rain']) {
      one.send({ type: 'update', prompt });
      await one.stream.next('update_acknowledged');
    }
    one.send({ type: 'interactive_stream_end' });
    await one.stream.next('stream_ended');
    const token = await signIn(slow);
    const { body } = await call<Recording>(slow, 'GET', `/recordings/${id}`, { token });
    const video = Buffer.from(await (await fetch(body.video_url)).arrayBuffer());
    const header = video.indexOf('mvhd');
    const seconds = video.readUInt32BE(header + 20) / video.readUInt32BE(header + 16);
    assert.ok(
      Math.abs(seconds - body.duration_seconds) < 0.5,
      `${seconds}, ${body.duration_seconds}`,
    );
    await one.leave();
    await slow.close();
  });

  test('[WO19] recordings open only with their signature; the oldest make room', async () => {
    const ids: string[] = [];
    for (let time = 0; time < 3; time += 1) {
      ids.push((await client.broadcast({ portrait: true })).id);
      await endStream();
    }
    const token = await signIn(world);
    const list = await call<RecordingList>(world, 'GET', '/stream-recordings', { token });
    assert.deepEqual(
      list.body.recordings.map((each) => each.stream_id),
      [ids[2], ids[1]],
    );
    assert.deepEqual([list.body.recordings[0]?.width, list.body.recordings[0]?.height], [480, 832]);
    const page = '/stream-recordings?limit=1&offset=1';
    const second = await call<RecordingList>(world, 'GET', page, { token });
    assert.equal(second.body.total, 2);
    assert.equal(second.body.recordings[0]?.stream_id, ids[1]);
    assert.equal((await call(world, 'GET', `/recordings/${ids[0]}`, { token })).status, 404);
    const unsigned = await call(world, 'GET', `/recordings/${ids[2]}/video.mp4`);
    assert.equal(unsigned.status, 403);
  });
});
