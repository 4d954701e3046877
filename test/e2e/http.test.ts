import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type RoomServer, startRoomServer } from '../../demo/room-server.js';
import { askServer } from '../support/ask-server.js';
import { RawVisitor } from '../support/raw-visitor.js';

const SITE = 'https://site.example';

let rooms: RoomServer;
before(async () => {
  const env = { ODYSSEY_API_KEY: 'local', OPEN_ROOMS: '*', ALLOWED_ORIGINS: SITE };
  rooms = await startRoomServer({ port: 0, env });
});
after(() => rooms.stop());

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return askServer(`${rooms.url}/parties/main/${path}`, init);
}

/** A refusal as RFC 9457 has it. */
async function problemOf(response: Response): Promise<[number, string]> {
  assert.match(response.headers.get('Content-Type') ?? '', /^application\/problem\+json/);
  const { status, reason, detail } = (await response.json()) as Record<string, unknown>;
  assert.equal(status, response.status);
  assert.ok(String(detail).endsWith('.'), 'a sentence');
  return [response.status, String(reason)];
}

test('[HT1] the room’s state is read over HTTP, by programs and by pages of listed origins', async () => {
  const program = await ask('lobby/state');
  assert.equal(program.status, 200);
  assert.equal(program.headers.get('Cache-Control'), 'no-store');
  const state = (await program.json()) as Record<string, unknown>;
  assert.deepEqual(state['life'], { phase: 'dark', reason: null, until: null });
  const page = await ask('lobby/state', { headers: { Origin: SITE } });
  assert.equal(page.headers.get('Access-Control-Allow-Origin'), SITE);
  assert.match(page.headers.get('Vary') ?? '', /Origin/);
  const preflight = await ask('lobby/state', {
    method: 'OPTIONS',
    headers: { Origin: SITE, 'Access-Control-Request-Method': 'GET' },
  });
  assert.equal(preflight.status, 204);
  assert.match(preflight.headers.get('Access-Control-Allow-Methods') ?? '', /GET/);
});

test('[HT2] what is not there, not allowed or not for this page is refused with problem details', async () => {
  const evil = await ask('lobby/state', { headers: { Origin: 'https://evil.example' } });
  assert.equal(evil.headers.get('Access-Control-Allow-Origin'), null);
  assert.deepEqual(await problemOf(evil), [403, 'wrong-origin']);
  assert.deepEqual(await problemOf(await ask('lobby/secrets')), [404, 'not-found']);
  const posted = await ask('lobby/state', { method: 'POST', body: 'x' });
  assert.equal(posted.headers.get('Allow'), 'GET, HEAD');
  assert.deepEqual(await problemOf(posted), [405, 'method-not-allowed']);
});

test('[HT3] a room has one spelling: no other reaches a room beside it, and no long address any', async () => {
  assert.equal((await ask(`${encodeURIComponent('käse & brot')}/state`)).status, 200);
  for (const spelling of ['lobb%79', 'a%2fb', '%zz', 'a@b']) {
    assert.equal((await ask(`${spelling}/state`)).status, 404, spelling);
    const visitor = await RawVisitor.connect(rooms.host, spelling);
    assert.deepEqual(visitor.heard, []);
  }
  assert.equal((await ask(`lobby/state?${'x'.repeat(2_000)}`)).status, 414);
});

test('[HT5] a body that nobody reads delays no later request on the same line', async () => {
  const limit = () => AbortSignal.timeout(5_000);
  for (let round = 0; round < 40; round += 1) {
    const post = { method: 'POST', body: 'x'.repeat(round * 50) };
    await (await ask('lobby/state', { ...post, signal: limit() })).text();
    await (await ask('a@b/state', { ...post, signal: limit() })).text();
    const answer = await ask(`lobby-${round}/state`, { signal: limit() });
    assert.equal(answer.status, 200);
    await answer.text();
  }
});

test('[HT4] forged headers of the platform’s router are ignored, and no stack trace gets out', async () => {
  const headers = { 'x-partykit-props': '{broken', 'x-partykit-room': 'attic' };
  const response = await ask('lobby/state', { headers });
  assert.equal(response.status, 200);
  assert.doesNotMatch(await response.text(), /at \w+ \(|Error/);
});
