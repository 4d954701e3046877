import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { moderationWordsFor, ruleLabel } from '../../src/element/moderation/moderation-words.js';
import { ENGLISH } from '../../src/element/words/language.js';
import * as limits from '../../src/protocol/limits.js';
import {
  CLOSE_CODE,
  isTerminalClose,
  parseClientMessage,
  parseServerMessage,
} from '../../src/protocol/messages.js';
import {
  DEFAULT_RULES,
  KNOB_NAMES,
  KNOBS,
  RULE_NAMES,
  rulesFromText,
  toKebab,
} from '../../src/protocol/rules.js';
import { modeDisplay, TURN_MODE_DISPLAY } from '../../src/protocol/turn-modes.js';
import { helloOf } from '../support/people.js';
import { TestRoom } from '../support/test-room.js';

test('[PR1] what is malformed, unknown or out of bounds is refused as a value, never thrown', () => {
  const bad: unknown[] = [
    '',
    'null',
    '[]',
    '{',
    '{"type":"sudo","id":"a"}',
    '{"type":"prompt","id":"a"}',
    '{"type":"prompt","id":"","text":"x"}',
    '{"type":"prompt","id":"a b","text":"x"}',
    `{"type":"prompt","id":"${'a'.repeat(65)}","text":"x"}`,
    '{"type":"lock","id":"a","seconds":-1}',
    '{"type":"conductor","report":{"report":"ended","epoch":0,"reason":"closed"}}',
    '{"type":"hello"}',
    new ArrayBuffer(8),
    undefined,
    42,
  ];
  for (const data of bad) {
    const parsed = parseClientMessage(data);
    assert.deepEqual([parsed.ok, !parsed.ok && parsed.reason], [false, 'malformed'], String(data));
  }
});

const DAY = 86_400;
const WATCH = { webrtcUrl: 'https://w', hlsUrl: null, token: 't' };
const letters = (count: number) => 'x'.repeat(count);
const act = (one: object) => ({ type: 'act', id: 'q', act: one });
const report = (one: object) => ({ type: 'conductor', report: { epoch: 1, ...one } });
const broadcasting = (also: object, watch: object = {}) =>
  report({
    ...{ report: 'broadcasting', streamId: 's', appliedText: '', ...also },
    watch: { ...WATCH, ...watch },
  });

/** Parts of a page's message, by the least and the most that each may be. */
const BOUNDS: readonly [string, number, number, (size: number) => object][] = [
  ['letters of an id', 1, 64, (size) => ({ type: 'request-turn', id: letters(size) })],
  [
    'letters of a round',
    0,
    64,
    (size) => ({ type: 'vote', id: 'q', roundId: letters(size), choice: 'p' }),
  ],
  ['letters of a name', 0, 512, (size) => ({ type: 'rename', name: letters(size) })],
  ['epochs', 0, 8, (size) => helloOf({ epochs: Array.from({ length: size }, () => 1) })],
  ['an epoch', 1, 9e9, (epoch) => report({ report: 'heartbeat', epoch })],
  ['letters of a stream', 0, 200, (size) => broadcasting({ streamId: letters(size) })],
  ['letters of a world', 0, 8_000, (size) => broadcasting({ appliedText: letters(size) })],
  ['how long ago', 0, 9e9, (agoMs) => broadcasting({ agoMs })],
  ['how long ago before', 0, 9e9, (beforeAgoMs) => broadcasting({ beforeAgoMs })],
  ['how long', 0, 9e9, (ranMs) => report({ report: 'ended', reason: 'closed', ranMs })],
  [
    'letters of an address',
    9,
    2_000,
    (size) => broadcasting({}, { webrtcUrl: `https://${letters(size - 8)}` }),
  ],
  ['letters of the other', 0, 2_000, (size) => broadcasting({}, { hlsUrl: letters(size) })],
  ['letters of its token', 0, 4_000, (size) => broadcasting({}, { token: letters(size) })],
  [
    'letters of a picture',
    4,
    12_000,
    (size) => ({ type: 'frame', promptId: 'p', jpeg: `/9j/${letters(size - 4)}` }),
  ],
  ['letters of a stream moved to', 0, 64, (size) => ({ type: 'moved', to: letters(size) })],
  ['letters of a reason', 0, 200, (size) => act({ act: 'skip', why: letters(size) })],
  ['letters of a word to all', 0, 200, (size) => act({ act: 'announce', text: letters(size) })],
  ['uses', 1, 1_000, (uses) => act({ act: 'invite', uses })],
  ['s of a lock', 0, DAY, (seconds) => act({ act: 'lock', seconds })],
  ['s of a panic', 0, DAY, (seconds) => act({ act: 'panic', seconds })],
  ['s of a mute', 0, 14 * DAY, (seconds) => act({ act: 'mute', who: 'a', seconds })],
  ['s of a ban', 0, 365 * DAY, (seconds) => act({ act: 'ban', who: 'a', seconds })],
  ['s of an invitation', 0, 365 * DAY, (seconds) => act({ act: 'invite', seconds })],
];

