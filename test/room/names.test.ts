import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guestName, skeleton } from '../../party/room/people/names.js';
import { authorName, findPrompt } from '../../party/room/prompts/prompts.js';
import { counting } from '../../src/element/words/language.js';
import { type JoinOptions, TestRoom } from '../support/test-room.js';

/** Somebody joins and is called this. */
function called(room: TestRoom, options: JoinOptions & { id: string }): string {
  room.join(options);
  return room.you(options.id).name;
}

test('[NA1] a name is one visitor’s alone, also of those who are gone and remembered', () => {
  const room = new TestRoom();
  assert.equal(called(room, { id: 'a-1', name: 'Ada' }), 'Ada');
  assert.equal(called(room, { id: 'a-2', name: 'Ada' }), 'Ada 2');
  assert.equal(called(room, { id: 'a-3', name: ' àda ' }), 'àda 3');
  assert.equal(called(room, { id: 'a-2', name: 'Ada' }), 'Ada 2', 'the same in another tab');
  const long = 'A name as long as names may be, x';
  const first = called(room, { id: 'a-4', name: long });
  const second = called(room, { id: 'a-5', name: long });
  assert.equal([...second].length, 32);
  assert.notEqual(second, first);
  const waiting = room.join({ id: 'a-6', name: 'Bo' });
  room.prompt(waiting, 'rain');
  room.leave(waiting);
  assert.equal(called(room, { id: 'a-7', name: 'Bo' }), 'Bo 2');
});

test('[NA2] names that look alike are the same name', () => {
  const alike: [string, string][] = [
    ['Ada', 'ADA'],
    ['Ada', 'A d.a'],
    ['Ada', 'Áda'],
    ['Ada', 'Аdа'],
    ['Ada', '4d@'],
    ['Ada', '𝔸𝕕𝕒'],
    ['Ada', 'Ａｄａ'],
    ['Illo', 'l1|0'],
    ['Arne', 'Ame'],
    ['Wim', 'VVim'],
    ['Ada', 'A\u200dda'],
  ];
  for (const [one, other] of alike) assert.equal(skeleton(other), skeleton(one), other);
  const different = [
    ['Ada', 'Adam'],
    ['Ada', 'Ada 2'],
    ['Ada 2', 'Ada 3'],
    ['Дима', 'Дина'],
    ['海', '空'],
  ];
  for (const [one, other] of different) {
    assert.notEqual(skeleton(one ?? ''), skeleton(other ?? ''), other);
  }
});

test('[NA3] nobody calls himself like a moderator or host, or by an office', () => {
  const room = new TestRoom();
  room.join({ id: 't-1', name: 'Ada Host', isNamed: true, role: 'host' });
  const moderator = room.join({ id: 't-2', name: 'Bo', isNamed: true, role: 'moderator' });
  const pretences = ['Ada host', 'Adа H0st', 'Bo', 'B.O', 'Bo 7', 'Bo_7', 'b0!'];
  const offices = ['Host', 'the host', 'H0ST', 'h o s t', 'MOD', 'Admin2', 'Ödyssey Team'];
  for (const name of [...pretences, ...offices, 'Moderatorin', 'RoomHost', 'sys-admin']) {
    assert.equal(called(room, { id: 'a-1', name }), guestName('a-1'), name);
  }
  for (const name of ['Ghost', 'Modest Bob', 'Adminton', 'Bobo']) {
    assert.equal(called(room, { id: 'a-2', name }), name);
  }
  room.leave(moderator);
  room.say(room.join({ id: 'a-3', name: 'Cy' }), { type: 'rename', name: 'Ada-Host' });
  assert.equal(room.you('a-3').name, guestName('a-3'), 'nor later');
});

