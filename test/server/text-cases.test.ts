import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mock, test } from 'node:test';
import { guestName } from '../../party/room/people/names.js';
import { roomName } from '../../party/server/admission.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { ApiRoom } from '../support/api-room.js';
import { HostRoom } from '../support/host-room.js';
import { helloOf } from '../support/people.js';
import { tokenOf } from '../support/tokens.js';

/**
 * What people write in all scripts, each input through the real ways in: HTTP, a hello, an address. The
 * tables are in `test/cases`; in them what cannot be seen is escaped.
 */

interface Case<Kind extends string, Input> {
  readonly id: string;
  readonly kind: Kind;
  readonly input: Input;
  readonly want: string;
}

type TextCase =
  | Case<'hidden', { text: string; visible: string }>
  | Case<'marks', { text: string }>
  | Case<'prompt', { text: string; rules?: RulesPatch; before?: readonly string[] }>;
type NameCase =
  | (Omit<
      Case<'name', { names: readonly string[]; moderator?: string; rules?: RulesPatch }>,
      'want'
    > & {
      readonly want: readonly string[];
    })
  | Case<'room', { a: string; b: string }>;

function cases<Of>(...files: readonly string[]): readonly Of[] {
  return files.flatMap((file) => {
    const text = readFileSync(new URL(`../cases/${file}.json`, import.meta.url), 'utf8');
    return JSON.parse(text) as Of[];
  });
}

const TEXTS = cases<TextCase>('text', 'text-more');
const NAMES = cases<NameCase>('names', 'names-more');

// A room that waits for its next deadline would hold the process up.
mock.timers.enable({ apis: ['setTimeout'] });

/** A room server with these rules, and a program that prompts over HTTP. */
async function programIn(rules: RulesPatch = {}) {
  const room = await ApiRoom.start();
  const bot = await tokenOf('bot', { scope: 'prompt' });
  const host = await tokenOf('boss', { role: 'host' });
  const patched = await room.ask('/rules', { method: 'PATCH', token: host, body: rules });
  const prompt = (text: string) =>
    room.ask('/prompts', { method: 'POST', token: bot, body: { text } });
  return { prompt, patched };
}

/** How many marks there are on one letter at most. */
function marksOf(text: string): number {
  const runs = text.normalize('NFD').match(/\p{M}+/gu) ?? [''];
  return Math.max(...runs.map((run) => [...run].length));
}

for (const { id, kind, input, want } of TEXTS) {
  if (kind === 'hidden') {
    test(`[GA19] ${id}: the world hears what is seen`, async () => {
      const { prompt } = await programIn();
      const { status, body } = await prompt(input.text);
      assert.deepEqual([status, body['text']], [202, input.visible]);
      const room = await HostRoom.start({ turns: 'open' });
      const page = await room.enter('a-1', { mayConduct: true, mayOpen: true }, { conduct: 'can' });
      await room.pass(10_000);
      await page.prompt(input.text, 'p-1');
      await room.pass(10_000);
      const commands = page.heard.flatMap((one) => (one.type === 'conduct' ? [one.command] : []));
      const heard = commands.flatMap((one) => (one.command === 'perform' ? [one.text] : []));
      assert.deepEqual(heard, [input.visible]);
    });
  } else if (kind === 'marks') {
    test(`[GA19] ${id}: a letter has a few marks at most`, async () => {
      const { prompt } = await programIn();
      const { status, body } = await prompt(input.text);
      assert.ok(status >= 400 || marksOf(String(body['text'])) <= 8, JSON.stringify(body));
    });
  } else {
    test(`[GA20] ${id}: ${JSON.stringify(input.text)} ${want}`, async () => {
      const { prompt, patched } = await programIn(input.rules);
      if (want === 'rule-refused') return assert.equal(patched.status, 422);
      assert.equal(patched.status, 200, JSON.stringify(patched.body));
      for (const before of input.before ?? []) assert.equal((await prompt(before)).status, 202);
      const { status, body } = await prompt(input.text);
      const { reason = null } = body;
      if (want === 'passes') assert.deepEqual([status, reason], [202, null]);
      else if (want === 'too-long') assert.equal(reason, 'too-long');
      else if (want === 'repeat') assert.deepEqual([status, reason], [429, 'repeat']);
      else assert.ok(status >= 400 && ['words', 'links'].includes(String(reason)), String(reason));
    });
  }
}

/** Somebody says hello with this name over a socket, and is called so. */
async function called(room: ApiRoom, id: string, name: string, token: string | null = null) {
  const heard: { type: string; snapshot?: { you: { id: string; name: string } } }[] = [];
  const connection = {
    id,
    send: (text: string) => void heard.push(JSON.parse(text)),
    close: () => undefined,
  };
  room.shell.opened(connection, new Request('http://rooms.example/parties/main/lobby'));
  await room.shell.said(connection, JSON.stringify({ ...helloOf({ token }), name }));
  const welcome = heard.find(({ type }) => type === 'welcome');
  assert.ok(welcome?.snapshot, 'welcomed');
  return welcome.snapshot.you;
}

const graphemes = new Intl.Segmenter('en');

for (const { id, kind, input, want } of NAMES) {
  if (kind === 'room') {
    test(`[DR1] ${id}: a name of a room has one spelling`, () => {
      const [one, other] = [input.a, input.b].map((name) =>
        roomName(`https://rooms.example/parties/main/${encodeURIComponent(name)}`),
      );
      assert.ok(one === other || one === null || other === null);
      assert.ok(one !== null || other !== null, 'one of them is a room');
    });
    continue;
  }
  test(`[NA6] ${id}: ${JSON.stringify(input.names)} ${want.join(', ')}`, async () => {
    const room = await ApiRoom.start();
    const host = await tokenOf('boss', { role: 'host', name: 'Zoe' });
    const { rules = {}, moderator = null } = input;
    const patched = await room.ask('/rules', { method: 'PATCH', token: host, body: rules });
    assert.equal(patched.status, 200);
    if (moderator !== null) {
      const token = await tokenOf('mod', { role: 'moderator', name: moderator });
      await called(room, 'm', '', token);
    }
    for (const [index, wanted] of input.names.entries()) {
      const you = await called(room, `c${index}`, wanted);
      const drawn = guestName(you.id);
      const parts = [...graphemes.segment(wanted)].map(({ segment }) => segment);
      const beginnings = parts.map((_, end) =>
        parts
          .slice(0, end + 1)
          .join('')
          .normalize('NFC'),
      );
      const whole = want[index] ?? '';
      if (whole === 'keeps it') assert.equal(you.name, wanted);
      else if (whole === 'gets the drawn name') assert.equal(you.name, drawn);
      else if (whole === 'gets a number') assert.match(you.name, / 2$/);
      else if (whole.startsWith('is not cut')) assert.ok(beginnings.includes(you.name), you.name);
      else assert.ok(you.name === drawn || marksOf(you.name) <= 8, you.name);
    }
  });
}
