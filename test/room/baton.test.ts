import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { liveRoom, type TestRoom } from '../support/test-room.js';

/** The first of some visitors holds the baton; the others have asked for it. */
function held(visitors: number, rules: RulesPatch = {}): [TestRoom, ...string[]] {
  const [room, ...all] = liveRoom(visitors, { turns: 'baton', idleSeconds: 0, ...rules });
  for (const visitor of all) room.ask(visitor, 'request-turn');
  return [room, ...all];
}

test('[BA1] a free baton is taken by asking or prompting; a held one is asked for', () => {
  const [room, a, b] = liveRoom(2, { turns: 'baton' });
  assert.deepEqual(room.you('a-1').standing, { state: 'free' });
  room.prompt(a, 'it rains');
  assert.equal(room.holder, 'active a-1');
  assert.deepEqual(room.you('a-1').standing, {
    state: 'active',
    clock: null,
    idleClock: { endsAt: room.now + 15_000 },
    promptsLeft: 1,
    extensionsLeft: 0,
  });
  room.ask(b, 'request-turn');
  assert.deepEqual(room.you('a-2').standing, { state: 'asking', place: 1 });
  assert.deepEqual(room.turns.asking?.next, [{ id: 'a-2', name: room.you('a-2').name }]);
  assert.equal(room.ask(b, 'request-turn').reason, 'already-waiting');
  assert.equal(room.receipt(b, room.prompt(b, 'it snows')).reason, 'not-your-turn');
});

test('[BA1] at most max-queue people ask for it', () => {
  const [room, , b] = held(2, { maxQueue: 1 });
  const third = room.join();
  const full = room.ask(third, 'request-turn');
  assert.deepEqual([full.reason, full.limit], ['queue-full', 1]);
  room.ask(b!, 'release-turn');
  assert.equal(room.ask(third, 'request-turn').ok, true);
});

test('[BA2] the holder prompts as long as he likes, prompts-per-turn at a time', () => {
  const [room, a] = held(1, { gapSeconds: 0 });
  for (const text of ['one', 'two', 'three']) {
    const id = room.prompt(a!, text);
    assert.equal(room.receipt(a!, room.prompt(a!, `${text} more`)).reason, 'no-prompts-left');
    room.performed();
    assert.equal(room.receipt(a!, id).status, 'applied');
  }
  room.passAlive(600_000);
  assert.equal(room.holder, 'active a-1');
});

test('[BA3] the holder gives it to one of those who ask, or to who asked first', () => {
  const [room, a, , c] = held(3);
  room.say(a!, { type: 'pass-turn', id: 'q', to: 'a-99' });
  assert.equal(room.lastAnswer(a!).reason, 'nobody-there');
  room.say(a!, { type: 'pass-turn', id: 'q', to: 'a-3' });
  assert.equal(room.holder, 'active a-3');
  assert.deepEqual(room.view().turns.last?.reason, 'passed');
  room.say(c!, { type: 'pass-turn', id: 'q', to: null });
  assert.equal(room.holder, 'active a-2');
  room.say(a!, { type: 'pass-turn', id: 'q', to: null });
  assert.equal(room.lastAnswer(a!).reason, 'not-your-turn');
});

test('[BA4] leaving passes it on; who asks may stop asking', () => {
  const [room, a, b, c] = held(3);
  room.ask(b!, 'release-turn');
  room.ask(a!, 'release-turn');
  assert.equal(room.holder, 'active a-3');
  room.ask(c!, 'release-turn');
  assert.equal(room.holder, '');
  assert.equal(room.ask(c!, 'release-turn').reason, 'not-waiting');
});

test('[BA5] a contested take hands it over after take-seconds, unless the holder answers', () => {
  const [room, a, , c] = held(3, { takeSeconds: 20 });
  assert.equal(room.ask(c!, 'take-turn').ok, true);
  assert.equal(room.turns.asking?.contest?.by.id, 'a-3');
  room.passAlive(19_000);
  assert.equal(room.ask(a!, 'keep-turn').ok, true);
  room.passAlive(5_000);
  assert.equal(room.holder, 'active a-1');
  const soon = room.ask(c!, 'take-turn');
  assert.deepEqual([soon.reason, soon.retryAt], ['take-too-soon', room.now + 15_000]);
  room.passAlive(15_000);
  assert.equal(room.ask(c!, 'take-turn').ok, true);
  room.passAlive(20_000);
  assert.equal(room.holder, 'active a-3');
  assert.equal(room.view().turns.last?.reason, 'taken');
});

test('[BA6] a prompt is an answer too, and nobody takes what is free or his own', () => {
  const [room, a, b] = held(2, { takeSeconds: 20 });
  room.ask(b!, 'take-turn');
  assert.equal(room.ask(b!, 'take-turn').reason, 'already-waiting');
  room.prompt(a!, 'it rains');
  assert.equal(room.turns.asking?.contest, null);
  assert.equal(room.ask(a!, 'take-turn').reason, 'already-waiting');
  assert.equal(room.ask(b!, 'keep-turn').reason, 'not-your-turn');
});

test('[BA6] a prompt that answers nobody keeps nobody from taking it', () => {
  const [room, a, b] = held(2);
  room.prompt(a!, 'it rains');
  room.performed();
  room.ask(a!, 'keep-turn');
  assert.equal(room.ask(b!, 'take-turn').ok, true);
});

test('[BA7] an absent holder keeps it for grace-seconds, an idle one for idle-seconds', () => {
  const [room, a, , c] = held(3, { graceSeconds: 20, idleSeconds: 15 });
  for (let second = 0; second < 14; second += 7) {
    room.say(a!, { type: 'typing' });
    room.passAlive(7_000);
  }
  assert.equal(room.holder, 'active a-1');
  room.passAlive(8_500);
  assert.equal(room.holder, 'active a-2');
  assert.equal(room.view().turns.last?.reason, 'idle');
  room.leave('c2');
  room.passAlive(19_000);
  assert.equal(room.holder, 'active a-2');
  room.passAlive(1_500);
  assert.equal(room.holder, 'active a-3');
  assert.equal(room.view().turns.last?.reason, 'dropped');
  assert.equal(c, 'c3');
});

test('[BA8] its clocks stand still while the world cannot listen', () => {
  const [room, a, b] = held(2, { takeSeconds: 20 });
  const host = room.join({ role: 'host' });
  room.ask(b!, 'take-turn');
  room.passAlive(5_000);
  room.act(host, { act: 'lock', seconds: 60 });
  assert.deepEqual(room.turns.asking?.contest?.clock, { leftMs: 15_000 });
  room.passAlive(60_000);
  assert.equal(room.holder, 'active a-1');
  room.passAlive(15_000);
  assert.equal(room.holder, 'active a-2');
  assert.equal(a, 'c1');
});
