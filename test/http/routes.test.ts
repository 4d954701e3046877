import assert from 'node:assert/strict';
import { before, mock, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { ROUTES } from '../../party/http/router.js';
import { admitRequest } from '../../party/server/admission.js';
import type { HistoryEntry } from '../../src/protocol/records.js';
import { ApiRoom } from '../support/api-room.js';
import { entry } from '../support/step-results.js';
import { tokenOf } from '../support/tokens.js';

let bot: string;
let host: string;
let viewer: string;
before(async () => {
  // A room that waits for its next deadline would hold the process up.
  mock.timers.enable({ apis: ['setTimeout'] });
  bot = await tokenOf('bot', { scope: 'prompt' });
  host = await tokenOf('boss', { role: 'host' });
  viewer = await tokenOf('ann', { role: 'viewer' });
});

async function remember(room: ApiRoom, entries: readonly HistoryEntry[]): Promise<void> {
  for (const one of entries) {
    const key = `history/${String(one.no).padStart(10, '0')}`;
    await room.storage.put(key, JSON.stringify(one));
    await room.storage.put(`prompt/${one.id}/${one.by.id}`, String(one.no));
  }
}

test('[AP1] the description is valid OpenAPI 3.1 and has every route, with whom it is for', async () => {
  const room = await ApiRoom.start();
  const { body } = await room.ask('/openapi.json');
  const { valid, errors } = await new Validator().validate(structuredClone(body));
  assert.ok(valid, JSON.stringify(errors));
  assert.equal(body['openapi'], '3.1.0');
  assert.deepEqual(body['servers'], [{ url: '/parties/main/lobby' }]);
  const paths = body['paths'] as Record<string, Record<string, { operationId: string }>>;
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  assert.deepEqual(described.sort(), ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
  const ids = Object.values(paths).flatMap((one) =>
    Object.values(one).map(({ operationId }) => operationId),
  );
  assert.equal(new Set(ids).size, ids.length);
});

test('[AP2] every route answers as described, to anybody, a viewer and a host; nothing else answers', async () => {
  const room = await ApiRoom.start();
  for (const { method, path, access } of ROUTES) {
    if (path === '/events') continue;
    const there = path.replace('{id}', 'some-id');
    const nobody = await room.ask(there, { method });
    assert.equal(nobody.status === 401, access !== 'anyone', `${method} ${path}`);
    await room.ask(there, { method, token: viewer });
    await room.ask(there, { method, token: host, body: method === 'GET' ? undefined : {} });
  }
  const paths = new Set(ROUTES.map(({ path }) => path));
  for (const path of paths) {
    const there = path.replace('{id}', 'some-id');
    const known = ROUTES.filter((route) => route.path === path).map(({ method }) => method);
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE', 'PUT']) {
      if (known.some((one) => one === method)) continue;
      const { status, headers } = await room.ask(there, { method, token: host });
      assert.equal(status, 405, `${method} ${path}`);
      const allowed = known.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one]));
      assert.equal(headers.get('Allow'), allowed.join(', '));
    }
  }
  for (const path of ['/secrets', '/', '/state/', '/prompts/a/b', '/prompts/%2e', '/bans/']) {
    assert.equal((await room.ask(path, { token: host })).status, 404, path);
  }
});

