import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QueueTurns } from '../../party/turns/queue-state.js';
import { liveRoom, TestRoom } from '../support/test-room.js';

test('[QU1] asking for a free floor is the claim: the turn begins at once', () => {
  const [room, a] = liveRoom(2);
  assert.equal(room.ask(a, 'request-turn').ok, true);
  assert.equal(room.holder, 'active a-1');
});

test('[QU2] the next in line is offered the turn and must claim it, else it goes on', () => {
  const [room, a, b, c] = liveRoom(3, { claimSeconds: 8 });
  for (const visitor of [a, b, c]) room.ask(visitor, 'request-turn');
  room.ask(a, 'release-turn');
  assert.equal(room.holder, 'offered a-2');
  room.pass(7_900);
  assert.equal(room.holder, 'offered a-2');
  room.pass(200);
  assert.equal(room.holder, 'offered a-3');
  assert.deepEqual(room.view().turns.last?.reason, 'not-claimed');
  room.ask(c, 'claim-turn');
  assert.equal(room.holder, 'active a-3');
});

test('[QU3] typing or prompting claims an offered turn', () => {
  for (const act of ['typing', 'prompt'] as const) {
    const [room, a, b] = liveRoom(2);
    room.ask(a, 'request-turn');
    room.ask(b, 'request-turn');
    room.ask(a, 'release-turn');
    if (act === 'typing') room.say(b, { type: 'typing' });
    else room.prompt(b, 'it rains');
    assert.equal(room.holder, 'active a-2', act);
  }
});

test('[QU4] a turn ends when its prompts are used, and says so', () => {
  const [room, a, b] = liveRoom(2);
  room.ask(a, 'request-turn');
  room.ask(b, 'request-turn');
  room.prompt(a, 'it rains');
  assert.equal(room.holder, 'active a-1', 'still his while the prompt is under way');
  room.performed();
  assert.equal(room.view().turns.last?.reason, 'prompts-used');
  assert.equal(room.holder, 'offered a-2');
});

test('[QU5] prompts-per-turn gives a turn that many prompts; a refused one does not count', () => {
  const [room, a] = liveRoom(1, { promptsPerTurn: 2, gapSeconds: 0, repeatSeconds: 0 });
  room.ask(a, 'request-turn');
  room.prompt(a, 'one');
  room.performed({ status: 'refused', reason: 'world-refused' });
  room.prompt(a, 'two');
  room.performed();
  assert.equal(room.holder, 'active a-1');
  room.prompt(a, 'three');
  room.performed();
  assert.equal(room.holder, '');
});

test('[QU6] a turn ends when its time is up', () => {
  const [room, a, b] = liveRoom(2, { turnSeconds: 30, idleSeconds: 0 });
  room.ask(a, 'request-turn');
  room.ask(b, 'request-turn');
  room.passAlive(29_900);
  assert.equal(room.holder, 'active a-1');
  room.pass(200);
  assert.equal(room.view().turns.last?.reason, 'time-up');
  assert.equal(room.holder, 'offered a-2');
});

test('[QU6] a prompt on its way when the time is up is still the holder’s, and then the turn is over', () => {
  const [room, a] = liveRoom(1, { turnSeconds: 5, promptsPerTurn: 2, acknowledgeSeconds: 60 });
  room.ask(a, 'request-turn');
  const id = room.prompt(a, 'it rains');
  room.passAlive(9_000);
  assert.equal(room.holder, 'active a-1');
  room.performed();
  assert.equal(room.receipt(a, id).status, 'applied');
  assert.deepEqual([room.holder, room.turns.last?.reason], ['', 'time-up']);
});

test('[QU7] who does nothing is skipped after idle-seconds; typing counts as doing', () => {
  const [room, a] = liveRoom(1, { idleSeconds: 10, turnSeconds: 60 });
  room.ask(a, 'request-turn');
  room.passAlive(8_000);
  room.say(a, { type: 'typing' });
  room.passAlive(8_000);
  assert.equal(room.holder, 'active a-1');
  room.passAlive(3_000);
  assert.equal(room.holder, '');
  assert.equal(room.view().turns.last?.reason, 'idle');
});

