import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { Random } from '../support/random.js';
import { liveRoom, type TestRoom } from '../support/test-room.js';

/** The first visitor's page conducts, the second holds the turn, the third waits for it. */
const HOLDER = 'a-2';

function held(rules: RulesPatch = {}): { room: TestRoom; holder: string } {
  const [room, , holder, other] = liveRoom(3, { turnSeconds: 600, ...rules });
  room.ask(holder, 'request-turn');
  room.ask(other, 'request-turn');
  return { room, holder: holder };
}

function holds(room: TestRoom): boolean {
  return room.holder === `active ${HOLDER}`;
}

/** Drops off and comes back, unless the turn is lost meanwhile. */
function drop(room: TestRoom, connection: string, seconds: number): string {
  room.leave(connection);
  room.passAlive(seconds * 1000);
  return room.join({ id: HOLDER });
}

/** For how long the holder keeps the turn from here on (seconds). */
function keeps(room: TestRoom): number {
  const from = room.now;
  while (holds(room)) room.passAlive(100);
  return Math.round((room.now - from) / 100) / 10;
}

test('[QU15] a dropped holder keeps the turn for grace-seconds, and has it back on return', () => {
  const { room, holder } = held({ graceSeconds: 20 });
  room.leave(holder);
  room.passAlive(19_000);
  assert.ok(holds(room), 'idling does not count while away');
  const back = room.join({ id: HOLDER });
  room.passAlive(2_000);
  room.say(back, { type: 'typing' });
  assert.equal(keeps(room), 15, 'and is as before');
  const other = held({ graceSeconds: 20 });
  other.room.leave(other.holder);
  assert.equal(keeps(other.room), 20);
  assert.equal(other.room.view().turns.last?.reason, 'dropped');
});

test('[QU32] the silence before a drop counts: nobody absent is waited for longer than idling or dropping may take', () => {
  const waited = (rules: RulesPatch) => {
    const { room, holder } = held(rules);
    room.passAlive(14_000);
    room.leave(holder);
    return 14 + keeps(room);
  };
  assert.equal(waited({ graceSeconds: 20, claimSeconds: 8, idleSeconds: 15 }), 23);
  assert.equal(waited({ graceSeconds: 40, claimSeconds: 8, idleSeconds: 15 }), 40);
  assert.equal(waited({ graceSeconds: 5, claimSeconds: 8, idleSeconds: 15 }), 19);
  assert.equal(waited({ graceSeconds: 20, claimSeconds: 8, idleSeconds: 0 }), 34);
});

test('[QU32] the silence after a drop counts too, and the holder is shown what is left of it', () => {
  const { room, holder } = held();
  room.passAlive(1_000);
  drop(room, holder, 17);
  const { standing } = room.you(HOLDER);
  assert.ok(standing.state === 'active');
  assert.deepEqual(standing.idleClock, { endsAt: room.now + 5_000 });
  assert.equal(keeps(room), 5);
  assert.equal(room.view().turns.last?.reason, 'idle');
});

test('[QU32] however often somebody drops, it is one silence; typing ends it', () => {
  const { room, holder } = held({ graceSeconds: 60, claimSeconds: 50 });
  let connection = holder;
  for (let times = 0; times < 6; times += 1) {
    connection = drop(room, connection, 9);
    room.passAlive(1_000);
  }
  assert.equal(keeps(room), 5);
  const typing = held({ graceSeconds: 60, claimSeconds: 50 });
  connection = drop(typing.room, typing.holder, 55);
  typing.room.say(connection, { type: 'typing' });
  assert.equal(keeps(typing.room), 15);
});

test('[QU32] while the world cannot listen nobody is waited for, and no silence counts', () => {
  const { room, holder } = held({ graceSeconds: 120, claimSeconds: 2 });
  const host = room.join({ role: 'host' });
  room.passAlive(10_000);
  room.act(host, { act: 'lock', seconds: 100 });
  drop(room, holder, 90);
  assert.ok(holds(room));
  room.passAlive(10_000);
  assert.equal(keeps(room), 5, 'the ten seconds before were silence');
});

test('[QU33] the grace is one for all the drops of a turn, whatever is done between them', () => {
  const { room, holder } = held({ graceSeconds: 20 });
  let connection = holder;
  for (let times = 0; times < 3; times += 1) {
    connection = drop(room, connection, 6);
    room.say(connection, { type: 'typing' });
    room.passAlive(1_000);
  }
  room.leave(connection);
  assert.equal(keeps(room), 2);
  assert.equal(room.view().turns.last?.reason, 'dropped');
});

