import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HostRoom } from '../support/host-room.js';

/** Says so much to everybody that a page which reads nothing is asked. */
async function talk(room: HostRoom, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 500) {
    const text = `${passed} ${'x'.repeat(180)}`;
    room.host.asked(HOST, {
      type: 'act',
      id: `say-${room.clock.now()}`,
      act: { act: 'announce', text },
    });
    await room.pass(500);
  }
}

const HOST = {
  ...{ id: 't-host', role: 'host' as const, name: 'Host', isNamed: true, identity: null },
  ...{ mayConduct: false, isSignedConductor: false, mayOpen: true, setsRulesAs: null },
  ...{ isProgram: true, address: null, expiresAt: null },
};

test('[CW2] who reads too slowly gets the latest state instead of a backlog, and who stays deaf is closed', async () => {
  const room = await HostRoom.start();
  const slow = await room.enter('a-slow');
  const deaf = await room.enter('a-deaf');
  const quick = await room.enter('a-quick');
  for (const guest of [slow, deaf]) guest.reads = false;
  const asked = () => slow.heard.filter(({ type }) => type === 'probe').length;
  while (asked() === 0) await talk(room, 20_000);
  await talk(room, 6_000);
  const heard = slow.heard.length;
  await talk(room, 10_000);
  assert.equal(slow.heard.slice(heard).filter(({ type }) => type === 'delta').length, 0);
  const steps = room.steps;
  await slow.say({ type: 'here' });
  assert.equal(room.steps, steps);
  const last = slow.heard.at(-1);
  assert.equal(last?.type, 'welcome');
  if (last?.type === 'welcome') {
    assert.deepEqual(last.snapshot.room.announcement, room.host.view().announcement);
  }
  room.host.asked(HOST, { type: 'act', id: 'last', act: { act: 'announce', text: 'to all' } });
  assert.equal(slow.heard.at(-1)?.type, 'delta');
  await talk(room, 60_000);
  assert.equal(deaf.closed, '4000 connection-lost');
  assert.deepEqual([slow.closed, quick.closed], [null, null]);
});
