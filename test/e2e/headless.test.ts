import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { ConductorProcess } from '../support/conductor-process.js';
import { HeadlessStack, live, phasesOf } from '../support/headless-stack.js';
import { until } from '../support/stack.js';
import { signed } from '../support/tokens.js';

let stack: HeadlessStack;
before(async () => {
  stack = await HeadlessStack.start({ tokenSeconds: 15 });
});
afterEach(() => stack.clear());
after(() => stack.close());

const sessions = () => stack.world.stats().sessions;

/** How many sessions it holds in a room, by its own word. */
async function held(conductor: ConductorProcess, room: string): Promise<number> {
  const { body } = await conductor.health();
  return body.rooms.find((one) => one.room === room)?.sessions.length ?? 0;
}

test('[HL1] it conducts rooms for visitors whose pages cannot, a session each, and is no audience', async () => {
  const { opened } = sessions();
  const begunAt = Date.now();
  const conductor = await stack.conductor(['lobby', 'hall']).ready();
  assert.equal(sessions().opened, opened, 'rooms that nobody visits hold no session');
  const [a, b] = [stack.visitor('lobby'), stack.visitor('hall')];
  await Promise.all([live(a), live(b)]);
  assert.equal((await a.prompt('a red balloon')).status, 'applied');
  assert.equal((await b.prompt('a blue whale')).status, 'applied');
  assert.equal(sessions().opened, opened + 2);
  assert.equal(a.view.room?.audience.watching, 1);
  const { status, body } = await conductor.health();
  assert.deepEqual([status, body.status, body.refused], [200, 'ok', 0]);
  for (const { conducting, epochs, sessions: own } of body.rooms) {
    assert.deepEqual([conducting, epochs.length, own.length], [true, 1, 1]);
    assert.ok((own[0]?.stream?.startedAt ?? 0) >= begunAt);
  }
  assert.ok(body.memory.rss > 0);
});

test('[HL2] the room server is killed and comes back: the same stream goes on', async () => {
  const conductor = await stack.conductor(['killed']).ready();
  const visitor = stack.visitor('killed');
  const stream = await live(visitor);
  const { opened } = sessions();
  await stack.restartRooms(async () => {
    const down = await until(
      'the loss',
      () => conductor.health(),
      ({ status }) => status === 503,
    );
    assert.equal(down.body.status, 'down');
  });
  await live(visitor);
  assert.equal((await visitor.prompt('three red balloons')).status, 'applied');
  assert.equal(await live(visitor), stream);
  assert.equal(sessions().opened, opened);
  await conductor.ready();
});

test('[HL3] a room that takes no token is told of in a sentence and in the health; the others go on', async () => {
  const token = await signed({ sub: 'conductor', room: ['open', 'other'], scope: 'conduct' });
  const conductor = stack.conductor(['shut', 'open'], { ODYSSEY_BROADCAST_TOKEN: token });
  const refused = await conductor.step('refused');
  assert.equal(refused['room'], 'shut');
  assert.match(String(refused['why']), /^The room does not take this token/);
  const visitor = stack.visitor('open');
  await live(visitor);
  const { status, body } = await conductor.health();
  assert.deepEqual([status, body.status, body.refused], [200, 'degraded', 1]);
  assert.equal(body.rooms.find(({ room }) => room === 'shut')?.why, refused['why']);
  assert.ok(!conductor.output.includes(token.slice(0, 20)), 'no token is in the log');
});

test('[HL4] SIGTERM hands over to another conductor before it ends, and nobody sees a gap', async () => {
  const first = await stack.conductor(['handed'], undefined, '--drain-seconds', '60').ready();
  const visitor = stack.visitor('handed');
  const stream = await live(visitor);
  const second = await stack.conductor(['handed']).ready();
  const phases = phasesOf(visitor);
  const { opened } = sessions();
  first.signal('SIGTERM');
  await first.step('draining');
  assert.equal(await first.exit(), 0);
  await live(visitor, (id) => id !== stream);
  assert.equal(await held(second, 'handed'), 1);
  assert.deepEqual([...phases].sort(), ['live', 'renewing']);
  const { opened: now, dangling, live: running } = sessions();
  assert.deepEqual([now - opened, dangling], [1, 0]);
  assert.ok(running >= 1);
  assert.equal((await visitor.prompt('a green dragon')).status, 'applied');
});

