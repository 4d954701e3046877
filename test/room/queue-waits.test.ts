import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learn, type QueueTurns } from '../../party/turns/queue-state.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { liveRoom, type TestRoom } from '../support/test-room.js';

/** When a visitor who waits should have the turn, from now (ms). */
function announced(room: TestRoom, who: string): number {
  const { standing } = room.you(who);
  if (standing.state !== 'waiting') throw new Error(`${who} does not wait`);
  return standing.expectedAt! - room.now;
}

test('[QU22] places and expected times are right for everyone, and only five are named', () => {
  const [room, ...visitors] = liveRoom(9, { turnSeconds: 30 });
  for (const visitor of visitors) room.ask(visitor, 'request-turn');
  const { turns } = room;
  assert.equal(turns.waiting, 8);
  const { forecast } = turns;
  assert.ok(forecast !== null && forecast.turnEndsAt! > room.now && forecast.lineMs > 0);
  assert.deepEqual(
    turns.next.map(({ id }) => id),
    ['a-2', 'a-3', 'a-4', 'a-5', 'a-6'],
  );
  const standings = visitors.slice(1).map((_, index) => room.you(`a-${index + 2}`).standing);
  standings.forEach((standing, index) => {
    assert.equal(standing.state === 'waiting' && standing.place, index + 1);
  });
  const times = standings.map((standing) =>
    standing.state === 'waiting' ? standing.expectedAt! : 0,
  );
  assert.ok(times.every((at, index) => at > room.now && (index === 0 || at > times[index - 1]!)));
});

test('[QU24] who does not wait yet is told how long it would take, and it is learned from the turns', () => {
  const [room, a, b] = liveRoom(2, { idleSeconds: 0, turnSeconds: 60, order: 'fifo' });
  const slow = () => {
    room.ask(a!, 'request-turn');
    room.ask(b!, 'request-turn');
    const { forecast } = room.turns;
    return forecast!.turnEndsAt! - room.now + forecast!.lineMs;
  };
  const before = slow();
  for (let round = 0; round < 6; round += 1) {
    room.passAlive(50_000);
    const holder = room.turns.holder?.id === 'a-1' ? a! : b!;
    room.ask(holder, 'claim-turn');
    room.ask(holder, 'release-turn');
    room.ask(holder, 'request-turn');
    room.ask(holder === a ? b! : a!, 'claim-turn');
  }
  const { forecast } = room.turns;
  assert.ok(forecast!.lineMs > before / 2 && forecast!.lineMs > 35_000, `${forecast!.lineMs} ms`);
});

test('[QU24] the guess counts as two turns, every other as one, and the latest a fiftieth at least', () => {
  const mean: Parameters<typeof learn>[0] = { value: null, seen: 0 };
  learn(mean, 18_000, 48_000);
  assert.equal(mean.value, 28_000);
  learn(mean, 0, 48_000);
  assert.equal(mean.value, 33_000, 'the guess is in it already');
  for (let turn = 0; turn < 100; turn += 1) learn(mean, 0, 33_000);
  learn(mean, 0, 83_000);
  assert.equal(Math.round(mean.value), 34_000);
});

test('[QU22] the expected time counts everyone ahead, by what turns take here', () => {
  const [room, a, b, c, d] = liveRoom(4);
  for (const visitor of [a!, b!, c!, d!]) room.ask(visitor, 'request-turn');
  const at = (who: string) => {
    const { standing } = room.you(who);
    return standing.state === 'waiting' ? standing.expectedAt! : Number.NaN;
  };
  const step = at('a-3') - at('a-2');
  assert.ok(step >= 1_000);
  assert.equal(at('a-4') - at('a-3'), step);
});

test('[QU28] the first guess at a turn goes by what the rules let a turn be', () => {
  const lineMs = (rules: RulesPatch, withPrompt = false) => {
    const [room, a, b] = liveRoom(2, rules);
    room.ask(a!, 'request-turn');
    if (withPrompt) room.prompt(b, 'it snows');
    else room.ask(b, 'request-turn');
    return room.turns.forecast!.lineMs;
  };
  assert.equal(lineMs({}), 18_000);
  assert.equal(lineMs({ turnSeconds: 5 }), 8_000);
  assert.equal(lineMs({ turnSeconds: 60, promptsPerTurn: 3 }), 54_000);
  assert.equal(lineMs({ turnSeconds: 600, promptsPerTurn: 10 }), 180_000);
  assert.equal(lineMs({}, true), 5_000, 'a prompt that waits along is soon there');
  assert.equal(lineMs({ turnSeconds: 60, promptsPerTurn: 3 }, true), 41_000);
  assert.equal(lineMs({ turnSeconds: 30, promptsPerTurn: 3 }, true), 33_000);
});

