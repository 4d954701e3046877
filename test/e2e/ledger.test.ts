import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { type RoomServer, startRoomServer } from '../../demo/room-server.js';
import { askServer } from '../support/ask-server.js';
import { asModerator, SECRET } from '../support/tokens.js';

const BUDGET = { call: 'budget' };

let rooms: RoomServer;
before(async () => {
  const limits = { MAX_LIVE_ROOMS: '3', MAX_HOURS_PER_MONTH: '40' };
  const env = { ODYSSEY_API_KEY: 'local', ROOM_SECRET: SECRET, ...limits };
  rooms = await startRoomServer({ port: 0, env });
});
after(() => rooms.stop());

test('[LG15] a room reaches the ledger of its project', async () => {
  const url = `${rooms.url}/parties/main/lobby/stats`;
  const response = await askServer(url, await asModerator('lobby'));
  const { budget } = (await response.json()) as { budget: Record<string, unknown> };
  const { maxLiveRooms, maxHoursPerDay, maxHoursPerMonth, sessions } = budget;
  assert.deepEqual([maxLiveRooms, maxHoursPerDay, maxHoursPerMonth, sessions], [3, null, 40, 0]);
});

test('[LG15] to whoever asks from outside the ledger does not exist', async () => {
  const forged = { 'x-partykit-room': 'all', 'x-partykit-namespace': 'ledger' };
  for (const path of ['/parties/ledger/all', '/parties/ledger/all/', '/parties/ledger/other']) {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      const body = method === 'GET' ? {} : { body: JSON.stringify(BUDGET) };
      const response = await askServer(rooms.url + path, { method, headers: forged, ...body });
      assert.equal(response.status, 404, `${method} ${path}`);
      assert.equal(await response.text(), 'Not found');
    }
  }
});

test('[LG15] nor with a socket', async () => {
  const socket = new WebSocket(`ws://${rooms.host}/parties/ledger/all`);
  const [error] = (await once(socket, 'error')) as [Error];
  assert.match(error.message, /404/);
});