test('[PR1] each part of a message may be as long and as large as its bound, and no more', () => {
  const isTaken = (message: object) => parseClientMessage(JSON.stringify(message)).ok;
  for (const [what, least, most, messageOf] of BOUNDS) {
    // Base64 comes in fours.
    const step = what === 'letters of a picture' ? 4 : 1;
    for (const size of [least, most]) assert.ok(isTaken(messageOf(size)), `${size} ${what}`);
    if (most < 9e9) assert.ok(!isTaken(messageOf(most + step)), `${most + step} ${what}`);
    const isLength = what.startsWith('letters') || what === 'epochs';
    if (!isLength) assert.ok(!isTaken(messageOf(least - 1)), `${least - 1} ${what}`);
  }
});

test('[PR1] so may what a room says of the stream to watch', () => {
  const view = new TestRoom().view();
  const isTaken = (watch: object) => {
    const stream = { streamId: 's', startedAt: 0, lastCall: null };
    const life = { phase: 'live', ...stream, watch: { ...WATCH, ...watch } };
    const room = { ...view, life };
    return parseServerMessage(JSON.stringify({ type: 'delta', seq: 1, now: 0, room })).ok;
  };
  for (const [name, of, most] of [
    ['webrtcUrl', (size: number) => `https://${letters(size - 8)}`, 2_000],
    ['hlsUrl', (size: number) => `https://${letters(size - 8)}`, 2_000],
    ['token', letters, 4_000],
  ] as const) {
    assert.deepEqual(
      [most, most + 1].map((size) => isTaken({ [name]: of(size) })),
      [true, false],
      name,
    );
  }
});

test('[PR10] the version and what both sides agree on are changed together, and on purpose', () => {
  const { byteLength: _byteLength, ...agreed } = limits;
  assert.deepEqual(agreed, {
    PROTOCOL_VERSION: 2,
    MESSAGE_BYTES_MAX: 16_384,
    PROMPT_LENGTH_CEILING: 2_000,
    PROMPT_UNITS_MAX: 4_000,
    NAME_LENGTH_MAX: 32,
    NAME_UNITS_MAX: 512,
    FRAME_LENGTH_MAX: 12_000,
    QUEUE_SHOWN: 5,
    CHOICES_SHOWN: 12,
    CHOICE_TEXT_SHOWN: 240,
    CHANGES_SHOWN: 10,
    MODERATION_SHOWN: 5,
    RECEIPTS_SHOWN: 10,
    PING_EVERY_MS: 20_000,
    HEARTBEAT_EVERY_MS: 2_000,
    STREAM_BREAK_MS: 3_000,
  });
});

test('[PR1] what may be left out of an act is filled in', () => {
  const filled = (one: object) => {
    const parsed = parseClientMessage(JSON.stringify(act(one)));
    return parsed.ok && parsed.message.type === 'act' ? parsed.message.act : null;
  };
  const lock = { act: 'lock', what: 'prompts', seconds: 0, why: '' };
  assert.deepEqual(filled({ act: 'lock' }), lock);
  const ban = { act: 'ban', who: 'a', seconds: 0, address: false, why: '' };
  assert.deepEqual(filled({ act: 'ban', who: 'a' }), ban);
  const invite = { act: 'invite', role: 'prompter', uses: 1, seconds: 0 };
  assert.deepEqual(filled({ act: 'invite' }), invite);
});

test('[PR2] a message over 16 KB is too large, counted in bytes', () => {
  const within = JSON.stringify({
    type: 'prompt',
    id: 'a',
    text: 'x'.repeat(limits.MESSAGE_BYTES_MAX - 100),
  });
  assert.equal(parseClientMessage(within).ok, true);
  for (const letter of ['x', '海']) {
    const text = letter.repeat(limits.MESSAGE_BYTES_MAX / (letter === 'x' ? 1 : 2));
    const parsed = parseClientMessage(JSON.stringify({ type: 'prompt', id: 'a', text }));
    assert.equal(!parsed.ok && parsed.reason, 'too-large');
  }
});

test('[PR3] a broken request that still names itself is answered by that name', () => {
  const parsed = parseClientMessage('{"type":"prompt","id":"p-7","text":5}');
  assert.deepEqual(parsed, { ok: false, reason: 'malformed', id: 'p-7' });
});

test('[PR4] no text at all makes the parsers throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (data) => {
      parseClientMessage(data);
      parseServerMessage(data);
    }),
    { numRuns: 2_000, seed: 1 },
  );
});