test('[AP3] a bad token is 401 with a challenge, also where none is needed; a lesser role is 403', async () => {
  const room = await ApiRoom.start();
  const forged = await tokenOf('x', { role: 'host' }, { secret: 'some other secret' });
  const elsewhere = await tokenOf('x', { role: 'host', room: 'attic' });
  for (const token of [forged, elsewhere, 'nonsense', 'with space']) {
    const { status, headers, body } = await room.ask('/state', { token });
    assert.deepEqual([status, body['reason']], [401, 'bad-token']);
    assert.match(headers.get('WWW-Authenticate') ?? '', /^Bearer .*error="invalid_token"/);
  }
  const basic = await room.ask('/audit', { headers: { Authorization: 'Basic abc' } });
  assert.equal(basic.status, 401);
  const none = await room.ask('/audit');
  assert.deepEqual([none.status, none.body['reason']], [401, 'no-token']);
  assert.doesNotMatch(none.headers.get('WWW-Authenticate') ?? '', /error/);
  const lesser = await room.ask('/stop', { method: 'POST', token: bot });
  assert.deepEqual([lesser.status, lesser.body['reason']], [403, 'not-allowed']);
  const person = await tokenOf('ann');
  const refused = await room.ask('/prompts', {
    method: 'POST',
    token: person,
    body: { text: 'x' },
  });
  assert.equal(refused.status, 403, 'a person with a token is no program');
});

test('[AP3] an expired token says so', async () => {
  const room = await ApiRoom.start();
  const token = await tokenOf('x', { role: 'host' }, { ends: '-1m' });
  const { status, body } = await room.ask('/audit', { token });
  assert.deepEqual([status, body['reason']], [401, 'token-expired']);
});

test('[AP4] a body that does not fit is refused in words that name the field', async () => {
  const room = await ApiRoom.start();
  const post = (body: unknown, path = '/lock', headers = {}) =>
    room.ask(path, { method: 'POST', token: host, body, headers });
  const wrong = await post({ seconds: 'long' });
  assert.deepEqual([wrong.status, wrong.body['reason']], [422, 'does-not-fit']);
  assert.match(String(wrong.body['detail']), /"seconds" .*number/);
  assert.match(String((await post({ colour: 1 })).body['detail']), /"colour" .*not known/);
  assert.equal((await post({ seconds: -1 })).status, 422);
  assert.equal((await post({}, '/prompts')).status, 422);
  assert.equal((await post([], '/prompts')).status, 422);
  assert.equal((await post('{broken')).status, 400);
  assert.equal((await post('x=1', '/lock', { 'Content-Type': 'text/plain' })).status, 415);
  const large = await post({ text: 'x'.repeat(17_000) }, '/announce');
  assert.deepEqual([large.status, large.body['reason']], [413, 'too-large']);
  const query = await room.ask('/prompts?limit=500');
  assert.deepEqual([query.status, /"limit"/.test(String(query.body['detail']))], [422, true]);
  const rules = await room.ask('/rules', {
    method: 'PATCH',
    token: host,
    body: { turnSeconds: 1 },
  });
  assert.equal(rules.status, 422);
});

test('[AP5] acts go to the room and stand in the audit log; what it refuses is a problem', async () => {
  const room = await ApiRoom.start();
  const post = (path: string, body?: unknown) =>
    room.ask(path, { method: 'POST', token: host, body });
  assert.deepEqual((await post('/lock', { seconds: 60, why: 'a break' })).body, { ok: true });
  const { locks } = (await room.ask('/state')).body as { locks: { prompts: { why: string } } };
  assert.equal(locks.prompts.why, 'a break');
  assert.equal((await post('/unlock')).status, 200);
  assert.equal((await post('/announce', { text: 'Hello' })).status, 200);
  const rules = await room.ask('/rules', {
    method: 'PATCH',
    token: host,
    body: { turnSeconds: 45 },
  });
  assert.equal(rules.body['turnSeconds'], 45);
  assert.equal((await room.ask('/rules')).body['turnSeconds'], 45);
  const { entries, next } = (await room.ask('/audit?order=oldest', { token: host })).body as {
    entries: { no: number; act: string; by: { name: string } }[];
    next: unknown;
  };
  assert.deepEqual(
    entries.map(({ act }) => act),
    ['lock', 'unlock', 'announce', 'rules'],
  );
  assert.deepEqual([entries[0]?.no, entries[0]?.by.name, next], [1, 'boss', null]);
});

