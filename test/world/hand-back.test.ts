import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { startWorld, type World } from '../../demo/world/world.js';
import { handBack, mintCredentials } from '../../party/server/credentials.js';
import { until } from './wire.js';

let world: World;
before(async () => {
  world = await startWorld({ port: 0 });
});
after(() => world.close());

const open = (url: string) => new WebSocket(url);
const sessions = () => world.stats().sessions;

test('[SP4] a session is handed back by a client that connects and says goodbye: its place is free at once', async () => {
  const credentials = await mintCredentials('local', world.url);
  assert.equal(sessions().provisioned, 1);
  assert.equal(await handBack(credentials, open), true);
  await until('its place to be free', () => sessions().ended.left === 1);
  const { provisioned, live, dangling } = sessions();
  assert.deepEqual([provisioned, live, dangling], [0, 0, 0]);
});

test('[SP4] what cannot be handed back is left to expire: over already, or out of reach', async () => {
  const credentials = await mintCredentials('local', world.url);
  const forged = { ...credentials, sessionToken: 'forged' };
  assert.equal(await handBack(forged, open), false);
  assert.equal(await handBack({ ...credentials, signalingUrl: 'ws://127.0.0.1:9' }, open), false);
  const refuse = () => {
    throw new Error('no sockets here');
  };
  assert.equal(await handBack(credentials, refuse), false);
  assert.equal(await handBack(credentials, open), true);
});