test('[NA3] nor like what the element calls them, in any of its languages', async () => {
  const room = new TestRoom();
  for (const language of ['ar', 'de', 'es', 'fr', 'ja', 'pt', 'zh']) {
    const staff: typeof import('../../src/element/words/de-staff.js') = await import(
      `../../src/element/words/${language}-staff.ts`
    );
    const { moderator, host } = staff.moderation(counting(language)).roles;
    for (const name of [moderator, host, `${host} 7`]) {
      assert.equal(called(room, { id: 'a-1', name }), guestName('a-1'), name);
    }
  }
});

test('[NA4] a name that the site says is kept; who chose it before gives way', () => {
  const room = new TestRoom();
  const first = room.join({ id: 'a-1', name: 'Ada' });
  room.join({ id: 'a-2', name: 'Ada 9' });
  room.join({ id: 'a-3', name: 'Bo' });
  const waiting = room.prompt(first, 'rain');
  room.join({ id: 't-1', name: 'Ada', isNamed: true, role: 'moderator' });
  assert.equal(room.you('t-1').name, 'Ada');
  assert.equal(room.you('a-1').name, guestName('a-1'));
  assert.equal(room.you('a-2').name, guestName('a-2'), 'nor with a number');
  const prompt = findPrompt(room.state, waiting);
  assert.equal(prompt && authorName(room.state, prompt), guestName('a-1'));
  room.join({ id: 't-2', name: 'Bo', isNamed: true });
  assert.deepEqual([room.you('t-2').name, room.you('a-3').name], ['Bo', 'Bo 2']);
  room.join({ id: 't-3', name: 'Host', isNamed: false });
  assert.equal(room.you('t-3').name, guestName('t-3'), 'a name that the site did not say');
});

test('[NA5] a thousand who have to give way at once cost what some arrivals do', () => {
  const room = new TestRoom();
  const arrivals = Array.from({ length: 1_000 }, (_, one) =>
    timed(() => room.join({ id: `a-${one}`, name: 'Ada' })),
  );
  const people = () => Object.values({ ...room.state.participants, ...room.state.watchers });
  const names = () => people().map(({ name }) => skeleton(name));
  assert.equal(new Set(names()).size, 1_000);
  const usual = arrivals.slice(-100).sort((a, b) => a - b)[50] ?? 0;
  const all = timed(() => room.join({ id: 't-1', name: 'Ada', isNamed: true, role: 'host' }));
  assert.equal(new Set(names()).size, 1_001);
  assert.equal(people().filter(isAda).length, 1);
  // One by one it would be a thousand arrivals.
  assert.ok(all < 200 * usual, `${all} ms, and ${usual} ms for an arrival`);
});

function timed(run: () => void): number {
  const begun = performance.now();
  run();
  return performance.now() - begun;
}

function isAda({ name }: { name: string }): boolean {
  return skeleton(name).startsWith('ada');
}

test('[AT11] a chosen name that cannot be theirs is refused, and the visitor keeps theirs', () => {
  const room = new TestRoom();
  room.join({ id: 'a-host', name: 'Hope', role: 'host' });
  room.join({ id: 'a-1', name: 'Ada' });
  const bea = room.join({ id: 'a-2', name: 'Bea' });
  const choose = (name: string, from = bea) => {
    room.say(from, { type: 'choose-name', id: 'q', name });
    return room.lastAnswer(from);
  };
  for (const name of ['', ' \u200b ', 'H0pe 2', 'The Moderator', 'www.example.com', 'fuck']) {
    assert.equal(choose(name).reason, 'name-refused', name);
    assert.equal(room.you('a-2').name, 'Bea');
  }
  assert.ok(choose('🦊 Bea').ok);
  assert.equal(room.you('a-2').name, '🦊 Bea');
  assert.ok(choose('Ada').ok);
  assert.equal(room.you('a-2').name, 'Ada 2');
  const named = room.join({ id: 't-1', name: 'Root', isNamed: true });
  assert.equal(choose('Cy', named).reason, 'not-allowed');
  assert.deepEqual(Object.keys(room.state.participants), ['a-host'], 'that is no part in anything');
});
