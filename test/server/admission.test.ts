import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admitRequest, admitSocket, roomName } from '../../party/server/admission.js';
import { isOpenRoom, readEnvironment } from '../../party/server/environment.js';
import { type Connection, quietSocket } from '../../party/server/hearing.js';
import { RoomServer } from '../../party/server/room-server.js';
import { roomUrl } from '../../src/client/client-options.js';
import { reasonOfClose } from '../../src/client/connection.js';
import { ENGLISH } from '../../src/element/words/language.js';
import { wordsFor } from '../../src/element/words/words.js';
import { byteLength } from '../../src/protocol/limits.js';
import { CLOSE_CODE, isTerminalClose } from '../../src/protocol/messages.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { SocketRoom } from '../support/socket-room.js';

const LOBBY = 'https://rooms.example/parties/main/lobby';

test('[EN4] a key of the wrong shape is named before anybody is charged for it', () => {
  for (const key of ['"ody_1"', 'ody 1', 'ody_1\nROOM_SECRET=x', 'clé', 'k'.repeat(600)]) {
    const read = readEnvironment({ ODYSSEY_API_KEY: key });
    assert.match(read.ok ? '' : read.problem, /^ODYSSEY_API_KEY is no key: .* paste the key alone/);
  }
  assert.equal(readEnvironment({ ODYSSEY_API_KEY: ' ody_1-A.b=\n' }).ok, true);
});

test('[DR1] a room’s name is read from its address, in one spelling', () => {
  const cases: [string, string | null][] = [
    ['/parties/main/lobby', 'lobby'],
    ['/parties/main/lobby/state', 'lobby'],
    ['/party/lobby', 'lobby'],
    ['/parties/main/k%C3%A4se', 'käse'],
    ['/parties/main/lobb%79', null],
    ['/parties/main/k%c3%a4se', null],
    ['/parties/main/%zz', null],
    ['/parties/main/', null],
    ['/elsewhere/main/lobby', null],
  ];
  for (const [path, name] of cases)
    assert.equal(roomName(`https://rooms.example${path}`), name, path);
});

test('[DR5] a name is short, in one form of Unicode, and all of it is seen', async () => {
  const named = (name: string) => roomName(`https://rooms.example/parties/main/${name}`);
  const cases: [string, boolean][] = [
    ['k\u00e4se', true],
    ['ka\u0308se', false],
    ['👩‍👩‍👧', true],
    ['字'.repeat(64), true],
    ['字'.repeat(65), false],
    ['a\u0000', false],
    ['a\nb', false],
    ['a\u2028b', false],
    ['a\u202eb', false],
    ['a\u200fb', false],
  ];
  for (const [name, isName] of cases) {
    assert.equal(named(encodeURIComponent(name)), isName ? name : null, JSON.stringify(name));
  }
  assert.equal(
    roomUrl('rooms.example', 'main', 'ka\u0308se'),
    'wss://rooms.example/parties/main/k%C3%A4se',
    'a page may write it as it likes',
  );
  assert.equal(isOpenRoom('k\u00e4se', ['ka\u0308*']), true);
});

test('[DR2] a connection’s id is the server’s, and no header of the router’s comes from outside', async () => {
  const headers = { 'x-partykit-props': '{', Origin: 'https://site.example' };
  const socket = (await admitSocket(
    new Request(`${LOBBY}?_pk=copied&a=1`, { headers }),
  )) as Request;
  const { searchParams } = new URL(socket.url);
  assert.match(searchParams.get('_pk') ?? '', /^[\da-f-]{36}$/);
  assert.equal(searchParams.get('a'), '1');
  assert.equal(socket.headers.get('x-partykit-props'), null);
  const long = await admitRequest(new Request(`${LOBBY}?${'x'.repeat(1_500)}`));
  assert.equal(long instanceof Response && long.status, 414);
});

test('[DR3] a socket that outlived its room is told to come back, and what throws disturbs nobody', async () => {
  const shell = new RoomServer({
    storage: new MemoryStorage(),
    env: { ODYSSEY_API_KEY: 'k' },
    log: () => undefined,
  });
  await shell.start();
  const closes: number[] = [];
  const orphan: Connection = {
    id: 'slept',
    send: () => assert.fail('nothing is said to it'),
    close: (code) => closes.push(code),
  };
  await shell.said(orphan, '{"type":"ping"}');
  assert.deepEqual(closes, [4001]);
  const broken: Connection = {
    id: 'broken',
    send: () => assert.fail('gone'),
    close: () => assert.fail('gone'),
  };
  shell.opened(broken, new Request(LOBBY));
  await shell.said(broken, 'nonsense');
  shell.lost(broken);
  shell.closed(broken);
});

test('[DR4] a close says its reason and a moderator’s words, as many as a close frame holds', () => {
  const closes: [number, string][] = [];
  const socket = quietSocket({
    id: 'c1',
    send: () => undefined,
    close: (code, reason) => closes.push([code, reason]),
  });
  socket.close(CLOSE_CODE.removed, 'banned: 𠀀海');
  socket.close(CLOSE_CODE.removed, `banned: ${'𠀀'.repeat(100)}`);
  assert.deepEqual(closes[0], [4105, 'banned: 𠀀海']);
  const [code = 0, cut = ''] = closes[1] ?? [];
  assert.equal(byteLength(cut), 120, 'no half character');
  assert.equal(reasonOfClose(code, cut), 'banned');
  assert.equal(reasonOfClose(4105, ''), 'removed');
});

test('[HT5] whatever the answer is, the whole of a request’s body has been read before it', async () => {
  const shell = new RoomServer({
    storage: new MemoryStorage(),
    env: { ODYSSEY_API_KEY: 'k' },
    log: () => {},
  });
  await shell.start();
  const post = (url: string) => new Request(url, { method: 'POST', body: 'x'.repeat(9_000) });
  const refused = post(LOBBY);
  assert.equal((await shell.answer(refused)).status, 404);
  const nowhere = post('https://rooms.example/parties/main/a@b');
  await admitRequest(nowhere);
  assert.deepEqual([refused.bodyUsed, nowhere.bodyUsed], [true, true]);
});

test('[BI11] a page of version 1 is told to reload, whether or not its hello is still understood', async () => {
  const version1 = {
    ...{ type: 'hello', version: 1, identity: null, token: null, name: null, rules: null },
    ...{ conduct: 'can', watching: true, epochs: [] },
  };
  for (const hello of [version1, { type: 'hello', version: 1, room: 'lobby' }]) {
    const room = await SocketRoom.open();
    const page = await room.enter(null);
    await page.say(hello);
    assert.deepEqual(page.closed, { code: CLOSE_CODE.wrongVersion, reason: 'wrong-version' });
    assert.deepEqual(page.heard, [], 'nothing that it could misread');
    assert.equal(isTerminalClose(CLOSE_CODE.wrongVersion), true, 'it does not come back by itself');
    assert.equal(room.minted, 0);
  }
  assert.match(wordsFor(ENGLISH).reasons['wrong-version'](null), /Reload/);
});
