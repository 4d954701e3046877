import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until } from '../support/stack.js';
import { Visitor } from '../support/visitor.js';

let stack: Stack;
before(async () => {
  stack = await Stack.start({ rules: { turns: 'stage', opening: 'A calm harbour at noon' } });
});
after(() => stack.close());

test('[E2E22] two pages see the same sums within a second, over a restart, too', async () => {
  const first = await stack.open({ room: 'lobby' });
  const a = new Visitor(first);
  await a.live();
  const second = await stack.open({ room: 'lobby' });
  const b = new Visitor(second);
  await b.live();
  const pages = [first, second];
  for (const page of pages) {
    await page.evaluate(() => {
      const told: unknown[] = [];
      Object.assign(globalThis, { told });
      document.addEventListener('odyssey-reaction', (event) => {
        told.push([(event as Event & { sums: unknown }).sums, Date.now()]);
      });
    });
  }
  const toldOn = (index: number) =>
    pages[index]!.evaluate(() => (globalThis as { told?: [object, number][] }).told ?? []);

  const at = Date.now();
  assert.deepEqual(await a.call('react', '👏'), { ok: true });
  assert.deepEqual(await b.call('react', '🔥'), { ok: true });
  const bothAt = Date.now();
  assert.equal((await a.call<{ reason: string }>('react', '🐢')).reason, 'no-such-choice');
  for (const [index, visitor] of [a, b].entries()) {
    const { room } = await until(
      'both reactions',
      () => visitor.view(),
      ({ room: seen }) => Object.keys(seen?.reactions.sums ?? {}).length === 2,
    );
    assert.deepEqual(room?.reactions, { of: null, sums: { '👏': 1, '🔥': 1 } });
    const told = await toldOn(index);
    const last = told.at(-1)?.[1] ?? Number.POSITIVE_INFINITY;
    // A second for the sum, and the rest for a machine that does much else.
    assert.ok(last - bothAt < 2_000 && last > at, `${last - bothAt} ms`);
  }
  const sums = (await toldOn(0)).map(([one]) => one);
  assert.deepEqual(
    sums,
    (await toldOn(1)).map(([one]) => one),
    'and were told the same',
  );

  const url = `${stack.rooms.url}/parties/main/lobby/state`;
  const stateOf = async () => (await (await fetch(url)).json()) as { reactions: unknown };
  assert.deepEqual((await stateOf()).reactions, { of: null, sums: { '👏': 1, '🔥': 1 } });
  await stack.restartRooms();
  assert.deepEqual((await stateOf()).reactions, { of: null, sums: { '👏': 1, '🔥': 1 } });

  await until(
    'the page to be back',
    () => a.view(),
    (view) => view.connection.status === 'connected',
  );
  await first.bringToFront();
  await until('the buttons', () =>
    first.evaluate(() => {
      const { shadowRoot } = document.querySelector('odyssey-broadcast')!;
      return shadowRoot!.querySelectorAll('.emoji-row button').length === 6;
    }),
  );
  await first.evaluate(() => {
    document
      .querySelector('odyssey-broadcast')!
      .shadowRoot!.querySelectorAll<HTMLElement>('.emoji-row button')[2]!
      .focus();
  });
  await first.keyboard.press('3');
  await until(
    'the key to count',
    () => b.view(),
    ({ room }) => room?.reactions.sums['😂'] === 1,
  );
});
