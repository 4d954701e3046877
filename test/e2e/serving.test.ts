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
    await response.arrayBuffer();
    const get = (name: string) => response.headers.get(name);
    assert.equal(response.status, 200);
    assert.match(get('content-type') ?? '', /^text\/javascript/);
    assert.equal(get('access-control-allow-origin'), '*', path);
    if (!path.includes('classic')) assert.match(get('content-encoding') ?? '', /^(br|gzip)$/, path);
    // `partykit dev` knows no headers of files.
    if (process.env['ROOM_PLATFORM'] !== 'workers') continue;
    const isChunk = path.startsWith('chunks/');
    assert.match(get('cache-control') ?? '', isChunk ? /immutable/ : /max-age=300/);
    const again = await askServer(address, { headers: { 'If-None-Match': get('etag') ?? '' } });
    assert.equal(again.status, 304);
  }
});
