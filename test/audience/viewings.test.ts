import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BroadcastClient } from '../../src/client/broadcast-client.js';
import { crowd, leaveAll } from '../support/audience-crowd.js';

const REPORT: Parameters<BroadcastClient['tellViewing']>[0] = {
  transport: 'webrtc',
  ...{ watchedMs: 60_000, freezes: 2, frozenMs: 1_500, firstFrameMs: 220, delayMs: null },
};

const NOTHING = {
  ...{ reports: 0, webrtc: 0, hls: 0, watchedSeconds: 0, freezes: 0, frozenSeconds: 0 },
  ...{ firstFrames: 0, firstFrameSeconds: 0, firstFrameWithin: [0, 0, 0, 0, 0, 0] },
  ...{ delays: 0, delaySeconds: 0 },
};

test('[OP17] reports on the picture count through a party as at the room, once a minute each', async () => {
  const world = await crowd(24);
  const tell = () => world.viewers.map(({ client }) => client.tellViewing(REPORT));
  assert.ok(tell().every((told) => told));
  await world.pass(5_000);
  tell();
  await world.pass(12_000);
  const { reports, freezes, frozenSeconds, firstFrameWithin } = world.host.viewers ?? NOTHING;
  assert.deepEqual(
    [reports, freezes, frozenSeconds, firstFrameWithin],
    [24, 48, 36, [24, 24, 24, 24, 24, 24]],
  );
  await leaveAll(world);
});

test('[OP17] a party that lies about them is bounded, and named in the log', async () => {
  const world = await crowd(24);
  const party = world.party(1);
  const sums = (also: object) => ({ ...NOTHING, reports: 9, webrtc: 9, ...also });
  const lies = [
    sums({ webrtc: 8 }),
    sums({ watchedSeconds: 1e9 }),
    sums({ freezes: 1e6 }),
    sums({ watchedSeconds: 1, frozenSeconds: 2 }),
    sums({ firstFrames: 10 }),
    sums({ firstFrameWithin: [1, 0, 0, 0, 0, 0] }),
    sums({ delays: 1, delaySeconds: 1e6 }),
    sums({ reports: 1e9, webrtc: 1e9 }),
    { reports: 9 },
  ];
  for (const [index, lie] of lies.entries()) {
    party.say(JSON.stringify({ type: 'viewed', sums: lie, n: 9e15 + index }));
  }
  assert.equal(world.host.viewers?.reports, 0);
  assert.equal(world.logs('audience-party-malformed').length, 1);
  // What could be true is true as often as its viewers could tell.
  for (let index = 0; index < 20; index += 1) {
    const all = sums({ reports: 2_000, webrtc: 2_000 });
    party.say(JSON.stringify({ type: 'viewed', sums: all, n: 9e15 + 100 + 2 * index }));
  }
  assert.ok((world.host.viewers?.reports ?? 0) <= 4_000, `${world.host.viewers?.reports}`);
  await leaveAll(world);
});