test('[AP5] a ban is made, listed without what only the room knows, and lifted', async () => {
  const room = await ApiRoom.start();
  const sent = await room.ask('/prompts', { method: 'POST', token: bot, body: { text: 'rain' } });
  assert.equal(sent.status, 202);
  const who = room.authorOf(String(sent.body['id']));
  const made = await room.ask('/bans', { method: 'POST', token: host, body: { who, why: 'spam' } });
  assert.deepEqual([made.status, made.body['why']], [201, 'spam']);
  const { bans } = (await room.ask('/bans', { token: host })).body as { bans: unknown[] };
  assert.deepEqual(bans, [made.body]);
  const refused = await room.ask('/prompts', { method: 'POST', token: bot, body: { text: 'x' } });
  assert.deepEqual([refused.status, refused.body['reason']], [403, 'banned']);
  const path = `/bans/${made.body['id']}`;
  assert.equal((await room.ask(path, { method: 'DELETE', token: host })).status, 200);
  assert.equal((await room.ask(path, { method: 'DELETE', token: host })).status, 404);
  const again = await room.ask('/prompts', { method: 'POST', token: bot, body: { text: 'snow' } });
  assert.equal(again.status, 202);
  const unknown = { who: 'a-nobody' };
  const nobody = await room.ask('/mute', { method: 'POST', token: host, body: unknown });
  assert.deepEqual([nobody.status, nobody.body['reason']], [404, 'no-such-person']);
});

test('[AP6] a program prompts and is told where its receipt is; the same key performs nothing again', async () => {
  const room = await ApiRoom.start();
  const post = (text: string, key?: string, token = bot) =>
    room.ask('/prompts', {
      method: 'POST',
      token,
      body: { text },
      headers: key === undefined ? {} : { 'Idempotency-Key': key },
    });
  const first = await post('it rains', 'one');
  assert.deepEqual([first.status, first.body['status']], [202, 'waiting']);
  assert.equal(first.headers.get('Location'), `/parties/main/lobby/prompts/${first.body['id']}`);
  const again = await post('  it   rains ', 'one');
  assert.deepEqual([again.status, again.body], [200, first.body]);
  const other = await post('it snows', 'one');
  assert.deepEqual([other.status, other.body['reason']], [422, 'idempotency-mismatch']);
  const stranger = await tokenOf('bot 2', { scope: 'prompt' });
  const theirs = await post('it snows', 'one', stranger);
  assert.equal(theirs.status, 202, 'a key is its caller’s own');
  assert.notEqual(theirs.body['id'], first.body['id']);
  assert.equal((await post('x', 'k'.repeat(256))).status, 422);
  const [a, b] = await Promise.all([post('at once', 'two'), post('at once', 'two')]);
  assert.deepEqual([a.status, b.status].sort(), [200, 202]);
  assert.equal(a.body['id'], b.body['id']);
  assert.equal(((await room.ask('/stats')).body['prompts'] as { waiting: number }).waiting, 3);
});

test('[AP6] a key is known as long as the history is, not only as long as the room remembers', async () => {
  const room = await ApiRoom.start();
  const send = () =>
    room.ask('/prompts', {
      method: 'POST',
      token: bot,
      body: { text: 'it rains' },
      headers: { 'Idempotency-Key': 'long ago' },
    });
  const { id } = (await send()).body as { id: string };
  await room.ask(`/prompts/${id}`, { method: 'DELETE', token: bot });
  const later = await ApiRoom.start();
  for (const [key, text] of room.storage.values) {
    if (!key.startsWith('room/')) later.storage.values.set(key, text);
  }
  const told = await later.ask(`/prompts/${id}`, { token: bot });
  assert.deepEqual([told.status, told.body['status']], [200, 'withdrawn']);
  const again = await later.ask('/prompts', {
    method: 'POST',
    token: bot,
    body: { text: 'it rains' },
    headers: { 'Idempotency-Key': 'long ago' },
  });
  assert.deepEqual([again.status, again.body['status']], [200, 'withdrawn']);
});

