import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type RoomServer, startRoomServer } from '../../demo/room-server.js';
import { startWorld, type World } from '../../demo/world/world.js';
import { askServer } from '../support/ask-server.js';
import { RawVisitor } from '../support/raw-visitor.js';
import { until } from '../support/stack.js';

let world: World;
let rooms: RoomServer;
before(async () => {
  world = await startWorld({ port: 0 });
  const env = { ODYSSEY_API_KEY: 'local', ODYSSEY_API_URL: world.url, OPEN_ROOMS: '*' };
  rooms = await startRoomServer({ port: 0, env });
});
after(async () => {
  await rooms.stop();
  await world.close();
});

async function joined(room: string): Promise<RawVisitor> {
  const visitor = await RawVisitor.connect(rooms.host, room);
  visitor.hello();
  await visitor.next('welcome');
  return visitor;
}

test('[BI1] malformed, oversized, unknown and binary messages are answered, and disturb nobody', async () => {
  const calm = await joined('garbage');
  const bad = await joined('garbage');
  const cases: [unknown, string][] = [
    ['{', 'malformed'],
    [{ type: 'sudo', id: 'a' }, 'malformed'],
    [{ type: 'prompt', id: 'p', text: 7 }, 'malformed'],
    ['x'.repeat(20_000), 'too-large'],
  ];
  for (const [message, reason] of cases) {
    bad.say(message);
    assert.equal((await bad.next('answer')).reason, reason);
  }
  bad.sayBytes(new Uint8Array(16));
  assert.equal((await bad.next('answer')).reason, 'malformed');
  bad.hello();
  assert.equal((await bad.next('answer')).reason, 'malformed', 'one hello is enough');
  calm.say({ type: 'ping' });
  await calm.next('pong');
  assert.equal(calm.heard.filter(({ type }) => type === 'answer').length, 0);
  for (const visitor of [calm, bad]) visitor.close();
});

test('[BI2] what is not one’s to do is refused by name: out of turn, without the role, before the hello', async () => {
  const early = await RawVisitor.connect(rooms.host, 'manners');
  early.say({ type: 'request-turn', id: 'early' });
  const first = await early.next('answer');
  assert.deepEqual([first.id, first.reason], ['early', 'hello-first']);
  const visitor = await joined('manners');
  for (const [type, reason] of [
    ['claim-turn', 'not-your-turn'],
    ['extend-turn', 'not-your-turn'],
    ['release-turn', 'not-waiting'],
    ['skip-vote', 'nobody-there'],
  ]) {
    visitor.say({ type, id: `do-${type}` });
    const { id, reason: why } = await visitor.next('answer');
    assert.deepEqual([id, why], [`do-${type}`, reason]);
  }
  for (const act of ['stop', 'unlock', 'panic']) {
    visitor.say({ type: 'act', id: `do-${act}`, act: { act } });
    assert.equal((await visitor.next('answer')).reason, 'not-allowed');
  }
  for (const one of [early, visitor]) one.close();
});

test('[BI3] a prompt of spaces, of 10,000 characters or of control characters gets its own answer', async () => {
  const visitor = await joined('prompts');
  for (const [text, reason] of [
    ['      ', 'empty'],
    ['\u0000\u0001\u202e\u200b', 'empty'],
    ['x'.repeat(10_000), 'too-long'],
    ['字'.repeat(201), 'too-long'],
  ] as const) {
    visitor.say({ type: 'prompt', id: 'p', text });
    const { receipt } = await visitor.next('receipt');
    assert.deepEqual([receipt.status, receipt.reason], ['refused', reason]);
  }
  for (const [index, text] of [
    'снег над горами',
    'قمر فوق البحر',
    '🦊🌧️ in 東京',
    'ĝi pluvas',
  ].entries()) {
    visitor.say({ type: 'prompt', id: `ok-${index}`, text });
    const { receipt } = await visitor.next('receipt', (one) => one.receipt.id === `ok-${index}`);
    assert.notEqual(receipt.reason, 'empty', text);
    visitor.say({ type: 'release-turn', id: `leave-${index}` });
    await visitor.next('answer', ({ id }) => id === `leave-${index}`);
  }
  visitor.close();
});