test('[QU29] fair: the announced wait counts those who line up later and go first', () => {
  const wait = (order: 'fair' | 'fifo') => {
    const [room, regular, holder, ...rested] = liveRoom(5, {
      order,
      idleSeconds: 0,
      turnSeconds: 60,
    });
    const endTurn = () => room.ask(`c${room.holder.split('a-')[1]}`, 'release-turn');
    let announcedMs = 0;
    for (let round = 0; round < 6; round += 1) {
      for (const visitor of [regular, holder]) room.ask(visitor, 'request-turn');
      endTurn();
      room.ask(holder, 'claim-turn');
      // One who has just had a turn lines up; three who had none for long come soon after.
      room.ask(regular, 'request-turn');
      announcedMs = announced(room, 'a-1');
      for (const visitor of rested) {
        room.passAlive(5_000);
        room.ask(visitor, 'request-turn');
      }
      while (room.holder !== '') {
        room.passAlive(5_000);
        endTurn();
      }
      room.passAlive(60_000);
    }
    return announcedMs;
  };
  const [fair, fifo] = [wait('fair'), wait('fifo')];
  assert.ok(fair > 1.5 * fifo, `${fair} ms and ${fifo} ms`);
});

test('[QU29] fair: who can be overtaken for less than 5 s teaches nothing of that', () => {
  const seen = (idleMs: number) => {
    const [room, a, b] = liveRoom(2, { order: 'fair', headStartSeconds: 10 });
    room.ask(a, 'request-turn');
    room.passAlive(idleMs);
    room.ask(b, 'request-turn');
    room.ask(a, 'release-turn');
    assert.equal(room.holder, 'offered a-2');
    return (room.state.turns as QueueTurns).learned.overtaking.seen;
  };
  assert.deepEqual([seen(5_000), seen(5_001)], [1, 0]);
});

test('[QU30] announced waits learn from those who leave the line before their turn', () => {
  const [room, a, b, c, d] = liveRoom(4, { order: 'fifo', idleSeconds: 0, turnSeconds: 60 });
  const round = () => {
    for (const visitor of [a, b, c, d]) room.ask(visitor, 'request-turn');
    const wait = announced(room, 'a-4');
    for (const impatient of [b, c]) room.ask(impatient, 'release-turn');
    for (const visitor of [a, d]) {
      room.ask(visitor, 'claim-turn');
      room.passAlive(18_000);
      room.ask(visitor, 'release-turn');
    }
    return wait;
  };
  const first = round();
  for (let times = 0; times < 8; times += 1) round();
  const later = round();
  assert.equal(first, 54_000);
  assert.ok(later < 0.75 * first, `${later} ms`);
});

test('[QU30] a wait that should be shorter than 5 s teaches nothing; of a longer one three times as much counts at most', () => {
  const stretched = (joinsAt: number, ms: number) => {
    const [room, a, b, c, d] = liveRoom(4, { order: 'fifo', idleSeconds: 0, turnSeconds: 120 });
    room.ask(a, 'request-turn');
    room.passAlive(joinsAt);
    room.ask(b, 'request-turn');
    room.passAlive(ms);
    room.ask(a, 'release-turn');
    for (const visitor of [c, d]) room.ask(visitor, 'request-turn');
    const oneTurnMs = room.turns.forecast!.lineMs / 2;
    return ((announced(room, 'a-4') - announced(room, 'a-3')) / oneTurnMs).toFixed(3);
  };
  assert.equal(stretched(13_001, 20_000), '1.000');
  // The third root of three: no stretch at all counts as two waits.
  for (const ms of [15_000, 50_000]) assert.equal(stretched(13_000, ms), '1.442', `${ms} ms`);
});
