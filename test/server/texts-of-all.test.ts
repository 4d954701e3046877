import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { reactionsIn } from '../../src/protocol/reactions.js';
import { rulesFromText } from '../../src/protocol/rules.js';
import { ApiRoom } from '../support/api-room.js';
import { tokenOf } from '../support/tokens.js';

// A room that waits for its next deadline would hold the process up.
mock.timers.enable({ apis: ['setTimeout'] });

/** What is seen of texts in many scripts, and what hides in them: tags, selectors, marks of direction, blanks. */
const TEXTS: readonly (readonly [written: string, seen: string])[] = [
  ['a calm sea\u{e0020}\u{e0068}\u{e0069}', 'a calm sea'],
  ['ein \u202estilles\u202c Meer', 'ein stilles Meer'],
  ['тихое\u2066 \u2069море\u200b', 'тихое море'],
  ['静かな海\u{e0174}\u{e0165}', '静かな海'],
  ['بحر\u061c هادئ\u200f', 'بحر هادئ'],
  ['잔잔한\u3164 바다\u1160', '잔잔한 바다'],
  ['une mer\ncalme\u2028et bleue', 'une mer calme et bleue'],
  [`a sea${'\u0301'.repeat(40)}`, `a seá${'\u0301'.repeat(6)}`],
  ['शांत\u034f समुद्र', 'शांत समुद्र'],
  ['ทะเล\ufe00สงบ', 'ทะเลสงบ'],
  // Harmless: all of it is seen, or part of what is.
  ['می\u200cخواهم دریا', 'می\u200cخواهم دریا'],
  ['👨\u200d👩\u200d👧 by the sea', '👨\u200d👩\u200d👧 by the sea'],
  ['क्\u200dष और समुद्र', 'क्\u200dष और समुद्र'],
  ['❤\ufe0f за морем', '❤\ufe0f за морем'],
  ['שָׁלוֹם לַיָּם', 'שָׁלוֹם לַיָּם'.normalize('NFC')],
  ['葛\u{e0100}城の海', '葛\u{e0100}城の海'],
];

/** Each way in which a text gets to others, and where they read it. */
const WAYS: Readonly<Record<string, (room: ApiRoom, text: string) => Promise<unknown>>> = {
  'an announcement': async (room, text) => {
    await room.ask('/announce', { method: 'POST', token: await host(), body: { text } });
    const { body } = await room.ask('/state');
    return (body['announcement'] as { text: string } | null)?.text;
  },
  'a reason': async (room, why) => {
    await room.ask('/lock', { method: 'POST', token: await host(), body: { seconds: 60, why } });
    const { body } = await room.ask('/state');
    return (body['locks'] as { prompts: { why: string } }).prompts.why;
  },
  'a reason in the audit log': async (room, why) => {
    await room.ask('/lock', { method: 'POST', token: await host(), body: { seconds: 60, why } });
    const { body } = await room.ask('/audit', { token: await host() });
    return (body['entries'] as { why: string }[]).find((entry) => entry.why !== '')?.why;
  },
  'a cue': async (room, text) => {
    const { body } = await room.ask('/cues', {
      method: 'POST',
      token: await host(),
      body: { text },
    });
    return body['text'];
  },
  'a cue that is changed': async (room, text) => {
    const token = await host();
    const made = await room.ask('/cues', { method: 'POST', token, body: { text: 'snow' } });
    const path = `/cues/${made.body['id']}`;
    return (await room.ask(path, { method: 'PATCH', token, body: { text } })).body['text'];
  },
  'the opening': async (room, opening) => {
    await room.ask('/rules', { method: 'PATCH', token: await host(), body: { opening } });
    return (await room.ask('/rules')).body['opening'];
  },
  'the safe prompt': async (room, safePrompt) => {
    await room.ask('/rules', { method: 'PATCH', token: await host(), body: { safePrompt } });
    return (await room.ask('/rules')).body['safePrompt'];
  },
  'the name of who prepares a cue': async (room, name) => {
    const token = await tokenOf('boss', { role: 'host', name });
    const { body } = await room.ask('/cues', { method: 'POST', token, body: { text: 'snow' } });
    return (body['by'] as { name: string }).name;
  },
  'the name of a program': async (room, name) => {
    const token = await tokenOf('bot', { scope: 'prompt', name });
    const sent = await room.ask('/prompts', { method: 'POST', token, body: { text: 'snow' } });
    await room.ask(`/prompts/${sent.body['id']}`, { method: 'DELETE', token });
    const { body } = await room.ask('/prompts', { token: await host() });
    return (body['prompts'] as { by: { name: string } }[])[0]?.by.name;
  },
  'a cell of the export': async (room, text) => {
    const token = await tokenOf('bot', { scope: 'prompt' });
    const { body } = await room.ask('/prompts', { method: 'POST', token, body: { text } });
    await room.ask(`/prompts/${body['id']}`, { method: 'DELETE', token });
    const csv = await room.ask('/prompts.csv', { token: await host() });
    return String(csv.body['text']).split('\r\n')[1]?.split('","')[9];
  },
};

const host = () => tokenOf('boss', { role: 'host' });

for (const [way, read] of Object.entries(WAYS)) {
  test(`[TX3] ${way} is what is seen of it, in every script`, async () => {
    for (const [written, seen] of TEXTS) {
      const room = await ApiRoom.start();
      assert.equal(await read(room, written), seen.normalize('NFC'), JSON.stringify(written));
    }
  });
}

test('[TX3] the opening of ROOM_RULES is what is seen of it, in every script', async () => {
  for (const [opening, seen] of TEXTS) {
    const room = await ApiRoom.start({ ROOM_RULES: JSON.stringify({ opening }) });
    const { body } = await room.ask('/rules');
    assert.equal(body['opening'], seen.normalize('NFC'), JSON.stringify(opening));
  }
});

test('[TX4] no cell of the export is a formula, with signs of any width', async () => {
  for (const text of [
    '=1+1',
    '＝1+1',
    '＋1',
    '－1',
    '＠a',
    '\u3000＝1',
    '-1 boat',
    '+1 boat',
    '@sea',
  ]) {
    const read = WAYS['a cell of the export'];
    assert.equal(await read?.(await ApiRoom.start(), text), `'${text.trim()}`);
  }
  for (const text of ['1 = 1', '3 ー boats', '海＝静か', 'е=mc²', '५ नावें', '٣ قوارب']) {
    const read = WAYS['a cell of the export'];
    assert.equal(await read?.(await ApiRoom.start(), text), text);
  }
});

test('[TX5] nothing hides in the emoji of the rule reactions', () => {
  const tags = (text: string) =>
    text.replace(/[a-z]/g, (one) => String.fromCodePoint(0xe0000 + one.charCodeAt(0)));
  const hidden = [
    ...[
      `🏴${tags('hidden')}`,
      `🏴${tags('wr')}`,
      `🏴${tags('gbeng')}`,
      `🏴${tags('gbxyz')}\u{e007f}`,
    ],
    ...[`👏${tags('hi')}`, '👏\u200b', '👏\u200d', '👏\u2066 ❤️', '👏\u{e0100}', '👏\u034f'],
  ];
  for (const reactions of hidden) {
    assert.deepEqual(rulesFromText({ reactions }).rules, {}, JSON.stringify(reactions));
  }
  for (const region of ['gbeng', 'gbsct', 'gbwls']) {
    const flag = `🏴${tags(region)}\u{e007f}`;
    assert.deepEqual(rulesFromText({ reactions: flag }).rules, { reactions: flag });
    assert.deepEqual(reactionsIn(`${flag} 👏`), [flag, '👏']);
  }
});
