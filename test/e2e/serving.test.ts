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

const chunk = readdirSync('dist/site/cdn/chunks').find((name) => /^room-ui-.*\.js$/.test(name));

test('[SV1] the script is served compressed, to pages of any origin, and not twice', async () => {
  for (const path of ['odyssey-broadcast.js', 'odyssey-broadcast-classic.js', `chunks/${chunk}`]) {
    const address = `${rooms.url}/cdn/${path}`;
    const headers = { 'Accept-Encoding': 'br, gzip', Origin: 'https://site.example' };
    const response = await askServer(address, { headers });
    const size = (await response.arrayBuffer()).byteLength;
    const get = (name: string) => response.headers.get(name);
    assert.equal(response.status, 200);
    assert.match(get('content-type') ?? '', /^text\/javascript/);
    assert.equal(get('access-control-allow-origin'), '*', path);
    if (!path.includes('classic')) assert.match(get('content-encoding') ?? '', /^(br|gzip)$/, path);
    assert.equal(get('cross-origin-resource-policy'), 'cross-origin', path);
    assert.equal(get('x-content-type-options'), 'nosniff', path);
    const goodFor = path.startsWith('chunks/')
      ? 'public, max-age=31536000, immutable'
      : 'public, max-age=300, must-revalidate';
    assert.equal(get('cache-control'), goodFor, path);
    const tag = get('etag') ?? '';
    const again = await askServer(address, { headers: { ...headers, 'If-None-Match': tag } });
    assert.equal(again.status, 304, path);
    const other = await askServer(address, {
      headers: { ...headers, 'If-None-Match': '"another"' },
    });
    assert.deepEqual([other.status, (await other.arrayBuffer()).byteLength], [200, size], path);
    const head = await askServer(address, { method: 'HEAD', headers });
    assert.deepEqual([head.status, head.headers.get('etag')], [200, tag], path);
  }
  for (const path of [
    '/cdn/',
    '/cdn/nothing.js',
    '/cdn/chunks/nothing.js',
    '/cdn/..%2findex.html',
  ]) {
    const response = await askServer(rooms.url + path);
    await response.arrayBuffer();
    assert.equal(response.status, 404, path);
  }
});
