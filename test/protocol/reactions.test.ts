import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseClientMessage } from '../../src/protocol/messages.js';
import {
  DEFAULT_REACTIONS,
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
