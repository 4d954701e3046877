import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { readEnvironment } from '../../party/server/environment.js';
import { Webhooks } from '../../party/server/webhooks.js';
import type { RoomView } from '../../src/protocol/view.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { entry, stepResult } from '../support/step-results.js';

const KEY = Buffer.from('twenty-four bytes of key');
const SECRET = `whsec_${KEY.toString('base64')}`;

interface Post {
  headers: Record<string, string>;
  body: string;
}

/** A receiver that answers as it is told, and a room's outbox in time by hand. */
class Desk {
  readonly storage = new MemoryStorage();
  readonly posts: Post[] = [];
  readonly logged: string[] = [];
  readonly heard: boolean[] = [];
  now = 1_000_000;
  answers: () => Promise<{ ok: boolean; status: number }> = async () => ({ ok: true, status: 204 });
  private isDone: () => void = () => undefined;
  hooks = this.open();

  open(): Webhooks {
    return new Webhooks(
      { url: 'https://site.example/hook', secret: SECRET },
      {
        storage: this.storage,
        room: () => 'lobby',
        now: () => this.now,
        post: (_url, { headers, body }) => {
          this.posts.push({ headers: headers as Record<string, string>, body: String(body) });
          return this.answers();
        },
        log: (event) => this.logged.push(event),
        rescheduled: () => this.isDone(),
        heard: (answers) => this.heard.push(answers),
      },
    );
  }

  settle(no: number): void {
    const record = { log: 'history', entry: entry(no) } as const;
    this.hooks.observe(stepResult([record], { now: this.now }));
  }

