import assert from 'node:assert/strict';
import test from 'node:test';
import { logged, sayBroadcasting, withStranger } from '../support/strangers.js';
import { liveRoom, TestRoom } from '../support/test-room.js';

const SECOND = 1_000;

const SERVICE = ['media.world.example', '*.world.example', '127.0.0.1:4000', '*.cdn.example:8443'];

/** A room whose settings name these hosts. */
function lentAmong(hosts: readonly string[] = SERVICE) {
  const set = withStranger();
  set.room.apply({ type: 'restarted', entropy: 'a secret', streamHosts: hosts });
  const stranger = set.room.join({ id: 'a-stranger' });
  const honest = set.room.join({ id: 'a-honest' });
  set.room.passAlive(13 * SECOND);
  const epoch = set.room.connect();
  return { room: set.room, stranger, honest, epoch };
}

const REFUSED = [
  'https://evil.example/whep',
  'http://169.254.169.254/latest/meta-data',
  'https://world.example.evil.example/s',
  'https://evil.example/?https://a.world.example',
  'https://evil.example#.world.example',
  'https://evilworld.example/s',
  'http://a.world.example/s',
  'https://a.world.example@evil.example/s',
  'https://user:secret@a.world.example/s',
  'https://a.world.example\\@evil.example/s',
  'https://evil.example\t.world.example/s',
  'https://a.cdn.example/s',
  'http://127.0.0.1:22/s',
  'http://localhost:4001/s',
  'http://[::1]:80/s',
  'javascript:alert(1)//a.world.example',
  'data:text/html,a.world.example',
  'file:///etc/passwd',
  'ftp://a.world.example/s',
  'wss://a.world.example/s',
  '//a.world.example/s',
  'a.world.example/s',
  '',
];

test('[TR5] [TR6] viewers are sent nowhere but to hosts that were named', () => {
  for (const webrtcUrl of REFUSED) {
    const { room, stranger, honest, epoch } = lentAmong();
    assert.equal(room.state.lease?.connection, stranger);
    sayBroadcasting(room, epoch, { webrtcUrl });
    assert.equal(room.view().life.phase, 'opening', webrtcUrl);
    assert.deepEqual(room.commands(stranger).at(-1), { command: 'end', epoch }, webrtcUrl);
    assert.equal(room.lastAnswer(stranger).reason, 'stream-host');
    const [line] = logged(room, 'stream-host-refused');
    assert.equal(line?.fields['setting'], 'STREAM_HOSTS');
    room.goLive();
    assert.equal(room.state.lease?.connection, honest, 'another was asked');
    if (webrtcUrl !== '')
      assert.doesNotMatch(JSON.stringify(room.heard.get(honest)), /evil|secret@/);
  }
});

test('[TR5] those of the service, of the session and of the settings are good', () => {
  for (const webrtcUrl of [
    'https://media.world.example/s',
    'https://eu-1.b.world.example:8443/s?x=1',
    'https://a.cdn.example:8443/s',
    'http://127.0.0.1:4000/s',
    'http://localhost:4000/s',
    'http://world/s',
  ]) {
    const { room, epoch } = lentAmong();
    sayBroadcasting(room, epoch, { webrtcUrl, hlsUrl: 'https://media.world.example/s.m3u8' });
    const { life } = room.view();
    assert.ok(life.phase === 'live', webrtcUrl);
    assert.equal(life.watch.webrtcUrl, webrtcUrl);
    assert.equal(life.watch.hlsUrl, 'https://media.world.example/s.m3u8');
  }
});

test('[TR5] HLS at another host is left out, with a line; what is no web address is a lie', () => {
  const webrtcUrl = 'https://media.world.example/s';
  const { room, epoch } = lentAmong();
  sayBroadcasting(room, epoch, { webrtcUrl, hlsUrl: 'https://cdn.example/s.m3u8' });
  const { life } = room.view();
  assert.ok(life.phase === 'live');
  assert.deepEqual(life.watch, { webrtcUrl, hlsUrl: null, token: 'spectator' });
  assert.equal(logged(room, 'stream-host-refused')[0]?.fields['host'], 'cdn.example');
  for (const hlsUrl of ['javascript:alert(1)', 'https://a:b@media.world.example/x', 'data:,x']) {
    const lie = lentAmong();
    sayBroadcasting(lie.room, lie.epoch, { webrtcUrl, hlsUrl });
    assert.equal(lie.room.lastAnswer(lie.stranger).reason, 'stream-host', hlsUrl);
  }
});

test('[TR5] a next stream at another host is refused, and the present one goes on', () => {
  const [room, a] = liveRoom(1);
  room.passAlive(105 * SECOND);
  const next = room.connect();
  room.passAlive(31 * SECOND);
  assert.equal(room.view().life.phase, 'renewing');
  sayBroadcasting(room, next, { webrtcUrl: 'https://evil.example/s' });
  const { life } = room.view();
  assert.ok('watch' in life);
  assert.equal(life.watch.webrtcUrl, 'http://world/stream-1');
  assert.equal(room.lastAnswer(a).reason, 'stream-host');
});

test('[TR5] where all are refused the room says why and when it tries again', () => {
  const { room, epoch, stranger } = lentAmong();
  sayBroadcasting(room, epoch, { webrtcUrl: 'https://evil.example/s' });
  const next = room.connect();
  sayBroadcasting(room, next, { webrtcUrl: 'https://evil.example/s' });
  const { life } = room.view();
  assert.ok(life.phase === 'failed' && life.retryAt !== null);
  assert.equal(life.reason, 'stream-host');
  assert.ok(life.retryAt - room.now <= 5 * SECOND);
  assert.ok(stranger);
});

test('[TR7] the https host that a signed conductor names counts as the service’s, over restarts', () => {
  const room = new TestRoom();
  room.join({ id: 't-signed', conduct: 'prefer', watching: false });
  room.join({ id: 'a-1' });
  const epoch = room.connect();
  sayBroadcasting(room, epoch, {
    webrtcUrl: 'https://whep.host.example/s',
    hlsUrl: 'https://hls.host.example/s',
  });
  assert.equal(room.view().life.phase, 'live');
  room.state = { ...JSON.parse(JSON.stringify(room.state)), connections: {} };
  room.apply({ type: 'restarted', entropy: 'a secret', streamHosts: [] });
  const page = room.join({ id: 'a-1' });
  room.passAlive(13 * SECOND);
  const next = room.connect();
  assert.equal(room.state.lease?.connection, page);
  sayBroadcasting(room, next, { webrtcUrl: 'https://whep.host.example/t' });
  assert.equal(room.view().life.phase, 'live');
});

test('[TR7] not over plain http, nor what a stranger named', () => {
  const room = new TestRoom();
  const signed = room.join({ id: 't-signed', conduct: 'prefer', watching: false });
  room.join({ id: 'a-1' });
  sayBroadcasting(room, room.connect(), { webrtcUrl: 'http://whep.host.example/s' });
  assert.equal(room.lastAnswer(signed).reason, 'stream-host');
  assert.deepEqual(room.state.broadcast.streamHosts.learned, ['http://world']);
});