test('[HL5] with nobody to take over it ends at once, and the room says that nobody conducts', async () => {
  const before = sessions();
  const conductor = await stack
    .conductor(['alone', 'unseen'], undefined, '--drain-seconds', '600')
    .ready();
  const visitor = stack.visitor('alone');
  await live(visitor);
  conductor.signal('SIGTERM');
  assert.equal(await conductor.exit(), 0);
  const { room } = await until(
    'the room to be dark',
    () => visitor.view,
    ({ room }) => room?.life.phase === 'dark',
  );
  assert.deepEqual(room?.life, { phase: 'dark', reason: 'no-conductor', until: null });
  const { closed, dangling, live: running } = sessions();
  assert.deepEqual([closed - before.closed, dangling, running], [1, 0, 0]);
  await stack.conductor(['alone']).ready();
  await live(visitor);
});

test('[HL5] where no second session is to be had it ends its own before the other one opens', async () => {
  const narrow = await HeadlessStack.start({ concurrentSessions: 1 });
  try {
    const seen = () => narrow.world.stats().sessions;
    const first = await narrow.conductor(['one'], undefined, '--drain-seconds', '600').ready();
    const visitor = narrow.visitor('one');
    const stream = await live(visitor);
    await narrow.conductor(['one']).ready();
    first.signal('SIGTERM');
    await first.step('draining');
    const { status, body } = await first.health();
    assert.deepEqual([status, body.status, body.rooms[0]?.conducting], [503, 'draining', true]);
    assert.equal(await first.exit(), 0);
    await live(visitor, (id) => id !== stream);
    assert.deepEqual([seen().opened, seen().dangling], [2, 0]);
  } finally {
    await narrow.close();
  }
});

test('[HL5] it hands over for no longer than its time, and ends at once at a second signal', async () => {
  const narrow = await HeadlessStack.start({ concurrentSessions: 1 });
  try {
    for (const [room, drainSeconds, signals] of [
      ['timed', '1', 1],
      ['twice', '600', 2],
    ] as const) {
      const { closed } = narrow.world.stats().sessions;
      const conductor = await narrow
        .conductor([room], undefined, '--drain-seconds', drainSeconds)
        .ready();
      const visitor = narrow.visitor(room);
      await live(visitor);
      const other = await narrow.conductor([room]).ready();
      conductor.signal('SIGTERM');
      await conductor.step('draining');
      if (signals === 2) conductor.signal('SIGTERM');
      assert.equal(await conductor.exit(), 0);
      const stopping = conductor.lines.some(({ event }) => event === 'stopping');
      assert.equal(stopping, signals === 2);
      const ended = () => narrow.world.stats().sessions;
      await until('its session to end', ended, (now) => now.closed > closed);
      narrow.leave(visitor);
      // Killed while it is lent a session, it would hold the one place until the token has run out.
      other.signal('SIGTERM');
      assert.equal(await other.exit(), 0);
    }
  } finally {
    await narrow.close();
  }
});

test('[HL6] killed, it is replaced by another conductor, and the world goes on', async () => {
  const first = await stack.conductor(['pulled']).ready();
  const visitor = stack.visitor('pulled');
  const stream = await live(visitor);
  const { appliedText } = await visitor.prompt('a steam engine');
  const second = await stack.conductor(['pulled']).ready();
  await first.kill();
  await live(visitor, (id) => id !== stream);
  assert.equal(await held(second, 'pulled'), 1);
  assert.equal(stack.world.stats().streams.at(-1)?.prompt, appliedText);
  await until('the lost slot to be let go', sessions, ({ dangling }) => dangling === 0);
});

test('[HL7] an exception that nobody caught is logged without tokens; nor does a lost output end anything', async () => {
  const token = await signed({ room: 'lobby' });
  const script = `
    process.on('SIGUSR2', () => {
      setTimeout(() => { throw new Error('at wss://world/?token=abc&x=1'); });
      Promise.reject(new Error('${token}'));
    });`;
  const environment = {
    ODYSSEY_BROADCAST_TOKEN: await signed({ room: 'steady', role: 'host' }),
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}`,
  };
  const conductor = await stack.conductor(['steady'], environment).ready();
  conductor.signal('SIGUSR2');
  const exception = await conductor.step('exception');
  assert.match(String(exception['message']), /wss:\/\/world\/\?token=…&x=1/);
  await conductor.step('rejection', ({ message }) => /Error: …/.test(String(message)));
  assert.ok(!conductor.output.includes(token));
  conductor.ignore();
  const visitor = stack.visitor('steady');
  await live(visitor);
  assert.equal((await conductor.health()).status, 200);
  conductor.signal('SIGTERM');
  assert.equal(await conductor.exit(), 0);
});
