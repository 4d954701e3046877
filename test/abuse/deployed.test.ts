import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type RoomServer, startRoomServer } from '../../demo/room-server.js';
import { startWorld, type World } from '../../demo/world/world.js';
import { ROUTES } from '../../party/http/router.js';
import { BOUNDS } from '../../party/server/bounds.js';
import { DEFAULT_RULES, type Rules } from '../../src/protocol/rules.js';
import { askServer } from '../support/ask-server.js';
import { RawVisitor } from '../support/raw-visitor.js';
import { until } from '../support/stack.js';
import { EVERYTHING_SAID, LOCKING_RULES, PACE_RULES } from '../support/stranger.js';
import { SECRET, signed, tokenOf, unsigned } from '../support/tokens.js';

/** What `npm run deploy` writes: the variables of the configuration as they are in the repository. */
const written = readFileSync('party/wrangler.jsonc', 'utf8').replace(/^\s*\/\/.*$/gm, '');
const { vars } = JSON.parse(written) as { vars: Record<string, string> };

let world: World;
let rooms: RoomServer;
before(async () => {
  world = await startWorld({ port: 0 });
  const service = { ODYSSEY_API_KEY: 'local', ODYSSEY_API_URL: world.url };
  rooms = await startRoomServer({ port: 0, env: { ...service, ...vars, ROOM_SECRET: SECRET } });
});
after(async () => {
  await rooms.stop();
  await world.close();
});

/** So many messages a line hears at once after the hello; what comes faster is refused without being read. */
const HEARD_AT_ONCE = 59;
const PACE_MS = 1_200 / BOUNDS.messagesPerSecond.max;

async function rulesNow(): Promise<Rules> {
  const response = await askServer(`${rooms.url}/parties/main/lobby/rules`);
  return (await response.json()) as Rules;
}

/** Comes as `hello` says, says everything that can be said, and returns what was asked of a conductor. */
async function everythingSaidBy(
  hello: Record<string, unknown>,
  headers?: Record<string, string>,
): Promise<readonly string[]> {
  const stranger = await RawVisitor.connect(rooms.host, 'lobby', headers);
  stranger.hello(hello);
  const said = [...EVERYTHING_SAID, { type: 'request-turn', id: 'last' }];
  for (const [index, message] of said.entries()) {
    if (index >= HEARD_AT_ONCE && stranger.closed === null) await delay(PACE_MS);
    stranger.say(message);
  }
  // What a page may say is heard in its order: after this answer all of it was, unless the line was closed.
  await until(
    'the last answer, or the close',
    () => stranger.heard.some((message) => message.type === 'answer' && message.id === 'last'),
    (isAnswered) => isAnswered || stranger.closed !== null,
  );
  const lent = stranger.heard.flatMap((message) =>
    message.type === 'conduct' ? [message.command.command] : [],
  );
  stranger.close();
  return lent.filter((command) => command !== 'end');
}

test('[DF1] the deployed defaults are: tokens alone conduct, and a secret signs them', () => {
  assert.equal(vars['CONDUCTORS'], 'token');
  assert.equal(vars['ALLOWED_ORIGINS'], '');
  assert.equal('ROOM_RULES' in vars, false);
});

test('[DF2] whatever a stranger shows and says, they are lent no session and set no rule', async () => {
  const forged = await signed({ role: 'host', scope: 'conduct rules' }, 'a guessed secret here');
  const other = await tokenOf('ada', { room: 'attic', role: 'host', scope: 'conduct rules' });
  const late = await tokenOf('ada', { role: 'host' }, { ends: '-1h' });
  const shown: Record<string, Record<string, unknown>> = {
    nothing: {},
    'a forged identity': { identity: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhLTEifQ.forged' },
    'a token as identity': { identity: await signed({ role: 'host' }) },
    'a forged token': { token: forged },
    'an unsigned token': { token: unsigned({ sub: 'x', room: 'lobby', role: 'host', exp: 9e9 }) },
    'a token of another room': { token: other },
    'an expired token': { token: late },
    'a prompter’s token': { token: await tokenOf('bo') },
    'a guessed invitation': { invite: 'guess' },
    'leases of others': { epochs: [1, 2, 3] },
    'nobody watching': { watching: false },
  };
  const rules = { ...LOCKING_RULES, ...PACE_RULES };
  for (const conduct of ['can', 'prefer']) {
    for (const [what, hello] of Object.entries(shown)) {
      for (const headers of [{}, { Origin: 'https://evil.example' }]) {
        const lent = await everythingSaidBy({ ...hello, conduct, rules }, headers);
        assert.deepEqual(lent, [], `${what}, ${conduct}`);
        assert.deepEqual(await rulesNow(), DEFAULT_RULES, `${what}, ${conduct}`);
      }
    }
  }
});

test('[DF2] one who forges the server’s own origin gets the pace of an empty room at most', async () => {
  const rules = { ...LOCKING_RULES, ...PACE_RULES };
  const lent = await everythingSaidBy({ conduct: 'prefer', rules });
  assert.deepEqual(lent, []);
  assert.deepEqual(await rulesNow(), { ...DEFAULT_RULES, ...PACE_RULES });
});

const BODIES: Readonly<Record<string, unknown>> = {
  '/rules': LOCKING_RULES,
  '/offer': { identity: null, invite: null, offer: 'v=0\r\n' },
};

test('[DF3] over HTTP a stranger changes nothing, on no route', async () => {
  const before = await rulesNow();
  const tokens = [
    null,
    await signed({ role: 'host' }, 'a guessed secret here'),
    unsigned({ sub: 'x' }),
  ];
  let asked = 0;
  for (const { method, path, access } of ROUTES) {
    for (const token of tokens) {
      const url = `${rooms.url}/parties/main/lobby${path.replace('{id}', 'guess')}`;
      const isRead = method === 'GET';
      const response = await askServer(url, {
        method,
        headers: {
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
          ...(isRead ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(isRead ? {} : { body: JSON.stringify(BODIES[path] ?? {}) }),
        signal: AbortSignal.timeout(10_000),
      });
      await response.body?.cancel();
      asked += 1;
      const isOpen = access === 'anyone' && token === null;
      // What anybody may ask for is read, or passed on to a stream that is not there.
      const expected = isOpen ? (isRead ? null : 204) : 401;
      if (expected !== null) assert.equal(response.status, expected, `${method} ${path}`);
    }
  }
  assert.equal(asked, ROUTES.length * 3);
  assert.deepEqual(await rulesNow(), before);
});

test('[DF4] the host’s page conducts when it comes, and a broadcast opens', async () => {
  const host = await RawVisitor.connect(rooms.host, 'lobby');
  host.hello({ token: await tokenOf('host', { role: 'host' }), conduct: 'can' });
  const { command } = await host.next('conduct', (message) => message.command.command === 'open');
  assert.equal(command.command, 'open');
  host.close();
});
