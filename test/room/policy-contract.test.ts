import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { deadline } from '../../party/room/step.js';
import { STORED_SECTIONS, storedPart } from '../../party/room/stored.js';
import { POLICIES } from '../../party/turns/policies.js';
import { isSettled } from '../../src/protocol/receipt.js';
import { TURN_MODES } from '../../src/protocol/rules.js';
import { TestRoom } from '../support/test-room.js';

/** What a crowd can do, as a list of small numbers that fast-check can shrink. */
const act = fc.record({
  who: fc.nat(5),
  what: fc.constantFrom(
    'request-turn',
    'claim-turn',
    'release-turn',
    'extend-turn',
    'skip-vote',
    'pass',
    'typing',
    'prompt',
    'withdraw',
    'drop',
    'return',
    'settle',
    'refuse',
    'conductor-lost',
    'live',
    'restart',
  ),
  waitMs: fc.constantFrom(0, 1, 500, 3_000, 9_000, 21_000, 70_000),
});

/** A crowd of six over one room, whose every step is checked against the contract. */
class Crowd {
  readonly room: TestRoom;
  private readonly connections: (string | null)[] = [];
  private readonly prompts: string[] = [];

  constructor(order: 'fair' | 'fifo') {
    this.room = new TestRoom({ order, promptsPerTurn: 2, repeatSeconds: 0, maxQueue: 4 });
    for (let index = 0; index < 6; index += 1) this.connections.push(this.join(index));
    this.room.goLive();
  }

  private join(index: number): string {
    return this.room.join({ id: `a-${index}` });
  }

  play({ who, what, waitMs }: { who: number; what: string; waitMs: number }): void {
    const { room } = this;
    const connection = this.connections[who] ?? null;
    if (what === 'restart') {
      room.state = JSON.parse(JSON.stringify({ ...room.state, connections: {} }));
      room.apply({ type: 'restarted', entropy: 'a secret' });
      this.connections.fill(null);
    } else if (what === 'live') {
      if (room.view().life.phase === 'opening') room.goLive();
    } else if (what === 'conductor-lost') {
      const at = this.connections.indexOf(room.state.lease?.connection ?? '');
      if (at >= 0) this.drop(at);
    } else if (what === 'settle' || what === 'refuse') {
      const reachable = room.state.lease?.connection != null;
      if (room.state.dispatch.phase === 'inFlight' && reachable) {
        room.performed(
          what === 'settle' ? undefined : { status: 'refused', reason: 'world-refused' },
        );
      }
    } else if (what === 'return') {
      if (connection === null) this.connections[who] = this.join(who);
    } else if (connection !== null) this.speak(who, connection, what);
    room.passAlive(waitMs);
    this.check();
  }

  private speak(who: number, connection: string, what: string): void {
    const { room } = this;
    switch (what) {
      case 'drop':
        return this.drop(who);
      case 'prompt':
        this.prompts.push(room.prompt(connection, `idea ${this.prompts.length}`));
        return;
      case 'withdraw':
        return room.say(connection, {
          type: 'withdraw',
          id: 'w',
          promptId: this.prompts.at(-1) ?? 'x',
        });
      case 'pass':
        return room.say(connection, { type: 'pass-turn', id: 'q', to: `a-${(who + 1) % 6}` });
      case 'typing':
        return room.say(connection, { type: 'typing' });
      default:
        room.say(connection, { type: what as 'request-turn', id: 'q' });
    }
  }

  private drop(who: number): void {
    const connection = this.connections[who];
    if (connection != null) this.room.leave(connection);
    this.connections[who] = null;
  }

  private check(): void {
    const { state, now } = this.room;
    const at = deadline(state, now);
    assert.ok(at === null || at > now, 'a deadline lies in the future or there is none');
    const { holder } = this.room.view().turns;
    if (holder !== null) {
      const away = state.participants[holder.id]?.awayAt;
      assert.notEqual(away, undefined, 'the holder is known');
      assert.ok(
        away === null || now - away! <= 20_000,
        'nobody absent holds a turn beyond the grace',
      );
    }
    const performing = state.prompts.filter(({ status }) => status === 'performing');
    assert.ok(performing.length <= 1, 'one prompt in flight');
    assert.equal(performing.length === 1, state.dispatch.phase === 'inFlight');
    assert.deepEqual(JSON.parse(JSON.stringify(state)), state, 'plain JSON');
    for (const prompt of state.prompts) {
      if (prompt.status !== 'waiting') continue;
      const { standing } = this.room.you(prompt.by);
      const remembered = POLICIES[state.rules.values.turns].remembers(state.turns, prompt.by);
      assert.ok(
        standing.state !== 'none' || remembered,
        'whoever has a prompt waiting has a place',
      );
    }
  }

  /** Every receipt that anyone was given moves forward only, and settles once. */
  checkReceipts(): void {
    const settled = new Map<string, string>();
    for (const inbox of this.room.heard.values()) {
      for (const message of inbox) {
        if (message.type !== 'receipt' || !isSettled(message.receipt.status)) continue;
        const { id, status } = message.receipt;
        assert.equal(settled.get(id) ?? status, status, `${id} settled twice`);
        settled.set(id, status);
      }
    }
  }

  /** Left alone with a world that answers, everything that was accepted comes to its end. */
  drain(): void {
    for (let round = 0; round < 200; round += 1) {
      const open = this.room.state.prompts.filter(({ status }) => !isSettled(status));
      if (open.length === 0) return;
      if (this.room.view().life.phase === 'opening') this.room.goLive();
      if (!this.connections.some((connection) => connection !== null))
        this.connections[0] = this.join(0);
      const reachable = this.room.state.lease?.connection != null;
      if (this.room.state.dispatch.phase === 'inFlight' && reachable) this.room.performed();
      this.room.passAlive(5_000);
    }
    assert.fail('an accepted prompt never settled');
  }
}

for (const mode of TURN_MODES) {
  for (const order of ['fair', 'fifo'] as const) {
    test(`[TP1] ${mode} ${order}: whatever a crowd does, the contract of a turn policy holds`, () => {
      fc.assert(
        fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
          const crowd = new Crowd(order);
          for (const one of acts) crowd.play(one);
          crowd.drain();
          crowd.checkReceipts();
        }),
        { numRuns: 150, seed: 20_261_122 },
      );
    });
  }
}

test('[TP2] the same inputs at the same instants give the same room', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      const [one, other] = [new Crowd('fair'), new Crowd('fair')];
      for (const each of acts) {
        one.play(each);
        other.play(each);
      }
      assert.deepEqual(one.room.state, other.room.state);
      assert.deepEqual([...one.room.heard], [...other.room.heard]);
    }),
    { numRuns: 30, seed: 7 },
  );
});

test('[TP3] what is stored of a room with a thousand participants stays under 100 KB', () => {
  const room = new TestRoom({ maxQueue: 50 });
  room.join();
  room.goLive();
  for (let index = 0; index < 1_000; index += 1)
    room.join({ id: `a-${String(index).padStart(12, '0')}` });
  for (let index = 2; index < 52; index += 1)
    room.prompt(`c${index}`, `wish number ${index} for this world`);
  const stored = STORED_SECTIONS.map((section) => storedPart(room.state, section));
  const size = JSON.stringify(stored).length;
  assert.ok(size < 100_000, `${size} bytes`);
});
