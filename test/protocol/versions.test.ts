import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { RoomReader } from '../../src/client/room-reader.js';
import { parseServerMessage, type ServerMessage } from '../../src/protocol/messages.js';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';
import { AudienceWorld } from '../support/audience-world.js';
import { HostGuest, HostRoom } from '../support/host-room.js';
import { visitorOf } from '../support/people.js';

/** What a page and its room said to each other before there were patches, word by word. */
const RECORDED: { readonly page: readonly string[]; readonly room: readonly string[] } = JSON.parse(
  await readFile(new URL('../cases/before-patches.json', import.meta.url), 'utf8'),
);

/** The same message, with more in it at every level. */
function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMore);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [
    key,
    key === 'sums' ? one : withMore(one),
  ]);
  return { ...Object.fromEntries(entries), laterField: { at: 1 } };
}

async function joined(room: HostRoom, texts: readonly string[]): Promise<HostGuest> {
  const guest = new HostGuest(`old-${texts.length}-${Math.random()}`, room.host);
  const visitor = visitorOf('a-old', { mayConduct: false });
  room.host.opened(guest.connection, guest, async () => ({ ok: true, visitor }));
  for (const text of texts) await room.host.said(guest.connection, text);
  return guest;
}

for (const [what, more] of [
  ['as it was', (text: string) => text],
  [
    'with fields that are not known here',
    (text: string) => JSON.stringify(withMore(JSON.parse(text))),
  ],
] as const) {
  test(`[OP20] a page of before, ${what}, takes a turn and prompts`, async () => {
    const room = await HostRoom.start({ gapSeconds: 0 });
    const conductor = await room.enter('t-c', { isSignedConductor: true }, { conduct: 'prefer' });
    await room.pass(2_000);
    const page = await joined(room, RECORDED.page.map(more));
    await room.pass(2_000);
    const answers = page.heard.flatMap((message) => (message.type === 'answer' ? [message] : []));
    assert.deepEqual(
      answers.map(({ ok, reason }) => reason ?? ok),
      [true],
    );
    const receipts = page.heard.flatMap((message) =>
      message.type === 'receipt' ? [message.receipt.status] : [],
    );
    assert.equal(receipts.at(-1), 'applied');
    assert.ok(
      page.heard.some(({ type }) => type === 'delta'),
      'changes come as sections',
    );
    assert.equal(page.closed ?? conductor.closed, null);
  });
}

test('[OP20] what a later page says besides is answered, and it goes on', async () => {
  const room = await HostRoom.start();
  const [hello = ''] = RECORDED.page;
  const later = { ...JSON.parse(hello), patches: 99, rules: { turns: 'open', glitter: 'much' } };
  const page = await joined(room, [
    JSON.stringify(later),
    '{"type":"dance","id":"d-1","to":"music"}',
    '{"type":"ping"}',
  ]);
  const [first, ...rest] = page.heard.filter(({ type }) => type !== 'delta');
  assert.equal(first?.type, 'welcome');
  const answer = rest.find(({ type }) => type === 'answer');
  assert.deepEqual(answer && 'id' in answer && [answer.id, answer.reason], ['d-1', 'malformed']);
  assert.equal(rest.at(-1)?.type, 'pong');
  assert.equal(page.closed, null);
});

test('[OP21] a page understands what a room said before, and what a later one says in addition', () => {
  for (const text of RECORDED.room) {
    const before = parseServerMessage(text);
    assert.ok(before.ok, text);
    const later = parseServerMessage(JSON.stringify(withMore(JSON.parse(text))));
    assert.deepEqual(later, before);
  }
});

test('[OP21] reasons, roles, phases and rules of a later room read as the nearest that is known', () => {
  const [welcome = ''] = RECORDED.room;
  const read = (change: (message: ReturnType<typeof JSON.parse>) => void): ServerMessage => {
    const message = JSON.parse(welcome);
    change(message.snapshot);
    const parsed = parseServerMessage(JSON.stringify(message));
    assert.ok(parsed.ok);
    return parsed.message;
  };
  const shown = (change: Parameters<typeof read>[0]) => {
    const message = read(change);
    assert.ok(message.type === 'welcome');
    return message.snapshot;
  };
  const dark = { phase: 'dark', reason: 'wrong-version', until: null };
  const of = shown(({ room, you }) => {
    room.life = { phase: 'dreaming', depth: 3 };
    room.rules.glitter = 'much';
    room.rules.order = 'by-height';
    room.rules.turnSeconds = undefined;
    you.role = 'conductor';
    you.standing = { state: 'floating' };
  });
  assert.deepEqual(of.room.life, dark);
  assert.deepEqual(of.room.rules.order, DEFAULT_RULES.order);
  assert.deepEqual(of.room.rules.turnSeconds, DEFAULT_RULES.turnSeconds);
  assert.deepEqual([of.you.role, of.you.standing], ['viewer', { state: 'none' }]);
  const unlucky = shown(({ room }) => {
    room.life = { phase: 'failed', reason: 'moon-in-the-way', retryAt: 5 };
    room.turns.last = { id: 'a-1', name: 'Ada', reason: 'bored', at: 1 };
  });
  assert.deepEqual(unlucky.room.life, { phase: 'failed', reason: 'wrong-version', retryAt: 5 });
  assert.equal(unlucky.room.turns.last?.reason, 'wrong-version');
  const reader = new RoomReader();
  assert.equal(reader.read('{"type":"fireworks","now":1}'), 'nothing');
  assert.equal(reader.read('{"type":"delta","now":1}'), 'malformed');
});

test('[OP22] a party of another version is named in the log, and the room serves those who would go there', async () => {
  const world = await AudienceWorld.start({ rules: { audienceFrom: 5 } });
  world.party(1).isOfOtherVersion = true;
  for (let index = 0; index < 20; index += 1) {
    world.enter(`a-${index}`);
    await world.pass(500);
  }
  await world.pass(15_000);
  assert.deepEqual([...new Set(world.viewers.map(({ isConnected }) => isConnected))], [true]);
  assert.equal(world.watching, 20);
  const [lost] = world.logs('audience-link-lost');
  assert.deepEqual([lost?.fields['party'], lost?.fields['code']], [1, 4100]);
  const { length } = world.logs('audience-link-lost');
  await world.pass(60_000);
  assert.ok(world.logs('audience-link-lost').length - length <= 4, 'tried ever less often');
  world.party(1).isOfOtherVersion = false;
  await world.pass(40_000);
  world.enter('a-99');
  world.announce('9');
  await world.pass(5_000);
  assert.deepEqual([...new Set(world.viewers.map(({ announced }) => announced.at(-1)))], [9]);
});
