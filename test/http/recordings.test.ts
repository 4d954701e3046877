import assert from 'node:assert/strict';
import { before, mock, type TestContext, test } from 'node:test';
import type { Recordings } from '../../src/protocol/replay.js';
import { ApiRoom } from '../support/api-room.js';
import { JPEG, remember, stream } from '../support/recorded.js';
import { tokenOf } from '../support/tokens.js';

let host: string;
let moderator: string;
before(async () => {
  // A room that waits for its next deadline would hold the process up.
  mock.timers.enable({ apis: ['setTimeout'] });
  host = await tokenOf('boss', { role: 'host' });
  moderator = await tokenOf('mod', { role: 'moderator' });
});

async function recordedRoom(streams: number): Promise<ApiRoom> {
  const room = await ApiRoom.start();
  await remember(room.storage, streams);
  return room;
}

async function chain(room: ApiRoom, path = '/recordings'): Promise<Recordings> {
  return (await room.ask(path)).body as unknown as Recordings;
}

/** The streams of the account, as the service lists them. */
const LISTED = [3, 2, 1].map((no) => {
  const { id, startedAt } = stream(no);
  return { stream_id: id, started_at: new Date(startedAt).toISOString() };
});

/** Has the service answer so, and says what it was asked. */
function serviceIs(t: TestContext, answer: (path: string) => Response): string[] {
  const asked: string[] = [];
  const given = t.mock.method(globalThis, 'fetch', async (url: string | URL | Request) => {
    const { pathname } = new URL(String(url));
    if (pathname === '/auth/token') return Response.json({ access_token: 'pass', expires_in: 600 });
    if (pathname === '/stream-recordings') return Response.json({ recordings: LISTED });
    asked.push(pathname);
    return answer(pathname);
  });
  t.after(() => given.mock.restore());
  return asked;
}

test('[RC1] the chain: each stream with the prompts that reached the world in it, and no others', async () => {
  const room = await recordedRoom(2);
  const { streams, running, next } = await chain(room);
  assert.deepEqual([streams.map(({ no }) => no), running, next], [[2, 1], null, null]);
  assert.deepEqual(streams[1], {
    no: 1,
    id: room.shownId('stream-1'),
    startedAt: 61_000,
    endedAt: 121_000,
    seconds: 60,
    reason: 'stream-expired',
    prompt: 'world 1',
    prompts: [
      {
        ...{ id: 'p1', by: 'a-1', name: 'Ada', text: 'prompt 1' },
        ...{ appliedText: 'made of 1', atMs: 5_000, frame: false },
      },
      {
        ...{ id: 'p3', by: 'a-1', name: 'Ada', text: 'prompt 3' },
        ...{ appliedText: null, atMs: 40_000, frame: false },
      },
    ],
  });
});

test('[RC1] it is read by page, from either end', async () => {
  const room = await recordedRoom(5);
  const first = await room.ask('/recordings?limit=2&order=oldest');
  const { streams, next } = first.body as unknown as Recordings;
  assert.deepEqual([streams.map(({ no }) => no), next], [[1, 2], 2]);
  const [, path = ''] =
    /<(?:\/parties\/main\/lobby)(.*)>/.exec(first.headers.get('Link') ?? '') ?? [];
  assert.deepEqual(
    (await chain(room, path)).streams.map(({ no }) => no),
    [3, 4],
  );
  const newest = await chain(room, '/recordings?limit=2&after=3');
  assert.deepEqual(
    newest.streams.map(({ no }) => no),
    [2, 1],
  );
});

test('[RC2] all of it as a file, in the same shape, oldest first, also where there is nothing', async () => {
  const room = await recordedRoom(45);
  const { body, headers } = await room.ask('/recordings?format=json');
  const { streams, next } = body as unknown as Recordings;
  assert.deepEqual([streams.length, streams[0]?.no, streams[44]?.no, next], [45, 1, 45, null]);
  assert.match(
    headers.get('Content-Disposition') ?? '',
    /^attachment; filename="recordings.json"$/,
  );
  const empty = await ApiRoom.start();
  const { body: nothing } = await empty.ask('/recordings?format=json');
  assert.deepEqual(nothing, { streams: [], running: null, next: null });
});