test('[QU8] more time may be asked for as often as the rules say', () => {
  const [room, a] = liveRoom(1, {
    turnSeconds: 30,
    extensions: 1,
    extensionSeconds: 15,
    idleSeconds: 0,
  });
  room.ask(a, 'request-turn');
  assert.equal(room.ask(a, 'extend-turn').ok, true);
  const again = room.ask(a, 'extend-turn');
  assert.deepEqual([again.ok, again.reason, again.limit], [false, 'no-more-time', 1]);
  room.passAlive(44_000);
  assert.equal(room.holder, 'active a-1');
  room.passAlive(2_000);
  assert.equal(room.holder, '');
});

test('[QU8] more time is given too while the clock stands still', () => {
  const [room, a, b] = liveRoom(2, { turnSeconds: 30, extensionSeconds: 15, idleSeconds: 0 });
  room.ask(b, 'request-turn');
  room.passAlive(10_000);
  room.leave(a);
  assert.equal(room.ask(b, 'extend-turn').ok, true);
  assert.deepEqual(room.turns.holder?.clock, { leftMs: 35_000 });
});

test('[QU9] the holder may pass the turn on, to the next or to somebody waiting', () => {
  const [room, a, b, c] = liveRoom(3);
  for (const visitor of [a, b, c]) room.ask(visitor, 'request-turn');
  room.say(a, { type: 'pass-turn', id: 'q', to: 'a-3' });
  assert.equal(room.holder, 'offered a-3');
  room.say(c, { type: 'pass-turn', id: 'q', to: null });
  assert.equal(room.holder, 'offered a-2');
  room.say(b, { type: 'pass-turn', id: 'q', to: 'a-99' });
  assert.equal(room.lastAnswer(b).reason, 'nobody-there');
  room.say(a, { type: 'pass-turn', id: 'q', to: null });
  assert.equal(room.lastAnswer(a).reason, 'not-your-turn');
});

test('[QU10] fair: served longest ago goes first, counted from arrival for those not served yet', () => {
  const [room, a, b] = liveRoom(2, { order: 'fair', repeatSeconds: 0 });
  room.ask(a, 'request-turn');
  room.passAlive(1_000);
  room.ask(a, 'release-turn');
  room.passAlive(1_000);
  const late = room.join();
  room.passAlive(1_000);
  // The newcomer asks first; b has been here longest without a turn, then a was served, then the newcomer came.
  const c = room.join();
  room.ask(c, 'request-turn');
  for (const visitor of [late, a, b]) room.ask(visitor, 'request-turn');
  room.ask(c, 'release-turn');
  assert.deepEqual(
    [room.turns.holder?.id, ...room.turns.next.map(({ id }) => id)],
    ['a-2', 'a-1', 'a-3'],
  );
});

test('[QU31] fair: time without a turn is a head start of `head-start-seconds` in line, and no more', () => {
  const next = (headStartSeconds: number) => {
    const [room, regular, holder] = liveRoom(3, {
      headStartSeconds,
      idleSeconds: 0,
      turnSeconds: 60,
    });
    room.ask(regular, 'request-turn');
    room.passAlive(5_000);
    room.ask(regular, 'release-turn');
    room.ask(holder, 'request-turn');
    room.passAlive(1_000);
    room.ask(regular, 'request-turn');
    // The third was never served; he lines up twenty seconds after the regular.
    room.passAlive(20_000);
    room.ask('c3', 'request-turn');
    return room.turns.next.map(({ id }) => id);
  };
  assert.deepEqual(next(30), ['a-3', 'a-1']);
  assert.deepEqual(next(15), ['a-1', 'a-3']);
  assert.deepEqual(next(0), ['a-1', 'a-3']);
});

