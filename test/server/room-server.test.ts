import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRoom } from '../../party/room/state.js';
import { messageBucket, takeToken } from '../../party/server/bucket.js';
import { SpareCredentials } from '../../party/server/credentials.js';
import {
  idleSettings,
  isAllowedOrigin,
  isOpenRoom,
  isTrustedOrigin,
  misspeltNames,
  readEnvironment,
} from '../../party/server/environment.js';
import { RoomStorage } from '../../party/server/storage.js';
import { MemoryStorage } from '../support/memory-storage.js';

test('[EN1] a missing or bad setting is named in a sentence', () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{}, /^ODYSSEY_API_KEY is missing/],
    [{ ODYSSEY_API_KEY: '  ' }, /^ODYSSEY_API_KEY is missing/],
    [{ ODYSSEY_API_KEY: 'k', ODYSSEY_API_URL: 'localhost' }, /^ODYSSEY_API_URL must be/],
    [{ ODYSSEY_API_KEY: 'k', ROOM_SECRET: 'short' }, /^ROOM_SECRET is too short/],
    [
      { ODYSSEY_API_KEY: 'k', ALLOWED_ORIGINS: 'https://a.example/path' },
      /^ALLOWED_ORIGINS has "https:..a.example.path", which is the origin of no page: write https:..a.example,/,
    ],
    [{ ODYSSEY_API_KEY: 'k', CONDUCTORS: 'me' }, /^CONDUCTORS must be/],
    ...['https://a.example', 'a.example/x', '*', 'a.*.example', 'u@a.example', 'a b'].map(
      (hosts): [Record<string, string>, RegExp] => [
        { ODYSSEY_API_KEY: 'k', STREAM_HOSTS: hosts },
        /^STREAM_HOSTS has an entry that is not a host: write /,
      ],
    ),
    ...['0', '-1', '1.5', 'three', ' '].map((rooms): [Record<string, string>, RegExp] => [
      { ODYSSEY_API_KEY: 'k', MAX_LIVE_ROOMS: rooms },
      /^MAX_LIVE_ROOMS must be a whole number of rooms, 1 or more\.$/,
    ]),
    [
      { ODYSSEY_API_KEY: 'k', MAX_HOURS_PER_DAY: '0' },
      /^MAX_HOURS_PER_DAY must be a number of hou/,
    ],
    [{ ODYSSEY_API_KEY: 'k', MAX_HOURS_PER_MONTH: '8h' }, /^MAX_HOURS_PER_MONTH must be a number/],
    [
      { ODYSSEY_API_KEY: 'k', STREAM_SECONDS: '4' },
      /^STREAM_SECONDS must be .* between 5 and 3600/,
    ],
    [{ ODYSSEY_API_KEY: 'k', STREAM_SECONDS: '1h' }, /^STREAM_SECONDS must be/],
  ];
  for (const [env, sentence] of cases) {
    const read = readEnvironment(env);
    assert.equal(read.ok, false);
    assert.match(read.ok ? '' : read.problem, sentence);
  }
});

test('[EN5] limits are none unless set, as text or as numbers; a stream lasts 150 s unless said', () => {
  const read = (env: Record<string, unknown>) => {
    const settings = readEnvironment({ ODYSSEY_API_KEY: 'k', ...env });
    if (!settings.ok) throw new Error(settings.problem);
    return settings.environment;
  };
  const none = read({ MAX_LIVE_ROOMS: '' });
  assert.deepEqual(none.allowance, { liveRooms: null, dayMs: null, monthMs: null });
  assert.equal(none.streamSeconds, 150);
  const some = read({ MAX_LIVE_ROOMS: 3, MAX_HOURS_PER_DAY: '0.5', STREAM_SECONDS: '20' });
  assert.deepEqual(some.allowance, { liveRooms: 3, dayMs: 1_800_000, monthMs: null });
  assert.equal(some.streamSeconds, 20);
});

