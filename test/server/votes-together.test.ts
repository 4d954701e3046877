import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer } from '../../src/protocol/messages.js';
import type { RoundView } from '../../src/protocol/view.js';
import { type HostGuest, HostRoom } from '../support/host-room.js';
import { allOf } from '../support/turns.js';

/** A room in which two things are on the ballot. */
async function ballot(voters: number) {
  const room = await HostRoom.start({ turns: 'vote', submitSeconds: 10, voteSeconds: 20 });
  await room.enter('conductor', {}, { conduct: 'can' });
  const crowd: HostGuest[] = [];
  for (let no = 0; no < voters; no += 1) {
    const address = `198.51.100.${no}`;
    crowd.push(await room.enter(`voter-${no}`, { mayConduct: false, address }));
  }
  await room.pass(5_000);
  await crowd[0]?.prompt('a lighthouse', 'p1');
  await crowd[1]?.prompt('a desert', 'p2');
  await room.pass(11_000);
  const round = () => allOf(room.host.view().turns).round as RoundView;
  assert.equal(round().phase, 'vote');
  const [first, second] = round().choices;
  assert.ok(first !== undefined && second !== undefined);
  const vote = (guest: HostGuest | undefined, choice: string, id: string) =>
    guest?.say({ type: 'vote', id, roundId: round().id, choice });
  return { room, crowd, round, first: first.id, second: second.id, vote };
}

function answers(guest: HostGuest | undefined): Answer[] {
  return guest?.heard.filter((message) => message.type === 'answer') ?? [];
}

test('[SH4] one vote is taken at once, and a crowd’s in ten steps a second, each answered', async () => {
  const { room, crowd, round, first, vote } = await ballot(30);
  await room.clock.advance(1_000);
  const before = room.steps;
  await vote(crowd[0], first, 'v0');
  assert.equal(room.steps, before + 1);
  assert.equal(answers(crowd[0]).length, 1);
  for (const [no, guest] of crowd.slice(1).entries()) await vote(guest, first, `v${no + 1}`);
  assert.equal(round().choices[0]?.votes, 1);
  await room.clock.advance(100);
  assert.equal(round().choices[0]?.votes, 30);
  assert.equal(room.steps, before + 2);
  for (const [no, guest] of crowd.entries()) {
    assert.deepEqual(
      answers(guest).map(({ id, ok }) => [id, ok]),
      [[`v${no}`, true]],
    );
  }
});

test('[SH4] who votes twice has voted as they did last, and is answered twice', async () => {
  const { room, crowd, round, first, second, vote } = await ballot(3);
  await vote(crowd[0], first, 'v0');
  await vote(crowd[1], first, 'v1');
  await vote(crowd[1], second, 'v2');
  await vote(crowd[1], 'no-such-thing', 'v3');
  await room.clock.advance(100);
  assert.deepEqual(
    round().choices.map(({ votes }) => votes),
    [1, 1],
  );
  assert.deepEqual(
    answers(crowd[1]).map(({ id, reason }) => [id, reason]),
    [
      ['v1', null],
      ['v2', null],
      ['v3', 'no-such-choice'],
    ],
  );
});

test('[SH4] a vote comes before whatever is said or falls due after it', async () => {
  const { crowd, round, first, second, vote } = await ballot(4);
  await vote(crowd[0], first, 'v0');
  await vote(crowd[1], first, 'v1');
  await crowd[1]?.leave();
  assert.equal(round().choices[0]?.votes, 2);
  await vote(crowd[2], second, 'v2');
  await vote(crowd[3], second, 'v3');
  await crowd[3]?.say({ type: 'rename', name: 'Ada' });
  assert.equal(round().choices[1]?.votes, 2);
});

test('[SH4] the last votes before the end of a round count', async () => {
  const { room, crowd, round, first, second, vote } = await ballot(6);
  const { clock } = round();
  assert.ok(clock !== null && 'endsAt' in clock);
  const { endsAt } = clock;
  // While all are heard, the clock of the round runs.
  await room.pass(endsAt - room.clock.now() - 20);
  await vote(crowd[0], first, 'v0');
  for (const guest of crowd.slice(1)) await vote(guest, second, 'v1');
  await room.clock.advance(40);
  const { result } = allOf(room.host.view().turns).round as RoundView;
  assert.equal(result?.votes, 5);
  assert.equal(answers(crowd[5])[0]?.ok, true);
});
