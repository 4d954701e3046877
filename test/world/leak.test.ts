import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queryObjects } from 'node:v8';
import { Viewer } from '../../demo/world/rtc/viewer.js';
import { Link } from '../../demo/world/session/link.js';
import { Session } from '../../demo/world/session/session.js';
import { Camera } from '../../demo/world/stream/camera.js';
import { startWorld } from '../../demo/world/world.js';
import { connect, Spectator, until } from './wire.js';

test('[WO24] nothing is left of sessions that ended, however they ended', async () => {
  const world = await startWorld({ startMillis: 10, tokenSeconds: 3, recordingsKept: 1 });
  for (const end of ['leave', 'crash', 'leave'] as const) {
    const client = await connect(world);
    const { url, token } = await client.broadcast();
    const spectator = await new Spectator().watch(url, token);
    await until('packets', () => spectator.packets > 0);
    await client[end]();
    spectator.close();
  }
  await until(
    'all collected',
    () => {
      // Counting collects first.
      const left = [Session, Link, Camera, Viewer].map((kind) =>
        queryObjects(kind, { format: 'count' }),
      );
      return left.every((count) => count === 0);
    },
    15_000,
  );
  const { provisioned, live, dangling } = world.stats().sessions;
  assert.deepEqual({ provisioned, live, dangling }, { provisioned: 0, live: 0, dangling: 0 });
  await world.close();
});
