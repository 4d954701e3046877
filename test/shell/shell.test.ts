import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SignJWT } from 'jose';
import { newRoom } from '../../party/room/state.js';
import {
  isAllowedOrigin,
  isOpenRoom,
  isTrustedOrigin,
  readEnvironment,
} from '../../party/shell/environment.js';
import { fullBucket, pour } from '../../party/shell/flood.js';
import { type IdentityContext, identify } from '../../party/shell/identity.js';
import { roomKey } from '../../party/shell/room-key.js';
import { SpareCredentials } from '../../party/shell/spare-credentials.js';
import { RoomStorage } from '../../party/shell/storage.js';
import type { Hello } from '../../src/protocol/client-messages.js';
import { MemoryStorage } from '../support/memory-storage.js';

const SECRET = 'a secret of the owner';

function context(
  also: Partial<IdentityContext> = {},
  env: Record<string, string> = {},
): IdentityContext {
  const read = readEnvironment({ ODYSSEY_API_KEY: 'k', ROOM_SECRET: SECRET, ...env });
  if (!read.ok) throw new Error(read.problem);
  return {
    room: 'lobby',
    environment: read.environment,
    key: new TextEncoder().encode(SECRET),
    origin: 'https://site.example',
    ownHost: 'rooms.example',
    newId: () => 'fresh',
    ...also,
  };
}

const HELLO: Hello = {
  type: 'hello',
  version: 1,
  identity: null,
  token: null,
  invite: null,
  name: null,
  rules: null,
  conduct: 'no',
  epoch: null,
  watching: true,
};

function sign(claims: Record<string, unknown>, secret = SECRET, ends = '1h'): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(ends)
    .sign(new TextEncoder().encode(secret));
}

test('[EN1] a missing or bad setting is named in a sentence', () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{}, /^ODYSSEY_API_KEY is missing/],
    [{ ODYSSEY_API_KEY: '  ' }, /^ODYSSEY_API_KEY is missing/],
    [{ ODYSSEY_API_KEY: 'k', ODYSSEY_API_URL: 'localhost' }, /^ODYSSEY_API_URL must be/],
    [{ ODYSSEY_API_KEY: 'k', ROOM_SECRET: 'short' }, /^ROOM_SECRET is too short/],
    [
      { ODYSSEY_API_KEY: 'k', ALLOWED_ORIGINS: 'https://a.example/path' },
      /^ALLOWED_ORIGINS has an entry/,
    ],
    [{ ODYSSEY_API_KEY: 'k', CONDUCTORS: 'me' }, /^CONDUCTORS must be/],
  ];
  for (const [env, sentence] of cases) {
    const read = readEnvironment(env);
    assert.equal(read.ok, false);
    assert.match(read.ok ? '' : read.problem, sentence);
  }
});

test('[EN2] pages of other origins are let in only when listed; programs send no origin', () => {
  assert.equal(isAllowedOrigin('https://evil.example', 'rooms.example', []), false);
  assert.equal(isAllowedOrigin('https://rooms.example', 'rooms.example', []), true);
  assert.equal(
    isAllowedOrigin('https://site.example', 'rooms.example', ['https://site.example']),
    true,
  );
  assert.equal(isAllowedOrigin('https://any.example', 'rooms.example', ['*']), true);
  assert.equal(isAllowedOrigin(null, 'rooms.example', []), true);
  assert.equal(isTrustedOrigin(null, 'rooms.example', ['*']), false);
});

test('[EN3] open rooms are named by patterns', () => {
  assert.equal(isOpenRoom('lobby', ['*']), true);
  assert.equal(isOpenRoom('demo-1', ['demo-*', 'hall']), true);
  assert.equal(isOpenRoom('demonstration', ['demo-*', 'hall']), false);
  assert.equal(isOpenRoom('xhallx', ['hall']), false);
  assert.equal(isOpenRoom('a.b', ['a?b']), false);
});

test('[ID1] an anonymous visitor gets an identity and is the same one again with it', async () => {
  const first = await identify(HELLO, context());
  assert.equal(first?.id, 'a-fresh');
  const again = await identify(
    { ...HELLO, identity: first!.identity },
    context({ newId: () => 'other' }),
  );
  assert.equal(again?.id, 'a-fresh');
});

test('[ID2] a forged identity, one of another room, or nonsense makes a new visitor', async () => {
  const issued = (await identify(HELLO, context()))!.identity!;
  const forged = (await identify(HELLO, context({ key: new TextEncoder().encode('another key') })))!
    .identity!;
  const tampered = `${issued.slice(0, -4)}AAAA`;
  const elsewhere = (await identify(HELLO, context({ room: 'attic' })))!.identity!;
  for (const identity of [forged, tampered, elsewhere, 'nonsense', '']) {
    const visitor = await identify({ ...HELLO, identity }, context({ newId: () => 'new' }));
    assert.equal(visitor?.id, 'a-new');
  }
});

test("[ID3] a site's token brings name and role; forged, expired or for another room it brings nothing", async () => {
  const good = await sign({ sub: 'u1', name: 'Ada', role: 'host', room: 'lobby' });
  const visitor = await identify({ ...HELLO, token: good }, context());
  assert.deepEqual([visitor?.name, visitor?.role, visitor?.mayConduct], ['Ada', 'host', true]);
  const bad = [
    await sign({ sub: 'u1', role: 'host', room: 'attic' }),
    await sign({ sub: 'u1', role: 'king', room: 'lobby' }),
    await sign({ sub: 'u1', role: 'host', room: 'lobby' }, 'quite another secret'),
    await sign({ sub: 'u1', role: 'host', room: 'lobby' }, SECRET, '-1s'),
    await sign({ role: 'host', room: 'lobby' }),
    `${good}x`,
  ];
  for (const token of bad) assert.equal(await identify({ ...HELLO, token }, context()), null);
  const unsigned = context({ environment: { ...context().environment, secret: null } });
  assert.equal(await identify({ ...HELLO, token: good }, unsigned), null);
});

