import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEnvironment } from '../../party/server/environment.js';
import {
  addressHash,
  type Credentials,
  type Identified,
  type IdentityContext,
  identify,
  roomKey,
} from '../../party/server/identity.js';
import { addressOf } from '../../party/server/origins.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { SECRET, signed, unsigned } from '../support/tokens.js';

const NOW = Math.floor(Date.now() / 1000);
const NOBODY: Credentials = { identity: null, token: null, name: null };

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
    address: null,
    now: () => NOW * 1000,
    newId: () => 'fresh',
    ...also,
  };
}

function visitorOf(identified: Identified) {
  if (!identified.ok) throw new Error(identified.reason);
  return identified.visitor;
}

async function anonymous(also: Partial<IdentityContext> = {}, env: Record<string, string> = {}) {
  return visitorOf(await identify(NOBODY, context(also, env)));
}

/** The identity that the room issues to somebody anonymous. */
async function issuedIdentity(also: Partial<IdentityContext> = {}): Promise<string> {
  const { identity } = await anonymous(also);
  assert.ok(identity);
  return identity;
}

/** The visitor's id, or why there is none. */
async function outcome(token: string, also: Partial<IdentityContext> = {}): Promise<string> {
  const identified = await identify({ ...NOBODY, token }, context(also));
  return identified.ok ? 'welcome' : identified.reason;
}

test('[ID1] an anonymous visitor gets an identity and is the same one again with it', async () => {
  const first = await anonymous();
  assert.equal(first.id, 'a-fresh');
  const again = await identify(
    { ...NOBODY, identity: first.identity },
    context({ newId: () => 'other' }),
  );
  assert.equal(visitorOf(again).id, 'a-fresh');
});

test('[ID2] a forged identity, one of another room, or nonsense makes a new visitor', async () => {
  const issued = await issuedIdentity();
  const forged = await issuedIdentity({ key: new TextEncoder().encode('another key') });
  const tampered = `${issued.slice(0, -4)}AAAA`;
  const elsewhere = await issuedIdentity({ room: 'attic' });
  const token = await signed({ sub: 'a-fresh' });
  const none = unsigned({ sub: 'a-fresh', iss: 'odyssey-broadcast', aud: 'lobby' });
  for (const identity of [forged, tampered, elsewhere, token, none, 'nonsense', '']) {
    const visitor = await identify({ ...NOBODY, identity }, context({ newId: () => 'new' }));
    assert.equal(visitorOf(visitor).id, 'a-new');
  }
});

test("[ID3] a site's token brings name and role; forged or for another room it brings nothing", async () => {
  const good = await signed({ name: 'Ada', role: 'host', exp: NOW + 3600 });
  const visitor = visitorOf(await identify({ ...NOBODY, token: good }, context()));
  assert.deepEqual([visitor.name, visitor.role, visitor.mayConduct], ['Ada', 'host', true]);
  assert.equal(visitor.expiresAt, (NOW + 3600 + 5) * 1000);
  const claims = { sub: 'u1', role: 'host', room: 'lobby', exp: NOW + 3600 };
  const bad = {
    'another room': await signed({ room: 'attic' }),
    'an unknown role': await signed({ role: 'king' }),
    'another secret': await signed({ role: 'host' }, 'quite another secret'),
    'no signature': unsigned(claims),
    'another algorithm': unsigned(claims, 'HS384', good.split('.')[2]),
    'an anonymous identity': await issuedIdentity(),
    tampered: `${good}x`,
    'nothing at all': '',
  };
  for (const [what, token] of Object.entries(bad)) {
    assert.equal(await outcome(token), 'bad-token', what);
  }
  const open = { ...context().environment, secret: null };
  assert.equal(await outcome(good, { environment: open }), 'bad-token', 'a room without a secret');
});

