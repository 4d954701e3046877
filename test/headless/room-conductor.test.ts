import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RoomConductor } from '../../src/headless/conductors.js';
import { CLOSE_CODE } from '../../src/protocol/messages.js';
import { FakeClock } from '../support/fake-clock.js';
import { fakeSessions } from '../support/fake-session.js';
import { fakeSockets } from '../support/fake-socket.js';
import { welcome } from '../support/room-words.js';

function setUp() {
  const clock = new FakeClock();
  const sockets = fakeSockets();
  const events: string[] = [];
  const conductor = new RoomConductor({
    ...{ host: 'localhost:1999', party: 'main', room: 'lobby', token: null, clock },
    openSocket: sockets.open,
    openSession: fakeSessions().open,
    log: (_level, event) => events.push(event),
  });
  conductor.start();
  return { clock, sockets, events, conductor };
}

test('[HL1] it offers itself before any page, and watches nothing', () => {
  const { sockets } = setUp();
  sockets.last().open();
  const [{ conduct, watching } = {}] = sockets.last().said('hello');
  assert.deepEqual([conduct, watching], ['prefer', false]);
});

test('[HL12] a room that refused is asked again after a minute, and says why until then', async () => {
  const { clock, sockets, events, conductor } = setUp();
  sockets.last().open();
  sockets.last().lose(CLOSE_CODE.badToken, 'bad-token');
  const { line, why } = conductor.health();
  assert.equal(line, 'refused');
  assert.match(why ?? '', /^The room does not take this token/);
  assert.equal(events.filter((event) => event === 'refused').length, 1);
  await clock.advance(59_000);
  assert.equal(sockets.all.length, 1);
  await clock.advance(1_000);
  assert.equal(sockets.all.length, 2);
  sockets.last().open();
  sockets.last().say(welcome());
  assert.deepEqual([conductor.health().line, conductor.health().why], ['connected', null]);
});

test('[HL12] once it has left, or was stopped, no room is asked any more', async () => {
  for (const leave of ['drain', 'stop'] as const) {
    const { clock, sockets, conductor } = setUp();
    sockets.last().open();
    sockets.last().lose(CLOSE_CODE.badToken, 'bad-token');
    await conductor[leave]();
    await clock.advance(600_000);
    assert.equal(sockets.all.length, 1, leave);
    assert.equal(conductor.health().line, 'closed');
  }
});