test('[ID4] who may open, conduct and set rules follows the settings', async () => {
  const closed = await identify(HELLO, context());
  assert.deepEqual(
    [closed?.mayOpen, closed?.mayConduct, closed?.maySetRules],
    [false, false, false],
  );
  const open = await identify(HELLO, context({}, { OPEN_ROOMS: '*', CONDUCTORS: 'anyone' }));
  assert.deepEqual([open?.mayOpen, open?.mayConduct, open?.maySetRules], [true, true, true]);
  const listed = await identify(HELLO, context({}, { ALLOWED_ORIGINS: 'https://site.example' }));
  assert.deepEqual([listed?.mayOpen, listed?.maySetRules], [false, true]);
  const conductor = await sign({ sub: 'c', room: 'lobby', scope: 'conduct' });
  assert.equal((await identify({ ...HELLO, token: conductor }, context()))?.mayConduct, true);
});

test('[ID5] a room without a secret makes its own and keeps it', async () => {
  const storage = new MemoryStorage();
  assert.deepEqual(await roomKey(storage, null), await roomKey(storage, null));
  assert.notDeepEqual(await roomKey(new MemoryStorage(), null), await roomKey(storage, null));
});

test('[FL1] a person is never too fast; a runaway script is told, then hung up on', () => {
  let bucket = fullBucket(0);
  const verdicts: string[] = [];
  for (let message = 0; message < 300; message += 1) {
    const poured = pour(bucket, 0);
    bucket = poured.bucket;
    verdicts.push(poured.verdict);
  }
  assert.equal(verdicts.indexOf('too-fast'), 60);
  assert.equal(verdicts.indexOf('hang-up'), 259);
  let calm = fullBucket(0);
  for (let message = 0; message < 500; message += 1) {
    const poured = pour(calm, message * 100);
    calm = poured.bucket;
    assert.equal(poured.verdict, 'pass');
  }
});

test('[ST1] what is stored is what is loaded, in pieces that fit, without remains', async () => {
  const memory = new MemoryStorage();
  const storage = new RoomStorage(memory);
  const room = await storage.load();
  const changes = Array.from({ length: 10 }, (_, index) => ({
    id: `p${index}`,
    name: 'Ada',
    text: '海'.repeat(2_000),
    appliedText: '海'.repeat(8_000),
    at: index,
  }));
  const large = { ...room, world: { ...room.world, prompt: 'x', changes } };
  await storage.save(large);
  for (const value of memory.values.values()) assert.ok(value.length * 2 < 128 * 1024);
  assert.deepEqual((await new RoomStorage(memory).load()).world, large.world);
  const small = { ...room.world, prompt: 'y' };
  await storage.save({ ...large, world: small });
  assert.deepEqual((await new RoomStorage(memory).load()).world, small);
  assert.equal([...memory.values.keys()].filter((key) => key.includes('world')).length, 1);
});

test('[ST2] only what changed is written; watching and time alone write next to nothing', async () => {
  const memory = new MemoryStorage();
  const storage = new RoomStorage(memory);
  await storage.load();
  const room = newRoom();
  await storage.save(room);
  memory.written.length = 0;
  const locks = { ...room.locks, prompts: { until: 5, why: '' } };
  await storage.save({ ...room, locks });
  assert.deepEqual(memory.written, ['room/locks/000']);
  memory.written.length = 0;
  const watcher = {
    name: 'W',
    role: 'viewer' as const,
    address: null,
    muted: null,
    arrivedAt: 1,
    tabs: 1,
    watching: 1,
    awayAt: null,
    sentAt: [],
    accepted: [],
  };
  for (let step = 1; step <= 100; step += 1) {
    const participants = { [`a-${step}`]: watcher };
    await storage.save({
      ...room,
      locks,
      participants,
      meta: { ...room.meta, steppedAt: step * 10 },
    });
  }
  assert.equal(memory.written.length, 0);
});

test('[ID6] others never see the account behind a token, only a lasting stand-in', async () => {
  const one = await identify(
    { ...HELLO, token: await sign({ sub: 'ada@example.org', room: 'lobby' }) },
    context(),
  );
  const same = await identify(
    { ...HELLO, token: await sign({ sub: 'ada@example.org', room: 'lobby' }) },
    context(),
  );
  const other = await identify(
    { ...HELLO, token: await sign({ sub: 'auth0|123', room: 'lobby' }) },
    context(),
  );
  assert.match(one!.id, /^t-[\w-]{16}$/);
  assert.equal(one!.id, same!.id);
  assert.notEqual(one!.id, other!.id);
});

test('[SP1] credentials nobody used are lent once more for half a minute, used ones never', () => {
  const credentials = {
    sessionId: 's',
    signalingUrl: 'w',
    sessionToken: 't',
    expiresIn: 600,
    capabilities: null,
  };
  const spares = new SpareCredentials();
  assert.equal(spares.take(1, 0), null);
  spares.keep(1, credentials, 0);
  assert.equal(spares.take(2, 29_000), credentials);
  assert.equal(spares.take(3, 29_500), null, 'twice is enough');
  spares.keep(4, credentials, 0);
  assert.equal(spares.take(5, 31_000), null, 'too old');
  spares.keep(6, credentials, 0);
  spares.spend(6);
  assert.equal(spares.take(7, 1), null);
});
