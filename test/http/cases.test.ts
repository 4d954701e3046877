import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, mock, test } from 'node:test';
import { SignJWT } from 'jose';
import { readEnvironment } from '../../party/server/environment.js';
import type { Hello } from '../../src/protocol/messages.js';
import { ApiRoom } from '../support/api-room.js';
import { helloOf } from '../support/people.js';
import { SECRET } from '../support/tokens.js';

/** What people report of comparable software, with the right answers: `test/cases`. */

interface Case<Input> {
  readonly id: string;
  readonly input: Input;
}

function cases<Input>(file: string): readonly Case<Input>[] {
  return JSON.parse(readFileSync(`test/cases/${file}.json`, 'utf8')) as Case<Input>[];
}

before(() => {
  // A room that waits for its next deadline would hold the process up.
  mock.timers.enable({ apis: ['setTimeout'] });
});

interface TokenCase {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly alg?: string;
  readonly exp?: 'none';
  readonly iatAhead?: number;
  readonly socket?: boolean;
}

function tokenOf({ claims, alg = 'HS256', exp, iatAhead = 0 }: TokenCase): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const end = exp === 'none' ? {} : { exp: now + 600 };
  const usual = { sub: 'ada', room: 'lobby', role: 'moderator', iat: now + iatAhead };
  return new SignJWT({ ...usual, ...end, ...claims })
    .setProtectedHeader({ alg })
    .sign(new TextEncoder().encode(SECRET));
}

/** What the socket of a page with this token hears: its welcome, or why it was closed. */
async function greeted(room: ApiRoom, token: string): Promise<string> {
  const heard: string[] = [];
  const connection = {
    id: crypto.randomUUID(),
    send: (text: string) => void heard.push((JSON.parse(text) as { type: string }).type),
    close: (code: number, reason: string) => void heard.push(`${code} ${reason}`),
  };
  room.shell.opened(connection, new Request('http://rooms.example/parties/main/lobby'));
  const hello: Hello = { ...helloOf(), token };
  await room.shell.said(connection, JSON.stringify(hello));
  return heard[0] ?? 'nothing';
}

const NAMED: Readonly<Record<string, RegExp>> = {
  F20b: /: role must be one of/,
  F20d: /: exp is missing/,
  F20e: /: alg must be HS256/,
};

for (const { id, input } of cases<TokenCase>('tokens')) {
  test(`[ID7] [ID11] ${id}: ${JSON.stringify(input).slice(0, 60)}`, async () => {
    const room = await ApiRoom.start();
    const token = await tokenOf(input);
    if (input.socket === true) {
      assert.equal(await greeted(room, token), 'welcome');
      return;
    }
    const { status, body } = await room.ask('/audit', { token });
    const named = NAMED[id];
    assert.equal(status, named === undefined ? 200 : 401);
    if (named === undefined) return;
    assert.match(String(body['detail']), named);
    assert.ok(!JSON.stringify(body).includes(token));
    assert.match(await greeted(room, token), /^4101 bad-token: \w+ /, 'its page is told as well');
  });
}

interface SettingCase {
  readonly setting?: string;
  readonly origin?: string;
  readonly vars?: Readonly<Record<string, string>>;
}

for (const { id, input } of cases<SettingCase>('settings')) {
  if (input.setting === undefined) {
    test(`[WH8] ${id}: a secret of plain text is taken; the guide names its format`, () => {
      const needed = { WEBHOOK_URL: 'https://a.example', MODERATION_URL: 'https://a.example' };
      const secrets = { WEBHOOK_SECRET: 'x'.repeat(16), MODERATION_SECRET: 'x'.repeat(16) };
      const env = { ODYSSEY_API_KEY: 'k', ...needed, ...secrets, ...input.vars };
      assert.equal(readEnvironment(env).ok, true);
      assert.match(readFileSync('docs/http.md', 'utf8'), /format: 'raw'[\s\S]*MODERATION_SECRET/);
    });
    continue;
  }
  test(`[EN11] ${id}: ${input.origin} by ${input.setting}`, async () => {
    const room = await ApiRoom.start({ ALLOWED_ORIGINS: input.setting ?? '' });
    const { status } = await room.ask('/state', { headers: { Origin: input.origin ?? '' } });
    assert.equal(status, 200);
  });
}

interface HttpCase {
  readonly method?: string;
  readonly path: string;
  readonly ask?: string;
  readonly header?: string;
  readonly has?: string;
}

for (const { id, input } of cases<HttpCase>('http')) {
  test(`[AP10] [AP13] [EV8] [HI4] ${id}: ${input.method ?? 'GET'} ${input.path}`, async () => {
    const room = await ApiRoom.start({ ALLOWED_ORIGINS: '*' });
    const { method = 'GET', path, ask, header, has = '' } = input;
    const headers = { Origin: 'https://site.example' };
    const response = await room.shell.answer(room.request(path, { method, headers }));
    await response.body?.cancel();
    if (ask !== undefined) {
      const allowed = response.headers.get('Access-Control-Allow-Headers') ?? '';
      assert.ok(allowed.toLowerCase().split(', ').includes(ask));
    }
    if (header !== undefined) assert.ok(response.headers.get(header)?.includes(has));
    if (method === 'HEAD') assert.deepEqual([response.status, response.body], [200, null]);
    if (path.includes('csv')) {
      assert.match(response.headers.get('Location') ?? '', /\/prompts\.csv\?/);
    }
    if (path === '/prompts') {
      const { body } = await room.ask('/openapi.json');
      const paths = body['paths'] as Record<
        string,
        { get: { responses: Record<string, { content: object }> } }
      >;
      assert.deepEqual(Object.keys(paths['/prompts']?.get.responses['200']?.content ?? {}), [
        'application/json',
      ]);
    }
  });
}
