import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type RoomServer, startRoomServer } from '../../demo/room-server.js';
import { BOUNDS } from '../../party/server/bounds.js';
import { askServer } from '../support/ask-server.js';
import { RawVisitor } from '../support/raw-visitor.js';
import { until } from '../support/stack.js';
import { SECRET, signed } from '../support/tokens.js';

/** A header that no browser sets stands for the one of the platform. */
const ADDRESS = 'X-Test-Address';
const HOSTILE = { [ADDRESS]: '203.0.113.66' };
const HONEST = { [ADDRESS]: '198.51.100.7' };

const ENV = {
  ODYSSEY_API_KEY: 'local',
  ODYSSEY_API_URL: 'http://127.0.0.1:9',
  OPEN_ROOMS: '*',
  ADDRESS_HEADER: ADDRESS,
};

let rooms: RoomServer;
before(async () => {
  rooms = await startRoomServer({ port: 0, env: { ...ENV, ROOM_SECRET: SECRET } });
});
after(() => rooms.stop());

function together<Value>(count: number, make: () => Promise<Value>): Promise<Value[]> {
  return Promise.all(Array.from({ length: count }, make));
}

async function joined(room: string, headers: Record<string, string>, also = {}) {
  const visitor = await RawVisitor.connect(rooms.host, room, headers);
  visitor.hello(also);
  return visitor;
}

/** A connection of its own, as a program would make it: what is written is all that is sent. */
async function raw(
  text: string,
): Promise<{ socket: Socket; heard: () => string; ended: () => boolean }> {
  const { hostname, port } = new URL(rooms.url);
  const socket = connect(Number(port), hostname);
  let heard = '';
  let isEnded = false;
  socket.on('data', (data) => {
    heard += String(data);
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isEnded = true;
  });
  socket.write(text);
  return { socket, heard: () => heard, ended: () => isEnded };
}

const statusOf = (heard: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(heard)?.[1] ?? 0);

test('[BD1] one address has 200 sockets in a room; the next may come back, and others get in', async () => {
  const crowd = await together(BOUNDS.socketsPerAddress.max + 30, () =>
    RawVisitor.connect(rooms.host, 'crowd', HOSTILE),
  );
  await until(
    'the surplus to be closed',
    () => crowd.filter(({ closed }) => closed !== null).length,
    (count) => count >= 30,
  );
  const closes = crowd.flatMap(({ closed }) => (closed === null ? [] : [closed]));
  assert.equal(closes.length, 30);
  for (const close of closes) {
    assert.deepEqual(close, { code: 4002, reason: 'too-many-from-address' });
  }
  const other = await joined('crowd', HONEST);
  await other.next('welcome');
  other.say({ type: 'ping' });
  await other.next('pong');
  for (const visitor of [...crowd, other]) visitor.close();
});

test('[BD2] messages of one address are refused beyond its share, and not those of another', async () => {
  const flood = await together(40, () => joined('talk', HOSTILE));
  for (const visitor of flood) await visitor.next('welcome');
  const honest = await joined('talk', HONEST);
  await honest.next('welcome');
  for (let count = 0; count < 55; count += 1) {
    for (const [index, visitor] of flood.entries()) {
      visitor.say({ type: 'request-turn', id: `t-${index}-${count}` });
    }
  }
  honest.say({ type: 'prompt', id: 'mine', text: 'a lighthouse' });
  const { receipt } = await honest.next('receipt');
  assert.equal(receipt.status, 'waiting');
  await until('the share to be used up', () =>
    flood.some(({ heard }) =>
      heard.some((message) => message.type === 'answer' && message.reason === 'too-fast'),
    ),
  );
  assert.equal(honest.closed, null);
  for (const visitor of [...flood, honest]) visitor.close();
});