test('[AP7] what is refused at the gate says why, and when to try again', async () => {
  const room = await ApiRoom.start();
  const post = (text: string) =>
    room.ask('/prompts', { method: 'POST', token: bot, body: { text } });
  const empty = await post('  ');
  assert.deepEqual([empty.status, empty.body['reason']], [422, 'empty']);
  await room.ask('/rules', {
    method: 'PATCH',
    token: host,
    body: { promptsPerMinute: 2, staffPromptsPerMinute: 2 },
  });
  await post('one');
  const last = [await post('two'), await post('three'), await post('four')].at(-1);
  assert.deepEqual([last?.status, last?.body['reason']], [429, 'too-many']);
  const seconds = Number(last?.headers.get('Retry-After'));
  assert.ok(seconds > 0 && seconds <= 60, String(seconds));
});

test('[AP8] a receipt is its author’s and the moderators’, until the world has seen the prompt', async () => {
  const room = await ApiRoom.start();
  const { id } = (
    await room.ask('/prompts', { method: 'POST', token: bot, body: { text: 'rain' } })
  ).body as { id: string };
  const path = `/prompts/${id}`;
  assert.equal((await room.ask(path)).status, 404);
  assert.equal((await room.ask(path, { token: viewer })).status, 404);
  assert.equal((await room.ask(path, { token: bot })).body['status'], 'waiting');
  assert.equal((await room.ask(path, { token: host })).body['status'], 'waiting');
  assert.equal((await room.ask(path, { method: 'DELETE', token: viewer })).status, 404);
  const gone = await room.ask(path, { method: 'DELETE', token: bot });
  assert.deepEqual([gone.status, gone.body['status']], [200, 'withdrawn']);
  const twice = await room.ask(path, { method: 'DELETE', token: bot });
  assert.deepEqual([twice.status, twice.body['reason']], [409, 'not-waiting']);
  assert.equal((await room.ask('/prompts/nonsense', { token: host })).status, 404);
});

test('[AP9] `wait` answers as soon as the prompt has settled', async () => {
  const room = await ApiRoom.start();
  const { id } = (
    await room.ask('/prompts', { method: 'POST', token: bot, body: { text: 'rain' } })
  ).body as { id: string };
  const waiting = room.ask(`/prompts/${id}?wait=30`, { token: bot });
  await new Promise((resolve) => setImmediate(resolve));
  await room.ask(`/prompts/${id}`, { method: 'DELETE', token: bot });
  assert.equal((await waiting).body['status'], 'withdrawn');
});

test('[HI3] the history is read in pages, from either end, by status and author; refused ones by moderators', async () => {
  const room = await ApiRoom.start();
  const refused = { status: 'refused', stream: null, by: { id: 'a-2', name: 'Bo' } } as const;
  await remember(room, [entry(1), entry(2, refused), entry(3), entry(4), entry(5)]);
  const nos = async (query: string, token?: string) => {
    const { body, headers } = await room.ask(
      `/prompts${query}`,
      token === undefined ? {} : { token },
    );
    const { prompts, next } = body as { prompts: HistoryEntry[]; next: number | null };
    return { nos: prompts.map(({ no }) => no), next, link: headers.get('Link') };
  };
  assert.deepEqual(await nos(''), { nos: [5, 4, 3, 1], next: null, link: null });
  assert.deepEqual((await nos('', host)).nos, [5, 4, 3, 2, 1]);
  const page = await nos('?limit=2');
  assert.deepEqual(page.nos, [5, 4]);
  assert.match(page.link ?? '', /^<\/parties\/main\/lobby\/prompts\?limit=2&after=4>; rel="next"$/);
  assert.deepEqual((await nos(`?limit=2&after=${page.next}`)).nos, [3, 1]);
  assert.deepEqual((await nos('?order=oldest&after=1&limit=2')).nos, [3, 4]);
  assert.deepEqual((await nos('?status=refused', host)).nos, [2]);
  assert.deepEqual((await nos('?by=a-2', host)).nos, [2]);
  assert.deepEqual((await nos('?by=a-2')).nos, []);
});

