import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rulesFromText } from '../../src/protocol/rules.js';
import { moderatedRoom } from '../support/moderation.js';
import { liveRoom, TestRoom } from '../support/test-room.js';

function switchVote(room: TestRoom, connection: string, mode: string) {
  room.say(connection, { type: 'switch-vote', id: 'q', mode });
  return room.lastAnswer(connection);
}

test('[SW1] a host changes mode and rules while the room goes on; nobody else does', () => {
  const [room, a] = liveRoom(1);
  const host = room.join({ role: 'host' });
  const moderator = room.join({ role: 'moderator' });
  for (const other of [a, moderator]) {
    assert.equal(room.setRules(other, { turns: 'stage' }).reason, 'not-allowed');
  }
  assert.equal(room.setRules(host, { turns: 'vote', voteSeconds: 60 }).ok, true);
  const { rules, turns } = room.view();
  assert.deepEqual([rules.turns, rules.voteSeconds, turns.mode], ['vote', 60, 'vote']);
  assert.equal(room.view().life.phase, 'live');
});

test('[SW2] a change of mode ends the turn, and lets go of what waits, with the reason', () => {
  const [room, a, b] = liveRoom(2, { promptsPerTurn: 2, repeatSeconds: 0 });
  const host = room.join({ role: 'host' });
  const first = room.prompt(a, 'it rains');
  const second = room.prompt(a, 'it pours');
  const third = room.prompt(b, 'it snows');
  room.setRules(host, { turns: 'curated' });
  assert.deepEqual(
    [room.view().turns.last?.id, room.view().turns.last?.reason],
    ['a-1', 'mode-changed'],
  );
  for (const [visitor, id] of [[a, second] as const, [b, third] as const]) {
    const { status, reason } = room.receipt(visitor, id);
    assert.deepEqual([status, reason], ['expired', 'mode-changed']);
  }
  assert.equal(room.receipt(a, first).status, 'performing', 'what is on its way arrives');
  room.performed();
  assert.equal(room.receipt(a, first).status, 'applied');
});

test('[SW3] between queue, open and stage prompts are kept, as if they were sent anew', () => {
  const [room, a, b] = liveRoom(2);
  const host = room.join({ id: 'a-host', role: 'host' });
  room.prompt(a, 'it rains');
  const snow = room.prompt(b, 'it snows');
  room.setRules(host, { turns: 'open' });
  assert.equal(room.receipt(b, snow).status, 'waiting');
  assert.equal(room.you('a-2').standing.state, 'waiting');
  room.setRules(host, { turns: 'queue' });
  assert.equal(room.receipt(b, snow).status, 'waiting');
  assert.equal(room.holder, 'active a-2');
  const hail = room.prompt(host, 'it hails');
  room.setRules(host, { turns: 'stage' });
  assert.equal(room.receipt(b, snow).reason, 'mode-changed', 'the audience may not prompt there');
  assert.equal(room.receipt(host, hail).status, 'waiting');
});

test('[SW4] rules that leave the mode alone leave the turns alone', () => {
  const [room, a] = liveRoom(1);
  const host = room.join({ role: 'host' });
  room.ask(a, 'request-turn');
  room.setRules(host, { turnSeconds: 60, turns: 'queue' });
  assert.equal(room.holder, 'active a-1');
});

test('[SW5] the crowd changes to a mode that is switchable when switch-share of those present agree', () => {
  const [room, a, b, c, d] = liveRoom(4, { switchable: 'open, vote', switchShare: 0.75 });
  room.pass(1_000);
  assert.deepEqual(room.view().turns.switching, [
    { to: 'open', votes: 0, needed: 3 },
    { to: 'vote', votes: 0, needed: 3 },
  ]);
  assert.equal(switchVote(room, a, 'stage').reason, 'not-switchable');
  for (const visitor of [a, b]) assert.equal(switchVote(room, visitor, 'open').ok, true);
  switchVote(room, c, 'vote');
  assert.equal(room.view().rules.turns, 'queue');
  switchVote(room, d, 'open');
  assert.equal(room.view().rules.turns, 'open');
  assert.deepEqual(room.view().turns.switching, [{ to: 'vote', votes: 0, needed: 3 }]);
});

test('[SW6] such votes count once per identity and only of those present; one alone is no crowd', () => {
  const [room, a, b] = liveRoom(2, { switchable: 'open' });
  for (let tab = 0; tab < 1_000; tab += 1) switchVote(room, room.join({ id: 'a-1' }), 'open');
  assert.deepEqual(room.view().turns.switching, [{ to: 'open', votes: 1, needed: 2 }]);
  room.leave(b);
  assert.equal(room.view().rules.turns, 'queue');
  switchVote(room, a, 'queue');
  assert.equal(room.view().turns.switching?.[0]?.votes, 0, 'taken back');
});

test('[SW7] when some leave, the votes of the others may be enough', () => {
  const [room, a, b, , d] = liveRoom(4, { switchable: 'open' });
  switchVote(room, a, 'open');
  switchVote(room, b, 'open');
  assert.equal(room.view().rules.turns, 'queue');
  room.leave(d);
  room.leave('c3');
  assert.equal(room.view().rules.turns, 'open');
});

test('[SW8] switchable names modes with commas between them; what cannot be a name is left out', () => {
  assert.deepEqual(rulesFromText({ switchable: 'open, vote' }).rules, { switchable: 'open, vote' });
  assert.deepEqual(rulesFromText({ switchable: '' }).rules, { switchable: '' });
  assert.equal(rulesFromText({ switchable: 'open,No rules' }).problems.length, 1);
  const [room] = liveRoom(2);
  assert.equal(room.view().turns.switching, null);
});

test('[SW9] however many prompts wait, a change of mode takes no noticeable time', () => {
  const [room, host, , ...visitors] = moderatedRoom(100, { turns: 'open', maxQueue: 100 });
  visitors.forEach((visitor, index) => {
    room.prompt(visitor, `wish ${index}`);
  });
  assert.equal(room.turns.waiting, 99, 'all but the one on its way');
  const before = performance.now();
  room.setRules(host, { turns: 'queue' });
  // It was four seconds, growing with the fourth power of their number; it is some hundredths.
  assert.ok(performance.now() - before < 1_000);
  assert.equal(room.view().turns.mode, 'queue');
  assert.equal(room.state.prompts.filter(({ status }) => status === 'waiting').length, 99);
});

test('[AU18] the crowd that must agree is everybody who watches, in audience parties too', () => {
  const room = new TestRoom({ switchable: 'open' });
  const [one, two] = [room.join({ id: 'a-one' }), room.join({ id: 'a-two' })];
  room.step({ type: 'audience', watching: 2_002, tallying: ['1'] });
  for (const [index, guest] of [one, two].entries()) {
    room.say(guest, { type: 'switch-vote', id: `v-${index}`, mode: 'open' });
  }
  assert.equal(room.state.rules.values.turns, 'queue');
  assert.deepEqual(room.view().turns.switching, [{ to: 'open', votes: 2, needed: 1_502 }]);
});
