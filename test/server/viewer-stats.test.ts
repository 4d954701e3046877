import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BOUNDS } from '../../party/server/bounds.js';
import { ViewerStats } from '../../party/server/viewer-stats.js';
import { type ClientMessage, parseClientMessage } from '../../src/protocol/messages.js';
import { ApiRoom } from '../support/api-room.js';
import { signed } from '../support/tokens.js';

type Viewing = Extract<ClientMessage, { type: 'viewing' }>;

function viewing(changes: Partial<Viewing> = {}): Viewing {
  return {
    ...{ type: 'viewing', transport: 'webrtc', watchedMs: 60_000, freezes: 0, frozenMs: 0 },
    ...{ firstFrameMs: null, delayMs: null },
    ...changes,
  };
}

test('[VS1] what pages tell is summed up', () => {
  const stats = new ViewerStats(() => true);
  const now = 1_000_000;
  stats.told(viewing({ firstFrameMs: 220, freezes: 2, frozenMs: 1_500 }), '1', null, now);
  stats.told(viewing({ transport: 'hls', firstFrameMs: 3_000, delayMs: 6_000 }), '2', null, now);
  stats.told(viewing({ watchedMs: 1_000, frozenMs: 90_000 }), null, null, now);
  assert.deepEqual(stats.sums, {
    ...{ reports: 3, webrtc: 2, hls: 1, watchedSeconds: 121, freezes: 2, frozenSeconds: 2.5 },
    ...{ firstFrames: 2, firstFrameSeconds: 3.22, firstFrameWithin: [1, 1, 1, 1, 2, 2] },
    ...{ delays: 1, delaySeconds: 6 },
  });
});

test('[VS2] a socket counts once a minute, an address as often as it may have sockets', () => {
  const stats = new ViewerStats(() => true);
  const { max } = BOUNDS.viewingsPerMinuteAndAddress;
  assert.equal(stats.told(viewing(), 'x', null, 60_000), true);
  assert.equal(stats.told(viewing(), 'x', 60_000, 100_000), false);
  assert.equal(stats.told(viewing(), 'x', 60_000, 110_000), true);
  for (let count = 0; count < 2 * max; count += 1) stats.told(viewing(), 'y', null, 180_000);
  assert.equal(stats.sums.reports, 2 + max);
  assert.equal(
    stats.told(viewing(), 'z', null, 180_000),
    true,
    'another address has its own share',
  );
  assert.equal(stats.told(viewing(), 'y', null, 240_000), true, 'and the next minute is another');
});

test('[VS3] values out of bounds are malformed', () => {
  const bad: Partial<Record<keyof Viewing, unknown>>[] = [
    { watchedMs: -1 },
    { watchedMs: 120_001 },
    { freezes: 1.5 },
    { freezes: 1_001 },
    { frozenMs: Number.MAX_VALUE },
    { firstFrameMs: '220' },
    { transport: 'pigeon' },
  ];
  assert.equal(parseClientMessage(JSON.stringify(viewing())).ok, true);
  for (const changes of bad) {
    const text = JSON.stringify({ ...viewing(), ...changes });
    assert.equal(parseClientMessage(text).ok, false, text);
  }
});

test('[VS4] /stats has the sums, and nothing where the rules say no', async () => {
  const room = await ApiRoom.start();
  const { body } = await room.ask('/stats');
  assert.deepEqual(body['viewers'], {
    ...{ reports: 0, webrtc: 0, hls: 0, watchedSeconds: 0, freezes: 0, frozenSeconds: 0 },
    ...{ firstFrames: 0, firstFrameSeconds: 0, delays: 0, delaySeconds: 0 },
    firstFrameWithin: { '0.25': 0, '0.5': 0, '1': 0, '2': 0, '4': 0, '8': 0 },
  });
  const silent = await ApiRoom.start({ ROOM_RULES: '{"viewerStats":"no"}' });
  assert.equal((await silent.ask('/stats')).body['viewers'], null);
  const stats = new ViewerStats(() => false);
  assert.equal(stats.told(viewing(), null, null, 0), false);
  assert.equal(stats.sums.reports, 0);
});

test('[VS5] /metrics is text for Prometheus, for staff and by METRICS_TOKEN alone', async () => {
  const METRICS_TOKEN = 'a-long-and-secret-word';
  const room = await ApiRoom.start({ METRICS_TOKEN });
  const response = await room.shell.answer(room.request('/metrics', { token: METRICS_TOKEN }));
  assert.equal(response.status, 200);
  assert.match(response.headers.get('Content-Type') ?? '', /^text\/plain; version=0\.0\.4/);
  const text = await response.text();
  assert.ok(text.endsWith('\n'));
  const NUMBER = /^odyssey_broadcast_\w+(\{\w+="[\w.+-]+"\})? -?\d+(\.\d+)?$/;
  for (const line of text.trimEnd().split('\n')) {
    assert.match(line, line.startsWith('#') ? /^# (HELP|TYPE) odyssey_broadcast_\w+ / : NUMBER);
  }
  assert.match(text, /^odyssey_broadcast_viewer_first_frame_seconds_bucket\{le="\+Inf"\} 0$/m);
  const statusOf = async (token?: string, of = room) =>
    (await of.shell.answer(of.request('/metrics', token === undefined ? {} : { token }))).status;
  assert.equal(await statusOf(await signed({ role: 'moderator' })), 200);
  assert.equal(await statusOf(await signed({ role: 'viewer' })), 403);
  assert.equal(await statusOf(`${METRICS_TOKEN}x`), 401);
  assert.equal(await statusOf(), 401);
  assert.equal(await statusOf(METRICS_TOKEN, await ApiRoom.start()), 401);
  const state = await room.shell.answer(room.request('/audit', { token: METRICS_TOKEN }));
  assert.equal(state.status, 401, 'it opens nothing else');
});

test('[VS6] a token for metrics that is too short stops the room, and says so', async () => {
  const room = await ApiRoom.start({ METRICS_TOKEN: 'short' });
  assert.match(room.lines.join(), /METRICS_TOKEN must be 16 characters or more/);
});