test('[HI4] moderators get all of it as JSON lines or CSV, in which no cell is a formula', async () => {
  const room = await ApiRoom.start();
  const evil = '=HYPERLINK("http://evil","x")';
  await remember(room, [
    entry(1, { text: evil, by: { id: 'a-1', name: '+1' } }),
    ...Array.from({ length: 450 }, (_, index) => entry(index + 2, { text: 'a, "b"\nc' })),
  ]);
  assert.equal((await room.ask('/prompts.csv', { token: bot })).status, 403);
  const lines = (await room.ask('/prompts.jsonl?order=oldest', { token: host })).body;
  const parsed = String(lines['text'])
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual([parsed.length, parsed[0].text, parsed[450].no], [451, evil, 451]);
  const csv = String((await room.ask('/prompts.csv?order=oldest', { token: host })).body['text']);
  const moved = await room.ask('/prompts?format=csv&by=a-1', { token: host });
  assert.equal(moved.status, 308);
  assert.equal(moved.headers.get('Location'), '/parties/main/lobby/prompts.csv?format=csv&by=a-1');
  const [head, first, second] = csv.split('\r\n');
  assert.match(head ?? '', /^"no","at","id"/);
  const file = await room.shell.answer(room.request('/prompts.csv', { token: host }));
  const bytes = new Uint8Array(await file.arrayBuffer());
  assert.deepEqual(
    [...bytes.slice(0, 3)],
    [0xef, 0xbb, 0xbf],
    'spreadsheets read UTF-8 behind this',
  );
  assert.ok(first?.includes(`"'=HYPERLINK(""http://evil"",""x"")"`) && first.includes(`"'+1"`));
  assert.ok(second?.includes('"a, ""b""\nc"'));
});

test('[HI4] a filter may leave out any number of prompts between two', async () => {
  const room = await ApiRoom.start();
  const others = Array.from({ length: 6_100 }, (_, index) => entry(index + 2));
  await remember(room, [entry(1, { by: { id: 'a-2', name: 'Ben' } }), ...others]);
  const { body } = await room.ask('/prompts.jsonl?by=a-2', { token: host });
  assert.equal(JSON.parse(String(body['text'] ?? JSON.stringify(body))).no, 1);
});

test('[AP13] HEAD is answered as GET is, without a body; a listener who asks so takes no place', async () => {
  const room = await ApiRoom.start();
  const head = (path: string, token?: string) =>
    room.shell.answer(room.request(path, { method: 'HEAD', ...(token && { token }) }));
  for (const { path } of ROUTES.filter(({ method }) => method === 'GET')) {
    const there = path.replace('{id}', 'some-id');
    const got = await room.shell.answer(room.request(there, { token: host }));
    await got.body?.cancel();
    const asked = await head(there, host);
    assert.equal(asked.status, got.status, path);
    assert.equal(asked.headers.get('Content-Type'), got.headers.get('Content-Type'), path);
    assert.equal(asked.body, null, path);
  }
  for (let listener = 0; listener < 120; listener += 1) {
    assert.equal((await head('/events')).status, 200);
  }
  assert.equal((await head('/audit')).status, 401);
  assert.equal((await head('/skip', host)).status, 405, 'nothing is done by asking');
});

test('[EV8] nothing on the way may hold events back', async () => {
  const room = await ApiRoom.start();
  const { headers, body } = await room.shell.answer(room.request('/events'));
  await body?.cancel();
  assert.equal(headers.get('Cache-Control'), 'no-cache, no-transform');
  assert.equal(headers.get('X-Accel-Buffering'), 'no');
});

