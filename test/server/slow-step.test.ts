import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, settle } from '../support/fake-clock.js';
import { hostOn } from '../support/host-room.js';
import { helloOf, visitorOf } from '../support/people.js';

test('[SH2] what falls due while a step is at work is done right after it', async () => {
  const clock = new FakeClock();
  let late = 0;
  let sendMs = 0;
  const host = hostOn(clock, {
    now: () => clock.now() + late,
    wakeAt: (at, wake) => clock.setTimer(wake, at - clock.now() - late),
  });
  await host.start();
  const enter = async (id: string) => {
    const visitor = visitorOf(id, { name: id, isNamed: true, mayConduct: false, mayOpen: false });
    const send = () => {
      late += sendMs;
    };
    const socket = { send, close: () => undefined };
    host.opened(id, socket, async () => ({ ok: true, visitor }));
    await host.said(id, JSON.stringify(helloOf()));
    await settle();
  };
  await enter('a-1');
  await clock.advance(2_000);
  await enter('a-2');
  // The count of viewers is shown once a second: that second is over before all is said.
  sendMs = 1_500;
  await enter('a-3');
  sendMs = 0;
  assert.equal(host.current.audience.watching, 2);
  await clock.advance(1);
  assert.equal(host.current.audience.watching, 3);
});
