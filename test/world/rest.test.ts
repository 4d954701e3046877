import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { startWorld, type World } from '../../demo/world/world.js';
import { call, mint, signIn } from './wire.js';

describe('the REST API', () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());

  test('[WO1] the right key gets a token, a wrong one 401, none 422', async () => {
    const options = { body: { api_key: 'local' } };
    const right = await call<{ expires_in: number }>(world, 'POST', '/auth/token', options);
    assert.equal(right.status, 200);
    assert.equal(right.body.expires_in, 3600);
    const wrong = await call(world, 'POST', '/auth/token', { body: { api_key: 'guess' } });
    assert.equal(wrong.status, 401);
    assert.equal((await call(world, 'POST', '/auth/token', { body: {} })).status, 422);
  });

  test('[WO1] nothing of the account opens without a token, or with one of another kind', async () => {
    const { session, token: sessionToken } = await mint(world);
    const body = { session_id: session };
    for (const bad of [undefined, 'nonsense', sessionToken]) {
      const options = bad === undefined ? { body } : { body, token: bad };
      assert.equal((await call(world, 'POST', '/sessions/request', options)).status, 401);
      assert.equal((await call(world, 'POST', '/sessions/token', options)).status, 401);
    }
  });

  test('[WO1] an unknown session gets no token', async () => {
    const token = await signIn(world);
    const answer = await call(world, 'POST', '/sessions/token', {
      token,
      body: { session_id: 'nobody' },
    });
    assert.equal(answer.status, 404);
  });

  test('[WO2] every address handed out begins with the one the asker used', async () => {
    const token = await signIn(world);
    const host = `localhost:${world.port}`;
    const regions = await askAs(world, host, 'GET', '/regions', token);
    assert.deepEqual(regions, { regions: [{ id: 'local', ping_url: `http://${host}/ping` }] });
    const session = await askAs(world, host, 'POST', '/sessions/request', token);
    assert.equal((session as { signalling_url: string }).signalling_url, `ws://${host}`);
    const config = await askAs(world, host, 'GET', '/config', token);
    assert.match(
      (config as { iceServers: { urls: string }[] }).iceServers[0]!.urls,
      /^stun:127\.0\.0\.1:\d+$/,
    );
  });

  test('[WO3] pages of any origin may ask, and may read Location', async () => {
    const preflight = await call(world, 'OPTIONS', '/sessions/request');
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
    assert.match(preflight.headers.get('access-control-allow-headers')!, /Authorization/);
    assert.match(preflight.headers.get('access-control-expose-headers')!, /Location/);
    const failed = await call(world, 'GET', '/nowhere');
    assert.equal(failed.status, 404);
    assert.equal(failed.headers.get('access-control-allow-origin'), '*');
  });

  test('[WO3] a body that is no JSON is 400, a wrong method 405', async () => {
    const response = await fetch(`${world.url}/auth/token`, { method: 'POST', body: '{' });
    assert.equal(response.status, 400);
    await response.text();
    assert.equal((await call(world, 'GET', '/auth/token')).status, 405);
  });
});

/** `fetch` does not let a test choose the Host header. */
function askAs(
  world: World,
  host: string,
  method: string,
  path: string,
  token: string,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { Host: host, Authorization: `Bearer ${token}` };
    const ask = httpRequest({ port: world.port, host: '127.0.0.1', method, path, headers });
    ask.on('response', async (response) => {
      let text = '';
      for await (const piece of response) text += piece;
      resolve(JSON.parse(text));
    });
    ask.on('error', reject);
    ask.end();
  });
}
