import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HistoryEntry } from '../../src/protocol/records.js';
import { program } from '../support/people.js';
import { programPrompts } from '../support/programs.js';
import { liveRoom, type TestRoom } from '../support/test-room.js';

const FREE = { repeatSeconds: 0, gapSeconds: 0, promptsPerMinute: 120, staffPromptsPerMinute: 120 };

/** Performs whatever is in flight, and says what it was. */
function perform(room: TestRoom): string {
  const { dispatch } = room.state;
  if (dispatch.phase !== 'inFlight') return 'nothing';
  room.performed();
  room.pass(1);
  return dispatch.promptId;
}

function history(room: TestRoom): HistoryEntry[] {
  return room.effects.flatMap((effect) =>
    effect.type === 'record' && effect.record.log === 'history' ? [effect.record.entry] : [],
  );
}

test('[PG1] a program’s prompt goes at once while the crowd wants nothing, and takes nobody’s turn', () => {
  for (const turns of ['queue', 'open', 'vote', 'baton', 'stage'] as const) {
    const [room] = liveRoom(2, { ...FREE, turns });
    assert.equal(programPrompts(room, 'rain', 'b1').status, 'waiting');
    assert.equal(room.state.dispatch.phase, 'inFlight', turns);
    assert.equal(room.turns.holder, null, turns);
    assert.equal(room.view().performing?.name, 't-bot');
    room.performed();
    assert.equal(room.view().changes.at(-1)?.name, 't-bot');
    assert.equal(room.turns.waiting, 0, turns);
  }
});

test('[PG2] while the crowd prompts, a program has its share: one for every four with 0.2', () => {
  const [room, ...crowd] = liveRoom(12, {
    ...FREE,
    turns: 'open',
    cooldownSeconds: 0,
    apiShare: 0.2,
  });
  crowd.forEach((connection, index) => {
    room.prompt(connection, `crowd ${index}`, `c${index}`);
  });
  for (const id of ['b1', 'b2']) programPrompts(room, `bot ${id}`, id);
  const order = crowd.map(() => perform(room));
  assert.deepEqual(order, ['c0', 'c1', 'c2', 'c3', 'b1', 'c4', 'c5', 'c6', 'c7', 'b2', 'c8', 'c9']);
});

test('[PG2] without a share a program waits until the crowd is idle', () => {
  const [room, ...crowd] = liveRoom(6, { ...FREE, turns: 'open', cooldownSeconds: 0, apiShare: 0 });
  crowd.forEach((connection, index) => {
    room.prompt(connection, `crowd ${index}`, `c${index}`);
  });
  programPrompts(room, 'bot', 'b1');
  assert.deepEqual(
    [...crowd, 'b1'].map(() => perform(room)),
    ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'b1'],
  );
});

test('[PG3] a crowd that takes its time holds a program up for as many turns, and no longer', () => {
  const rules = { turnSeconds: 600, idleSeconds: 0, apiShare: 0.5 };
  const [room, a] = liveRoom(1, { ...FREE, ...rules });
  room.ask(a, 'request-turn');
  room.ask(a, 'claim-turn');
  assert.match(room.holder, /^active/);
  assert.equal(programPrompts(room, 'rain', 'b1').status, 'waiting');
  // The share of one half: as long as one turn may last.
  room.state = {
    ...room.state,
    rules: { ...room.state.rules, values: { ...room.state.rules.values, turnSeconds: 20 } },
  };
  room.passAlive(19_000);
  assert.equal(room.state.dispatch.phase, 'idle');
  room.passAlive(2_000);
  assert.equal(room.state.dispatch.phase, 'inFlight');
  room.performed();
  assert.match(room.holder, /^active/, 'the turn goes on');
  assert.equal(room.turns.holder?.promptsLeft, 1);
});

test('[PG4] the gap between two prompts is everybody’s', () => {
  const [room] = liveRoom(1, { ...FREE, gapSeconds: 3 });
  programPrompts(room, 'one', 'b1');
  programPrompts(room, 'two', 'b2');
  room.performed();
  room.pass(2_900);
  assert.equal(room.state.dispatch.phase, 'idle');
  room.pass(200);
  assert.equal(room.state.dispatch.phase, 'inFlight');
});

test('[PG5] the lane is short and nobody waits in it for ever', () => {
  const [room, a] = liveRoom(1, { ...FREE, apiShare: 0, keepSeconds: 3600 });
  room.leave(a);
  const receipts = Array.from({ length: 51 }, (_, index) =>
    programPrompts(room, `rain ${index}`, `b${index}`, `t-${index % 5}`),
  );
  assert.equal(receipts[49]?.status, 'waiting');
  assert.deepEqual([receipts[50]?.status, receipts[50]?.reason], ['refused', 'queue-full']);
  room.pass(600_001);
  assert.equal(room.state.prompts.filter(({ status }) => status === 'waiting').length, 0);
  assert.equal(history(room).at(-1)?.reason, 'waited-too-long');
});

test('[PG6] only a program may prompt without a place in the room', () => {
  const [room] = liveRoom(1);
  const message = { type: 'prompt' as const, id: 'b1', text: 'rain' };
  const caller = { ...program(), isProgram: false };
  room.apply({ type: 'asked', request: 'r', caller, message });
  assert.equal(room.lastAnswer('r').reason, 'not-allowed');
  assert.equal(room.state.prompts.length, 0);
});

test('[HI1] every accepted prompt is written down once, when it has settled', () => {
  const [room, a] = liveRoom(1, { ...FREE, turns: 'open', cooldownSeconds: 0 });
  room.pass(5_000);
  room.prompt(a, 'one', 'p1');
  room.performed({ status: 'applied', appliedText: 'One' });
  room.prompt(a, '   ', 'p2');
  room.prompt(a, 'two', 'p3');
  room.prompt(a, 'three', 'p4');
  room.say(a, { type: 'withdraw', id: 'q', promptId: 'p4' });
  room.performed({ status: 'refused', reason: 'world-refused' });
  room.prompt(a, 'two', 'p3');
  const seen = history(room).map(({ no, id, status, reason }) => [no, id, status, reason]);
  assert.deepEqual(seen, [
    [1, 'p1', 'applied', null],
    [2, 'p4', 'withdrawn', null],
    [3, 'p3', 'refused', 'world-refused'],
  ]);
  const [first] = history(room);
  assert.deepEqual([first?.appliedText, first?.via, first?.mode], ['One', 'crowd', 'open']);
  assert.equal(first?.stream?.id, room.shownId(`stream-${room.state.broadcast.epoch}`));
  assert.ok((first?.stream?.atMs ?? 0) >= 5_000);
});

test('[HI2] the room counts what became of prompts, and how long it was live', () => {
  const [room, a] = liveRoom(1, { ...FREE, lingerSeconds: 0 });
  room.prompt(a, 'one', 'p1');
  room.performed();
  room.passAlive(10_000);
  room.leave(a);
  room.pass(60_000);
  assert.equal(room.state.records.tally.applied, 1);
  const { liveMs } = room.state.records.tally;
  assert.ok(liveMs >= 10_000 && liveMs < 12_000, String(liveMs));
});
