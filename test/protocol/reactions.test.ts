import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseClientMessage } from '../../src/protocol/messages.js';
import {
  DEFAULT_REACTIONS,
  earlierChange,
  listedReaction,
  REACTIONS_MAX,
  reactionsBetween,
  reactionsIn,
  reactionsOf,
  reactionsText,
} from '../../src/protocol/reactions.js';
import { DEFAULT_RULES, rulesFromText } from '../../src/protocol/rules.js';

const read = (reactions: string) => rulesFromText({ reactions });

test('[RX1] the rule is one to six emoji, or none', () => {
  const FAMILY = '👨‍👩‍👧‍👦';
  const good: Record<string, readonly string[]> = {
    [DEFAULT_REACTIONS]: ['👏', '❤️', '😂', '😮', '🔥', '🎉'],
    none: [],
    '👏': ['👏'],
    '👏❤️😂': ['👏', '❤️', '😂'],
    ' 👏, ❤️ ,😂 ': ['👏', '❤️', '😂'],
    '👏 👏': ['👏'],
    [`${FAMILY}🇩🇪 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏳️‍🌈 👏🏽`]: [FAMILY, '🇩🇪', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏳️‍🌈', '👏🏽'],
  };
  for (const [written, emoji] of Object.entries(good)) {
    const { rules, problems } = read(written);
    assert.deepEqual(problems, [], written);
    assert.deepEqual(reactionsIn(rules.reactions ?? '?'), emoji, written);
  }
  assert.equal(reactionsIn(DEFAULT_RULES.reactions).length, REACTIONS_MAX);
});

test('[RX1] what does not fit is named with what was probably meant', () => {
  const meant = (written: string) => {
    const { rules, problems } = read(written);
    assert.equal(rules.reactions, undefined, written);
    return problems[0]?.message.match(/Write it like "(.*)"\.$/)?.[1];
  };
  assert.equal(meant('👏 ❤️ 😂 😮 🔥 🎉 🐢'), '👏 ❤️ 😂 😮 🔥 🎉');
  assert.equal(meant('clap 👏'), '👏');
  assert.equal(meant('None'), 'none');
  assert.equal(meant('no'), 'none');
  assert.equal(meant('off'), 'none');
  assert.equal(meant(''), DEFAULT_REACTIONS);
  assert.equal(meant('abc'), DEFAULT_REACTIONS);
  assert.equal(meant('👏\u0337\u0338'), '👏', 'marks on an emoji are no emoji');
  assert.equal(meant('👏'.repeat(150)), '👏', 'too long for what it says');
  assert.equal(
    read('hand').problems[0]?.message,
    `reactions="hand" is not one to six emoji, or none. Write it like "${DEFAULT_REACTIONS}".`,
  );
});

test('[RX2] an emoji is meant with or without the sign that asks for its colours', () => {
  const list = reactionsIn('👏 ❤️');
  assert.equal(listedReaction(list, '❤'), '❤️');
  assert.equal(listedReaction(list, '❤️'), '❤️');
  assert.equal(listedReaction(reactionsIn('❤'), '❤️'), '❤');
  for (const other of ['👏🏽', '🖕', 'none', ' 👏', ''])
    assert.equal(listedReaction(list, other), null);
  const parsed = (emoji: unknown) =>
    parseClientMessage(JSON.stringify({ type: 'react', id: 'q', emoji }));
  assert.deepEqual(parsed('👏'), { ok: true, message: { type: 'react', id: 'q', emoji: '👏' } });
  for (const bad of ['', 'x'.repeat(33), 1, null, ['👏']]) {
    assert.deepEqual(parsed(bad), { ok: false, reason: 'malformed', id: 'q' });
  }
});

test('[PF25] how late a picture is, a page may say up to 15 s', () => {
  const parsed = (behindMs: unknown) =>
    parseClientMessage(JSON.stringify({ type: 'react', id: 'q', emoji: '👏', behindMs }));
  for (const behindMs of [undefined, 0, 6_000, 15_000]) {
    const { ok } = parsed(behindMs);
    assert.equal(ok, true, String(behindMs));
  }
  for (const lie of [
    -1,
    0.5,
    15_001,
    1e12,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '6000',
    [6],
    {},
  ]) {
    assert.deepEqual(parsed(lie), { ok: false, reason: 'malformed', id: 'q' }, String(lie));
  }
});

test('[PF25] what a picture shows that is behind', () => {
  const changes = [
    { id: 'snow', at: 1_000 },
    { id: 'sun', at: 4_000 },
    { id: 'night', at: 9_000 },
  ];
  const room = { changes, reactions: { of: 'night' } };
  const at = (behindMs?: number) => earlierChange(room, 10_000, behindMs);
  assert.deepEqual([at(), at(0), at(1_000)], [null, null, null], 'the change on screen');
  assert.deepEqual([at(1_001), at(6_000), at(6_001), at(9_000)], ['sun', 'sun', 'snow', 'snow']);
  assert.equal(at(9_001), '', 'the world before');
  assert.deepEqual([at(1e12), at(Number.NaN), at(-5_000)], ['', '', null], 'and no lie is another');
  // A room's clock may be a moment behind the change that it tells of.
  assert.equal(earlierChange(room, 8_990), null);
  assert.equal(earlierChange({ changes: [], reactions: { of: null } }, 10_000, 6_000), null);
});

test('[RX12] what came late for a change before is found', () => {
  const sum = (sums: Record<string, number>) => ({ of: 'sun', sums });
  const sun = { id: 'sun' };
  const before = { changes: [{ id: 'snow' }, sun], reactions: sum({ '🔥': 1 }) };
  const after = {
    changes: [{ id: 'snow', reactions: { '👏': 2, '🔥': 1 } }, sun],
    reactions: sum({ '🔥': 2 }),
  };
  assert.deepEqual(reactionsBetween(before, after), { '👏': 2, '🔥': 2 });
  assert.deepEqual(reactionsBetween(after, after), {});
  const shorter = { ...before, changes: [sun] };
  assert.deepEqual(reactionsBetween(shorter, after), { '🔥': 1 }, 'what was not shown is not new');
});

test('[RX12] what came between two views is found, also where a change lies between', () => {
  const snow = { id: 'snow' };
  const before = { changes: [snow], reactions: { of: 'snow', sums: { '👏': 40 } } };
  const later = { changes: [snow], reactions: { of: 'snow', sums: { '👏': 41, '🔥': 2 } } };
  assert.deepEqual(reactionsBetween(before, later), { '👏': 1, '🔥': 2 });
  assert.deepEqual(reactionsBetween(before, before), {});
  const next = {
    changes: [{ ...snow, reactions: { '👏': 43, '🔥': 2 } }, { id: 'sun' }],
    reactions: { of: 'sun', sums: { '👏': 5 } },
  };
  assert.deepEqual(reactionsBetween(later, next), { '👏': 7 });
  assert.deepEqual(reactionsBetween(next, before), { '👏': 40 }, 'as if it were all new');
  assert.deepEqual(
    next.changes.map((change) => reactionsOf(change, next)),
    [{ '👏': 43, '🔥': 2 }, { '👏': 5 }],
  );
  assert.equal(reactionsText({ '🔥': 2, '👏': 43 }), '👏 43 🔥 2');
  assert.equal(reactionsText({}), '');
});