test('[AP10] pages of listed origins may ask, send a token and read what they need', async () => {
  const room = await ApiRoom.start({ ALLOWED_ORIGINS: 'https://site.example' });
  const headers = { Origin: 'https://site.example' };
  const preflight = await room.ask('/prompts', { method: 'OPTIONS', headers });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get('Access-Control-Allow-Methods'), 'POST, GET, HEAD, OPTIONS');
  const asked = preflight.headers.get('Access-Control-Allow-Headers') ?? '';
  // An EventSource made of fetch comes back with the last event's id.
  for (const name of ['Authorization', 'Idempotency-Key', 'Last-Event-ID']) {
    assert.ok(asked.includes(name), name);
  }
  const refused = await room.ask('/prompts', { method: 'POST', headers, body: { text: 'x' } });
  assert.equal(refused.status, 401);
  assert.equal(refused.headers.get('Access-Control-Allow-Origin'), 'https://site.example');
  const evil = { Origin: 'https://evil.example' };
  assert.equal((await room.ask('/state', { headers: evil })).status, 403);
});

test('[AP4] what every object has is no field of a query or a body', async () => {
  const room = await ApiRoom.start();
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    assert.equal((await room.ask(`/prompts?${name}=1`)).status, 200, name);
    const body = `{"seconds":5,"${name}":{"seconds":9}}`;
    const { status } = await room.ask('/lock', { method: 'POST', token: host, body });
    assert.equal(status, 422, name);
  }
  assert.equal(Reflect.get({}, 'seconds'), undefined);
  assert.deepEqual(
    room.lines.filter((line) => line.includes('request-failed')),
    [],
  );
});

test('[AP21] a token in the address, a cookie or the body is nobody’s', async () => {
  const room = await ApiRoom.start();
  const query = ['token', 'access_token', 'authorization'].map((name) => `${name}=${host}`);
  for (const path of ['/audit', '/invites']) {
    assert.equal((await room.ask(`${path}?${query.join('&')}`)).status, 401);
    const cookie = query.join('; ');
    assert.equal((await room.ask(path, { headers: { Cookie: cookie } })).status, 401);
    assert.equal((await room.ask(path, { token: host })).status, 200);
  }
  const body = { token: host, authorization: `Bearer ${host}` };
  assert.equal((await room.ask('/panic', { method: 'POST', body })).status, 401);
  assert.equal((await room.ask('/panic?_method=GET', { method: 'POST', body })).status, 401);
  const override = { 'X-HTTP-Method-Override': 'DELETE' };
  const read = await room.ask('/rules', { token: host, headers: override });
  assert.equal(read.status, 200, 'a method is what the request line says');
});

test('[AP22] every answer says what it is, that it is nothing else, and that nobody keeps it', async () => {
  const room = await ApiRoom.start();
  const origin = { Origin: 'https://evil.example' };
  const asks = [
    ...ROUTES.map(({ method, path }) => room.request(path.replace('{id}', 'some-id'), { method })),
    ...ROUTES.map(({ path }) => room.request(path, { method: 'PUT' })),
    room.request('/nothing'),
    room.request('/state', { token: 'none' }),
    room.request('/state', { headers: origin }),
    room.request('/state', { method: 'OPTIONS' }),
  ];
  const answers = await Promise.all(asks.map((ask) => room.shell.answer(ask)));
  const refusals = [`${'x'.repeat(65)}/state`, `lobby/${'y'.repeat(1_500)}`].map((path) =>
    admitRequest(new Request(`https://rooms.example/parties/main/${path}`)),
  );
  for (const answer of [...answers, ...(await Promise.all(refusals))]) {
    assert.ok(answer instanceof Response);
    const { headers, status } = answer;
    await answer.body?.cancel();
    if (status !== 204) assert.ok(headers.get('Content-Type'), String(status));
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
    const isStream = headers.get('Content-Type') === 'text/event-stream';
    const kept = isStream ? 'no-cache, no-transform' : 'no-store';
    assert.equal(headers.get('Cache-Control'), kept);
    assert.equal(headers.get('Vary'), 'Origin');
  }
});
