import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';
import type { Verdict } from '../../party/room/input.js';
import { classifierAt } from '../../party/server/classifier.js';
import { readEnvironment } from '../../party/server/environment.js';
import { RoomServer } from '../../party/server/room-server.js';
import type { ServerMessage } from '../../src/protocol/messages.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { helloOf } from '../support/people.js';
import { serving } from '../support/serving.js';

const SECRET = 'a secret of the owner';
const PROMPT = { room: 'lobby', promptId: 'p1', text: 'a whale' };

/** What comes of one question, and what the log says about it. */
async function ask(answer: RequestListener, timeoutMs = 5_000): Promise<[Verdict, string]> {
  let verdict: Verdict = { verdict: 'none' };
  const logged: string[] = [];
  const log = (event: string, fields: Record<string, unknown>) =>
    logged.push(`${event} ${fields['error']}`);
  await serving(answer, async (url) => {
    verdict = await classifierAt({ url, secret: SECRET }, log, timeoutMs)(PROMPT);
  });
  return [verdict, logged.join()];
}

const says =
  (body: string, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

test('[CF1] the classifier is sent the prompt, signed as Standard Webhooks has it', async () => {
  for (const secret of [SECRET, `whsec_${Buffer.from(SECRET).toString('base64')}`]) {
    const [heard] = await serving(says('{"verdict":"allow"}'), async (url) => {
      const verdict = await classifierAt({ url, secret }, () => undefined)(PROMPT);
      assert.deepEqual(verdict, { verdict: 'allow' });
    });
    assert.ok(heard);
    assert.deepEqual(JSON.parse(heard.body), PROMPT);
    const { 'webhook-id': id, 'webhook-timestamp': at } = heard.headers;
    const signed = createHmac('sha256', SECRET).update(`${id}.${at}.${heard.body}`);
    assert.equal(heard.headers['webhook-signature'], `v1,${signed.digest('base64')}`);
    assert.equal(id, 'p1');
    assert.ok(Math.abs(Number(at) - Date.now() / 1000) < 60);
  }
});

test('[CF2] its verdict is one of three words, with a reason of at most 200 characters', async () => {
  const cases: [string, Verdict][] = [
    ['{"verdict":"allow","reason":"fine"}', { verdict: 'allow' }],
    ['{"verdict":"flag","reason":"blood"}', { verdict: 'flag', why: 'blood' }],
    ['{"verdict":"refuse"}', { verdict: 'refuse', why: '' }],
    [
      JSON.stringify({ verdict: 'refuse', reason: '🦊'.repeat(300) }),
      { verdict: 'refuse', why: '🦊'.repeat(200) },
    ],
  ];
  for (const [body, verdict] of cases) assert.deepEqual(await ask(says(body)), [verdict, '']);
});

test('[CF3] an error, a redirect, nonsense or far too much is no answer, and is logged', async () => {
  const allow = '{"verdict":"allow"}';
  const cases: [RequestListener, RegExp][] = [
    [says(allow, 500), /status 500/],
    [says(allow, 302, { Location: '/elsewhere' }), /status 302/],
    [says(allow, 404), /status 404/],
    [says(''), /JSON/],
    [says('<html>'), /JSON/],
    [says('null'), /./],
    [says('{"verdict":"maybe"}'), /verdict|allow/],
    [says('{"verdict":"allow","reason":7}'), /string/],
    [says(JSON.stringify({ verdict: 'allow', reason: 'x'.repeat(5_000) })), /longer than 4096/],
    [(request) => void request.socket.destroy(), /./],
  ];
  for (const [answer, error] of cases) {
    const [verdict, logged] = await ask(answer);
    assert.deepEqual(verdict, { verdict: 'none' }, String(error));
    assert.match(logged, /^classifier-failed /);
    assert.match(logged, error);
  }
});

test('[CF3] a server that is not there, or has no address, is no answer either', async () => {
  let gone = '';
  await serving(says(''), async (url) => {
    gone = url;
  });
  for (const url of [gone, 'http://nowhere.invalid/', 'not an address']) {
    const verdict = await classifierAt({ url, secret: SECRET }, () => undefined)(PROMPT);
    assert.deepEqual(verdict, { verdict: 'none' }, url);
  }
});

test('[CF4] one that hangs, before its answer or within it, is given up in time', async () => {
  const hangs: RequestListener[] = [
    () => undefined,
    (_request, response) => void response.writeHead(200).write('{"verdict":'),
    (_request, response) => {
      const more = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(more));
    },
  ];
  for (const answer of hangs) {
    const [verdict, logged] = await ask(answer, 200);
    assert.deepEqual(verdict, { verdict: 'none' });
    assert.match(logged, /timeout|aborted/i);
  }
});

test('[CF4] an endless answer is cut off, however fast it comes', async () => {
  let sent = 0;
  const [verdict] = await ask((_request, response) => {
    const flood = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536))) sent += 65_536;
    };
    response.on('drain', flood);
    flood();
  });
  assert.deepEqual(verdict, { verdict: 'none' });
  assert.ok(sent < 50_000_000, `${sent} bytes`);
});

test('[CF5] the settings of the classifier are checked, each problem in a sentence', () => {
  const address = { MODERATION_URL: 'https://site.example/judge' };
  const cases: [Record<string, string>, RegExp][] = [
    [{ MODERATION_URL: 'site.example' }, /^MODERATION_URL must be an http/],
    [address, /^MODERATION_SECRET is missing: .* asked by this room/],
    [{ ...address, MODERATION_SECRET: 'short' }, /^MODERATION_SECRET is too short/],
    [{ ...address, MODERATION_SECRET: 'whsec_not base64 at all' }, /^MODERATION_SECRET begins/],
  ];
  for (const [env, sentence] of cases) {
    const read = readEnvironment({ ODYSSEY_API_KEY: 'k', ...env });
    assert.match(read.ok ? '' : read.problem, sentence);
  }
  const none = readEnvironment({ ODYSSEY_API_KEY: 'k', MODERATION_SECRET: SECRET });
  assert.equal(none.ok && none.environment.classifier, null);
});

test('[CF6] a room with a classifier asks it about a real prompt, and does as it says', async (t) => {
  // The room's one timer would outlive the test.
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const heard = await serving(says('{"verdict":"refuse","reason":"gore"}'), async (url) => {
    const shell = new RoomServer({
      storage: new MemoryStorage(),
      env: { ODYSSEY_API_KEY: 'k', MODERATION_URL: url, MODERATION_SECRET: SECRET },
      log: () => undefined,
    });
    await shell.start();
    const said: ServerMessage[] = [];
    let settled: () => void = () => undefined;
    const refused = new Promise<void>((resolve) => {
      settled = resolve;
    });
    const connection = {
      id: 'c1',
      send: (text: string) => {
        const message = JSON.parse(text) as ServerMessage;
        said.push(message);
        if (message.type === 'receipt' && message.receipt.status === 'refused') settled();
      },
      close: () => undefined,
    };
    shell.opened(connection, new Request('https://rooms.example/parties/main/lobby'));
    await shell.said(connection, JSON.stringify(helloOf()));
    await shell.said(connection, JSON.stringify({ type: 'prompt', id: 'p1', text: 'a whale' }));
    await refused;
    const receipts = said.flatMap((message) =>
      message.type === 'receipt' ? [message.receipt] : [],
    );
    assert.deepEqual(
      receipts.map(({ status, reason }) => `${status} ${reason}`),
      ['held being-checked', 'refused refused-by-classifier'],
    );
    shell.closed(connection);
  });
  assert.deepEqual(JSON.parse(heard[0]?.body ?? 'null'), PROMPT);
});
