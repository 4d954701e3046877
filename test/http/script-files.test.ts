import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { answerScript } from '../../party/http/script-files.js';
import Server from '../../party/server.js';

const ENTRY = '/cdn/odyssey-broadcast.js';
const CHUNK = '/cdn/chunks/room-ui-afV8JGAV.js';
const FILES: Readonly<Record<string, string>> = {
  '/cdn-files/odyssey-broadcast.js': 'export {};',
  '/cdn-files/odyssey-broadcast-classic.js': '(function(){})();',
  '/cdn-files/odyssey-broadcast.js.map': '{}',
  '/cdn-files/chunks/room-ui-afV8JGAV.js': 'export const ui = 1;',
  '/cdn-files/chunks/room-ui-afV8JGAV.js.map': '{}',
  '/cdn-files/integrity.json': '{"files":{}}',
  '/cdn-files/secret.txt': 'not of the script',
  '/index.html': 'a page',
};

/** As PartyKit's: it decodes what it is asked for, and asks another server, which may not have it. */
const assets = {
  asked: [] as string[],
  gone: false,
  fetch(path: string): Promise<Response | null> {
    this.asked.push(path);
    const { pathname } = new URL(path, 'http://dummy.com');
    const text = FILES[decodeURIComponent(pathname)];
    const found = this.gone ? new Response('404', { status: 404 }) : new Response(text);
    return Promise.resolve(text === undefined ? null : found);
  },
};

async function ask(path: string, method = 'GET', fields: Record<string, string> = {}) {
  assets.asked = [];
  // As it comes over the wire, which a `Request` of its own would change.
  const request = { url: `https://rooms.example${path}`, method, headers: new Headers(fields) };
  const answer = await answerScript(request, assets);
  assert.ok(answer, path);
  return answer;
}

/** The header fields that Workers sends with a path, by `demo/page/_headers`: a `*` stands for anything. */
function fieldsOnWorkers(path: string): Record<string, string> {
  const lines = readFileSync('demo/page/_headers', 'utf8').split('\n');
  const fields: Record<string, string> = {};
  let counts = false;
  for (const line of lines.filter((one) => one !== '' && !one.startsWith('#'))) {
    if (line.startsWith('/')) {
      const parts = line.split('*').map((part) => part.replace(/[.]/g, '\\.'));
      counts = new RegExp(`^${parts.join('.*')}$`).test(path);
    } else if (counts) {
      const [, name = '', value = ''] = /^ {2}([\w-]+): (.+)$/.exec(line) ?? [];
      fields[name.toLowerCase()] = value;
    }
  }
  return fields;
}

test('[SV11] PartyKit sends the script with the header fields that Workers sends', async () => {
  for (const [path, type] of [
    [ENTRY, /^text\/javascript/],
    ['/cdn/odyssey-broadcast-classic.js', /^text\/javascript/],
    ['/cdn/odyssey-broadcast.js.map', /^application\/json$/],
    [CHUNK, /^text\/javascript/],
    [`${CHUNK}.map`, /^application\/json$/],
    ['/cdn/integrity.json', /^application\/json$/],
  ] as const) {
    const { status, headers } = await ask(path);
    const { 'content-type': given, etag, vary, ...others } = Object.fromEntries(headers);
    assert.equal(status, 200, path);
    assert.match(given ?? '', type, path);
    assert.match(etag ?? '', /^W\/"[0-9a-f]{64}"$/, path);
    assert.equal(vary, 'Accept-Encoding', path);
    // What neither is an entry nor has a hash in its name is asked for each time, as Workers does by itself.
    const asked = { 'cache-control': 'public, max-age=0, must-revalidate' };
    assert.deepEqual(others, { ...asked, ...fieldsOnWorkers(path) }, path);
  }
  assert.match(fieldsOnWorkers(CHUNK)['cache-control'] ?? '', /immutable/);
  assert.match(fieldsOnWorkers(ENTRY)['cache-control'] ?? '', /max-age=300, must-revalidate/);
});

