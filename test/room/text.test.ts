import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { passGate } from '../../party/room/prompts/gate.js';
import { fold } from '../../party/room/text/fold.js';
import { cleanText } from '../../party/room/text/visible.js';
import { charactersOf, ellipsized, lengthOf, upTo } from '../../src/protocol/graphemes.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';
import { liveRoom, TestRoom } from '../support/test-room.js';

type Lists = Readonly<Record<string, { readonly blocked: string; readonly texts: string[] }>>;

/** The texts of a list that the gate lets pass, and those that it does not, by language. */
function judged(file: string) {
  const lists = JSON.parse(
    readFileSync(new URL(`../cases/${file}.json`, import.meta.url), 'utf8'),
  ) as Lists;
  const all = Object.entries(lists).flatMap(([language, { blocked, texts }]) =>
    texts.map((text) => ({ language, text, passes: passes(text, blocked) })),
  );
  assert.ok(Object.keys(lists).length >= 6);
  return all;
}

function passes(text: string, blockedWords: string): boolean {
  const rules = { ...DEFAULT_RULES, blockedWords };
  const nothing = { lock: null, muted: null, ban: null, addressSentAt: null };
  const context = { ...nothing, now: 0, isStaff: false, unattended: false, sentAt: [], recent: [] };
  return passGate({ ...context, rules, text: cleanText(text) }).ok;
}

test('[GA21] of 600 harmless texts in eleven languages none is refused', () => {
  const texts = [...judged('harmless'), ...judged('harmless-more')];
  assert.ok(texts.length >= 600, String(texts.length));
  assert.deepEqual(
    texts.filter((one) => !one.passes),
    [],
  );
});

test('[GA21] of 400 disguised words in eleven languages at most one in fifty passes', (context) => {
  const texts = [...judged('disguised'), ...judged('disguised-more')];
  assert.ok(texts.length >= 400, String(texts.length));
  const missed = texts.filter((one) => one.passes);
  context.diagnostic(`${missed.length} of ${texts.length} pass: ${JSON.stringify(missed)}`);
  assert.ok(missed.length * 50 <= texts.length, JSON.stringify(missed));
});

test('[GA20] what looks the same folds to the same, in any script', () => {
  const same: readonly (readonly [string, string])[] = [
    ['а red balloon', 'a red balloon'],
    ['ѕһіт', 'shit'],
    ['ꜰᴜᴄᴋ', 'fuck'],
    ['ꓝꓴꓚꓗ', 'fuck'],
    ['pσrn', 'porn'],
    ['كـــلمة', 'كلمه'],
    ['کلب', 'كلب'],
    ['ﾊﾞｶ', 'ばか'],
    ['b҉a⃝d᪰', 'bad'],
    ['b\u093eadword', 'badword'],
    ['ΝΕΡΟ', 'νερό'],
    ['Ⓕⓤⓒⓚ', 'fuck'],
    ['٣ ३ ๓', '3 3 3'],
    ['👍🏽 ❤️', '👍 ❤'],
    ['straße', 'STRASSE'],
    ['ㅆㅣㅂㅏㄹ ㅋㅋ', '씨발 ㅋㅋ'],
    ['चूतियाा', 'चूतिया'],
    ['च\u094d\u200d\u094dळ', 'च\u094dळ'],
  ];
  for (const [one, other] of same) assert.equal(fold(one), fold(other), one);
  const different: readonly (readonly [string, string])[] = [
    ['たいき', 'だいき'],
    ['के', 'का'],
    ['กา', 'ก่า'],
    ['한글', '한굴'],
    ['мой', 'мои'],
    ['сөз', 'соз'],
    ['🦊', '🐼'],
    ['🇩🇪', '🇫🇷'],
    ['👨‍👩‍👧', '👧'],
    ['ㄱㄴ', '간'],
  ];
  for (const [one, other] of different) assert.notEqual(fold(one), fold(other), one);
});

test('[GA20] the table of look-alike letters is what Unicode’s own says', () => {
  execFileSync(process.execPath, ['--import', 'tsx', '.ci/confusables.ts', '--check']);
});

test('[GA19] what others read of moderators, hosts and the world is what is seen', () => {
  const hidden = '\u202e\u{e0041}\u200b';
  const [room, a] = liveRoom(1, { turns: 'open', promptsPerMinute: 60 });
  const host = room.join({ id: 't-host', name: `Zo${hidden}e`, isNamed: true, role: 'host' });
  assert.equal(room.you('t-host').name, 'Zoe');
  room.act(host, { act: 'announce', text: `fire${hidden}works` });
  assert.equal(room.view().announcement?.text, 'fireworks');
  room.setRules(host, { opening: `a${hidden} quiet\nsea`, safePrompt: `a ${hidden}meadow` });
  const { opening, safePrompt } = room.state.rules.values;
  assert.deepEqual([opening, safePrompt], ['a quiet sea', 'a meadow']);
  const prompt = room.prompt(a, 'a whale');
  assert.equal(room.receipt(a, prompt).status, 'performing');
  room.performed({ status: 'applied', appliedText: `a whale${hidden} breaches` });
  assert.equal(room.receipt(a, prompt).appliedText, 'a whale breaches');
  room.act(host, { act: 'lock', what: 'queue', seconds: 10, why: `too${hidden} loud` });
  assert.equal(room.view().locks.queue?.why, 'too loud');
});

