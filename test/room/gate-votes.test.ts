import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { liveRoom, TestRoom } from '../support/test-room.js';

const VOTES: RulesPatch = {
  turns: 'vote',
  submitSeconds: 5,
  voteSeconds: 600,
  votesPerAddress: 10,
};

/** A ballot between two proposals; returns their ids. */
function ballot(rules: RulesPatch = {}): [TestRoom, string, string] {
  const [room, a, b] = liveRoom(2, { ...VOTES, ...rules });
  const [one, two] = [room.prompt(a, 'one'), room.prompt(b, 'two')];
  room.passAlive(5_000);
  return [room, one, two];
}

function votesFor(room: TestRoom, id: string): number {
  return room.round.choices.find((choice) => choice.id === id)?.votes ?? 0;
}

test('[AD1] of a thousand identities of one address, as many votes count as the rules say', () => {
  const [room, one] = ballot();
  const reasons = Array.from({ length: 1_000 }, (_, index) =>
    room.vote(room.join({ id: `a-home-${index}`, address: 'home', watching: false }), one),
  );
  assert.equal(votesFor(room, one), 10);
  assert.ok(reasons.slice(0, 10).every(({ ok }) => ok));
  const over = reasons.slice(10).map(({ reason, limit }) => `${reason} ${limit}`);
  assert.deepEqual([...new Set(over)], ['too-many-from-address 10']);
  for (let index = 0; index < 12; index += 1) {
    assert.equal(
      room.vote(room.join(), one).ok,
      true,
      'an unknown address is nobody in particular',
    );
  }
  assert.equal(room.vote(room.join({ address: 'office' }), one).ok, true);
  assert.equal(votesFor(room, one), 23);
});

test('[AD1] 0 sets no limit', () => {
  const [room, one] = ballot({ votesPerAddress: 0 });
  for (let index = 0; index < 100; index += 1) room.vote(room.join({ address: 'home' }), one);
  assert.equal(votesFor(room, one), 100);
});

test('[AD2] a thousand connections of one identity have one vote, which can be changed', () => {
  const [room, one, two] = ballot({ votesPerAddress: 1 });
  for (let index = 0; index < 1_000; index += 1) {
    const tab = room.join({ id: 'a-many', address: 'home', watching: false });
    assert.equal(room.vote(tab, index % 2 === 0 ? one : two).ok, true);
  }
  assert.deepEqual([votesFor(room, one), votesFor(room, two)], [0, 1]);
});

test('[AD3] who votes and leaves makes no room for another of the same address', () => {
  for (const turns of ['vote', 'curated'] as const) {
    const [room, one] = turns === 'vote' ? ballot({ votesPerAddress: 2 }) : curatedRoom();
    const answers = Array.from({ length: 20 }, (_, index) => {
      const connection = room.join({ id: `a-home-${index}`, address: 'home' });
      const answer = room.vote(connection, one);
      room.leave(connection);
      return answer.ok;
    });
    assert.equal(answers.filter((ok) => ok).length, 2, turns);
    assert.equal(votesFor(room, one), 2, turns);
  }
});

function curatedRoom(): [TestRoom, string] {
  const [room, a] = liveRoom(1, { turns: 'curated', votesPerAddress: 2 });
  return [room, room.prompt(a, 'one')];
}

test('[AD3] an upvote that is taken back makes room', () => {
  const [room, one] = curatedRoom();
  const home = Array.from({ length: 3 }, () => room.join({ address: 'home' }));
  assert.deepEqual(
    home.map((connection) => room.vote(connection, one).reason),
    [null, null, 'too-many-from-address'],
  );
  room.vote(home[0]!, one);
  assert.equal(room.vote(home[2]!, one).ok, true);
  assert.equal(votesFor(room, one), 2);
});

test('[AD1] votes that a room stored before it counted addresses count for theirs', () => {
  const [room, one] = ballot({ votesPerAddress: 2 });
  const home = Array.from({ length: 4 }, () => room.join({ address: 'home' }));
  const vote = (index: number) => room.vote(home[index]!, one).reason;
  assert.equal(vote(0), null);
  const turns = JSON.parse(JSON.stringify(room.state.turns)) as { stage: { alike?: object } };
  assert.deepEqual(turns.stage.alike, { home: 1 });
  delete turns.stage.alike;
  room.state = { ...room.state, turns };
  assert.deepEqual([1, 2, 3].map(vote), [null, 'too-many-from-address', 'too-many-from-address']);
});

test('[AD4] skip votes and votes for another mode count so many present of one address', () => {
  const room = new TestRoom({
    skipRate: 0.1,
    skipMin: 3,
    skipCooldownSeconds: 0,
    votesPerAddress: 2,
    switchable: 'open',
    switchShare: 0.5,
  });
  const holder = room.join();
  room.goLive();
  room.ask(holder, 'request-turn');
  const home = Array.from({ length: 4 }, () => room.join({ address: 'home' }));
  const skips = home.map((connection) => room.ask(connection, 'skip-vote').reason);
  assert.deepEqual(skips, [null, null, 'too-many-from-address', 'too-many-from-address']);
  assert.equal(room.turns.skip?.votes, 2);
  const say = (connection: string) => {
    room.say(connection, { type: 'switch-vote', id: 's', mode: 'open' });
    return room.lastAnswer(connection).reason;
  };
  assert.deepEqual(home.map(say), [null, null, 'too-many-from-address', 'too-many-from-address']);
  assert.equal(room.view().turns.switching?.[0]?.votes, 2);
  assert.equal(say(home[0]!), null, 'saying it again is no second vote');
  room.leave(home[0]!);
  assert.equal(room.ask(home[2]!, 'skip-vote').reason, null);
  assert.equal(room.holder, 'active a-1');
  assert.equal(room.ask(room.join(), 'skip-vote').reason, null);
  assert.equal(room.holder, '', 'two of one address and one more are three');
});
