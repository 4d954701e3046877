import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { ROUTES } from '../../party/http/router.js';
import { RoomServer } from '../../party/server/room-server.js';
import { cells, ENDPOINTS } from '../server/authorization-table.js';
import { MemoryStorage } from '../support/memory-storage.js';
import { SECRET, signed } from '../support/tokens.js';

const LOBBY = 'https://rooms.example/parties/main/lobby';

/** What each asker shows. */
async function authorizations(): Promise<Record<string, string | null>> {
  const host = { sub: 'owner', role: 'host' };
  const over = Math.floor(Date.now() / 1000) - 60;
  return {
    nobody: null,
    viewer: `Bearer ${await signed({ role: 'viewer' })}`,
    prompter: `Bearer ${await signed()}`,
    program: `Bearer ${await signed({ scope: 'prompt' })}`,
    conductor: `Bearer ${await signed({ scope: 'conduct rules' })}`,
    moderator: `Bearer ${await signed({ role: 'moderator' })}`,
    host: `Bearer ${await signed(host)}`,
    expired: `Bearer ${await signed({ ...host, exp: over })}`,
    forged: `Bearer ${await signed(host, 'guessed secret')}`,
    'other-room': `Bearer ${await signed({ ...host, room: 'attic' })}`,
    'no-bearer': await signed(host),
  };
}

const BODIES: Readonly<Record<string, unknown>> = {
  '/rules': { turnSeconds: 99 },
  '/prompts': { text: 'it rains' },
  '/announce': { text: 'Hello all' },
  '/approve': { promptId: 'guess' },
  '/refuse': { promptId: 'guess' },
  '/remove': { who: 'guess' },
  '/mute': { who: 'guess' },
  '/unmute': { who: 'guess' },
  '/bans': { who: 'guess' },
};

function requestFor(row: string, authorization: string | null): Request {
  const [, method = '', path = ''] = /^([A-Z]+)(.+)$/.exec(row) ?? [];
  const hasBody = method === 'POST' || method === 'PATCH';
  return new Request(`${LOBBY}${path}`, {
    method,
    headers: {
      ...(authorization === null ? {} : { Authorization: authorization }),
      ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(hasBody ? { body: JSON.stringify(BODIES[path] ?? {}) } : {}),
  });
}

async function roomShell(): Promise<RoomServer> {
  const env = { ODYSSEY_API_KEY: 'k', ROOM_SECRET: SECRET };
  const shell = new RoomServer({ storage: new MemoryStorage(), env, log: () => undefined });
  await shell.start();
  return shell;
}

test('[AZ6] the table has a row for every route, and no other', () => {
  const rows = new Set(cells(ENDPOINTS).map(({ row }) => row.replace('/guess', '/{id}')));
  const routes = ROUTES.map(({ method, path }) => `${method}${path}`);
  assert.deepEqual([...rows].sort(), routes.sort());
});

test('[AZ6] over HTTP everybody gets what the table says, and no more', async (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  t.after(() => mock.timers.reset());
  const shown = await authorizations();
  const wrong: string[] = [];
  for (const { row, column, expected } of cells(ENDPOINTS)) {
    const shell = await roomShell();
    const before = await (await shell.answer(requestFor('GET/state', null))).text();
    const answer = await shell.answer(requestFor(row, shown[column] ?? null));
    const isDenial = answer.status === 401 || answer.status === 403;
    const fits = expected === 'yes' ? !isDenial : String(answer.status) === expected;
    if (!fits) {
      wrong.push(`${row} by ${column}: ${answer.status}, not ${expected}`);
    }
    await answer.body?.cancel();
    const after = await (await shell.answer(requestFor('GET/state', null))).text();
    if (expected !== 'yes' && after !== before) wrong.push(`${row} by ${column}: changed the room`);
  }
  assert.deepEqual(wrong, []);
});
