import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { BroadcastClient } from '../../src/client/broadcast-client.js';
import { partySocket } from '../../src/client/room-socket.js';
import { Stack, until } from '../support/stack.js';

const VIEWERS = 24;

let stack: Stack;
const clients: BroadcastClient[] = [];

function enter(): BroadcastClient {
  const client = new BroadcastClient({
    host: stack.rooms.url,
    room: 'lobby',
    openSocket: partySocket({ WebSocket }),
  });
  client.connect();
  clients.push(client);
  return client;
}

/** How many watch, as each of these is told. */
function told(of: readonly BroadcastClient[]): string {
  return [...new Set(of.map(({ view }) => view.room?.audience.watching ?? -1))].join();
}

before(async () => {
  stack = await Stack.start({ rules: { audienceFrom: 4, repeatSeconds: 0 } });
});

after(async () => {
  for (const client of clients) client.close();
  await stack?.close();
});

test('[AU30] viewers beyond audience-from are served by a party: same state, counted once, and they take turns', async () => {
  for (let index = 0; index < VIEWERS; index += 1) {
    const client = enter();
    await until(
      'a welcome',
      () => client.view.connection.status,
      (status) => status === 'connected',
    );
  }
  await until(
    'all are counted',
    () => told(clients),
    (watching) => watching === String(VIEWERS),
  );
  assert.match(stack.lines.join('\n'), /"event":"audience-parties","from":0,"to":1/);
  // The last ones are not at the room itself; one of them prompts.
  const author = clients[VIEWERS - 1];
  assert.ok(author);
  const outcome = await author.requestTurn();
  assert.deepEqual(outcome, { ok: true });
  await until(
    'a turn',
    () => author.view.you?.standing.state,
    (state) => state !== 'none',
  );
  const skipped = await author.releaseTurn();
  assert.equal(skipped.ok, true);
});

test('[AU31] the element is served by a party like at the room, and nobody sees the move', async () => {
  const page = await stack.open({ room: 'lobby' });
  const watching = await until(
    'the element counts all',
    () =>
      page.evaluate(
        () =>
          (
            document.querySelector('odyssey-broadcast') as {
              view?: { room: { audience: { watching: number } } | null };
            } | null
          )?.view?.room?.audience.watching ?? 0,
      ),
    (count) => count >= VIEWERS + 1,
  );
  assert.equal(watching, VIEWERS + 1);
  await page.close();
});

test('[AU32] after a restart of everything all are back, at their places, and counted once', async () => {
  await stack.restartRooms();
  const startedAt = Date.now();
  await until(
    'all are counted',
    () => told(clients),
    (watching) => watching === String(VIEWERS),
  );
  console.log(`all ${VIEWERS} back and counted after ${Date.now() - startedAt} ms`);
  const [first] = clients;
  assert.ok(first);
  assert.deepEqual(await first.requestTurn(), { ok: true });
});