test('[RC3] a recording’s addresses come fresh from the service', async (t) => {
  const room = await recordedRoom(1);
  const asked = serviceIs(t, () => Response.json({ video_url: 'https://cdn.example/v.mp4' }));
  const { status, body } = await room.ask('/recordings/1');
  assert.equal(status, 200);
  assert.equal(body['videoUrl'], 'https://cdn.example/v.mp4');
  await room.ask('/recordings/1');
  assert.deepEqual(asked, ['/recordings/stream-1']);
});

test('[RC4] what is gone is 410, what the service cannot give now says when again', async (t) => {
  const room = await recordedRoom(3);
  const answers: Record<string, number> = { 'stream-1': 404, 'stream-2': 503, 'stream-3': 400 };
  serviceIs(t, (path) => new Response('{}', { status: answers[path.slice(12)] ?? 500 }));
  const gone = await room.ask('/recordings/1');
  assert.deepEqual([gone.status, gone.body['reason']], [410, 'recording-gone']);
  const away = await room.ask('/recordings/2');
  assert.deepEqual([away.status, away.body['reason']], [503, 'service-away']);
  assert.equal(away.headers.get('Retry-After'), '10');
  const failed = await room.ask('/recordings/3');
  assert.deepEqual([failed.status, failed.body['reason']], [502, 'service-failed']);
  assert.equal(failed.headers.get('Retry-After'), '10');
  for (const id of ['4', '0', 'stream-1', '-1', '99999999999']) {
    assert.equal((await room.ask(`/recordings/${id}`)).status, 404, id);
  }
});

test('[RC5] the rule `replay` says who may: everybody, moderators and hosts, or nobody', async () => {
  const room = await recordedRoom(1);
  const paths = ['/recordings', '/recordings?format=json', '/recordings/7', '/frames/p1'];
  const statuses = async (token?: string) => {
    const ask = token === undefined ? {} : { token };
    return Promise.all(paths.map(async (path) => (await room.ask(path, ask)).status));
  };
  const viewer = await tokenOf('ann', { role: 'viewer' });
  const open = [200, 200, 404, 404];
  const barred = [403, 403, 403, 403];
  const table = {
    yes: [open, open, open, open],
    staff: [barred, barred, open, open],
    no: [barred, barred, barred, barred],
  };
  for (const [replay, expected] of Object.entries(table)) {
    await room.ask('/rules', { method: 'PATCH', token: host, body: { replay } });
    const got = [
      await statuses(),
      await statuses(viewer),
      await statuses(moderator),
      await statuses(host),
    ];
    assert.deepEqual(got, expected, replay);
  }
  assert.equal((await room.ask('/recordings')).body['reason'], 'replay-off');
});

test('[RC11] a prompt’s picture is a JPEG to whoever opens it and nothing else, and may be kept', async () => {
  const before = await ApiRoom.start();
  await before.storage.put('frame/p1', JPEG);
  await before.storage.put('frame-no/p1', '1');
  await remember(before.storage, 1);
  const room = await ApiRoom.startOn(before.storage);
  const response = await room.shell.answer(room.request('/frames/p1'));
  const bytes = Buffer.from(await response.arrayBuffer());
  assert.equal(bytes.toString('base64'), JPEG);
  const header = (name: string) => response.headers.get(name);
  assert.equal(header('Content-Type'), 'image/jpeg');
  assert.equal(header('X-Content-Type-Options'), 'nosniff');
  assert.match(header('Content-Security-Policy') ?? '', /sandbox/);
  assert.equal(header('Cross-Origin-Resource-Policy'), 'cross-origin');
  assert.equal(header('Cache-Control'), 'public, max-age=86400, immutable');
  assert.equal((await room.ask('/frames/p2')).status, 404);
  const { streams } = await chain(room);
  assert.deepEqual(
    streams[0]?.prompts.map(({ frame }) => frame),
    [true, false],
  );
  await room.ask('/rules', { method: 'PATCH', token: host, body: { replay: 'staff' } });
  const forStaff = await room.ask('/frames/p1', { token: moderator });
  assert.match(forStaff.headers.get('Cache-Control') ?? '', /^private/);
});