test('[QU11] fair: nobody has two turns in a row while others wait', () => {
  const [room, a] = liveRoom(1, { order: 'fair' });
  room.ask(a, 'request-turn');
  room.passAlive(2_000);
  const b = room.join();
  room.passAlive(1_000);
  room.ask(a, 'release-turn');
  room.ask(a, 'request-turn');
  assert.equal(room.holder, 'active a-1', 'alone in line he may');
  room.ask(b, 'request-turn');
  room.ask(a, 'release-turn');
  assert.equal(room.holder, 'offered a-2');
});

test('[QU11] fair: nor does one who lines up first while the world cannot listen', () => {
  const [room, a, b] = liveRoom(2, { order: 'fair', headStartSeconds: 0 });
  const host = room.join({ role: 'host', conduct: 'no' });
  room.ask(a, 'request-turn');
  room.ask(a, 'release-turn');
  room.act(host, { act: 'lock' });
  room.ask(a, 'request-turn');
  room.passAlive(1_000);
  room.ask(b, 'request-turn');
  room.act(host, { act: 'unlock' });
  assert.equal(room.holder, 'offered a-2');
});

test('[QU12] fifo: first come, first served', () => {
  const [room, a, b, c] = liveRoom(3, { order: 'fifo' });
  room.ask(a, 'request-turn');
  room.passAlive(100);
  room.ask(c, 'request-turn');
  room.passAlive(100);
  room.ask(b, 'request-turn');
  room.ask(a, 'release-turn');
  assert.equal(room.holder, 'offered a-3');
});

test('[QU13] a prompt sent while waiting rides along: it runs when the turn comes, and claims it', () => {
  const [room, a, b] = liveRoom(2, { gapSeconds: 3 });
  room.ask(a, 'request-turn');
  const riding = room.prompt(b, 'a red balloon');
  assert.equal(room.receipt(b, riding).status, 'waiting');
  assert.deepEqual(room.you('a-2').standing.state, 'waiting');
  room.ask(a, 'release-turn');
  assert.equal(room.holder, 'active a-2');
  assert.equal(room.receipt(b, riding).status, 'performing');
});

test('[QU14] a line holds max-queue people; the next one is told so, with the limit', () => {
  const [room, a, b, c] = liveRoom(3, { maxQueue: 1 });
  room.ask(a, 'request-turn');
  room.ask(b, 'request-turn');
  const full = room.ask(c, 'request-turn');
  assert.deepEqual([full.ok, full.reason, full.limit], [false, 'queue-full', 1]);
  const refused = room.prompt(c, 'a ship');
  assert.equal(room.receipt(c, refused).reason, 'queue-full');
});

test('[QU16] a dropped visitor keeps the place in line for keep-seconds, passed over meanwhile', () => {
  const [room, a, b, c] = liveRoom(3, { keepSeconds: 600, idleSeconds: 0, turnSeconds: 600 });
  for (const visitor of [a, b, c]) room.ask(visitor, 'request-turn');
  room.leave(b);
  room.ask(a, 'release-turn');
  assert.equal(room.holder, 'offered a-3', 'nobody waits for one who is away');
  room.ask(c, 'claim-turn');
  const back = room.join({ id: 'a-2' });
  assert.deepEqual(room.you('a-2').standing.state, 'waiting');
  room.leave(back);
  room.passAlive(601_000);
  room.join({ id: 'a-2' });
  assert.deepEqual(room.you('a-2').standing.state, 'none');
});

test('[QU17] one who drops before claiming keeps the place; the next one goes', () => {
  const [room, a, b, c] = liveRoom(3);
  for (const visitor of [a, b, c]) room.ask(visitor, 'request-turn');
  room.ask(a, 'release-turn');
  room.leave(b);
  assert.equal(room.holder, 'offered a-3');
  const { line } = room.state.turns as QueueTurns;
  assert.deepEqual(
    line.map(({ who, aheadMs, overtaken }) => [who, aheadMs, overtaken]),
    [['a-2', null, 0]],
    'nothing is to be learned of this wait',
  );
  room.join({ id: 'a-2' });
  assert.equal(room.you('a-2').standing.state, 'waiting');
});

