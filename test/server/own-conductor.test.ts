import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRoom } from '../../party/room/state.js';
import { roomView } from '../../party/room/view/view.js';
import {
  type ConductorRunner,
  conductorIn,
  OwnConductor,
} from '../../party/server/own-conductor.js';
import type { Reason } from '../../src/protocol/reasons.js';
import type { LifeView } from '../../src/protocol/view.js';
import { settle } from '../support/fake-clock.js';
import { stepResult } from '../support/step-results.js';

const ROOM = { host: 'https://rooms.example', party: 'main', room: '--lobby' };
const dark = (reason: Reason | null): LifeView => ({ phase: 'dark', reason, until: null });
const OPENING: LifeView = {
  ...{ phase: 'opening', since: 0, attempt: 0, reason: null, before: null },
};

/** A container as the platform gives it to an object, of which the time at which it ends is ours. */
class TestContainer {
  running = false;
  readonly started: { entrypoint: string[]; env: Record<string, string> }[] = [];
  readonly signals: number[] = [];
  private ends: (() => void)[] = [];

  start(options: { entrypoint: string[]; env: Record<string, string> }): void {
    assert.equal(this.running, false, 'it runs already');
    this.running = true;
    this.started.push(options);
  }

  monitor(): Promise<void> {
    return new Promise((resolve) => this.ends.push(resolve));
  }

  signal(number: number): void {
    this.signals.push(number);
  }

  async exit(): Promise<void> {
    this.running = false;
    for (const end of this.ends.splice(0)) end();
    await settle();
  }
}

function ownConductor(runner: ConductorRunner, room: typeof ROOM | null = ROOM) {
  const logged: string[] = [];
  const own = new OwnConductor({
    runner: () => runner,
    room: () => room,
    log: (event) => logged.push(event),
  });
  const see = async (life: LifeView, now: number) => {
    own.observe(stepResult([], { now, view: { ...roomView(newRoom(), 0), life } }));
    await settle();
  };
  return { own, see, logged };
}

test('[AQ5] a container is started with the address and a secret, looked after, and told to end once', async () => {
  const container = new TestContainer();
  const logged: string[] = [];
  const runner = conductorIn(container, 'sixteen letters…', (event) => logged.push(event));
  const { own, see } = ownConductor(runner);
  await see(dark(null), 0);
  await see(dark('may-not-open'), 0);
  assert.deepEqual([container.started.length, own.dueAt], [0, null]);
  await see(dark('no-conductor'), 1_000);
  const [first] = container.started;
  assert.deepEqual(first?.entrypoint.slice(-3), [
    ...['--host=https://rooms.example', '--party=main', '--room=--lobby'],
  ]);
  assert.deepEqual(first?.env, { ROOM_SECRET: 'sixteen letters…' });
  await see(OPENING, 2_000);
  await see({ phase: 'failed', reason: 'model-crash', retryAt: 60_000 }, 3_000);
  own.woke(11_000);
  await settle();
  assert.deepEqual([container.started.length, own.dueAt], [1, 21_000]);
  // It crashed, and is missed.
  await container.exit();
  assert.deepEqual(logged, ['conductor-ended']);
  await see(dark('no-conductor'), 12_000);
  assert.equal(container.started.length, 2);
  await see({ phase: 'closing', since: 0 }, 13_000);
  assert.deepEqual(container.signals, []);
  await see(dark(null), 14_000);
  assert.deepEqual([container.signals, own.dueAt], [[15], null]);
  // Somebody comes while it ends: the next one begins when that is over.
  await see(dark('no-conductor'), 15_000);
  assert.equal(container.started.length, 2);
  await container.exit();
  assert.equal(container.started.length, 3);
});

test('[AQ5] one that ran before the object was started again ends with the broadcast', async () => {
  const container = new TestContainer();
  container.running = true;
  const { see } = ownConductor(conductorIn(container, null, () => undefined));
  await see(dark(null), 0);
  assert.deepEqual([container.signals, container.started], [[15], []]);
});

test('[AQ4] a place that cannot start one is asked again, and named once in the log', async () => {
  let isBroken = true;
  let asked = 0;
  const keep = async () => {
    asked += 1;
    if (isBroken) throw new Error('no room for another one');
  };
  const { own, see, logged } = ownConductor({ isRunning: false, keep, end: keep });
  await see(dark('no-conductor'), 0);
  for (const now of [10_000, 20_000]) {
    own.woke(now);
    await settle();
  }
  assert.deepEqual([asked, logged], [3, ['conductor-not-started']]);
  isBroken = false;
  own.woke(30_000);
  await settle();
  assert.equal(asked, 4);
});
