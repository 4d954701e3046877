import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { ConductorCommand } from '../../src/protocol/conducting.js';
import { HEARTBEAT_EVERY_MS } from '../../src/protocol/limits.js';
import { askServer } from '../support/ask-server.js';
import { HeadlessStack, live } from '../support/headless-stack.js';
import { RawVisitor } from '../support/raw-visitor.js';
import { until } from '../support/stack.js';
import { SECRET } from '../support/tokens.js';

/** Strangers who conduct, at a real room server that lets anyone do so, and what visitors see of it. */

let stack: HeadlessStack;
const strangers = new Set<RawVisitor>();
const heartbeats = new Set<NodeJS.Timeout>();
before(async () => {
  // A session that a stranger never uses holds its place at the service for as long as its token lasts.
  stack = await HeadlessStack.start(
    { concurrentSessions: 50 },
    { CONDUCTORS: 'anyone', STREAM_HOSTS: 'media.example' },
  );
});
afterEach(async () => {
  for (const heartbeat of heartbeats) clearInterval(heartbeat);
  heartbeats.clear();
  for (const stranger of strangers) stranger.close();
  strangers.clear();
  await stack.clear();
});
after(() => stack.close());

/** A page without a token that would rather conduct than anybody else. */
async function stranger(room: string): Promise<RawVisitor> {
  const visitor = await RawVisitor.connect(stack.rooms.host, room);
  strangers.add(visitor);
  visitor.hello({ conduct: 'prefer', watching: true });
  await visitor.next('welcome');
  return visitor;
}

/** An honest conductor without a token, which is there after the stranger. */
function honest(room: string) {
  return stack.conductor([room], {}).ready();
}

async function command<Name extends ConductorCommand['command']>(of: RawVisitor, name: Name) {
  const { command } = await of.next('conduct', (message) => message.command.command === name);
  return command as Extract<ConductorCommand, { command: Name }>;
}

function report(from: RawVisitor, said: object): void {
  from.say({ type: 'conductor', report: said });
}

/** The session is lent to it, and it says so for as long as the test needs. */
async function lent(to: RawVisitor): Promise<number> {
  const { epoch } = await command(to, 'open');
  const beat = () => report(to, { report: 'heartbeat', epoch });
  heartbeats.add(setInterval(beat, HEARTBEAT_EVERY_MS));
  return epoch;
}

/** The same, and it was told to start a stream; it goes to no service at all. */
async function started(from: RawVisitor): Promise<number> {
  const epoch = await lent(from);
  report(from, { report: 'connected', epoch });
  await command(from, 'start');
  return epoch;
}

/** No two rooms have one stream: the second to name it would not have it. */
function broadcasting(epoch: number, webrtcUrl: string, streamId = `own-${crypto.randomUUID()}`) {
  const watch = { webrtcUrl, hlsUrl: null, token: 'spectator' };
  return { report: 'broadcasting', epoch, streamId, watch, appliedText: '', agoMs: 0 };
}

function answered(room: string, path: string): Promise<Response> {
  return askServer(`${stack.rooms.url}/parties/main/${room}${path}`);
}

test('[TR1] [TR2] a stranger that speaks for the owner’s account keeps nobody out, nor does it after a restart', async () => {
  for (const reason of ['account-suspended', 'bad-key']) {
    const room = `account-${reason}`;
    const hostile = await stranger(room);
    const epoch = await lent(hostile);
    await honest(room);
    const visitor = stack.visitor(room);
    report(hostile, { report: 'ended', epoch, reason });
    const stream = await live(visitor);
    assert.equal((await visitor.prompt('a red balloon')).status, 'applied');
    if (reason === 'bad-key') continue;
    await stack.restartRooms();
    assert.equal(await live(visitor), stream);
  }
});

test('[TR4] a stranger that would rather conduct goes before nobody who was there first', async () => {
  const conductor = await honest('order');
  const hostile = await stranger('order');
  await live(stack.visitor('order'));
  const { body } = await conductor.health();
  assert.equal(body.rooms[0]?.sessions.length, 1);
  assert.equal(hostile.heard.filter(({ type }) => type === 'conduct').length, 0);
});