test('[QU18] the crowd may skip a turn: enough votes of others, each counted once, not too soon', () => {
  const [room, a, b, c] = liveRoom(5, { skipRate: 0.5, skipMin: 2, skipCooldownSeconds: 5 });
  room.ask(a, 'request-turn');
  const soon = room.ask(b, 'skip-vote');
  assert.deepEqual([soon.reason, soon.retryAt], ['skip-too-soon', room.now + 5_000]);
  assert.equal(room.ask(a, 'skip-vote').reason, 'not-allowed');
  room.passAlive(5_000);
  room.ask(b, 'skip-vote');
  room.ask(b, 'skip-vote');
  const twin = room.join({ id: 'a-2' });
  room.ask(twin, 'skip-vote');
  assert.deepEqual(room.turns.skip, {
    votes: 1,
    needed: 2,
    openAt: room.turns.skip!.openAt,
  });
  assert.equal(room.holder, 'active a-1');
  room.ask(c, 'skip-vote');
  assert.equal(room.holder, '');
  assert.equal(room.view().turns.last?.reason, 'skipped-by-vote');
});

test('[QU19] turn clocks stand still while the world cannot listen', () => {
  const [room, a, b] = liveRoom(2, { turnSeconds: 30, idleSeconds: 0 });
  room.ask(b, 'request-turn');
  room.passAlive(10_000);
  room.leave(a);
  assert.deepEqual(room.turns.holder?.clock, { leftMs: 20_000 });
  room.pass(4_000);
  room.goLive();
  assert.deepEqual(room.turns.holder?.clock, { endsAt: room.now + 20_000 });
});

test('[QU20] leaving the line withdraws what was waiting; a turn cut short lets it expire', () => {
  const [room, a, b] = liveRoom(2, { idleSeconds: 0 });
  room.ask(a, 'request-turn');
  const mine = room.prompt(b, 'a ship');
  room.ask(b, 'release-turn');
  assert.equal(room.receipt(b, mine).status, 'withdrawn');
  const [other, c] = liveRoom(1, { gapSeconds: 60, promptsPerTurn: 2, repeatSeconds: 0 });
  other.prompt(c, 'one');
  other.performed();
  const second = other.prompt(c, 'two');
  other.say(c, { type: 'pass-turn', id: 'q', to: null });
  assert.deepEqual(
    [other.receipt(c, second).status, other.receipt(c, second).reason],
    ['expired', 'passed'],
  );
});

test('[QU20] who leaves the line has no place any more, and nobody else loses one', () => {
  const [room, a, b, c, d] = liveRoom(4, { idleSeconds: 0 });
  for (const visitor of [a, b, c, d]) room.ask(visitor, 'request-turn');
  assert.equal(room.ask(c, 'release-turn').ok, true);
  assert.deepEqual(room.you('a-3').standing, { state: 'none' });
  const places = ['a-2', 'a-4'].map((who) => room.you(who).standing);
  assert.deepEqual(
    places.map((standing) => standing.state === 'waiting' && standing.place),
    [1, 2],
  );
  assert.equal(room.turns.waiting, 2);
  assert.equal(room.ask(c, 'release-turn').reason, 'not-waiting');
});

test('[QU21] nobody holds a turn before the world is live, but all may line up', () => {
  const room = new TestRoom();
  const a = room.join();
  assert.equal(room.ask(a, 'request-turn').ok, true);
  assert.equal(room.holder, '');
  assert.deepEqual(room.you('a-1').standing, { state: 'waiting', place: 1, expectedAt: null });
  room.goLive();
  assert.equal(room.holder, 'offered a-1');
});

test('[QU23] a turn can be asked for once: who waits or holds it is told so', () => {
  const [room, a] = liveRoom(1);
  room.ask(a, 'request-turn');
  assert.equal(room.ask(a, 'request-turn').reason, 'already-waiting');
  room.ask(a, 'release-turn');
  assert.equal(room.ask(a, 'release-turn').reason, 'not-waiting');
});

