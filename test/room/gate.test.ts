import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GateContext, passGate } from '../../party/room/prompts/gate.js';
import { DEFAULT_RULES, type RulesPatch } from '../../src/protocol/rules.js';
import { liveRoom, TestRoom } from '../support/test-room.js';

/** What the gate says of a text, in a room where nothing else stands against it. */
function gate(text: string, rules: RulesPatch = {}, also: Partial<GateContext> = {}): string {
  const finding = passGate({
    now: 1_000_000,
    rules: { ...DEFAULT_RULES, ...rules },
    text,
    isStaff: false,
    sentAt: [],
    addressSentAt: null,
    recent: [],
    lock: null,
    unattended: false,
    muted: null,
    ban: null,
    ...also,
  });
  if (!finding.ok) return finding.reason;
  return finding.flag === null ? 'allowed' : `held: ${finding.flag}`;
}

function all(texts: readonly string[], expected: string, rules: RulesPatch = {}): void {
  for (const text of texts) assert.equal(gate(text, rules), expected, text);
}

test('[GA10] who is muted or banned is refused until that ends, and is told when', () => {
  const ends = { until: 1_005_000 };
  const over = { until: 1_000_000 };
  const forever = { until: null };
  assert.equal(gate('a whale', {}, { muted: ends }), 'muted');
  assert.equal(gate('a whale', {}, { muted: forever }), 'muted');
  assert.equal(gate('a whale', {}, { muted: over }), 'allowed');
  assert.equal(gate('a whale', {}, { ban: ends, muted: ends }), 'banned');
  assert.equal(gate('a whale', {}, { ban: over }), 'allowed');
  const [room, a] = liveRoom(1);
  const muted = { until: room.now + 5_000, why: '' };
  const participants = { 'a-1': { ...room.state.watchers['a-1']!, muted } };
  room.state = { ...room.state, participants, watchers: {} };
  const refused = room.receipt(a!, room.prompt(a!, 'a whale'));
  assert.deepEqual([refused.reason, refused.retryAt], ['muted', muted.until]);
  room.passAlive(5_000);
  assert.equal(room.receipt(a!, room.prompt(a!, 'a whale')).status, 'performing');
});

test('[GA10] a ban holds for the person, and for the address it names, staff excepted', () => {
  const [room] = liveRoom(1, { repeatSeconds: 0, promptsPerTurn: 10 });
  const about = { id: 'b', name: '', address: true, why: '', by: '', at: 0, until: null };
  const bans = [{ ...about, who: 'a-bad', hash: 'home' }];
  const joins = [
    [{ id: 'a-bad' }, 'banned'],
    [{ id: 'a-same', address: 'home' }, 'banned'],
    [{ id: 'a-else', address: 'office' }, null],
    [{ id: 'a-staff', address: 'home', role: 'moderator' }, null],
  ] as const;
  const connections = joins.map(([options]) => room.join(options));
  room.state = { ...room.state, moderation: { ...room.state.moderation, bans } };
  for (const [index, [, reason]] of joins.entries()) {
    const connection = connections[index]!;
    assert.equal(room.receipt(connection, room.prompt(connection, `${index}`)).reason, reason);
  }
});

test('[GA11] where a moderator must be here, prompts are refused while none is', () => {
  assert.equal(gate('a whale', {}, { unattended: true }), 'no-moderator');
  const [room, a] = liveRoom(1, { requireModerator: 'yes', promptsPerTurn: 5 });
  room.passAlive(60_000);
  assert.equal(room.receipt(a, room.prompt(a, 'a whale')).reason, 'no-moderator');
  room.join({ role: 'moderator' });
  assert.equal(room.receipt(a, room.prompt(a, 'a whale')).status, 'performing');
});