test('[PR5] close codes from 4100 say that coming back cannot help', () => {
  const terminal = Object.entries(CLOSE_CODE).filter(([, code]) => isTerminalClose(code));
  assert.deepEqual(
    terminal.map(([name]) => name),
    [
      'wrongVersion',
      'badToken',
      'wrongOrigin',
      'notConfigured',
      'flooding',
      'removed',
      'tokenExpired',
    ],
  );
});

test('[PR6] every rule can be written in HTML; defaults lie in their ranges', () => {
  for (const name of KNOB_NAMES) {
    const { default: usual, min, max } = KNOBS[name];
    assert.ok(usual >= min && usual <= max, name);
    for (const value of [min, max]) {
      const read = rulesFromText({ [toKebab(name)]: String(value) });
      assert.deepEqual(read, { rules: { [name]: value }, problems: [] });
    }
    for (const value of [min - 1, max + 1]) {
      const { rules, problems } = rulesFromText({ [toKebab(name)]: String(value) });
      assert.deepEqual([rules, problems.length], [{}, 1], `${name}: ${value}`);
    }
  }
  assert.deepEqual(
    rulesFromText({ turns: 'queue', order: 'fifo', orientation: 'portrait', opening: 'A lake' })
      .rules,
    {
      turns: 'queue',
      order: 'fifo',
      orientation: 'portrait',
      opening: 'A lake',
    },
  );
  assert.equal(DEFAULT_RULES.turnSeconds, 30);
});

test('[PR7] a rule that cannot be meant is left out and named in words', () => {
  for (const [attribute, value] of [
    ['turn-seconds', '9000'],
    ['turn-seconds', 'soon'],
    ['turn-seconds', ''],
    ['turn-seconds', '12.5'],
    ['turns', 'Vote, maybe'],
    ['order', 'alphabetical'],
    ['opening', '   '],
  ] as const) {
    const { rules, problems } = rulesFromText({ [attribute]: value });
    assert.deepEqual(rules, {}, `${attribute}=${value}`);
    assert.equal(problems[0]?.attribute, attribute);
    assert.ok(problems[0].message.length > 10);
  }
});

test('[PR7] of a value that cannot be meant 40 characters are quoted, with what could be written', () => {
  const written = 'x'.repeat(100);
  const sentence = (attribute: string) =>
    rulesFromText({ [attribute]: written }).problems[0]?.message ?? '';
  for (const attribute of ['turn-seconds', 'hours', 'order', 'turns']) {
    assert.ok(
      sentence(attribute).startsWith(`${attribute}="${'x'.repeat(40)}" is not `),
      attribute,
    );
  }
  assert.match(sentence('turn-seconds'), / a number from 5 to 600; the usual 30 is used\.$/);
  assert.match(sentence('hours'), / understood\. Write it like ".+"\.$/);
  assert.match(sentence('order'), / understood\. Use one of: fair, fifo\.$/);
  assert.match(sentence('turns'), / understood\. Use one of: queue, open, .+\.$/);
  const [blank] = rulesFromText({ opening: '   ' }).problems;
  assert.equal(blank?.message, 'opening="   " is not understood.');
});

test('[PR8] every rule stands in the reference, under its name in HTML, with range and default', () => {
  const page = readFileSync(new URL('../../docs/reference/rules.md', import.meta.url), 'utf8');
  for (const name of RULE_NAMES) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${toKebab(name)}\` |`));
    const usual = DEFAULT_RULES[name] === '' ? 'empty' : `\`${DEFAULT_RULES[name]}\``;
    assert.ok(row?.includes(` | ${usual} |`) ?? false, `${name}: ${row}`);
  }
  for (const name of KNOB_NAMES) {
    const { min, max } = KNOBS[name];
    assert.ok(page.includes(`| \`${toKebab(name)}\` | ${min} to ${max}`), name);
  }
});

test('[PR9] rules and modes are called by words, with unit and note; unknown ones by their own name', () => {
  assert.deepEqual(
    ['maxQueue', 'turnSeconds', 'skipMin', 'idleSeconds', 'teamSize', 'toString'].map((name) =>
      ruleLabel(name, moderationWordsFor(ENGLISH)),
    ),
    [
      'How many may wait',
      'A turn lasts (seconds)',
      'Fewest votes that skip a turn (0 is off)',
      'Idle until the turn moves on (seconds, 0 is off)',
      'teamSize',
      'toString',
    ],
  );
  assert.equal(modeDisplay('vote'), TURN_MODE_DISPLAY.vote);
  for (const [mode, name] of [
    ['two-blue-teams', 'Two blue teams'],
    ['constructor', 'Constructor'],
  ] as const) {
    const display = modeDisplay(mode);
    assert.deepEqual([display.name, display.sentence, display.rules], [name, null, []]);
  }
});