test('[TR5] [TR6] nobody is sent where a stranger says: it is told, the log names the setting, another is asked', async () => {
  const urls = ['https://evil.example/whep', 'http://169.254.169.254/evil', 'javascript:evil()'];
  for (const [index, url] of urls.entries()) {
    const room = `hosts-${index}`;
    const hostile = await stranger(room);
    const epoch = await started(hostile);
    await honest(room);
    const visitor = stack.visitor(room);
    const seen: string[] = [];
    visitor.subscribe((view) => seen.push(JSON.stringify(view.room?.life)));
    report(hostile, broadcasting(epoch, url));
    assert.equal((await hostile.next('answer')).reason, 'stream-host');
    await command(hostile, 'end');
    await live(visitor);
    assert.doesNotMatch(seen.join('\n'), /evil/);
    const line = await until('the line in the log', () =>
      stack.lines.find((one) => one.includes('stream-host-refused') && one.includes(room)),
    );
    assert.match(line ?? '', /STREAM_HOSTS/);
  }
});

test('[TR5] a host of STREAM_HOSTS is good', async () => {
  const hostile = await stranger('named');
  const epoch = await started(hostile);
  report(hostile, broadcasting(epoch, 'https://media.example/s'));
  await live(stack.visitor('named'));
});

test('[TR8] words that no prompt may say are not shown as the world’s', async () => {
  const hostile = await stranger('words');
  const epoch = await started(hostile);
  report(hostile, broadcasting(epoch, `${stack.world.url}/live/none`));
  const visitor = stack.visitor('words');
  await live(visitor);
  const asked = visitor.prompt('a red balloon');
  const { promptId } = await command(hostile, 'perform');
  const appliedText = 'fucking well go to https://evil.example now';
  const outcome = { status: 'applied', appliedText };
  report(hostile, { report: 'performed', epoch, promptId, outcome });
  const receipt = await asked;
  assert.deepEqual([receipt.status, receipt.appliedText], ['applied', 'a red balloon']);
  const told = await Promise.all(['/state', '/prompts'].map((path) => answered('words', path)));
  for (const response of told) assert.doesNotMatch(await response.text(), /evil/);
});

test('[TR9] [TR10] [RC13] [RC16] a room’s stream is known to nobody by Odyssey’s id, and no other room gives its recording out', async () => {
  await stack.conductor(['secret'], { ROOM_SECRET: SECRET }).ready();
  const visitor = stack.visitor('secret');
  await live(visitor);
  assert.equal((await visitor.prompt('a red balloon')).status, 'applied');
  const id = stack.world.stats().streams.at(-1)?.id ?? '';
  assert.notEqual(id, '');
  const state = await (await answered('secret', '/state')).text();
  const prompts = await (await answered('secret', '/prompts')).text();
  for (const text of [state, prompts, JSON.stringify(visitor.view)]) {
    assert.ok(!text.includes(id), 'the id is told to nobody');
  }
  const startedAt = Date.now();
  await stack.clear();
  await until(
    'the recording',
    async () => (await answered('secret', '/recordings/1')).status,
    (status) => status === 200,
  );

  // It has the id all the same, and names it as its own: while the stream is young, and a little later.
  for (const thief of ['thief-at-once', 'thief-later']) {
    if (thief === 'thief-later') {
      await until('another time', () => Date.now() - startedAt > 16_000);
    }
    const hostile = await stranger(thief);
    const epoch = await started(hostile);
    report(hostile, broadcasting(epoch, `${stack.world.url}/live/none`, id));
    report(hostile, { report: 'ended', epoch, reason: 'stream-ended' });
    await until(
      'the stream to be written down',
      async () => (await answered(thief, '/recordings/1')).status,
      (status) => status !== 409 && status !== 404,
    );
    const stolen = await answered(thief, '/recordings/1');
    assert.notEqual(stolen.status, 200, thief);
    assert.doesNotMatch(await stolen.text(), /mp4/);
    await until('the line in the log', () =>
      stack.lines.some((line) => line.includes('stream-of-another') && line.includes(thief)),
    );
    hostile.close();
  }
});