test('[GA12] one address has its own limit, over all who come from there', () => {
  const room = new TestRoom({ turns: 'open', addressPromptsPerMinute: 4, promptsPerMinute: 3 });
  const home = ['a-1', 'a-2', 'a-3'].map((id) => room.join({ id, address: 'home' }));
  const elsewhere = room.join({ id: 'a-4', address: 'office' });
  const unknown = room.join({ id: 'a-5' });
  const first = room.now;
  room.prompt(home[0]!, 'one');
  room.passAlive(10_000);
  for (const [index, text] of ['two', 'three', 'four'].entries()) {
    room.prompt(home[index % 2]!, text);
  }
  const refused = room.receipt(home[2]!, room.prompt(home[2]!, 'five'));
  assert.deepEqual(
    [refused.reason, refused.limit, refused.retryAt],
    ['too-many-from-address', 4, first + 60_000],
  );
  for (const other of [elsewhere, unknown]) {
    assert.equal(room.receipt(other, room.prompt(other, `from ${other}`)).reason, null);
  }
  const open = new TestRoom({ turns: 'open', addressPromptsPerMinute: 0, votesPerAddress: 0 });
  for (let index = 0; index < 60; index += 1) {
    const one = open.join({ address: 'home' });
    assert.notEqual(
      open.receipt(one, open.prompt(one, `wish ${index}`)).reason,
      'too-many-from-address',
    );
  }
});

test('[GA12] moderators, hosts and programs have a limit of their own instead', () => {
  const rules = { staffPromptsPerMinute: 2, promptsPerMinute: 1, addressPromptsPerMinute: 1 };
  const sentAt = [999_000];
  assert.equal(gate('x', rules, { sentAt }), 'too-many');
  assert.equal(gate('x', rules, { sentAt, addressSentAt: sentAt, isStaff: true }), 'allowed');
  assert.equal(gate('x', rules, { sentAt: [998_000, 999_000], isStaff: true }), 'too-many');
  const room = new TestRoom({ turns: 'stage', repeatSeconds: 0, ...rules });
  const host = room.join({ role: 'host' });
  const reasons = ['one', 'two', 'three'].map(
    (text) => room.receipt(host, room.prompt(host, text)).reason,
  );
  assert.deepEqual(reasons, [null, null, 'too-many']);
});

test('[GA13] links are refused in all their spellings, sentences without a space are not', () => {
  const links = [
    'example.com',
    'go to EXAMPLE.COM.',
    '(example.org)',
    'example.com/x',
    'sub.example.co.uk',
    'https://x.y',
    'ftp://x',
    'www.foo',
    't.me/abc',
    'discord.gg/abc',
    'foo.world/x',
    'rains.it/x',
    'foo.it:8080',
    'a@b.com',
    'mailto:a@b',
    '1.2.3.4',
    'example(dot)com',
    'example [.] com',
    'example。com',
    'exam\u200dple.com',
    'ｅｘａｍｐｌｅ．ｃｏｍ',
    'пример.рф',
    'foo.xn--p1ai',
  ];
  const sentences = [
    'the end.the beginning',
    'the sun rises.it rains',
    'a red sky.no clouds',
    'sun.in the sky',
    'night.at last',
    'fin.de semana',
    'comet.commanding view',
    'either/or, and/or',
    '3.14 and v1.2.3',
    'a 16:9 picture at 10:30',
    'the sea...so calm',
    'e.g. the U.S.A. at 5 p.m.',
    'St.Petersburg and Mr.Fox',
    'C++, C# and 50%',
    'the dot com years',
    '我。你好',
  ];
  all(links, 'links');
  all(links, 'allowed', { links: 'yes' });
  all(sentences, 'allowed');
});

test('[GA14] English profanity is refused in all its disguises, what only looks like it is not', () => {
  const profane = [
    'fuck',
    'FuCk!!',
    'f u c k',
    'f.u.c.k',
    'fuuuck',
    'sh1t',
    's-h-i-t',
    'fucк',
    'ｆｕｃｋ',
    '𝐟𝐮𝐜𝐤',
    'fu\u200dck',
  ];
  const harmless = [
    'Scunthorpe station',
    'a classic assassin in Essex',
    'Moby Dick and a ship',
    'a cock crows in Fukushima',
    'a great tit in a pussy willow',
    'a chink of light',
    'therapists and grapes',
    'hello w o r l d, a b c d',
    'сосна и река',
    'σκύλος και κακό',
  ];
  all(profane, 'words');
  all(profane, 'allowed', { profanity: 'yes' });
  all(harmless, 'allowed');
});

