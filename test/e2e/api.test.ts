import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { HistoryEntry } from '../../src/protocol/records.js';
import { asDescribed } from '../support/api-room.js';
import { askServer } from '../support/ask-server.js';
import { RawVisitor } from '../support/raw-visitor.js';
import { Stack, until } from '../support/stack.js';
import { tokenOf } from '../support/tokens.js';
import { Visitor } from '../support/visitor.js';

const WEBHOOK_SECRET = 'a secret of the receiver';

/** The owner's server, which can be down. */
class Receiver {
  readonly events: { id: string; type: string; data: Record<string, unknown> }[] = [];
  private server: Server | null = null;
  port = 0;

  async up(): Promise<void> {
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      const { headers } = request;
      const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
      const expected = createHmac('sha256', WEBHOOK_SECRET).update(signed).digest('base64');
      assert.equal(headers['webhook-signature'], `v1,${expected}`);
      this.events.push({ id: String(headers['webhook-id']), ...JSON.parse(body) });
      response.writeHead(204).end();
    });
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async down(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }
}

const receiver = new Receiver();
let stack: Stack;
before(async () => {
  await receiver.up();
  await receiver.down();
  stack = await Stack.start({
    env: {
      ROOM_SECRET: 'a secret of the owner',
      WEBHOOK_URL: `http://127.0.0.1:${receiver.port}/hook`,
      WEBHOOK_SECRET,
    },
  });
});
after(async () => {
  await stack.close();
  await receiver.down();
});

interface Ask {
  method?: string;
  token?: string;
  body?: unknown;
  key?: string;
}

