import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { classifyRecordingError, Recordings } from '../../party/server/recordings.js';
import type { StreamEntry } from '../../src/protocol/records.js';
import { stream } from '../support/recorded.js';

type Answered = Awaited<ReturnType<ConstructorParameters<typeof Recordings>[0]['ask']>>;

const ANSWER: Answered = {
  stream_id: 'x',
  video_url: 'https://cdn.example/v.mp4?signature=1',
  events_url: null,
  thumbnail_url: 'https://cdn.example/t.jpg',
  preview_url: 'javascript:alert(1)',
  frame_count: 1_200,
  duration_seconds: 60.2,
};

/** A service that answers as told, and counts how often it is asked. */
function service(answer: () => Promise<Answered> = async () => ANSWER, list = OWN) {
  const asked: string[] = [];
  const lines: string[] = [];
  const time = { now: 10_000_000 };
  const recordings = new Recordings({
    now: () => time.now,
    ask: (id) => {
      asked.push(id);
      return answer();
    },
    list: async (offset) => ({ recordings: list.slice(offset, offset + 100) }),
    log: (event) => lines.push(event),
  });
  return { recordings, asked, lines, time };
}

/** The account's streams as the service lists them, the latest first. */
const OWN = Array.from({ length: 201 }, (_, index) => listed(stream(201 - index)));

function listed({ id, startedAt }: Pick<StreamEntry, 'id' | 'startedAt'>) {
  const about = { width: 704, height: 1280, ended_at: null, duration_seconds: null };
  return { ...about, stream_id: id, started_at: new Date(startedAt).toISOString() };
}

test('[RC3] a recording’s addresses are asked for once in ten minutes, by however many', async () => {
  const { recordings, asked, time } = service();
  const results = await Promise.all(Array.from({ length: 100 }, () => recordings.find(stream(1))));
  assert.deepEqual(asked, ['stream-1']);
  assert.deepEqual(results[99], {
    ok: true,
    recording: {
      videoUrl: ANSWER.video_url,
      previewUrl: null,
      thumbnailUrl: ANSWER.thumbnail_url,
      frames: 1_200,
      seconds: 60.2,
      expiresAt: time.now + 3_600_000,
    },
  });
  time.now += 599_999;
  await recordings.find(stream(1));
  assert.equal(asked.length, 1);
  time.now += 1;
  await recordings.find(stream(1));
  assert.equal(asked.length, 2);
});

test('[RC3] two hundred are remembered, the latest', async () => {
  const { recordings, asked, time } = service();
  for (let no = 1; no <= 201; no += 1) {
    time.now += 1_000;
    await recordings.find(stream(no));
  }
  await recordings.find(stream(2));
  assert.equal(asked.length, 201);
  time.now += 1_000;
  await recordings.find(stream(1));
  assert.equal(asked.length, 202);
});

test('[RC3] whoever goes through all of them has the service asked sixty times a minute', async () => {
  const { recordings, asked, time } = service();
  for (let no = 1; no <= 60; no += 1) await recordings.find(stream(no));
  time.now += 59_000;
  assert.deepEqual(await recordings.find(stream(61)), { ok: false, why: 'busy', retryMs: 1_000 });
  assert.equal((await recordings.find(stream(60))).ok, true, 'what is known is given out');
  assert.equal(asked.length, 60);
  time.now += 1_000;
  assert.equal((await recordings.find(stream(61))).ok, true);
});

test('[RC12] what was asked for a stream’s length is not remembered: a dropped recording is gone', async () => {
  let isDropped = false;
  const { recordings, asked, time } = service(async () => {
    if (isDropped) throw new Error('Recording not found');
    return ANSWER;
  });
  assert.equal(await recordings.seconds('stream-1'), 60.2);
  assert.equal(await recordings.seconds('../../account'), null);
  isDropped = true;
  time.now += 200_000;
  assert.deepEqual(await recordings.find(stream(1)), { ok: false, why: 'gone' });
  assert.equal(await recordings.seconds('stream-1'), null);
  assert.deepEqual(asked, ['stream-1', 'stream-1', 'stream-1']);
});

