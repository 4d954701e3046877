import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { ClientView } from '../../src/client/index.js';
import type { OdysseyBroadcast } from '../../src/index.js';
import { holderOf } from '../../src/protocol/view.js';
import { Stack, until, visit } from '../support/stack.js';
import { allOf } from '../support/turns.js';
import { Visitor } from '../support/visitor.js';

let stack: Stack;
before(async () => {
  stack = await Stack.start({ world: { acknowledgeMillis: 2_500 } });
});
after(() => stack.close());
// Whatever became of a test, the next one finds no session that is not its own.
afterEach(() => stack.closePages());

/** Everything the world was asked to perform after an opening, over all its streams. */
function performed(): string[] {
  return stack.world
    .stats()
    .streams.flatMap((stream) => stream.performed.map(({ prompt }) => prompt));
}

/** What was left of the turn at an instant of the pages' clock. */
function secondsLeft({ room, clockOffsetMs }: ClientView, at: number): number {
  const clock = (room && holderOf(room.turns))?.clock ?? null;
  if (clock === null) return 0;
  return ('endsAt' in clock ? clock.endsAt - (at + clockOffsetMs) : clock.leftMs) / 1000;
}

const connected = ({ connection }: ClientView) => connection.status === 'connected';

/** The first view of a page that is connected in which the turn's clock runs, and when it came. */
function clockRuns({ page, index }: Visitor): Promise<{ view: ClientView; at: number }> {
  return page.evaluate((which) => {
    const element = document.querySelectorAll<OdysseyBroadcast>('odyssey-broadcast')[which]!;
    return new Promise<{ view: ClientView; at: number }>((resolve) => {
      const looking = setInterval(() => {
        const { view } = element;
        const turns = view.room?.turns;
        const clock = turns !== undefined && 'holder' in turns ? turns.holder?.clock : null;
        if (view.connection.status !== 'connected' || clock == null) return;
        if (!('endsAt' in clock)) return;
        clearInterval(looking);
        resolve({ view, at: Date.now() });
      }, 20);
    });
  }, index);
}

test('[E2E2] the room server is killed in mid-turn: same queue, same turn, nothing lost or doubled', async () => {
  const page = await stack.open({
    room: 'killed',
    visitors: '2',
    'turn-seconds': '60',
    'idle-seconds': '0',
    'prompts-per-turn': '3',
  });
  const [a, b] = [new Visitor(page, 0), new Visitor(page, 1)];
  await Promise.all([a.live(), b.live()]);
  await a.call('requestTurn');
  await until(
    'the turn of A',
    () => a.view(),
    (view) => view.you?.standing.state === 'active',
  );
  const riding = b.call<{ status: string }>('prompt', 'a snowy mountain');
  await until(
    'B waits',
    () => b.view(),
    (view) => view.you?.standing.state === 'waiting',
  );
  const flying = a.call<{ status: string }>('prompt', 'three red balloons');
  await until(
    'the prompt in flight',
    () => a.view(),
    ({ room }) => room?.performing?.text === 'three red balloons',
  );
  const before = await a.view();
  const sessionsBefore = stack.world.stats().sessions;
  const framesBefore = (await a.picture()).frames;

  const left = secondsLeft(before, Date.now());
  const running: ReturnType<typeof clockRuns>[] = [];
  await stack.restartRooms(async () => {
    for (const visitor of [a, b]) {
      await until(
        'the loss to show',
        () => visitor.view(),
        ({ connection }) => connection.status === 'reconnecting',
      );
      running.push(clockRuns(visitor));
    }
  });
  // One of them may be back seconds after the other, and the turn runs on meanwhile.
  const again = await Promise.all(running);
  const leftNow = Math.max(...again.map(({ view, at }) => secondsLeft(view, at)));
  for (const visitor of [a, b]) await until('connected again', () => visitor.view(), connected);
  const back = await a.view();
  assert.equal(allOf(back.room!.turns).holder?.id, before.you?.id);
  assert.equal(back.you?.id, before.you?.id, 'the same identity');
  assert.deepEqual(allOf(back.room!.turns).next, allOf(before.room!.turns).next);
  assert.equal(back.room?.rules.turnSeconds, 60);
  assert.ok(Math.abs(leftNow - left) < 3, `${left} s before, ${leftNow} s after`);

  assert.equal((await flying).status, 'applied');
  await a.call('passTurn');
  assert.equal((await riding).status, 'applied');
  assert.deepEqual(performed(), ['three red balloons', 'a snowy mountain']);
  const { sessions } = stack.world.stats();
  assert.equal(
    sessions.opened,
    sessionsBefore.opened,
    'the broadcast went on: no other session was opened',
  );
  assert.ok((await a.picture()).frames > framesBefore);
});

test('[E2E3] the page that conducts is closed in mid-stream: another takes over, the world goes on', async () => {
  const first = await stack.open({ room: 'handed' });
  const conductor = new Visitor(first);
  await conductor.live();
  const context = await stack.browser.createBrowserContext();
  const second = await stack.newPage(context);
  await visit(second, `${stack.rooms.url}/?room=handed`);
  const viewer = new Visitor(second);
  await viewer.live();
  const receipt = await viewer.call<{ status: string; appliedText: string }>(
    'prompt',
    'a green dragon',
  );
  assert.equal(receipt.status, 'applied');
  const opened = stack.world.stats().sessions.opened;
  const stream = (view: ClientView) =>
    view.room?.life.phase === 'live' ? view.room.life.streamId : null;
  const before = stream(await viewer.view());

  await first.close();
  await until(
    'another stream',
    () => viewer.view(),
    (view) => ![null, before].includes(stream(view)),
  );
  await viewer.live();
  const { sessions, streams } = stack.world.stats();
  assert.equal(sessions.opened, opened + 1);
  assert.equal(sessions.dangling, 0, 'the closed page ended its own session');
  assert.equal(streams.at(-1)?.prompt, receipt.appliedText, 'the world goes on from where it was');
  const after = await viewer.call<{ status: string }>('prompt', 'a blue whale');
  assert.equal(after.status, 'applied');
});