test('[BD3] a crowd that comes and leaves at once is taken together, and those who stay are told', async () => {
  const honest = await joined('rush', HONEST);
  await honest.next('welcome');
  const crowd = await Promise.all(
    Array.from({ length: 120 }, (_, index) =>
      joined('rush', { [ADDRESS]: `192.0.2.${index}` }, { name: `Ada ${index}` }),
    ),
  );
  const ids = await Promise.all(
    crowd.map(async (one) => (await one.next('welcome')).snapshot.you.id),
  );
  assert.equal(new Set(ids).size, 120);
  await honest.next('delta', ({ room }) => room.audience?.watching === 121);
  for (const visitor of crowd) visitor.close();
  await honest.next('delta', ({ room }) => room.audience?.watching === 1);
  honest.close();
});

test('[BD4] one address has 10 event streams; what hung up is found, and others have places', async () => {
  const listen = (headers: Record<string, string>) =>
    raw(
      `GET /parties/main/ears/events HTTP/1.1\r\nHost: ${rooms.host}\r\n${Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`,
    );
  const told = (one: { heard: () => string }) =>
    until('an answer', () => statusOf(one.heard()), Boolean);
  const hostile = await together(BOUNDS.eventStreamsPerAddress.max, () => listen(HOSTILE));
  for (const one of hostile) assert.equal(await told(one), 200);
  const surplus = await listen(HOSTILE);
  assert.equal(await told(surplus), 429);
  assert.match(surplus.heard(), /retry-after: 5/i);
  const honest = await listen(HONEST);
  assert.equal(await told(honest), 200);
  // They hang up without a word, and the place of one of them is asked for until it is free.
  for (const { socket } of [...hostile, surplus]) socket.destroy();
  await until(
    'a free place',
    async () => {
      const again = await listen(HOSTILE);
      const status = await told(again);
      again.socket.destroy();
      return status;
    },
    (status) => status === 200,
  );
  honest.socket.destroy();
});

test('[BD5] a body that stops halfway is given up after 5 s, and one address has 20 of them', async () => {
  const half = () =>
    raw(
      `POST /parties/main/half/prompts HTTP/1.1\r\nHost: ${rooms.host}\r\n${ADDRESS}: 203.0.113.66\r\n` +
        'Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{"text":"a',
    );
  const startedAt = Date.now();
  const bodies = await together(30, half);
  const refused = () => bodies.filter(({ heard }) => statusOf(heard()) === 429).length;
  await until('the surplus to be refused', refused, (count) => count === 10);
  const response = await fetch(`${rooms.url}/parties/main/half/state`, { headers: HONEST });
  assert.equal(response.status, 200, 'others are answered meanwhile');
  await response.text();
  await until(
    'all to be answered or ended',
    () => bodies.filter(({ heard, ended }) => statusOf(heard()) === 0 && !ended()).length,
    (open) => open === 0,
  );
  const tookMs = Date.now() - startedAt;
  assert.ok(tookMs < 2 * BOUNDS.bodyMs.max, `${tookMs} ms`);
  for (const { socket } of bodies) socket.destroy();
});

test('[BD6] a room has one spelling: 64 characters, NFC, nothing that is not seen', async () => {
  const status = async (name: string) => {
    const response = await askServer(`${rooms.url}/parties/main/${name}/state`);
    const text = await response.text();
    assert.doesNotMatch(text, /node_modules|\.ts:\d|<html/i, name);
    return response.status;
  };
  const spelled = encodeURIComponent;
  for (const [name, expected] of [
    [spelled('caf\u00e9'), 200],
    [spelled('cafe\u0301'), 404],
    [spelled('海'.repeat(64)), 200],
    [spelled('海'.repeat(65)), 404],
    ['x'.repeat(1_400), 404],
    ['%00', 404],
    ['a%0Ab', 404],
    [spelled('a\u202eb'), 404],
    ['lobb%79', 404],
    ['%ff', 404],
  ] as const) {
    assert.equal(await status(name), expected, name);
  }
});