test('[ID7] a token has a person, an end and rooms; clocks may differ a little', async () => {
  const cases: [string, Record<string, unknown>, string][] = [
    ['rooms, this among them', { room: ['attic', 'lobby'] }, 'welcome'],
    ['other rooms', { room: ['attic', 'cellar'] }, 'bad-token'],
    ['no room', { room: [] }, 'bad-token'],
    ['nobody', { sub: undefined }, 'bad-token'],
    ['no end', { exp: undefined }, 'bad-token'],
    ['an end after all time', { exp: 1e308 }, 'bad-token'],
    ['an end after the year 9999', { exp: 253_402_300_800 }, 'bad-token'],
    ['just over', { exp: NOW - 4 }, 'welcome'],
    ['over', { exp: NOW - 5 }, 'token-expired'],
    ['over, and for another room', { exp: NOW - 60, room: 'attic' }, 'bad-token'],
    ['not yet', { nbf: NOW + 61 }, 'bad-token'],
    ['by a clock that is a minute ahead', { nbf: NOW + 60, iat: NOW + 60 }, 'welcome'],
    ['from the future', { iat: NOW + 61 }, 'bad-token'],
    ['nothing said as null', { name: null, scope: null, role: null, iat: null }, 'welcome'],
    ['a number for an account', { sub: 42 }, 'welcome'],
    ['the longest account', { sub: 'x'.repeat(256) }, 'welcome'],
    ['scopes as a list', { scope: ['conduct', 'prompt'] }, 'welcome'],
    ['too long', { name: 'a'.repeat(4_000) }, 'bad-token'],
  ];
  for (const [what, claims, expected] of cases) {
    assert.equal(await outcome(await signed(claims)), expected, what);
  }
  const forged = await signed({ exp: NOW - 60 }, 'quite another secret');
  assert.equal(await outcome(forged), 'bad-token', 'over, but forged');
});

test('[ID11] which claim is wrong is said to who has a token with the right signature', async () => {
  const claims = { sub: 'u1', room: 'lobby', exp: NOW + 3600 };
  const why = async (token: string, also: Partial<IdentityContext> = {}) => {
    const identified = await identify({ ...NOBODY, token }, context(also));
    return identified.ok ? 'welcome' : identified.why;
  };
  const table: [Record<string, unknown>, string][] = [
    [{ sub: '' }, 'sub must be text of 1 to 256 characters'],
    [{ sub: 'x'.repeat(257) }, 'sub must be text of 1 to 256 characters'],
    [{ sub: ['u1'] }, 'sub must be text of 1 to 256 characters'],
    [{ sub: null }, 'sub is missing'],
    [{ sub: undefined }, 'sub is missing'],
    [{ name: 7 }, 'name must be text'],
    [{ role: 'admin' }, 'role must be one of viewer, prompter, moderator, host'],
    [{ room: 7 }, 'room must be the name of a room, or a list of names'],
    [{ room: undefined }, 'room is missing'],
    [{ room: 'attic' }, 'room is "attic", and this room is "lobby"'],
    [{ room: ['attic', 'cellar'] }, 'room is "attic, cellar", and this room is "lobby"'],
    [{ exp: undefined }, 'exp is missing'],
    [{ exp: '2030-01-01' }, 'exp must be a number of seconds since 1970'],
    [
      { exp: (NOW + 3600) * 1000_000 },
      'exp must be a number of seconds since 1970, not of milliseconds',
    ],
    [{ exp: NOW - 90 }, 'exp was 90 s ago'],
    [{ iat: NOW + 3600 }, 'iat is 3600 s in the future: one clock is wrong'],
    [{ nbf: NOW + 120 }, 'nbf is 120 s in the future: one clock is wrong'],
    [{ scope: { conduct: true } }, 'scope must be text, with spaces between its words, or a list'],
  ];
  for (const [wrong, sentence] of table) {
    const said = (await why(await signed(wrong))) ?? '';
    assert.ok(said.startsWith(sentence), `${JSON.stringify(wrong)}: ${said}`);
    assert.ok(said.length <= 110, 'it fits the reason of a close');
  }
  // Who cannot sign is told nothing about claims.
  const forged = await signed({ role: 'admin' }, 'quite another secret');
  assert.match((await why(forged)) ?? '', /^its signature is not by the ROOM_SECRET/);
  assert.equal(await why(unsigned(claims)), 'alg must be HS256');
  assert.equal(await why(unsigned(claims, 'HS512', 'x')), 'alg must be HS256');
  assert.equal(await why('nonsense'), 'it is no signed token (JWT)');
  const secretless = { environment: { ...context().environment, secret: null } };
  assert.match((await why(await signed(), secretless)) ?? '', /no ROOM_SECRET/);
});

