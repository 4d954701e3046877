import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audienceKey, signLink } from '../../party/audience/link.js';
import { errorText } from '../../party/server/log.js';
import { ApiRoom } from '../support/api-room.js';
import { crowd, leaveAll } from '../support/audience-crowd.js';
import { helloOf } from '../support/people.js';
import { SECRET, signed } from '../support/tokens.js';

/** Behind which visitors are, as the platform tells. */
const ADDRESSES = ['203.0.113.77', '2001:db8::77'];

/** The log of a run: each line is JSON that names its room and event, and quotes none of these. */
function look(lines: readonly string[], secrets: readonly string[]): void {
  for (const line of lines) {
    const { event, room, audience } = JSON.parse(line) as Record<string, unknown>;
    assert.ok(typeof event === 'string' && (room ?? audience) !== undefined, line);
    for (const secret of secrets) assert.ok(!line.includes(secret), line);
    assert.doesNotMatch(line, /eyJ[\w-]{8}/);
  }
}

test('[OP30] whatever is thrown at a room, its log has lines of JSON without tokens or addresses', async (t) => {
  // Its deadlines would keep this process.
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const room = await ApiRoom.start({
    ...{ ADDRESS_HEADER: 'x-real-ip', ODYSSEY_API_URL: 'http://127.0.0.1:9', ALLOWED_ORIGINS: '*' },
    ...{ CONDUCTORS: 'anyone', OPEN_ROOMS: '*' },
  });
  const good = await signed({ sub: 'mo@example.org', role: 'moderator' });
  const bad = await signed({ sub: 'eve@example.org', role: 'host' }, 'another secret of sixteen');
  const identities: string[] = [];
  for (const [index, address] of ADDRESSES.entries()) {
    for (const [at, token] of [null, good, bad, 'x'.repeat(9_000)].entries()) {
      const connection = {
        id: `c${index}-${at}`,
        send: (text: string) => {
          const [, identity] = /"identity":"([^"]+)"/.exec(text) ?? [];
          if (identity !== undefined) identities.push(identity);
        },
        close: () => undefined,
      };
      const headers = { 'x-real-ip': address, Origin: 'http://rooms.example' };
      room.shell.opened(connection, room.request(`?token=${token}`, { headers }));
      const says = [
        JSON.stringify(helloOf({ token, conduct: 'can' })),
        '{"type":"prompt","id":"p-1","text":"a word that nobody else says"}',
        '{"type":"act","id":"a-1","act":{"act":"ban","who":"a-9"}}',
        'no JSON',
        new ArrayBuffer(8),
        ...Array<string>(300).fill('{"type":"ping"}'),
      ];
      for (const said of says) await room.shell.said(connection, said);
      await new Promise((resolve) => setImmediate(resolve));
      room.shell.closed(connection);
    }
    for (const path of ['/bans', '/prompts', `/state?access=${bad}`, '/nowhere', '/recordings']) {
      for (const token of [good, bad]) {
        await room.shell.answer(room.request(path, { token, headers: { 'x-real-ip': address } }));
      }
    }
  }
  assert.ok(room.lines.length >= 2, room.lines.join('\n'));
  assert.ok(identities.length > 0);
  const secrets = [good, bad, SECRET, ...ADDRESSES, ...identities, 'example.org', 'that nobody'];
  look(room.lines, secrets);
});

test('[OP30] nor has the log of audience parties and their links', async () => {
  const world = await crowd(20);
  const party = world.party(1);
  const key = await audienceKey('another secret of 16', { party: 'main', room: 'lobby' });
  const forged = await signLink('1.main.lobby', world.clock.now(), key);
  for (const proof of [forged, world.proofs[0] ?? '']) {
    await party.link(proof, { heard: () => undefined, lost: () => undefined });
  }
  party.say('{"type":"report","watching":-1}');
  await party.hears('{"type":"plan"}');
  party.isDown = true;
  await party.restart();
  await world.restartRoom();
  await world.pass(5_000);
  const lines = [
    ...party.logged.map((line) => JSON.stringify(line)),
    ...world.logged.map(({ event, fields }) => JSON.stringify({ room: 'lobby', event, ...fields })),
  ];
  assert.ok(lines.length > 3);
  look(lines, [forged, ...world.proofs, SECRET]);
  await leaveAll(world);
});

test('[OP31] an error is logged without what it quotes of a request', () => {
  const cases: [string, string][] = [
    ['no room for eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln here', 'no room for <token> here'],
    ['401 for Authorization: Bearer abc.def-1', '401 for Authorization: Bearer <token>'],
    ['GET https://api.example/v1/x?api_key=k9&y=1 failed', 'GET https://api.example/v1/x failed'],
    ['{"apiKey":"ody-123","id":"s1"}', '{"apiKey":"<token>","id":"s1"}'],
    ['connect ECONNREFUSED 10.1.2.3:443', 'connect ECONNREFUSED <address>:443'],
    ['connect ENETUNREACH 2001:db8::7 now', 'connect ENETUNREACH <address> now'],
    ['The room did not answer at 12:30.', 'The room did not answer at 12:30.'],
  ];
  for (const [said, logged] of cases) assert.equal(errorText(new Error(said)), logged);
  const cause = new Error('token=abc');
  assert.equal(errorText(new Error('fetch failed', { cause })), 'fetch failed token=<token>');
});