test('[GA25] what moderators and hosts say to all passes the same checks as a prompt', () => {
  const [room] = liveRoom(1, { blockedWords: 'gopher' });
  const host = room.join({ id: 't-host', role: 'host' });
  const say = (text: string) => room.act(host, { act: 'announce', text }).reason;
  assert.deepEqual(
    ['Ten more minutes!', 'Vote at evil.com/x', 'what the fuck', 'a G0PHER hunt', ''].map(say),
    [null, 'links', 'words', 'words', null],
  );
  const set = (rules: RulesPatch) => room.act(host, { act: 'rules', rules }).reason;
  const before = room.state.rules.values;
  assert.equal(set({ opening: 'see https://evil.com' }), 'links');
  assert.equal(set({ safePrompt: 'a gopher in a meadow' }), 'words');
  assert.equal(set({ opening: 'a marmot', blockedWords: 'marmot' }), 'words', 'by the new list');
  assert.equal(room.state.rules.values.opening, before.opening);
  assert.equal(set({ opening: 'a gopher', blockedWords: '' }), null);
  assert.equal(set({ links: 'yes' }), null);
  assert.equal(say('Vote at evil.com/x'), null);
});

test('[GA19] a text of a rule that says nothing is refused', () => {
  const [room] = liveRoom(1);
  const host = room.join({ id: 't-host', role: 'host' });
  const before = room.state.rules.values.opening;
  room.setRules(host, { opening: '\u200b\u3164' });
  assert.equal(room.state.rules.values.opening, before);
});

test('[GA22] an entry that no prompt can have is left out of what an embed sets, and refused to a host', () => {
  const room = new TestRoom();
  room.join({ setsRulesAs: 'owner', rules: { blockedWords: 'cat, !!', turnSeconds: 20 } });
  assert.deepEqual(
    [room.state.rules.values.blockedWords, room.state.rules.values.turnSeconds],
    ['', 20],
  );
  const host = room.join({ id: 't-host', role: 'host' });
  for (const blockedWords of ['*', 'dog, …', '\u200d']) {
    room.setRules(host, { blockedWords });
    assert.equal(room.state.rules.values.blockedWords, '', blockedWords);
  }
  room.setRules(host, { blockedWords: 'c++, <3, 🍆, nazi*, ☭, кот' });
  assert.match(room.state.rules.values.blockedWords, /^c\+\+/);
});

test('[GA23] nothing is cut inside a character, and each counts once', () => {
  const family = '👨‍👩‍👧‍👦';
  const characters = [
    family,
    '🇩🇪',
    'é',
    'e\u0301',
    'नि',
    '각',
    '字',
    'a',
    '1️⃣',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '👩🏽‍❤️‍💋‍👨🏿',
  ];
  for (const one of characters) {
    const ten = one.repeat(10);
    assert.equal(lengthOf(ten), 10, one);
    assert.equal(upTo(ten, 4), one.repeat(4));
    assert.equal(upTo(ten, 10), ten);
    assert.equal(upTo(ten, 10, one.length * 3 + one.length - 1), one.repeat(3));
    assert.ok(lengthOf(ellipsized(ten, 5)) <= 5);
    assert.ok(ten.startsWith(ellipsized(ten, 5).replace('…', '')));
  }
  assert.equal(upTo('', 3), '');
  assert.equal(ellipsized('abcde', 5), 'abcde');
  assert.equal(ellipsized('abcdef', 5), 'abcd…');
});

test('[GA2] what is counted without the segmenter is counted as by it', () => {
  const segmenter = new Intl.Segmenter('en');
  const wrong: string[] = [];
  for (let code = 0; code <= 0x1ffff; code += 1) {
    const sign = String.fromCodePoint(code);
    if (/[\p{C}\p{Unified_Ideograph}\p{Script=Tangut}\uac00-\ud7a3]/u.test(sign)) continue;
    const among = `a${sign}${sign}👨${sign}क्${sign}क🇩${sign}`;
    const parted = [...segmenter.segment(among)].map(({ segment }) => segment);
    if (parted.join('|') !== charactersOf(among).join('|')) wrong.push(among);
  }
  assert.deepEqual(wrong, []);
});

test('[GA2] a character of many parts counts as several', () => {
  const chain = `👨${'\u200d👨'.repeat(60)}`;
  assert.equal(lengthOf(chain), Math.ceil(chain.length / 16));
  assert.equal(lengthOf('\u1100'.repeat(160)), 10);
});
