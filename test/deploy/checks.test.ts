import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAccount, hasSecret } from '../../party/deploy/account.js';
import { checkConfiguration } from '../../party/deploy/configuration.js';
import { explainFailure, foreignInputs } from '../../party/deploy/wrangler.js';

const FIELDS = [
  'name',
  'main',
  'compatibility_date',
  'assets',
  'durable_objects',
  'migrations',
  'vars',
];

const MAIN = { name: 'Main', class_name: 'Main' };

const GOOD = {
  name: 'my-rooms',
  main: 'worker.ts',
  compatibility_date: '2026-03-01',
  assets: { directory: '../dist/site' },
  durable_objects: { bindings: [MAIN, { name: 'Ledger', class_name: 'Ledger' }] },
  migrations: [
    { tag: 'v1', new_sqlite_classes: ['Main'] },
    { tag: 'v2', new_sqlite_classes: ['Ledger'] },
  ],
  vars: { OPEN_ROOMS: 'lobby' },
};

test('[DP4] a configuration with a typing error is refused in a sentence that says what is meant', () => {
  const { durable_objects, ...unbound } = GOOD;
  const cases: [unknown, RegExp][] = [
    [{ ...unbound, durable_object: durable_objects }, /"durable_objects" is probably meant/],
    [{ ...unbound, durable_objects: { bindings: [] } }, /must bind "Main" to the class "Main"/],
    [{ ...GOOD, durable_objects: { bindings: [MAIN] } }, /must bind "Ledger" to the class "Led/],
    [{ ...GOOD, migrations: GOOD.migrations.slice(0, 1) }, /must make the class "Ledger"/],
    [{ ...GOOD, vars: { MAX_LIVE_ROOMS: 0 } }, /"vars": MAX_LIVE_ROOMS must be a whole number/],
    [{ ...GOOD, name: 'My Rooms' }, /"name" must have 1 to 63 lower-case letters/],
    [{ ...GOOD, compatibility_date: 'today' }, /"compatibility_date" must be a date/],
    [{ ...GOOD, migrations: [{ tag: 'v1', new_classes: ['Main'] }] }, /the free plan refuses/],
    [{ ...GOOD, migrations: [] }, /must make the class "Main" with "new_sqlite_classes"/],
    [{ ...GOOD, vars: { OPEN_ROOM: '*' } }, /OPEN_ROOM, which no room reads; "OPEN_ROOMS" is/],
    [{ ...GOOD, vars: { CONDUCTORS: 'me' } }, /"vars": CONDUCTORS must be "token" or "anyone"/],
    [
      { ...GOOD, vars: { ALLOWED_ORIGINS: 'a.example' } },
      /ALLOWED_ORIGINS has "a.example", .*: write https:..a.example,/,
    ],
    [{ ...GOOD, vars: { ODYSSEY_API_KEY: 'ody_1' } }, /is a secret and stands in "vars"/],
    ['', /must be an object/],
  ];
  for (const [raw, sentence] of cases) {
    const checked = checkConfiguration(raw, FIELDS);
    assert.match(checked.ok ? 'nothing' : checked.problems.join('\n'), sentence);
  }
  assert.equal(checkConfiguration(GOOD, FIELDS).ok, true);
});

test('[DP5] an account is ready with a log-in, the key and a name of its own', () => {
  const mine = { resources: { bindings: [{ type: 'durable_object_namespace', name: 'Main' }] } };
  const draft = { resources: { bindings: [{ type: 'secret_text', name: 'ODYSSEY_API_KEY' }] } };
  const other = { resources: { bindings: [{ type: 'kv_namespace', name: 'CACHE' }] } };
  const rooms = { name: 'rooms' };
  const key = { ok: true, value: [{ name: 'ODYSSEY_API_KEY' }] } as const;
  const refused = (words: string) => ({ ok: false, words }) as const;
  for (const present of [mine, draft, null]) {
    assert.equal(checkAccount(rooms, { loggedIn: true, secrets: key, present }), null);
  }
  const ready = { loggedIn: true, secrets: key, present: mine };
  assert.equal(hasSecret(ready, 'ODYSSEY_API_KEY'), true);
  assert.equal(hasSecret(ready, 'ROOM_SECRET'), false, 'which the deployment then makes');
  const cases = [
    [{ loggedIn: false, secrets: refused(''), present: null }, /not logged in/],
    [
      { loggedIn: true, secrets: refused('Worker "rooms" not found.'), present: null },
      /no ODYSSEY/,
    ],
    [
      { loggedIn: true, secrets: refused('More than one account available'), present: null },
      /"acc/,
    ],
    [{ loggedIn: true, secrets: refused('fetch failed'), present: null }, /does not answer: fetch/],
    [{ loggedIn: true, secrets: { ok: true, value: [] }, present: mine }, /no ODYSSEY_API_KEY/],
    [{ loggedIn: true, secrets: key, present: other }, /another Worker called "rooms"/],
  ] as const;
  for (const [account, sentence] of cases) {
    assert.match(checkAccount(rooms, account) ?? '', sentence);
  }
});

test('[DP6] what the page or the local world is made of does not get into the bundle unseen', () => {
  const inputs = (...paths: string[]) => ({
    inputs: Object.fromEntries(paths.map((path) => [path, {}])),
  });
  const room = inputs(
    'worker.ts',
    'room/step.ts',
    '../src/protocol/parse.ts',
    '../node_modules/jose/dist/index.js',
    'node-built-in-modules:crypto',
  );
  assert.deepEqual(foreignInputs(room, 'party'), []);
  const strays = ['../demo/world/world.ts', '../src/element/words.ts', '../src/conductor/index.ts'];
  assert.equal(foreignInputs(inputs(...strays, 'deploy/deploy.ts'), 'party').length, 4);
});

test('[DP7] what Cloudflare refuses is put in a sentence with what to do', () => {
  const cases: [number, RegExp][] = [
    [10000, /wrangler login/],
    [10034, /confirm it/],
    [10063, /no workers\.dev address/],
    [10079, /only ever add to that list/],
    [10097, /which the free plan includes/],
    [10099, /which the free plan includes/],
  ];
  for (const [code, sentence] of cases) {
    assert.match(explainFailure(`✘ [ERROR] No. [code: ${code}]`) ?? '', sentence);
  }
  assert.equal(explainFailure('something new'), null);
});
