import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { test } from 'node:test';
import { classifierAt } from '../../party/server/classifier.js';
import { Recordings, recordingSource } from '../../party/server/recordings.js';
import { Webhooks } from '../../party/server/webhooks.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { stream } from '../support/recorded.js';
import { serving } from '../support/serving.js';
import { entry, stepResult } from '../support/step-results.js';

const SECRET = 'a secret of the owner';

/** Sends each caller elsewhere, for good or for now, and with or without what they sent. */
const redirects: readonly ((to: string) => RequestListener)[] = [301, 302, 307, 308].map(
  (status) => (to) => (_request, response) =>
    void response.writeHead(status, { Location: to }).end('{"verdict":"allow"}'),
);

/** Posts one event over real HTTP; returns how many still wait, and what the log says. */
async function deliver(url: string): Promise<{ waiting: number; logged: readonly string[] }> {
  const storage = new MemoryStorage();
  const logged: string[] = [];
  let done: () => void = () => undefined;
  const told = new Promise<void>((resolve) => {
    done = resolve;
  });
  const hooks = new Webhooks(
    { url, secret: SECRET },
    {
      ...{ storage, room: () => 'lobby', now: () => 1_000, heard: () => undefined },
      post: (to, init) => fetch(to, init),
      log: (event, { status }) => logged.push(`${event} ${status}`),
      rescheduled: () => done(),
    },
  );
  hooks.observe(stepResult([{ log: 'history', entry: entry(1) }]));
  hooks.woke(1_000);
  await told;
  return { waiting: storage.values.size, logged };
}

test('[FT1] a classifier that redirects, elsewhere or to itself, is no answer, and leads nowhere', async () => {
  for (const redirect of redirects) {
    const elsewhere = await serving(redirect('/'), async (foreign) => {
      for (const to of [foreign, '/judge']) {
        const heard = await serving(redirect(to), async (url) => {
          const ask = classifierAt({ url, secret: SECRET }, () => undefined);
          const verdict = await ask({ room: 'lobby', promptId: 'p1', text: 'a whale' });
          assert.deepEqual(verdict, { verdict: 'none' });
        });
        assert.equal(heard.length, 1);
      }
    });
    assert.deepEqual(elsewhere, []);
  }
});

test('[FT1] a receiver that redirects has not taken the event, which is shown to nobody else', async () => {
  for (const redirect of redirects) {
    const elsewhere = await serving(redirect('/'), async (foreign) => {
      for (const to of [foreign, '/judge']) {
        const heard = await serving(redirect(to), async (url) => {
          const { waiting, logged } = await deliver(url);
          assert.equal(waiting, 1);
          assert.match(logged.join(), /^webhook-failed 30[1278]$/);
        });
        assert.equal(heard.length, 1);
      }
    });
    assert.deepEqual(elsewhere, []);
  }
});

test('[FT2] what a receiver says beside its status is not listened to, however long it goes on', async () => {
  const answers: Promise<unknown>[] = [];
  const endless = (_request: unknown, response: ServerResponse) => {
    answers.push(once(response, 'close'));
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  };
  await serving(endless, async (url) => {
    const begunAt = Date.now();
    assert.deepEqual(await deliver(url), { waiting: 0, logged: [] });
    await Promise.all(answers);
    const tookMs = Date.now() - begunAt;
    assert.ok(tookMs < 4_500, `the line was kept for ${tookMs} ms, until the request's own limit`);
  });
});

/** What the service says of a recording, against the SDK that asks for it. */
async function find(answer: (response: ServerResponse) => void) {
  const logged: string[] = [];
  const listed = { stream_id: 'stream-1', started_at: new Date(stream(1).startedAt).toISOString() };
  let found: Awaited<ReturnType<Recordings['find']>> | null = null;
  let seconds: number | null = null;
  const service: RequestListener = ({ url = '' }, response) => {
    const says = (body: unknown) => void response.end(JSON.stringify(body));
    if (url.startsWith('/auth/token')) return says({ access_token: 'pass', expires_in: 3_600 });
    if (url.startsWith('/stream-recordings')) return says({ recordings: [listed] });
    if (url.startsWith('/recordings/')) return answer(response);
    response.writeHead(404).end();
  };
  await serving(service, async (url) => {
    const recordings = new Recordings({
      now: () => 10_000_000,
      ...recordingSource('key', new URL(url).origin),
      log: (event) => logged.push(event),
    });
    found = await recordings.find(stream(1));
    seconds = await recordings.seconds('stream-1');
  });
  return { found, seconds, logged };
}

const VIDEO = 'https://cdn.example/v.mp4';

test('[FT3] of what the service says of a recording only amounts and web addresses are passed on', async () => {
  for (const wrong of ['60', -1, null, [60], { of: 60 }, '1e999', true]) {
    const body = { video_url: VIDEO, duration_seconds: wrong, frame_count: wrong };
    const lies = { ...body, preview_url: 7, thumbnail_url: ['https://cdn.example/t.jpg'] };
    const { found, seconds } = await find((response) => void response.end(JSON.stringify(lies)));
    const nothing = { frames: null, seconds: null, previewUrl: null, thumbnailUrl: null };
    const recording = { videoUrl: VIDEO, ...nothing, expiresAt: 13_600_000 };
    assert.deepEqual(found, { ok: true, recording }, JSON.stringify(wrong));
    assert.equal(seconds, null);
  }
});

test('[FT3] one that answers nonsense, hangs up or redirects in a loop is said to be away', async () => {
  const answers: readonly ((response: ServerResponse) => void)[] = [
    (response) => response.end('<html>'),
    (response) => response.end('null'),
    (response) => response.end('"gone"'),
    (response) => response.write('{', () => response.destroy()),
    (response) => response.destroy(),
    (response) => response.writeHead(302, { Location: '/recordings/stream-1' }).end(),
  ];
  for (const answer of answers) {
    const { found, seconds, logged } = await find(answer);
    const { ok, why } = found as unknown as { ok: boolean; why: string };
    assert.equal(ok, false);
    assert.ok(why === 'away' || why === 'gone', why);
    assert.equal(seconds, null);
    if (why === 'away') assert.ok(logged.includes('recording-failed'));
  }
});