test('[RC4] one that is gone is gone; one whose stream ended just now is coming', async () => {
  for (const answer of [
    () => Promise.reject(new Error('Recording not found')),
    async () => ({ ...ANSWER, video_url: null }),
  ]) {
    const { recordings, asked, time } = service(answer);
    const entry = stream(1, { endedAt: time.now - 119_999 });
    assert.deepEqual(await recordings.find(entry), { ok: false, why: 'coming', retryMs: 10_000 });
    await recordings.find(entry);
    assert.equal(asked.length, 1, 'a crowd asks once in ten seconds');
    time.now += 10_000;
    assert.deepEqual(await recordings.find(entry), { ok: false, why: 'gone' });
    time.now += 60_000;
    await recordings.find(entry);
    assert.equal(asked.length, 2);
  }
});

test('[RC4] a service that is away is asked again after ten seconds, and the log says so', async () => {
  let up = false;
  const { recordings, asked, lines, time } = service(async () => {
    if (!up) throw new TypeError('fetch failed');
    return ANSWER;
  });
  assert.deepEqual(await recordings.find(stream(1)), { ok: false, why: 'away', retryMs: 10_000 });
  up = true;
  assert.equal((await recordings.find(stream(1))).ok, false);
  assert.deepEqual([asked.length, lines], [1, ['recording-failed']]);
  time.now += 10_000;
  assert.equal((await recordings.find(stream(1))).ok, true);
});

test('[RC4] a service that never answers is away', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { recordings } = service(() => new Promise(() => undefined));
  const found = recordings.find(stream(1));
  await new Promise((resolve) => setImmediate(resolve));
  mock.timers.tick(10_000);
  assert.equal((await found).ok, false);
});

test('[RC4] what the SDK throws: missing, away, or something that waiting does not cure', () => {
  const table = {
    'Recording not found': 'missing',
    'Not authorized': 'failed',
    'Invalid API key': 'failed',
    'API key access denied': 'failed',
    'Failed to get recording: 503 Service Unavailable': 'away',
    'Failed to get recording: 429 Too Many Requests': 'away',
    'Failed to get recording: 400 Bad Request': 'failed',
    'Authentication failed: 500 Internal Server Error': 'away',
    'fetch failed': 'away',
    'no answer': 'away',
  };
  for (const [message, expected] of Object.entries(table)) {
    assert.equal(classifyRecordingError(new Error(message)), expected, message);
  }
});

test('[RC6] an id that leads elsewhere at the service is never asked for', async () => {
  const { recordings, asked } = service();
  for (const id of ['..', '../sessions/request', 'a/b', 'a?b', '%2e%2e', '', 'a b']) {
    assert.deepEqual(await recordings.find(stream(1, { id })), { ok: false, why: 'gone' });
  }
  assert.deepEqual(asked, []);
});

test('[RC13] a recording is given out only of a stream that began when its room had one begin', async () => {
  const anothers = listed({ id: 'stream-of-a', startedAt: 2_000_000 });
  const { recordings, asked, lines, time } = service(undefined, [anothers, ...OWN]);
  const find = (id: string, startedAt: number) =>
    recordings.find({ id, startedAt, endedAt: startedAt + 60_000 });
  assert.deepEqual(await find('stream-of-a', 2_015_001), { ok: false, why: 'gone' });
  assert.deepEqual(await find('unheard-of', 2_000_000), { ok: false, why: 'gone' });
  assert.deepEqual([asked, lines], [[], ['stream-of-another']]);
  time.now += 600_000;
  assert.equal((await find('stream-of-a', 2_015_000)).ok, true);
  assert.equal((await find('stream-1', 61_000)).ok, true, 'from the last page of three');
});

test('[RC16] of another room’s stream no recording is given out, whenever it began', async () => {
  const asked: string[] = [];
  const recordings = new Recordings({
    now: () => 10_000_000,
    ask: async (id) => {
      asked.push(id);
      return ANSWER;
    },
    list: async () => ({ recordings: OWN.slice(0, 100) }),
    isAnothers: async (id) => id === 'stream-150',
    log: () => undefined,
  });
  assert.deepEqual(await recordings.find(stream(150)), { ok: false, why: 'gone' });
  assert.equal((await recordings.find(stream(151))).ok, true);
  assert.deepEqual(asked, ['stream-151']);
});

test('[RC13] an instant without a zone is of UTC; without a list that can be read it is believed', async () => {
  const plain = { ...listed(stream(1)), started_at: '1970-01-01T00:01:01.000000' };
  const { recordings } = service(undefined, [plain]);
  assert.equal((await recordings.find(stream(1))).ok, true);
  const { recordings: away, lines } = service(undefined, [{ ...plain, started_at: 'soon' }]);
  assert.equal((await away.find(stream(1))).ok, true);
  assert.deepEqual(lines, ['stream-list-failed']);
});