test('[QU33] a grace that the host shortens is shorter for the next drop; a new turn has it whole', () => {
  const { room, holder } = held({ graceSeconds: 20 });
  const host = room.join({ role: 'host' });
  room.act(host, { act: 'rules', rules: { graceSeconds: 4 } });
  room.leave(holder);
  assert.equal(keeps(room), 4);
  room.act(host, { act: 'rules', rules: { graceSeconds: 12 } });
  const back = room.join({ id: HOLDER });
  room.ask(back, 'request-turn');
  room.passAlive(9_000);
  assert.equal(room.holder, `offered ${HOLDER}`);
  room.ask(back, 'claim-turn');
  room.leave(back);
  assert.equal(keeps(room), 12);
});

test('[QU33] a clock that was put back gives nobody more grace', () => {
  const { room, holder } = held({ graceSeconds: 20 });
  room.leave(holder);
  room.now -= 60_000;
  const back = room.join({ id: HOLDER });
  room.say(back, { type: 'typing' });
  room.leave(back);
  assert.equal(keeps(room), 20);
});

test('[QU32] a prompt on its way is no silence: its author keeps what is left of the grace', () => {
  const { room, holder } = held({ graceSeconds: 20, promptsPerTurn: 2 });
  room.passAlive(14_000);
  room.prompt(holder, 'a red balloon');
  room.passAlive(14_000);
  room.leave(holder);
  room.passAlive(1_000);
  room.performed();
  assert.equal(keeps(room), 19);
});

test('[QU34] whoever drops off whenever the turn is offered has one time to claim it in all', () => {
  const { room, holder } = held({ claimSeconds: 8 });
  const other = 'a-3';
  let connection = 'c3';
  const offered = (seconds: number) => {
    assert.equal(room.holder, `offered ${other}`);
    room.passAlive(seconds * 1000);
  };
  room.ask(holder, 'release-turn');
  offered(5);
  room.leave(connection);
  room.ask(holder, 'request-turn');
  assert.equal(room.holder, `active ${HOLDER}`);
  connection = room.join({ id: other });
  room.ask(holder, 'release-turn');
  offered(2.9);
  assert.equal(room.holder, `offered ${other}`);
  room.passAlive(100);
  assert.equal(room.holder, '');
  assert.equal(room.view().turns.last?.reason, 'not-claimed');
  room.ask(connection, 'request-turn');
  assert.equal(room.holder, `active ${other}`, 'a new place is as good as any');
});

test('[BA9] the baton: silence and drops are one silence, the grace is one from prompt to prompt', () => {
  const { room, holder } = held({ turns: 'baton', graceSeconds: 20 });
  let connection = drop(room, holder, 19);
  assert.equal(keeps(room), 4);
  const again = held({ turns: 'baton', graceSeconds: 20 });
  connection = drop(again.room, again.holder, 19);
  again.room.say(connection, { type: 'typing' });
  again.room.leave(connection);
  assert.equal(keeps(again.room), 1);
  const used = held({ turns: 'baton', graceSeconds: 20 });
  connection = drop(used.room, used.holder, 19);
  used.room.prompt(connection, 'a red balloon');
  used.room.performed();
  used.room.leave(connection);
  assert.equal(keeps(used.room), 20);
});

for (const turns of ['queue', 'baton'] as const) {
  test(`[QU32] [QU33] ${turns}: whoever comes and goes as he likes is waited for no longer than that`, () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = new Random(seed);
      const { room, holder } = held({ turns });
      let connection: string | null = holder;
      let silentMs = 0;
      let awayMs = 0;
      while (holds(room)) {
        const ms = 100 * (1 + Math.floor(random.next() * 90));
        for (let passed = 0; passed < ms && holds(room); passed += 100) {
          room.passAlive(100);
          silentMs += 100;
          if (connection === null) awayMs += 100;
        }
        assert.ok(silentMs <= 23_000, `seed ${seed}: silent for ${silentMs} ms`);
        assert.ok(awayMs <= 20_000, `seed ${seed}: away for ${awayMs} ms`);
        if (!holds(room)) break;
        if (connection === null) connection = room.join({ id: HOLDER });
        else if (random.chance(0.6)) {
          room.leave(connection);
          connection = null;
        } else if (random.chance(0.5)) {
          room.say(connection, { type: 'typing' });
          silentMs = 0;
        }
      }
    }
  });
}

for (const turns of ['queue', 'baton'] as const) {
  test(`[RS1] ${turns}: a turn stored by an earlier version, which knew no silence and no grace, goes on`, () => {
    const { room, holder } = held({ turns });
    const stored = room.state.turns as { holder: Record<string, unknown> };
    const { silent: _silent, away: _away, ...rest } = stored.holder;
    room.state = { ...room.state, turns: { ...stored, holder: rest } };
    room.leave(holder);
    room.passAlive(10_000);
    assert.ok(holds(room));
    room.say(room.join({ id: HOLDER }), { type: 'typing' });
    assert.equal(keeps(room), 15);
  });
}