test('[TX1] a setting that can never work is named with the nearest right value', () => {
  const signed = { WEBHOOK_URL: 'https://a.example', MODERATION_URL: 'https://a.example' };
  const secrets = { WEBHOOK_SECRET: 'x'.repeat(16), MODERATION_SECRET: 'x'.repeat(16) };
  const problem = (name: string, value: string) => {
    const all = { ODYSSEY_API_KEY: 'k', ...signed, ...secrets, [name]: value };
    const read = readEnvironment(all);
    return read.ok ? null : read.problem;
  };
  const wrong: [name: string, value: string, sentence: RegExp][] = [
    [
      'ODYSSEY_API_URL',
      'api.odyssey.ml',
      /; for "api.odyssey.ml" write https:\/\/api.odyssey.ml\.$/,
    ],
    ['ODYSSEY_API_URL', 'localhost:8080', /write http:\/\/localhost:8080\.$/],
    ['ODYSSEY_API_URL', 'wss://a.example/x', /write https:\/\/a.example\/x\.$/],
    ['WEBHOOK_URL', 'https://u:p@a.example', /has a name or password in it/],
    ['MODERATION_URL', '"https://a.example"', /write https:\/\/a.example\.$/],
    ['ROOM_SECRET', ' '.repeat(20), /^ROOM_SECRET begins or ends with white space/],
    ['ROOM_SECRET', 'abcdefghijklmnopqrst\n', /^ROOM_SECRET begins or ends with white space/],
    ['WEBHOOK_SECRET', `whsec_${'A'.repeat(33)}`, /what is not base64/],
    ['WEBHOOK_SECRET', `WHSEC_${'A'.repeat(32)}`, /begins almost with whsec_/],
    ['MODERATION_SECRET', `whsec-${'A'.repeat(32)}`, /begins almost with whsec_/],
    ['CONDUCTORS', 'Anyone', /"anyone" is probably meant\.$/],
    ['STREAM_SECONDS', '150s', /for "150s" write 150\.$/],
    ['MAX_HOURS_PER_DAY', '0,5', /write 0.5\.$/],
    ['MAX_HOURS_PER_MONTH', '8 hours', /write 8\.$/],
    ['MAX_AUDIENCE_PARTIES', '1,000', /write 1000\.$/],
    ['OPEN_ROOMS', 'https://rooms.example/lobby?x', /write lobby\.$/],
    ['STREAM_HOSTS', 'https://media.example/x', /write media.example\.$/],
    ['STREAM_HOSTS', 'media.example:99999', /write media.example\.$/],
    ['STREAM_HOSTS', '*.ビデオ.example', /write \*\.xn--kckxc9a.example\.$/],
    ['STREAM_HOSTS', 'ｍｅｄｉａ。example', /write media.example\.$/],
    ['WEBHOOK_URL', 'ルーム.example/hook', /write https:\/\/ルーム.example\/hook\.$/],
    ['WEBHOOK_URL', 'ｌｏｃａｌｈｏｓｔ：8080/a', /write http:\/\/localhost:8080\/a\.$/],
    ['MODERATION_URL', 'фильтр。пример', /write https:\/\/фильтр.пример\.$/],
    ['CONDUCTORS', 'ｔｏｋｅｎ', /"token" is probably meant\.$/],
    ['ROOM_RULES', '{"opens":"visitor"}', /"opens" with a value .* Use one of: visit, host\.$/],
    ['ROOM_RULES', '{"links":true}', /"links" with a value .* Use one of: no, yes\.$/],
    ['ROOM_RULES', '{"hours":"9-18"}', /Write it like "mo-fr 09:00-18:00/],
    [
      'ROOM_RULES',
      '{"https://x.example/lobby":{}}',
      /which is the name of no room: write "lobby"\.$/,
    ],
  ];
  for (const [name, value, sentence] of wrong) assert.match(problem(name, value) ?? '', sentence);
  const right: [name: string, value: string][] = [
    ['ODYSSEY_API_URL', 'HTTPS://a.example:8443/v1'],
    ['WEBHOOK_URL', 'http://127.0.0.1:8080/hook?a=@b'],
    ['WEBHOOK_SECRET', `whsec_${'A'.repeat(32)}`],
    ['WEBHOOK_SECRET', 'пароль из многих слов'],
    ['ROOM_SECRET', '合言葉は秘密です、合言葉は秘密です'],
    ['STREAM_SECONDS', '1e3'],
    ['MAX_HOURS_PER_DAY', ' 0.5 '],
    ['OPEN_ROOMS', 'ラウンジ, λέσχη-*, قاعة'],
    ['STREAM_HOSTS', '*.media.example, 10.0.0.1:8080'],
    ['STREAM_HOSTS', '*.xn--kckxc9a.example'],
    ['WEBHOOK_URL', 'https://ルーム.example/hook'],
    ['ROOM_RULES', '{"कमरा":{"links":"yes"},"로비-*":{"hours":"24/7"}}'],
  ];
  for (const [name, value] of right) assert.equal(problem(name, value), null);
});

test('[TX2] a secret that signs nothing is named in the log with what is missing', () => {
  const idle = (...names: string[]) =>
    idleSettings(Object.fromEntries(names.map((name) => [name, 'x'])));
  assert.deepEqual(idle('WEBHOOK_SECRET', 'MODERATION_URL', 'MODERATION_SECRET'), [
    { name: 'WEBHOOK_SECRET', without: 'WEBHOOK_URL' },
  ]);
  assert.deepEqual(idle('ROOM_SECRET'), []);
});

test('[EN10] viewers may be sent to the service’s own domain, and to the hosts that the owner names', () => {
  const hosts = (env: Record<string, string>) => {
    const read = readEnvironment({ ODYSSEY_API_KEY: 'k', ...env });
    return read.ok ? read.environment.streamHosts : read.problem;
  };
  const table: [url: string, ...hosts: string[]][] = [
    ['', 'odyssey.ml', '*.odyssey.ml'],
    ['https://api.example.org/v1', 'example.org', '*.example.org'],
    ['https://odyssey.example.org:8443', 'odyssey.example.org', '*.odyssey.example.org'],
    ['https://api.org', 'api.org', '*.api.org'],
    ['http://api.example.org', 'http://example.org', 'http://*.example.org'],
    ['http://127.0.0.1:4000', '127.0.0.1:4000'],
    ['http://localhost:4000', 'localhost:4000'],
    ['http://world:4000', 'http://world'],
    ['https://192.0.2.7', '192.0.2.7'],
  ];
  for (const [url, ...expected] of table) {
    assert.deepEqual(hosts({ ODYSSEY_API_URL: url }), expected, url);
  }
  assert.deepEqual(hosts({ STREAM_HOSTS: 'Media.Example.org, *.cdn.example:8443' }), [
    ...['odyssey.ml', '*.odyssey.ml'],
    ...['media.example.org', '*.cdn.example:8443'],
  ]);
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

test('[EN11] origins are listed as people write them; one that can never match is named with the right one', () => {
  const listed = (ALLOWED_ORIGINS: string) => {
    const read = readEnvironment({ ODYSSEY_API_KEY: 'k', ALLOWED_ORIGINS });
    return read.ok ? read.environment.origins : read.problem;
  };
  const isLetIn = (list: string, origin: string) => {
    const origins = listed(list);
    return typeof origins !== 'string' && isTrustedOrigin(origin, 'rooms.example', origins);
  };
  const table: [list: string, letIn: string[], keptOut: string[]][] = [
    [
      'https://*.example.org',
      ['https://app.example.org', 'https://a.b.example.org', 'https://xn--bcher-kva.example.org'],
      [
        ...['https://example.org', 'http://app.example.org', 'https://app.example.org:8443'],
        ...['https://app.example.org.evil.example', 'https://appexample.org', 'null'],
        ...['https://evil.example/.example.org', 'https://u@app.example.org'],
      ],
    ],
    [
      'http://localhost:*',
      ['http://localhost', 'http://localhost:8080', 'http://localhost:1'],
      ['https://localhost:8080', 'http://localhost.evil.example:80', 'http://localhost:8080:1'],
    ],
    [
      'HTTPS://Example.COM:443, http://Hall.local:80',
      ['https://example.com', 'http://hall.local'],
      ['https://example.com:444', 'http://example.com'],
    ],
    ['https://Bücher.example', ['https://xn--bcher-kva.example'], ['https://bucher.example']],
    ['https://例え.テスト', ['https://xn--r8jz45g.xn--zckzah'], []],
    ['http://[::1]:*', ['http://[::1]:5173', 'http://[::1]'], ['http://[::2]:5173']],
    ['http://*.localhost:*', ['http://a.localhost:5173'], ['http://localhost:5173']],
    ['*', ['https://any.example'], []],
  ];
  for (const [list, letIn, keptOut] of table) {
    for (const origin of letIn) assert.equal(isLetIn(list, origin), true, `${list}: ${origin}`);
    for (const origin of keptOut) assert.equal(isLetIn(list, origin), false, `${list}: ${origin}`);
  }
  const never: [entry: string, write: string][] = [
    ['example.org', 'https://example.org'],
    ['https://example.org/', 'https://example.org'],
    ['https://example.org/a?b', 'https://example.org'],
    ['https：／／example。org/', 'https://example.org'],
    ['ルーム.local:5173', 'http://xn--3dkva5c.local:5173'],
    ['例え。テスト', 'https://xn--r8jz45g.xn--zckzah'],
    ['قاعة.example', 'https://xn--mgbe1c8a.example'],
    ['wss://rooms.example.org', 'https://rooms.example.org'],
    ['ws://localhost:1999', 'http://localhost:1999'],
    ['https://*example.org', 'https://*.example.org'],
    ['*.example.org', 'https://*.example.org'],
    ['https://example.org:99999', 'https://example.org'],
    ['null', 'https://example.org'],
    ['https://a.*.example.org', 'https://example.org'],
    ['https://*', '*'],
    ['"https://a.example"', 'https://a.example'],
    ['https://a.example;https://b.example', 'https://a.example'],
    ['https:/a.example', 'https://a.example'],
    ['localhost:3000', 'http://localhost:3000'],
    ['http://localhost:80*', 'http://localhost:*'],
    ['*://a.example', 'https://a.example'],
    ['www.example.org/x', 'https://www.example.org'],
  ];
  for (const [entry, write] of never) {
    assert.ok(
      String(listed(`https://good.example, ${entry}`)).includes(`: write ${write}, without`),
      `${entry}: ${listed(entry)}`,
    );
  }
});

test('[EN6] a host that is a name is the server’s own over https alone', () => {
  const own = (origin: string, host: string) => isTrustedOrigin(origin, host, []);
  for (const host of [
    'localhost:1999',
    'demo.localhost',
    '127.0.0.1:1999',
    '[::1]:1999',
    '192.168.0.7',
  ]) {
    assert.equal(own(`http://${host}`, host), true, host);
  }
  for (const host of [
    'evil.example:1999',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '1e3.7',
  ]) {
    assert.equal(own(`http://${host}`, host), false, host);
    assert.equal(own(`https://${host}`, host), true, `${host}: it has shown a certificate`);
  }
  assert.equal(isTrustedOrigin('http://hall.local', 'hall.local', ['http://hall.local']), true);
});

test('[EN3] open rooms are named by patterns', () => {
  assert.equal(isOpenRoom('lobby', ['*']), true);
  assert.equal(isOpenRoom('demo-1', ['demo-*', 'hall']), true);
  assert.equal(isOpenRoom('demonstration', ['demo-*', 'hall']), false);
  assert.equal(isOpenRoom('xhallx', ['hall']), false);
  assert.equal(isOpenRoom('a.b', ['a?b']), false);
});

test('[EN12] a pattern of open rooms that no name can match is named', () => {
  const problem = (OPEN_ROOMS: string) => {
    const read = readEnvironment({ ODYSSEY_API_KEY: 'k', OPEN_ROOMS });
    return read.ok ? null : read.problem;
  };
  for (const bad of ['https://rooms.example/lobby', 'a/b', 'x'.repeat(65), 'a\nb', 'a\u202eb']) {
    assert.match(problem(bad) ?? '', /^OPEN_ROOMS has an entry that no room’s name can match/, bad);
  }
  for (const good of ['*', 'demo-*', 'Cafe\u0301', '大厅', 'x'.repeat(64), `${'x'.repeat(64)}*`]) {
    assert.equal(problem(good), null, good);
  }
});

test('[EN13] a variable named almost like a setting that is not set is named with that one', () => {
  const meant = (...names: string[]) =>
    misspeltNames(Object.fromEntries(names.map((name) => [name, 'x']))).map((one) => one.meant);
  assert.deepEqual(meant('ALLOWED_ORIGIN', 'ROOM_RULE', 'odyssey_api_key', 'MAX_LIVEROOMS'), [
    ...['ALLOWED_ORIGINS', 'ROOM_RULES', 'ODYSSEY_API_KEY', 'MAX_LIVE_ROOMS'],
  ]);
  assert.deepEqual(meant('PATH', 'NODE_ENV', 'Main', 'DB', 'ASSETS', 'STRIPE_SECRET'), []);
  // Where the right one is set too, the other is somebody's own.
  assert.deepEqual(meant('ROOM_SECRET', 'ROOM_SECRETS'), []);
});

test('[FL1] a person is never too fast; a runaway script is told, then hung up on', () => {
  const bucket = messageBucket(0);
  const verdicts: string[] = [];
  for (let message = 0; message < 300; message += 1) {
    verdicts.push(takeToken(bucket, 0));
  }
  assert.equal(verdicts.indexOf('too-fast'), 60);
  assert.equal(verdicts.indexOf('hang-up'), 259);
  const calm = messageBucket(0);
  for (let message = 0; message < 500; message += 1) {
    assert.equal(takeToken(calm, message * 100), 'pass');
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
    connections: ['c1'],
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
      clock: { ...room.clock, steppedAt: step * 10 },
    });
  }
  assert.equal(memory.written.length, 0);
});

const CREDENTIALS = {
  sessionId: 's',
  signalingUrl: 'w',
  sessionToken: 't',
  expiresIn: 600,
  capabilities: null,
};

test('[SP1] credentials nobody used are lent once more for half a minute, used ones never', () => {
  const spares = new SpareCredentials();
  assert.equal(spares.take(1, 0), null);
  spares.keep(1, CREDENTIALS, 0);
  const later = { ...CREDENTIALS, expiresIn: 571 };
  assert.deepEqual(spares.take(2, 29_000), { insteadOf: 1, credentials: later });
  assert.equal(spares.take(3, 29_500), null, 'twice is enough');
  spares.keep(4, CREDENTIALS, 0);
  assert.equal(spares.take(5, 31_000), null, 'too old');
  spares.keep(6, CREDENTIALS, 0);
  spares.spend(6);
  assert.equal(spares.take(7, 1), null);
  spares.keep(8, { ...CREDENTIALS, expiresIn: 10 }, 0);
  assert.equal(spares.take(9, 10_000), null, 'run out');
});

test('[SP3] what nobody uses is handed back: 30 s after it was lent, at the next minting, and with its page', () => {
  const back: number[] = [];
  const spares = new SpareCredentials((epoch) => back.push(epoch));
  assert.equal(spares.dueAt, null);
  spares.keep(1, CREDENTIALS, 0);
  spares.take(2, 20_000);
  assert.equal(spares.dueAt, 50_000, 'it was lent again');
  spares.woke(49_999);
  assert.deepEqual(back, []);
  spares.woke(50_000);
  assert.deepEqual([back, spares.dueAt], [[2], null]);
  spares.keep(3, CREDENTIALS, 60_000);
  spares.keep(4, CREDENTIALS, 61_000);
  assert.deepEqual(back, [2, 3], 'only one session is kept');
  spares.abandon(3);
  spares.abandon(4);
  assert.deepEqual(back, [2, 3, 4]);
  spares.keep(5, CREDENTIALS, 70_000);
  spares.take(6, 71_000);
  spares.giveBack({ insteadOf: 5, credentials: CREDENTIALS });
  spares.spend(5);
  spares.woke(200_000);
  assert.deepEqual(back, [2, 3, 4], 'nothing that a conductor used');
});