test('[ID4] who may open, conduct and set rules follows the settings and the token', async () => {
  const rights = ({ mayOpen, mayConduct, setsRulesAs }: Awaited<ReturnType<typeof anonymous>>) => [
    mayOpen,
    mayConduct,
    setsRulesAs,
  ];
  assert.deepEqual(rights(await anonymous()), [false, false, null]);
  const open = await anonymous({}, { OPEN_ROOMS: '*', CONDUCTORS: 'anyone' });
  assert.deepEqual(rights(open), [true, true, null]);
  const listed = await anonymous({}, { ALLOWED_ORIGINS: 'https://site.example' });
  assert.deepEqual(rights(listed), [false, false, 'page']);
  const program = await anonymous({ origin: null }, { OPEN_ROOMS: '*', ALLOWED_ORIGINS: '*' });
  assert.deepEqual(rights(program), [true, false, null], 'nobody vouches for a program');
  const token = await signed({ scope: 'conduct prompt' });
  const conductor = visitorOf(await identify({ ...NOBODY, token }, context()));
  assert.deepEqual(rights(conductor), [false, true, null]);
  assert.equal(conductor.isProgram, true);
  // Whom anyone may conduct for is not signed for it, with whatever other token.
  const viewer = await signed({ role: 'viewer' });
  const any = visitorOf(
    await identify({ ...NOBODY, token: viewer }, context({}, { CONDUCTORS: 'anyone' })),
  );
  const host = visitorOf(
    await identify({ ...NOBODY, token: await signed({ role: 'host' }) }, context()),
  );
  assert.deepEqual(
    [open, any, conductor, host].map((one) => [one.mayConduct, one.isSignedConductor]),
    [
      [true, false],
      [true, false],
      [true, true],
      [true, true],
    ],
  );
});

test('[ID5] a room without a secret makes its own and keeps it', async () => {
  const storage = new MemoryStorage();
  const made = await roomKey(storage, null);
  await made.store();
  assert.deepEqual((await roomKey(storage, null)).key, made.key);
  assert.notDeepEqual((await roomKey(new MemoryStorage(), null)).key, made.key);
});

test('[ID6] others never see the account behind a token, only a lasting stand-in', async () => {
  const idOf = async (sub: string) =>
    visitorOf(await identify({ ...NOBODY, token: await signed({ sub }) }, context())).id;
  const one = await idOf('ada@example.org');
  assert.match(one, /^t-[\w-]{16}$/);
  assert.equal(await idOf('ada@example.org'), one);
  assert.notEqual(await idOf('auth0|123'), one);
});

test('[ID10] an address is what the owner’s platform says, and the room knows but a hash of it', async () => {
  const from = (headers: Record<string, string>, header: string | null = 'CF-Connecting-IP') =>
    addressOf(new Request('https://rooms.example/', { headers }), header);
  assert.equal(from({ 'X-Forwarded-For': '203.0.113.7', 'X-Real-IP': '203.0.113.7' }), null);
  assert.equal(from({ 'CF-Connecting-IP': '203.0.113.7' }), '203.0.113.7');
  assert.equal(from({ 'CF-Connecting-IP': '203.0.113.7' }, null), null, 'nobody is in front');
  const proxied = { 'X-Forwarded-For': '192.0.2.9, 203.0.113.7' };
  assert.equal(from(proxied, 'X-Forwarded-For'), '203.0.113.7', 'what the proxy has added');
  assert.equal(from({ 'CF-Connecting-IP': 'x'.repeat(65) }), null);
  const hash = (address: string, key = SECRET) =>
    addressHash(address, new TextEncoder().encode(key));
  const one = await hash('203.0.113.7');
  assert.match(one ?? '', /^[\w-]{22}$/);
  assert.equal(await hash('203.0.113.7'), one);
  assert.notEqual(await hash('203.0.113.8'), one);
  assert.notEqual(await hash('203.0.113.7', 'another key of a room'), one);
  const home = await hash('2001:db8:0:12::7');
  assert.equal(await hash('2001:0DB8::12:aaaa:bbbb:cccc:dddd'), home, 'one household');
  assert.notEqual(await hash('2001:db8:0:13::7'), home);
  assert.equal((await anonymous({ address: '203.0.113.7' })).address, one);
  assert.equal((await anonymous()).address, null);
});
