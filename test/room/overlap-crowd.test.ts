import assert from 'node:assert/strict';
import test from 'node:test';
import { joinDelay } from '../../src/playback/playback-state.js';
import { helloOf, visitorOf } from '../support/people.js';
import { Random } from '../support/random.js';
import { OVERLAP_MS, STREAM_MS, TestRoom } from '../support/test-room.js';

const SECOND = 1_000;
const VIEWERS = 3_000;

/** How long the room's word takes to a page, and then a page from its request to the moving picture. */
const WORD_MS = { least: 5, most: 150 };
const PICTURE_MS = { least: 150, most: 1_500 };

function crowdedRoom() {
  const room = new TestRoom();
  const conductor = room.join({ id: 'h', conduct: 'prefer', watching: false });
  room.apply({
    type: 'batch',
    inputs: Array.from({ length: VIEWERS }, (_, index) => ({
      type: 'joined' as const,
      connection: `v${index}`,
      visitor: visitorOf(`a-v${index}`),
      hello: helloOf({ conduct: 'no', watching: true }),
    })),
  });
  room.goLive();
  return { room, conductor };
}

/** The most of these instants that lie within one second. */
function mostInASecond(instants: readonly number[]): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let from = 0;
  return sorted.reduce((most, at, index) => {
    while ((sorted[from] ?? at) <= at - SECOND) from += 1;
    return Math.max(most, index - from + 1);
  }, 0);
}

for (const seed of [1, 2, 3]) {
  test(`[RN27] seed ${seed}: 3,000 viewers join at a rate that is nearly even, and all move in time`, () => {
    const random = new Random(seed);
    const between = ({ least, most }: typeof WORD_MS) => least + random.next() * (most - least);
    const { room, conductor } = crowdedRoom();
    room.passAlive(STREAM_MS - 45 * SECOND);
    const next = room.connect();
    room.passAlive(30 * SECOND);
    room.broadcasting(next);
    const { life } = room.view();
    assert.ok(life.phase === 'live' && life.spreadMs !== undefined);
    const { spreadMs, streamId } = life;
    const startedAt = room.now;

    const viewers = Array.from({ length: VIEWERS }, (_, index) => {
      const joinsAt = startedAt + between(WORD_MS) + joinDelay(spreadMs, () => random.next());
      return { id: `v${index}`, joinsAt, movesAt: joinsAt + between(PICTURE_MS) };
    });
    const mean = VIEWERS / (spreadMs / SECOND);
    const peak = mostInASecond(viewers.map(({ joinsAt }) => joinsAt));
    assert.ok(peak <= 1.5 * mean, `${peak} requests in a second, ${mean.toFixed(0)} in the mean`);

    const ended = () => room.commands(conductor).some(({ command }) => command === 'end');
    const state = room.state;
    viewers.sort((a, b) => a.movesAt - b.movesAt);
    for (const { id, movesAt } of viewers.slice(0, -1)) {
      room.now = movesAt;
      room.moved(id, streamId);
    }
    assert.equal(room.state, state, 'not one of them cost a step');
    assert.ok(!ended(), 'the last one still watches the old stream');
    const last = viewers.at(-1);
    assert.ok(last !== undefined && last.movesAt < startedAt + OVERLAP_MS);
    room.now = last.movesAt;
    room.moved(last.id, streamId);
    assert.ok(ended(), 'and when it has moved too the old stream ends');
  });
}