test('[BD7] what every object has is no party, and no answer shows the code', async () => {
  for (const party of ['__proto__', 'constructor', 'toString', 'nobody', 'ledger', 'Ledger']) {
    const response = await askServer(`${rooms.url}/parties/${party}/lobby/state`);
    const text = await response.text();
    assert.ok(response.status >= 400, `${party}: ${response.status}`);
    assert.doesNotMatch(text, /node_modules|\.ts\b|\n\s+at |<html/i, party);
    if (process.env['ROOM_PLATFORM'] === 'workers') assert.ok(response.status < 500, party);
  }
});

test('[BD8] a page whose host is a name that anybody can point here is not the server’s own', async () => {
  const host = `evil.example:${new URL(rooms.url).port}`;
  const foreign = await RawVisitor.connect(rooms.host, 'own', {
    Host: host,
    Origin: `http://${host}`,
  });
  await until('the close', () => foreign.closed);
  assert.deepEqual(foreign.closed, { code: 4102, reason: 'wrong-origin' });
  const status = await new Promise<number>((resolve, reject) => {
    const headers = { Host: host, Origin: `http://${host}` };
    const asked = request(`${rooms.url}/parties/main/own/state`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.once('error', reject).end();
  });
  assert.equal(status, 403);
  const own = await RawVisitor.connect(rooms.host, 'own', { Origin: rooms.url });
  own.hello();
  await own.next('welcome');
  own.close();
});

test('[BD9] a token that ends after all time is none', async () => {
  const stats = async (claims: Record<string, unknown> | null) => {
    const token = claims === null ? null : await signed({ room: 'hours', ...claims });
    const headers = token === null ? HONEST : { ...HONEST, Authorization: `Bearer ${token}` };
    const response = await askServer(`${rooms.url}/parties/main/hours/stats`, { headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  assert.equal((await stats({ exp: 1e308 })).status, 401);
  assert.equal((await stats({ exp: 1e15 })).status, 401);
  assert.equal((await stats({ role: 'moderator' })).status, 200);
});

test('[BD10] a room that is only looked at leaves nothing on disk', async () => {
  const where = await mkdtemp(join(tmpdir(), 'odyssey-looked-at-'));
  const server = await startRoomServer({ port: 0, persist: where, env: ENV });
  try {
    for (const path of ['seen-1/state', 'seen-2/rules', 'seen-3/stats']) {
      const response = await askServer(`${server.url}/parties/main/${path}`);
      assert.equal(response.status, 200);
      await response.text();
    }
    const visitor = await RawVisitor.connect(server.host, 'come-to');
    visitor.hello();
    await visitor.next('welcome');
    visitor.close();
  } finally {
    await server.kill();
  }
  // The platform makes a database of each object that was asked; what it holds is the room's.
  const written = (await storedIn(where)).filter((text) => /room\/|room-key/.test(text));
  assert.equal(written.length, 1, 'of the one that somebody came to');
  await rm(where, { recursive: true, force: true, maxRetries: 5 });
});

/** The files of all databases in a folder, each with its journal. */
async function storedIn(where: string): Promise<string[]> {
  const names = await readdir(where, { recursive: true });
  const databases = names.filter((name) => name.endsWith('.sqlite') && !name.includes('metadata'));
  return Promise.all(
    databases.map(async (name) => {
      const parts = await Promise.all(
        ['', '-wal'].map((end) => readFile(join(where, name + end), 'latin1').catch(() => '')),
      );
      return parts.join('');
    }),
  );
}

test('[BD11] a header that the owner did not name says nothing of an address', async () => {
  const plain = await startRoomServer({ port: 0, env: { ...ENV, ADDRESS_HEADER: '' } });
  try {
    const headers = { 'CF-Connecting-IP': '203.0.113.66', 'X-Forwarded-For': '203.0.113.66' };
    const crowd = await together(BOUNDS.socketsPerAddress.max + 5, () =>
      RawVisitor.enter(plain.host, 'framed', headers),
    );
    for (const visitor of crowd) visitor.close();
  } finally {
    await plain.stop();
  }
});