test('[QU25] who has left does not fill the line, and the places of the longest away are let go', () => {
  const [room, a] = liveRoom(1, { maxQueue: 3, idleSeconds: 0, turnSeconds: 600 });
  room.ask(a, 'request-turn');
  for (let index = 0; index < 8; index += 1) {
    const ghost = room.join({ id: `a-ghost-${index}` });
    assert.equal(room.ask(ghost, 'request-turn').ok, true);
    room.leave(ghost);
    room.passAlive(10);
  }
  const honest = room.join({ id: 'a-honest' });
  assert.equal(room.ask(honest, 'request-turn').ok, true);
  room.join({ id: 'a-ghost-7' });
  assert.equal(room.you('a-ghost-7').standing.state, 'waiting', 'who just dropped keeps the place');
  room.join({ id: 'a-ghost-0' });
  assert.equal(room.you('a-ghost-0').standing.state, 'none');
});

test('[QU26] a turn that was passed by name cannot be passed by name again: no circle of friends', () => {
  const [room, a, b, c] = liveRoom(3);
  for (const visitor of [a, b, c]) room.ask(visitor, 'request-turn');
  room.say(a, { type: 'pass-turn', id: 'q', to: 'a-3' });
  room.ask(c, 'claim-turn');
  room.say(c, { type: 'pass-turn', id: 'q', to: 'a-2' });
  assert.equal(room.lastAnswer(c).reason, 'not-allowed');
  room.say(c, { type: 'pass-turn', id: 'q', to: null });
  assert.equal(room.holder, 'offered a-2');
});

test('[QU18] the votes of those who left do not count', () => {
  const [room, a, b, c] = liveRoom(4, { skipMin: 2, skipRate: 0.5 });
  room.ask(a, 'request-turn');
  room.passAlive(6_000);
  room.ask(b, 'skip-vote');
  room.leave(b);
  room.ask(c, 'skip-vote');
  assert.equal(room.holder, 'active a-1');
  assert.equal(room.turns.skip?.votes, 1);
});

test('[QU27] a prompt that settles after its turn was given up counts for no later turn', () => {
  const [room, a] = liveRoom(1, { promptsPerTurn: 2, repeatSeconds: 0 });
  room.prompt(a, 'one');
  room.ask(a, 'release-turn');
  room.ask(a, 'request-turn');
  assert.equal(room.turns.holder?.promptsLeft, 2);
  const second = room.prompt(a, 'two');
  const third = room.prompt(a, 'three');
  assert.equal(room.receipt(a, third).status, 'waiting', 'the new turn has both its prompts');
  room.performed();
  assert.equal(room.turns.holder?.promptsLeft, 2);
  room.passAlive(3_000);
  assert.equal(room.receipt(a, second).status, 'performing');
  room.performed();
  assert.equal(room.turns.holder?.promptsLeft, 1);
});

test('[RS1] a line stored by an earlier version, which had learned nothing, goes on', () => {
  const [room, a, b] = liveRoom(2);
  for (const visitor of [a, b]) room.ask(visitor, 'request-turn');
  const { learned: _, ...stored } = room.state.turns as Record<string, unknown>;
  const line = [{ who: 'a-2', joinedAt: room.now }];
  room.state = { ...room.state, connections: {}, turns: { ...stored, line } };
  room.apply({ type: 'restarted', entropy: 'a secret' });
  const back = [room.join({ id: 'a-1' }), room.join({ id: 'a-2' })];
  assert.equal(room.holder, 'active a-1');
  room.ask(back[0]!, 'release-turn');
  room.passAlive(15_000);
  room.goLive();
  assert.equal(room.holder, 'offered a-2');
});

test('[QU31] fair: a clock that was put back costs nobody the place', () => {
  const [room, holder, early] = liveRoom(2, { order: 'fair' });
  room.ask(holder, 'request-turn');
  room.now -= 10_000;
  room.ask(early, 'request-turn');
  room.ask(room.join(), 'request-turn');
  assert.deepEqual(
    room.turns.next.map(({ id }) => id),
    ['a-2', 'a-3'],
  );
});