test('[GA15] the list is folded once, not for each prompt', (context) => {
  const normalize = context.mock.method(String.prototype, 'normalize');
  const blockedWords = Array.from({ length: 300 }, (_, index) => `wórd${index}`).join(',');
  assert.equal(gate('a red kite', { blockedWords }), 'allowed');
  const first = normalize.mock.callCount();
  assert.equal(gate('a red kite', { blockedWords }), 'allowed');
  assert.ok(first > 300 && normalize.mock.callCount() < first + 20);
  assert.equal(gate('a word7', { blockedWords }), 'words');
});

test("[GA15] the site's own words are refused as whole words, in any script and disguise", () => {
  const refused: [string, string][] = [
    ['cat', 'a CAT!'],
    ['cat', 'c4t'],
    ['cat', 'c a t'],
    ['cat', 'ϲаt'],
    ['dog, cat ,cow', 'my cat'],
    ['café', 'a CAFE there'],
    ['cafe', 'a café there'],
    ['red bull', 'Red-Bull'],
    ['bad', 'b@d'],
    ['bad', 'ba\u200dd'],
    ['badly', 'bad1y'],
    ['straße', 'STRASSE'],
    ['istanbul', 'İSTANBUL'],
    ['дурак', 'Ты ДУРАК!'],
    ['λόγος', 'ΛΟΓΟΣ'],
    ['मूर्ख', 'वह मूर्ख है'],
    ['أحمق', 'يا أَحْمَق'],
    ['坏词', '我想看坏词在天上'],
    ['ばか', 'これはばかだ'],
    ['바보', '너 바보 야'],
    ['แย่', 'มันแย่มาก'],
    ['1488', 'the 1488 sign'],
  ];
  const allowed: [string, string][] = [
    ['cat', 'a category'],
    ['red bull', 'red bulls'],
    ['дурак', 'дураками'],
    ['मूर्ख', 'वह मूर्खता है'],
    ['x', 'six'],
    [', ,', 'hello'],
    ['!!', 'wow!!'],
  ];
  for (const [blockedWords, text] of refused) {
    assert.equal(gate(text, { blockedWords }), 'words', `${blockedWords} in ${text}`);
  }
  for (const [blockedWords, text] of allowed) {
    assert.equal(gate(text, { blockedWords }), 'allowed', `${blockedWords} in ${text}`);
  }
});

test('[GA16] where prompts are approved, profanity is held with a flag; own words and links are not', () => {
  for (const approval of ['flagged', 'all'] as const) {
    assert.match(gate('a dick', { approval }), /^held: It may be profane \(dick\)\.$/);
    assert.equal(gate('a dick', { approval, blockedWords: 'dick' }), 'words');
    assert.equal(gate('a dick at example.com', { approval }), 'links');
    assert.equal(gate('a whale', { approval }), 'allowed');
  }
});

test('[GA17] a hundred prompts a second are answered each, and leave nothing behind', () => {
  const [room, a] = liveRoom(1, { turns: 'open', cooldownSeconds: 0, promptsPerMinute: 5 });
  const ids = Array.from({ length: 100 }, (_, index) => {
    room.now += 10;
    return room.prompt(a, `wish ${index}`);
  });
  const accepted = ids.filter((id) => room.receipt(a, id).status !== 'refused');
  assert.equal(accepted.length, 5);
  assert.equal(room.state.prompts.length, 5);
  assert.equal(room.state.participants['a-1']?.sentAt.length, 5);
});

test('[GA18] a clock that was put back neither blocks nor frees anyone for long', () => {
  assert.equal(gate('x', { promptsPerMinute: 1 }, { sentAt: [9_000_000] }), 'allowed');
  assert.equal(gate('x', {}, { recent: [{ text: 'x', at: 9_000_000 }] }), 'allowed');
});