test('[SV11] what a browser has already is not sent again, and all else is', async () => {
  const first = await ask(ENTRY);
  assert.equal(await first.text(), FILES['/cdn-files/odyssey-broadcast.js']);
  const tag = first.headers.get('ETag') ?? '';
  const strong = tag.slice(2);
  assert.notEqual((await ask(CHUNK)).headers.get('ETag'), tag, 'another file has another');
  for (const known of [tag, strong, '*', ` ${tag} `, `"a", ${strong}`, `"a,b",W/"c",${tag},"d"`]) {
    const { status, headers, body } = await ask(ENTRY, 'GET', { 'If-None-Match': known });
    assert.deepEqual([status, body], [304, null], known);
    assert.equal(headers.get('ETag'), tag);
    assert.match(headers.get('Cache-Control') ?? '', /max-age=300/);
    assert.equal(headers.get('Access-Control-Allow-Origin'), '*');
  }
  const bare = strong.slice(1, -1);
  for (const other of ['', ',', '"', '""', bare, `"${bare}`, `w/${strong}`, '"*"', `x${strong}`]) {
    const { status } = await ask(ENTRY, 'GET', { 'If-None-Match': other });
    assert.equal(status, 200, other);
  }
});

test('[SV11] HEAD is GET without a body, and nothing else is allowed', async () => {
  const [got, head] = [await ask(ENTRY), await ask(ENTRY, 'HEAD')];
  assert.deepEqual([...head.headers], [...got.headers]);
  assert.deepEqual([head.status, head.body], [200, null]);
  const known = { 'If-None-Match': got.headers.get('ETag') ?? '' };
  assert.equal((await ask(ENTRY, 'HEAD', known)).status, 304);
  assert.equal((await ask('/cdn/nothing.js', 'HEAD')).status, 404);
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'get']) {
    const { status, headers } = await ask(ENTRY, method);
    assert.deepEqual([status, headers.get('Allow')], [405, 'GET, HEAD'], method);
    assert.deepEqual(assets.asked, []);
  }
});

test('[SV11] no address reads anything but the files of the script', async () => {
  for (const name of [
    ...['', '/', 'chunks', 'chunks/', '.', '.js', '.env.json', 'chunks/.x.js', 'a//b.js'],
    ...[
      'secret.txt',
      'constructor',
      '__proto__',
      'odyssey-broadcast.js/',
      'odyssey-broadcast%2Ejs',
    ],
    ...['..%2findex.html', '..%2Fa.js', '%2e%2e%2fa.js', '..%5ca.js', 'chunks/..%2f..%2fa.js'],
    ...['%252e%252e/a.js', 'a%00.js', '%zz.js', 'a%0a.js', 'ä.js', `${'a/'.repeat(4000)}b.js/`],
  ]) {
    assert.equal((await ask(`/cdn/${name}`)).status, 404, name);
    assert.deepEqual(assets.asked, [], name);
  }
  // Asked for, but not there; while a build empties the folder, listed, but not there.
  assert.equal((await ask('/cdn/nothing.js')).status, 404);
  assets.gone = true;
  assert.equal((await ask(ENTRY)).status, 404);
  assets.gone = false;
  // What an address leads out to is not the script's.
  for (const path of ['/cdn/../index.html', '/cdn/%2e%2e/index.html', '/cdn\\..\\x.js', '/cdn']) {
    const request = new Request(`https://rooms.example${path}`);
    assert.equal(await answerScript(request, assets), null, path);
  }
});

test('[SV11] what is neither a room, a file nor the script does not exist', async () => {
  const answer = async (path: string) =>
    Server.onFetch(new Request(`https://rooms.example${path}`), { assets });
  assert.equal((await answer(ENTRY)).status, 200);
  assert.equal((await answer('/nothing')).status, 404);
  const page = await answer('/embed?room=lobby');
  assert.deepEqual([page.status, page.headers.get('Location')], [302, '/embed/?room=lobby']);
});
