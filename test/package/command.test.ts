import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readEnvironment } from '../../party/server/environment.js';
import { identify } from '../../party/server/identity.js';
import { SECRET } from '../support/tokens.js';
import { without } from '../support/without-packages.js';

/** What `npm run build` made; `npm test` builds before it tests. */
const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: Record<string, string> };

function run(words: string, environment: Record<string, string> = { ROOM_SECRET: SECRET }) {
  const parameters = [bin['odyssey-broadcast'] ?? '', ...words.split(' ').filter(Boolean)];
  const { PATH = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, {
    encoding: 'utf8',
    env: { PATH, ...environment },
  });
  return { status, stdout, stderr };
}

/** Whom a room takes the token’s bearer for; null when it takes nobody. */
async function visitorBy(token: string, room: string) {
  const read = readEnvironment({ ODYSSEY_API_KEY: 'k', ROOM_SECRET: SECRET });
  if (!read.ok) throw new Error(read.problem);
  const identified = await identify(
    { token, identity: null, name: null },
    {
      room,
      environment: read.environment,
      key: new TextEncoder().encode(SECRET),
      origin: null,
      ownHost: 'rooms.example',
      address: null,
      now: () => Date.now(),
      newId: () => 'fresh',
    },
  );
  return identified.ok ? identified.visitor : null;
}

test('[CM1] `token` prints a token, alone, that the room takes for what was said', async () => {
  const { status, stdout, stderr } = run(
    'token --room lobby --room attic --role moderator --sub ada --name Ada --expires 2h --scope conduct',
  );
  assert.deepEqual([status, stderr], [0, '']);
  assert.match(stdout, /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const visitor = await visitorBy(stdout.trim(), 'attic');
  const { name, role, mayConduct, isProgram, expiresAt } = visitor ?? {};
  assert.deepEqual([name, role, mayConduct, isProgram], ['Ada', 'moderator', true, true]);
  const hours = ((expiresAt ?? 0) - Date.now()) / 3_600_000;
  assert.ok(Math.abs(hours - 2) < 0.1, `${hours} hours`);
  assert.equal((await visitorBy(stdout.trim(), 'lobby'))?.id, visitor?.id);
  assert.equal(await visitorBy(stdout.trim(), 'cellar'), null);
});

test('[CM2] what is missing or not understood is said in a sentence, and nothing is printed', () => {
  const cases: [string, RegExp, Record<string, string>?][] = [
    ['token --sub ada', /^For which room\?/],
    ['token --room lobby', /^For whom\?/],
    [`token --room lobby --sub ${'a'.repeat(257)}`, /^For whom\?/],
    ['token --room lobby --sub ada --role king', /^There is no role "king"\. Use one of: viewer/],
    ['token --room lobby --sub ada --expires never', /^--expires "never" is no time/],
    ['token --room lobby --sub ada --expires 0h', /^--expires "0h" is no time/],
    ['token --room lobby --sub ada --scope fly', /^There is no scope "fly"/],
    ['token --room lobby --sub ada --secret x', /^Unknown option '--secret'/],
    ['token --room lobby --sub ada', /^ROOM_SECRET is missing/, {}],
    ['token --room lobby --sub ada', /^ROOM_SECRET is too short/, { ROOM_SECRET: 'short' }],
    ['tokens', /^There is no command "tokens"/],
  ];
  for (const [words, sentence, environment] of cases) {
    const { status, stdout, stderr } = run(words, environment);
    assert.deepEqual([status, stdout], [1, ''], words);
    assert.match(stderr, sentence);
    assert.doesNotMatch(stderr, /^\s+at /m);
  }
});

test('[CM3] --help says what there is', () => {
  assert.match(run('', {}).stdout, /token {4}signs a token/);
  assert.match(run('token --help', {}).stdout, /--expires <time>/);
});

test('[PK9] a command whose packages are not installed says which one to install', () => {
  const { status, stdout, stderr } = run('token --room lobby --sub ada', {
    ROOM_SECRET: SECRET,
    ...without('jose'),
  });
  assert.deepEqual([status, stdout], [1, '']);
  assert.match(stderr, /^"odyssey-broadcast token" takes a package .+: npm install jose\n$/);
});