test('[BI4] a stolen prompt id, a forged identity and an old epoch bring nothing', async () => {
  const owner = await joined('thieves');
  const thief = await RawVisitor.connect(rooms.host, 'thieves');
  thief.hello({ identity: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhLTEifQ.forged', epochs: [41] });
  const { snapshot } = await thief.next('welcome');
  assert.match(snapshot.you.id, /^a-/);
  assert.deepEqual((await thief.next('conduct')).command, { command: 'end', epoch: 41 });
  owner.say({ type: 'prompt', id: 'mine', text: 'a lighthouse' });
  await owner.next('receipt');
  thief.say({ type: 'prompt', id: 'mine', text: 'a shark' });
  const { receipt } = await thief.next('receipt');
  assert.deepEqual([receipt.status, receipt.reason, receipt.text], ['refused', 'id-taken', '']);
  thief.say({ type: 'conductor', report: { report: 'ended', epoch: 41, reason: 'closed' } });
  thief.say({ type: 'ping' });
  await thief.next('pong');
  for (const visitor of [owner, thief]) visitor.close();
});

test('[BI5] too many messages are answered with "too fast", then the line is closed for good', async () => {
  const flood = await joined('flood');
  const other = await joined('flood');
  for (let index = 0; index < 400; index += 1) flood.say({ type: 'ping' });
  const closed = await until(
    'the line to close',
    () => flood.closed,
    (seen) => seen !== null,
  );
  assert.deepEqual(closed, { code: 4104, reason: 'too-fast' });
  assert.ok(
    flood.heard.some((message) => message.type === 'answer' && message.reason === 'too-fast'),
  );
  other.say({ type: 'ping' });
  await other.next('pong');
  other.close();
});

test('[BI6] another version, a bad token and a foreign page are closed with a code that says: stay away', async () => {
  const old = await RawVisitor.connect(rooms.host, 'doors');
  old.hello({ version: 99 });
  const token = await RawVisitor.connect(rooms.host, 'doors');
  token.hello({ token: 'a.b.c' });
  const foreign = await RawVisitor.connect(rooms.host, 'doors', { Origin: 'https://evil.example' });
  const expected: [RawVisitor, number, string][] = [
    [old, 4100, 'wrong-version'],
    // Its developer is told what is wrong.
    [token, 4101, 'bad-token: the room server has no ROOM_SECRET, so it takes no token'],
    [foreign, 4102, 'wrong-origin'],
  ];
  for (const [visitor, code, reason] of expected) {
    await until(
      'the close',
      () => visitor.closed,
      (closed) => closed !== null,
    );
    assert.deepEqual(visitor.closed, { code, reason });
  }
});

test('[BI7] a copied connection id changes nothing: two lines with one id are two lines', async () => {
  const one = await RawVisitor.connect(rooms.host, 'copies', {}, '?_pk=same');
  const two = await RawVisitor.connect(rooms.host, 'copies', {}, '?_pk=same');
  for (const visitor of [one, two]) visitor.hello();
  const ids = [await one.next('welcome'), await two.next('welcome')].map(
    ({ snapshot }) => snapshot.you.id,
  );
  assert.notEqual(ids[0], ids[1]);
  one.close();
  two.say({ type: 'ping' });
  await two.next('pong');
  two.close();
});

test('[BI8] a room server without its key says which setting is missing, to its owner and in the log', async () => {
  const lines: string[] = [];
  const bare = await startRoomServer({ port: 0, env: {}, onLine: (line) => lines.push(line) });
  try {
    const response = await askServer(`${bare.url}/parties/main/lobby/state`);
    assert.equal(response.status, 500);
    assert.match(
      String(((await response.json()) as { detail: string }).detail),
      /^ODYSSEY_API_KEY is missing/,
    );
    const visitor = await RawVisitor.connect(bare.host, 'lobby');
    await until(
      'the close',
      () => visitor.closed,
      (closed) => closed !== null,
    );
    assert.equal(visitor.closed?.code, 4103);
    assert.match(visitor.closed?.reason ?? '', /^not-configured: ODYSSEY_API_KEY is missing/);
    await until('the line in the log', () =>
      lines.some((line) => line.includes('ODYSSEY_API_KEY is missing')),
    );
  } finally {
    await bare.stop();
  }
});

test('[BI10] a hundred proposals at once are all answered, and the room goes on', async () => {
  const crowd = await Promise.all(
    Array.from({ length: 20 }, () => RawVisitor.connect(rooms.host, 'rush')),
  );
  for (const visitor of crowd) visitor.hello({ rules: { turns: 'vote', promptsPerMinute: 60 } });
  await Promise.all(crowd.map((visitor) => visitor.next('welcome')));
  for (let round = 0; round < 5; round += 1) {
    for (const [index, visitor] of crowd.entries()) {
      visitor.say({ type: 'prompt', id: `p-${index}-${round}`, text: `wish ${index} of ${round}` });
    }
  }
  const answers = await Promise.all(
    crowd.flatMap((visitor, index) =>
      Array.from({ length: 5 }, async (_, round) => {
        const id = `p-${index}-${round}`;
        const { receipt } = await visitor.next('receipt', (message) => message.receipt.id === id);
        return receipt.reason ?? receipt.status;
      }),
    ),
  );
  const count = (what: string) => answers.filter((answer) => answer === what).length;
  assert.equal(count('waiting'), 12, 'as many as max-proposals');
  assert.equal(
    count('waiting') +
      count('already-proposed') +
      count('proposals-full') +
      count('too-many-from-address'),
    100,
  );
  const late = await joined('rush');
  late.say({ type: 'ping' });
  await late.next('pong');
  for (const visitor of [...crowd, late]) visitor.close();
});
