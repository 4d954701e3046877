import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STORED_MAX } from '../support/afternoon.js';
import { Afternoon } from '../support/afternoon-crowd.js';
import { seedsOr } from '../support/random.js';

const STEPS = 700;

const PINNED = [1, 2, 7, 13, 21, 23, 34, 55, 89, 355] as const;

for (const seed of seedsOr(PINNED)) {
  test(`[FZ2] seed ${seed}: whatever a room is told, by whomever and whenever, it keeps its word`, () => {
    const afternoon = new Afternoon(seed);
    for (let index = 0; index < STEPS; index += 1) afternoon.step();
    afternoon.end();
    const { room } = afternoon;
    assert.deepEqual(JSON.parse(JSON.stringify(room.state)), room.state, 'plain JSON');
    const stored = room.storedBytes();
    assert.ok(stored < STORED_MAX, `${stored} bytes are stored`);
  });
}