  /** Wakes whatever is due up to this time, as the room's one timer does. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      const { dueAt } = this.hooks;
      if (dueAt === null || dueAt > end) break;
      this.now = Math.max(this.now, dueAt);
      const done = new Promise<void>((resolve) => {
        this.isDone = resolve;
      });
      this.hooks.woke(this.now);
      await done;
    }
    this.now = end;
  }

  get numbers(): number[] {
    return this.posts.map(({ body }) => (JSON.parse(body) as { data: { no: number } }).data.no);
  }
}

test('[WH1] an event is posted with a signature that its receiver can check', async () => {
  const desk = new Desk();
  desk.settle(1);
  await desk.pass(0);
  const [{ headers, body } = { headers: {}, body: '' } as Post] = desk.posts;
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = createHmac('sha256', KEY).update(signed).digest('base64');
  assert.equal(headers['webhook-signature'], `v1,${expected}`);
  const { type, timestamp, data } = JSON.parse(body);
  assert.deepEqual(
    [type, timestamp, data.room, data.text],
    ['prompt.settled', new Date(1_000_000).toISOString(), 'lobby', 'prompt 1'],
  );
  assert.equal([...desk.storage.values.keys()].length, 0, 'what arrived waits no more');
});

test('[WH2] broadcasts, turns, prompts and acts are told of', async () => {
  const desk = new Desk();
  const tell = (view: RoomView) => desk.hooks.observe(stepResult([], { view, now: desk.now }));
  const { view } = stepResult([]);
  const watch = { webrtcUrl: 'http://w', hlsUrl: null, token: 'secret-of-viewers' };
  const live: RoomView = {
    ...view,
    life: { phase: 'live', streamId: 's', startedAt: 1, watch, lastCall: null },
  };
  const holder = { id: 'a-1', name: 'Ada', phase: 'active', clock: null, promptsLeft: 1 } as const;
  const last = { id: 'a-1', name: 'Ada', reason: 'time-up', at: 5 } as const;
  tell(view);
  tell(live);
  tell({ ...live, turns: { ...live.turns, holder } });
  tell({ ...live, turns: { ...live.turns, holder: null, last } });
  tell({ ...view, life: { phase: 'failed', reason: 'no-gpu', retryAt: null } });
  tell(view);
  const by = { id: 't-1', name: 'Mod', role: 'moderator' } as const;
  const act = { no: 1, at: 1, by, act: 'mute', to: null, about: null, why: 'spam', until: null };
  desk.hooks.observe(stepResult([{ log: 'audit', entry: act }]));
  await desk.pass(0);
  assert.deepEqual(
    desk.posts.map(({ body }) => (JSON.parse(body) as { type: string }).type),
    [
      'broadcast.live',
      'turn.began',
      'turn.ended',
      'broadcast.failed',
      'broadcast.dark',
      'moderation.mute',
    ],
  );
  assert.ok(desk.posts.every(({ body }) => !body.includes('secret-of-viewers')));
});

test('[WH3] a receiver that is down gets everything later, in order, once it is up', async () => {
  const desk = new Desk();
  desk.answers = () => Promise.reject(new Error('refused'));
  desk.settle(1);
  await desk.pass(1_000);
  desk.settle(2);
  const times: number[] = [];
  const began = desk.now - 1_000;
  desk.answers = async () => {
    times.push(Math.round((desk.now - began) / 1000));
    return { ok: false, status: 503 };
  };
  await desk.pass(9_000_000);
  assert.deepEqual(times.slice(0, 6), [5, 35, 155, 755, 4355, 7955]);
  assert.equal(
    desk.numbers.every((no) => no === 1),
    true,
    'none overtakes',
  );
  desk.posts.length = 0;
  desk.answers = async () => ({ ok: true, status: 200 });
  await desk.pass(3_600_000);
  assert.deepEqual(desk.numbers, [1, 2]);
  const ids = new Set(desk.posts.map(({ headers }) => headers['webhook-id']));
  assert.equal(ids.size, 2);
  assert.deepEqual(desk.heard, [false, true], 'the room hears of it once each way');
});

test('[WH4] what waits outlives the room; its id stays the same', async () => {
  const desk = new Desk();
  desk.answers = async () => ({ ok: false, status: 500 });
  desk.settle(1);
  desk.settle(2);
  await desk.pass(0);
  desk.hooks = desk.open();
  await desk.hooks.start();
  desk.answers = async () => ({ ok: true, status: 200 });
  await desk.pass(0);
  assert.deepEqual(desk.numbers, [1, 1, 2]);
  assert.equal(desk.posts[0]?.headers['webhook-id'], desk.posts[1]?.headers['webhook-id']);
  desk.settle(3);
  await desk.pass(0);
  assert.equal(new Set(desk.posts.map(({ headers }) => headers['webhook-id'])).size, 3);
});

test('[WH5] after a day an event is given up; of more than a thousand the oldest give way', async () => {
  const desk = new Desk();
  desk.answers = async () => ({ ok: false, status: 500 });
  desk.settle(1);
  await desk.pass(90_000_000);
  assert.equal(desk.storage.values.size, 0);
  assert.ok(desk.logged.includes('webhook-dropped'));
  for (let no = 1; no <= 1_005; no += 1) desk.settle(no);
  assert.equal(desk.storage.values.size, 1_000);
  assert.ok(desk.logged.includes('webhook-outbox-full'));
  desk.posts.length = 0;
  desk.answers = async () => ({ ok: true, status: 200 });
  await desk.pass(10_000);
  assert.equal(desk.numbers[0], 6);
});

test('[WH6] a receiver that never answers holds nothing up but itself', async () => {
  const desk = new Desk();
  const asked = new Promise<void>((resolve) => {
    desk.answers = () => {
      resolve();
      return new Promise(() => undefined);
    };
  });
  desk.settle(1);
  desk.hooks.woke(desk.now);
  await asked;
  desk.settle(2);
  await desk.pass(60_000);
  assert.deepEqual([desk.numbers, desk.hooks.dueAt], [[1], null]);
});

test('[WH12] a redirect is no delivery, and nobody is asked where it leads', async () => {
  const asked: string[] = [];
  const receiver = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(307, { Location: '/elsewhere' }).end();
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  const storage = new MemoryStorage();
  const failed = new Promise<string>((log) => {
    const hooks = new Webhooks(
      { url: `http://127.0.0.1:${port}/hook`, secret: SECRET },
      {
        storage,
        room: () => 'lobby',
        now: () => 1_000,
        post: (url, init) => fetch(url, init),
        log,
        rescheduled: () => undefined,
        heard: () => undefined,
      },
    );
    hooks.observe(stepResult([{ log: 'history', entry: entry(1) }]));
    hooks.woke(1_000);
  });
  assert.equal(await failed, 'webhook-failed');
  assert.deepEqual(asked, ['/hook']);
  assert.equal(storage.values.size, 1, 'it waits to be delivered again');
  receiver.closeAllConnections();
  receiver.close();
});

test('[WH7] settings that do not fit are named in a sentence', () => {
  const read = (env: Record<string, string>) => readEnvironment({ ODYSSEY_API_KEY: 'k', ...env });
  const problem = (env: Record<string, string>) => {
    const result = read(env);
    return result.ok ? '' : result.problem;
  };
  const WEBHOOK_URL = 'https://site.example/hook';
  assert.match(problem({ WEBHOOK_URL }), /^WEBHOOK_SECRET is missing/);
  assert.match(problem({ WEBHOOK_URL: 'nowhere' }), /^WEBHOOK_URL must be an http/);
  assert.match(problem({ WEBHOOK_URL, WEBHOOK_SECRET: 'short' }), /^WEBHOOK_SECRET is too short/);
  const broken = { WEBHOOK_URL, WEBHOOK_SECRET: 'whsec_this is not base64' };
  assert.match(problem(broken), /^WEBHOOK_SECRET begins with whsec_/);
  assert.equal(problem({ WEBHOOK_URL, WEBHOOK_SECRET: SECRET }), '');
  assert.equal(problem({}), '');
});
