import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { conductToken, tokenWarning } from '../../party/cli/conduct.js';
import { readToken } from '../../party/server/token.js';
import { SECRET, signed } from '../support/tokens.js';
import { without } from '../support/without-packages.js';

const COMMAND = 'dist/room/party/cli/main.js';

function run(words: string, environment: Record<string, string> = {}) {
  const { PATH = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [COMMAND, ...words.split(' ').filter(Boolean)],
    { encoding: 'utf8', env: { PATH, ...environment }, timeout: 20_000 },
  );
  return { status, stdout, stderr };
}

test('[HL8] with the secret each room’s tokens are signed, short, and may conduct it alone', async () => {
  const options = { token: null };
  const token = conductToken(options, { ROOM_SECRET: SECRET })('attic');
  assert.ok(typeof token === 'function');
  const now = Date.now();
  const read = await readToken(await token(), { room: 'attic', secret: SECRET, now });
  assert.ok(read.ok);
  const { role, scope, exp, room } = read.claims;
  assert.deepEqual([role, scope, room], ['viewer', 'conduct', 'attic']);
  assert.ok(Math.abs(exp - now / 1000 - 600) < 5);
});

test('[HL8] a token of the words comes before one of the environment, and that before the secret', () => {
  const environment = { ROOM_SECRET: SECRET, ODYSSEY_BROADCAST_TOKEN: 'theirs\n' };
  assert.equal(conductToken({ token: 'mine' }, environment)('lobby'), 'mine');
  assert.equal(conductToken({ token: null }, environment)('lobby'), 'theirs');
  assert.equal(conductToken({ token: null }, {})('lobby'), null);
});

test('[HL8] it warns of a token with which it will hardly ever conduct', async () => {
  assert.match(tokenWarning(null) ?? '', /^There is no token/);
  assert.match(tokenWarning(await signed()) ?? '', /has not the scope conduct/);
  assert.equal(tokenWarning(await signed({ scope: 'rules conduct' })), null);
  assert.equal(tokenWarning(await signed({ role: 'host' })), null);
});

test('[HL9] without its packages it says what to install; the other commands need neither', () => {
  const environment = { ...without('werift', 'ws'), ROOM_SECRET: SECRET };
  const { status, stdout, stderr } = run('conduct --room lobby', environment);
  assert.deepEqual([status, stdout], [1, '']);
  assert.match(stderr, /^To conduct without a browser takes two more packages: npm install \S/);
  assert.doesNotMatch(stderr, /^\s+at /m);
  assert.equal(run('token --room lobby --sub ada', environment).status, 0);
});

test('[HL9] what is missing or not understood is said in a sentence', () => {
  const cases: [string, RegExp, Record<string, string>?][] = [
    ['conduct', /^Which room\?/],
    ['conduct --room', /^Option '--room <value>' argument missing/],
    ['conduct --room lobby --health-port http', /^--health-port "http" is no whole number/],
    ['conduct --room lobby --health-port 70000', /^--health-port "70000" is no whole number/],
    ['conduct --room lobby --drain-seconds -1', /^Option '--drain-seconds' argument is ambiguous/],
    ['conduct --room lobby --secret x', /^Unknown option '--secret'/],
    ['conduct --room lobby', /^ROOM_SECRET is too short/, { ROOM_SECRET: 'short' }],
    ['conduct --room lobby --health-port 1 --health-host 203.0.113.1', /^The health endpoint/],
  ];
  for (const [words, sentence, environment] of cases) {
    const { status, stderr } = run(words, environment);
    assert.equal(status, 1, words);
    assert.match(stderr, sentence);
    assert.doesNotMatch(stderr, /^\s+at /m);
  }
  assert.match(run('conduct --help').stdout, /--drain-seconds <time>/);
});
