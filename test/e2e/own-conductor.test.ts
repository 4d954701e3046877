import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { type Conductors, startConductors } from '../../demo/conductors.js';
import { HeadlessStack, live } from '../support/headless-stack.js';
import { until } from '../support/stack.js';
import { SECRET } from '../support/tokens.js';

let stack: HeadlessStack;
let conductors: Conductors;
before(async () => {
  conductors = await startConductors({ host: () => stack.rooms.url, secret: SECRET });
  const rules = JSON.stringify({ 'linger-seconds': 0 });
  stack = await HeadlessStack.start({}, { CONDUCTOR_URL: conductors.url, ROOM_RULES: rules });
});
afterEach(() => stack.clear());
after(async () => {
  await conductors.close();
  await stack.close();
});

const running = (room: string) => conductors.running.get(`main/${room}`);

test('[AQ3] a room starts its own conductor when a broadcast opens, and stops it when it closes', async () => {
  assert.equal(conductors.running.size, 0);
  const visitor = stack.visitor('own');
  await live(visitor);
  assert.equal((await visitor.prompt('a red balloon')).status, 'applied');
  assert.equal(visitor.view.room?.audience.watching, 1);
  const conductor = running('own');
  assert.ok(conductor?.pid !== undefined);
  assert.equal(conductors.running.size, 1);
  stack.leave(visitor);
  const ended = () => conductor.exitCode !== null || conductor.signalCode !== null;
  await until('the conductor to end', ended);
  assert.equal(conductor.exitCode, 0, 'it ended by itself');
  assert.equal(conductors.running.size, 0);
  const { sessions } = stack.world.stats();
  assert.deepEqual([sessions.live, sessions.dangling], [0, 0]);
  // The next one opens it again.
  await live(stack.visitor('own'));
  assert.notEqual(running('own')?.pid, conductor.pid);
});

test('[AQ4] a conductor that crashes is started again, and the broadcast goes on', async () => {
  const visitor = stack.visitor('crashed');
  const stream = await live(visitor);
  const first = running('crashed');
  first?.kill('SIGKILL');
  await live(visitor, (id) => id !== stream);
  assert.notEqual(running('crashed')?.pid, first?.pid);
  assert.equal((await visitor.prompt('a blue whale')).status, 'applied');
});