async function ask(path: string, { method = 'GET', token, body, key }: Ask = {}) {
  const response = await askServer(`${stack.rooms.url}/parties/main/studio${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const told = (await response.json()) as Record<string, unknown>;
  asDescribed(method, path, response, told);
  return { status: response.status, body: told };
}

/** Listens to a room's events, as text. */
async function listen(room: string) {
  const abort = new AbortController();
  const response = await askServer(`${stack.rooms.url}/parties/main/${room}/events`, {
    signal: abort.signal,
  });
  assert.match(response.headers.get('Content-Type') ?? '', /^text\/event-stream/);
  const heard = { text: '', close: () => abort.abort() };
  const decoder = new TextDecoder();
  void (async () => {
    try {
      for await (const part of response.body ?? []) heard.text += decoder.decode(part);
    } catch {
      // Hung up.
    }
  })();
  return heard;
}

function performed(): string[] {
  return stack.world
    .stats()
    .streams.flatMap((stream) => stream.performed.map(({ prompt }) => prompt));
}

test('[AP11] two programs and two visitors prompt one world: each prompt once, a repeated key once, all told', async () => {
  const page = await stack.open({ room: 'studio', turns: 'open', 'gap-seconds': '0' });
  await new Visitor(page).live();
  const listening = await listen('studio');
  const bots = await Promise.all(
    ['bot 1', 'bot 2'].map((sub) => tokenOf(sub, { room: 'studio', scope: 'prompt' })),
  );
  const host = await tokenOf('boss', { room: 'studio', role: 'host' });
  const rules = { cooldownSeconds: 0, gapSeconds: 0, apiShare: 0.5 };
  assert.equal((await ask('/rules', { method: 'PATCH', token: host, body: rules })).status, 200);
  const visitors = await Promise.all(
    [0, 1].map(() => RawVisitor.connect(stack.rooms.host, 'studio')),
  );
  for (const visitor of visitors) {
    visitor.hello();
    visitor.stay();
    await visitor.next('welcome');
  }
  const send = (token: string, text: string) =>
    ask('/prompts', { method: 'POST', token, body: { text }, key: text });
  const wanted: string[] = [];
  const sent: Promise<{ status: number; body: Record<string, unknown> }>[] = [];
  for (let round = 1; round <= 3; round += 1) {
    bots.forEach((token, index) => {
      const text = `program ${index} thing ${round}`;
      wanted.push(text);
      sent.push(send(token, text), send(token, text));
    });
  }
  visitors.forEach((visitor, index) => {
    wanted.push(`visitor ${index} thing`);
    visitor.say({ type: 'prompt', id: `v${index}`, text: `visitor ${index} thing` });
  });
  const answers = await Promise.all(sent);
  assert.deepEqual([...new Set(answers.map(({ status }) => status))].sort(), [200, 202]);
  assert.equal(new Set(answers.map(({ body }) => body['id'])).size, 6);
  const mine = () =>
    performed()
      .filter((text) => / thing/.test(text))
      .sort();
  await until('all are performed', mine, (texts) => texts.length >= wanted.length);
  const settled = async () => {
    const { prompts } = (await ask('/prompts?limit=100')).body as { prompts: HistoryEntry[] };
    return prompts.filter(({ text }) => / thing/.test(text));
  };
  const history = await until('all have settled', settled, (all) => all.length >= wanted.length);
  assert.deepEqual(mine(), wanted.sort(), 'each once');
  assert.ok(history.every(({ status, stream }) => status === 'applied' && stream !== null));
  const receipt = await send(bots[0]!, 'program 0 thing 1');
  assert.deepEqual([receipt.status, receipt.body['status']], [200, 'applied']);
  const heardAll = () => [...listening.text.matchAll(/^event: prompt$/gm)].length;
  await until('the listener heard all', heardAll, (count) => count >= wanted.length);
  assert.match(listening.text, /^event: state$/m);
  assert.match(listening.text, /^event: delta$/m);
  assert.doesNotMatch(listening.text, /"token"/);
  listening.close();
  for (const visitor of visitors) visitor.close();
  assert.equal(receiver.events.length, 0, 'the receiver is down');
});

test('[WH3] [WH4] a receiver that was down, and a room server that was killed: every event arrives, in order', async () => {
  const [newest] = ((await ask('/prompts?limit=1')).body as { prompts: HistoryEntry[] }).prompts;
  assert.ok(newest);
  await stack.restartRooms(() => receiver.up());
  // Somebody has to come, so that the room is there again.
  await ask('/state');
  const numbers = () =>
    receiver.events.flatMap(({ type, data }) =>
      type === 'prompt.settled' ? [Number(data['no'])] : [],
    );
  await until('every prompt was told', numbers, (all) => all.includes(newest.no));
  const all = numbers();
  assert.deepEqual(
    all.slice(0, newest.no),
    Array.from({ length: newest.no }, (_, i) => i + 1),
  );
  const types = receiver.events.map(({ type }) => type);
  assert.ok(types.includes('broadcast.live') && types.includes('moderation.rules'));
  assert.equal(new Set(receiver.events.map(({ id }) => id)).size, receiver.events.length);
});

test('[EV5] whoever listens is no audience', async () => {
  const listening = await listen('hall');
  await until('the state', () => listening.text.includes('event: state'));
  assert.equal(await stack.phase('hall'), 'dark');
  listening.close();
  const state = await askServer(`${stack.rooms.url}/parties/main/hall/stats`);
  assert.equal(((await state.json()) as { watching: number }).watching, 0);
});

test('[SP4] what was lent to a page that goes before it connects is handed back by the room server', async () => {
  const { opened, provisioned } = stack.world.stats().sessions;
  assert.equal(provisioned, 0);
  const page = await RawVisitor.connect(stack.rooms.host, 'handed-back');
  page.hello({ conduct: 'can' });
  const { command } = await page.next('conduct');
  assert.equal(command.command, 'open');
  assert.deepEqual(stack.world.stats().sessions.provisioned, 1);
  const { epoch } = command;
  page.say({ type: 'conductor', report: { report: 'ended', epoch, reason: 'conductor-gone' } });
  await until('its place to be free', () => stack.world.stats().sessions.provisioned === 0);
  page.close();
  assert.equal(stack.world.stats().sessions.opened, opened + 1, 'and no other was minted');
});
