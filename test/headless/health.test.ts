import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Health,
  healthOf,
  type RoomHealth,
  startHealthServer,
} from '../../src/headless/health.js';

function room(line: RoomHealth['line']): RoomHealth {
  const none = { conducting: false, epochs: [], sessions: [], sessionsOpened: 0 };
  return { room: line, line, lineSince: 0, why: null, ...none };
}

function health(lines: RoomHealth['line'][], isDraining = false): Health {
  return healthOf(lines.map(room), { startedAt: 0, isDraining });
}

test('[HL10] it is as well as its rooms are in reach', () => {
  assert.equal(health(['connected', 'connected']).status, 'ok');
  assert.equal(health(['connected', 'refused', 'reconnecting']).status, 'degraded');
  assert.equal(health(['connected', 'refused', 'reconnecting']).refused, 1);
  assert.equal(health(['reconnecting', 'refused']).status, 'down');
  assert.equal(health(['connected'], true).status, 'draining');
});

test('[HL10] /health answers 200 while it can do its work, else 503, and nothing else is there', async () => {
  let now = health(['connected']);
  const server = await startHealthServer({ host: '127.0.0.1', port: 0, health: () => now });
  const ask = (path: string, method = 'GET') =>
    fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  try {
    const answers: [Health, number][] = [
      [health(['connected']), 200],
      [health(['connected', 'refused']), 200],
      [health(['refused']), 503],
      [health(['connected'], true), 503],
    ];
    for (const [state, status] of answers) {
      now = state;
      const response = await ask('/health?now');
      assert.equal(response.status, status);
      assert.deepEqual(await response.json(), JSON.parse(JSON.stringify(state)));
    }
    assert.equal((await ask('/health', 'HEAD')).status, 503);
    assert.equal((await ask('/health', 'POST')).status, 405);
    assert.equal((await ask('/')).status, 404);
    assert.equal((await ask('//')).status, 404);
  } finally {
    server.close();
  }
});
