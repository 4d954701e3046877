import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type RoomServer, startRoomServer } from '../../demo/room-server.js';
import { askServer } from '../support/ask-server.js';

let rooms: RoomServer;
before(async () => {
  rooms = await startRoomServer({ port: 0, env: { ODYSSEY_API_KEY: 'local' } });
});
after(() => rooms.stop());

async function headersOf(path: string): Promise<Headers> {
  const response = await askServer(rooms.url + path);
  await response.body?.cancel();
  assert.equal(response.status, 200, path);
  return response.headers;
}

test('[WK1] one deployment serves the script to any site: revalidated itself, its chunks for ever', async () => {
  const entry = await headersOf('/cdn/odyssey-broadcast.js');
  assert.match(entry.get('Content-Type') ?? '', /javascript/);
  assert.equal(entry.get('Access-Control-Allow-Origin'), '*');
  assert.equal(entry.get('Cache-Control'), 'public, max-age=300, must-revalidate');
  assert.ok(entry.get('ETag'), 'revalidation costs no second download');
  const chunks = readdirSync('dist/site/cdn/chunks').filter((name) => name.endsWith('.js'));
  assert.ok(chunks.length > 0);
  for (const chunk of chunks) {
    assert.match(chunk, /-[\w-]{8}\.js$/, 'the name changes with the content');
    const headers = await headersOf(`/cdn/chunks/${chunk}`);
    assert.equal(headers.get('Access-Control-Allow-Origin'), '*');
    assert.equal(headers.get('Cache-Control'), 'public, max-age=31536000, immutable');
  }
});

test('[WK2] the demo page comes with a policy that lets nothing foreign run, and files are what they say', async () => {
  const page = await headersOf('/');
  const policy = page.get('Content-Security-Policy') ?? '';
  assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.doesNotMatch(policy, /unsafe/);
  for (const path of ['/', '/page.js', '/cdn/odyssey-broadcast.js']) {
    assert.equal((await headersOf(path)).get('X-Content-Type-Options'), 'nosniff', path);
  }
});

test('[WK3] rooms, files and nothing share one address: what is neither does not exist', async () => {
  assert.equal((await askServer(`${rooms.url}/parties/main/lobby/state`)).status, 200);
  for (const path of ['/nothing', '/parties', '/parties/main', '/_headers', '/worker.ts']) {
    assert.equal((await askServer(rooms.url + path)).status, 404, path);
  }
});
