import { expect } from '@open-wc/testing';
import { BroadcastClient, type ClientOptions, type ClientProblem } from '../../src/client/index.js';
import { UNHEARD_AFTER_MS } from '../../src/client/pending-prompts.js';
import { ANSWER_LIMIT_MS } from '../../src/client/requests.js';
import { MESSAGE_BYTES_MAX, PING_EVERY_MS } from '../../src/protocol/limits.js';
import type { Receipt } from '../../src/protocol/receipt.js';
import { FakeClock, settle } from '../support/fake-clock.js';
import { fakeSockets } from '../support/fake-socket.js';
import { ROOM, receipt, welcome, YOU } from '../support/room-words.js';

function setUp(options: Partial<ClientOptions> = {}) {
  const sockets = fakeSockets();
  const clock = new FakeClock();
  const client = new BroadcastClient({
    host: 'localhost:1999',
    room: 'lobby',
    openSocket: sockets.open,
    clock,
    random: () => 0.5,
    ...options,
  });
  const problems: ClientProblem[] = [];
  client.onProblem((problem) => problems.push(problem));
  return { client, clock, sockets, problems };
}

function connected(options: Partial<ClientOptions> = {}) {
  const set = setUp(options);
  set.client.connect();
  const socket = set.sockets.last();
  socket.open();
  socket.say(welcome());
  return { ...set, socket };
}

describe('broadcast client: the line', () => {
  it('[CL1] says hello first on every open, and nothing else before the welcome', async () => {
    const { client, sockets } = setUp({ name: 'Ada', conduct: 'can' });
    client.connect();
    const socket = sockets.last();
    expect(socket.url).to.equal('ws://localhost:1999/parties/main/lobby');
    socket.open();
    expect((await client.requestTurn()).ok).to.equal(false);
    client.typing();
    expect(client.report({ report: 'heartbeat', epoch: 1 })).to.equal(false);
    expect(socket.sent.map(({ type }) => type)).to.deep.equal(['hello']);
    expect(socket.said('hello')[0]).to.include({ name: 'Ada', conduct: 'can', identity: null });
    socket.lose();
    client.leaseEpoch = 4;
    socket.open();
    expect(socket.said('hello')[0]).to.include({ epoch: 4 });
  });

  it('[CL2] takes the whole view from the welcome, frozen, and is connected only then', () => {
    const { client, sockets } = setUp();
    expect(client.view.connection.status).to.equal('idle');
    client.connect();
    sockets.last().open();
    expect(client.view.connection.status).to.equal('connecting');
    let calls = 0;
    const undo = client.subscribe(() => (calls += 1));
    sockets.last().say(welcome());
    expect(client.view).to.deep.include({ room: ROOM, you: YOU, receipts: [] });
    expect(client.view.connection.status).to.equal('connected');
    expect(Object.isFrozen(client.view)).to.equal(true);
    expect(calls).to.equal(1);
    undo();
    sockets.last().say({ type: 'you', now: 1_000_000, you: { ...YOU, name: 'Bea' } });
    expect(calls).to.equal(1);
    expect(client.view.you?.name).to.equal('Bea');
  });

  it('[CL3] applies deltas in order by section, and ignores what is older', () => {
    const { client, socket } = connected();
    socket.say({ type: 'delta', seq: 8, now: 1_000_000, room: { audience: { watching: 5 } } });
    expect(client.view.room?.audience.watching).to.equal(5);
    expect(client.view.room?.rules).to.equal(client.view.room?.rules);
    const before = client.view;
    socket.say({ type: 'delta', seq: 8, now: 1_000_000, room: { audience: { watching: 9 } } });
    expect(client.view).to.equal(before);
  });

  it('[CL3] ignores deltas that come before the welcome', () => {
    const { client, sockets } = setUp();
    client.connect();
    sockets.last().open();
    sockets.last().say({ type: 'delta', seq: 1, now: 0, room: { audience: { watching: 5 } } });
    expect(client.view.room).to.equal(null);
  });

  it('[CL4] a gap makes it reconnect for a snapshot, keeping what it last heard', () => {
    const { client, socket } = connected();
    socket.say({ type: 'delta', seq: 9, now: 1_000_000, room: { audience: { watching: 9 } } });
    expect(socket.reconnects).to.equal(1);
    expect(client.view.connection.status).to.equal('reconnecting');
    expect(client.view.room).to.deep.equal(ROOM);
    socket.open();
    socket.say(welcome({ boot: 2, seq: 40 }));
    expect(client.view.connection.status).to.equal('connected');
  });

  it('[CL5] tells the attempt and when the next one comes, and nothing of it once connected', () => {
    const { client, clock, sockets } = setUp();
    client.connect();
    const socket = sockets.last();
    socket.lose();
    const first = client.view.connection;
    expect(first).to.deep.equal({
      status: 'reconnecting',
      attempt: 1,
      retryAt: clock.now() + (socket.delay ?? 0),
    });
    socket.lose();
    socket.lose();
    expect(client.view.connection).to.include({ status: 'reconnecting', attempt: 3 });
    socket.open();
    expect(client.view.connection).to.include({ status: 'reconnecting', retryAt: null });
    socket.say(welcome());
    expect(client.view.connection).to.deep.equal({ status: 'connected' });
  });

  it('[CL6] a final close ends it with the room’s reason; others do not', () => {
    const cases = [
      { code: 4101, text: 'bad-token', reason: 'bad-token' },
      { code: 4100, text: '', reason: 'wrong-version' },
      { code: 4104, text: 'nonsense', reason: 'too-fast' },
      { code: 4150, text: '', reason: 'closed' },
    ];
    for (const { code, text, reason } of cases) {
      const { client, clock, socket } = connected();
      socket.lose(code, text);
      expect(client.view.connection).to.deep.equal({ status: 'refused', reason });
      expect(socket.delay).to.equal(null);
      expect(clock.pending).to.equal(0);
    }
    for (const code of [1000, 1001, 1006, 4000, 4001]) {
      const { client, socket } = connected();
      socket.lose(code);
      expect(client.view.connection.status).to.equal('reconnecting');
      expect(socket.delay).to.be.greaterThan(0);
    }
  });

  it('[CL6] a room of another version is refused, not spoken to', () => {
    const { client, sockets } = setUp();
    client.connect();
    sockets.last().open();
    sockets.last().say(welcome({ version: 99 }));
    expect(client.view.connection).to.deep.equal({ status: 'refused', reason: 'wrong-version' });
    expect(sockets.last().isClosed).to.equal(true);
  });

  it('[CL7] pings, and reconnects when no pong comes', async () => {
    const { client, clock, socket } = connected();
    await clock.advance(PING_EVERY_MS);
    expect(socket.said('ping')).to.have.length(1);
    socket.say({ type: 'pong', now: clock.now() });
    await clock.advance(PING_EVERY_MS);
    expect(socket.said('ping')).to.have.length(2);
    await clock.advance(9_000);
    expect(client.view.connection.status).to.equal('connected');
    await clock.advance(1_000);
    expect(socket.reconnects).to.equal(1);
    expect(client.view.connection.status).to.equal('reconnecting');
  });

  it('[CL7] reconnects when an open line brings no welcome', async () => {
    const { clock, client, sockets } = setUp();
    client.connect();
    sockets.last().open();
    await clock.advance(10_000);
    expect(sockets.last().reconnects).to.equal(1);
  });

  it('[CL8] close leaves no timer, no socket and no open promise, and may be said twice', async () => {
    const { client, clock, socket } = connected();
    const prompt = client.prompt('a red kite');
    const turn = client.requestTurn();
    client.close();
    client.close();
    expect(await prompt).to.include({ status: 'unconfirmed', reason: 'closed' });
    expect(await turn).to.include({ ok: false, reason: 'offline' });
    expect(clock.pending).to.equal(0);
    expect(socket.isClosed).to.equal(true);
    expect(client.view.connection.status).to.equal('closed');
    socket.say(welcome());
    expect(client.view.connection.status).to.equal('closed');
    client.connect();
    expect(client.view.connection.status).to.equal('connecting');
    client.close();
    expect(clock.pending).to.equal(0);
  });

  it('[CL9] keeps room time steady whatever the delays, and follows a clock set anew', async () => {
    const { client, clock, sockets } = setUp();
    client.connect();
    const socket = sockets.last();
    socket.open();
    await clock.advance(200);
    // The room's clock is 5 s ahead; each way took 100 ms.
    socket.say(welcome({ now: 1_000_100 + 5_000 }));
    expect(client.view.clockOffsetMs).to.equal(5_000);
    await clock.advance(700);
    socket.say({ type: 'you', now: clock.now() + 5_000 - 650, you: YOU });
    expect(client.view.clockOffsetMs).to.equal(5_000);
    expect(client.now()).to.equal(clock.now() + 5_000);
    await clock.advance(PING_EVERY_MS - 700);
    expect(socket.said('ping')).to.have.length(1);
    await clock.advance(100);
    socket.say({ type: 'pong', now: clock.now() - 60_000 - 50 });
    expect(client.view.clockOffsetMs).to.be.within(-60_050, -59_950);
  });

  it('[CL10] keeps the identity that the room gave and shows it at the next hello', () => {
    const kept: string[] = [];
    const { client, socket } = connected({
      identity: { load: () => kept.at(-1) ?? null, save: (identity) => kept.push(identity) },
    });
    expect(kept).to.deep.equal(['id-1']);
    socket.lose();
    socket.open();
    expect(socket.said('hello')[0]).to.include({ identity: 'id-1' });
    client.close();
  });

  it('[CL11] tells the developer once when rules were not taken, and of what is malformed', () => {
    const { sockets, client, problems } = setUp({ rules: { turnSeconds: 60 } });
    client.connect();
    const socket = sockets.last();
    socket.open();
    socket.say(welcome({ rulesTaken: false }));
    socket.say(welcome({ rulesTaken: false }));
    expect(problems.map(({ reason }) => reason)).to.deep.equal(['not-allowed']);
    socket.queueRaw('{"type":"nonsense"}');
    socket.queueRaw(new ArrayBuffer(4));
    socket.flush();
    expect(problems.map(({ reason }) => reason).slice(1)).to.deep.equal(['malformed', 'malformed']);
    expect(client.view.connection.status).to.equal('connected');
  });
});

describe('broadcast client: requests and prompts', () => {
  it('[CL12] answers requests with the room’s word', async () => {
    const { client, socket } = connected();
    const asked = client.requestTurn();
    const { id } = socket.said('request-turn')[0]!;
    socket.say({ type: 'answer', id, ok: true, reason: null, retryAt: null, limit: null });
    expect(await asked).to.deep.equal({ ok: true });
    const full = client.extendTurn();
    socket.say({
      type: 'answer',
      id: socket.said('extend-turn')[0]!.id,
      ok: false,
      reason: 'no-more-time',
      retryAt: null,
      limit: 1,
    });
    expect(await full).to.deep.equal({
      ok: false,
      reason: 'no-more-time',
      retryAt: null,
      limit: 1,
    });
  });

  it('[CL12] a request is offline at once without a line, or when the line drops before its answer', async () => {
    const { client, socket } = connected();
    const asked = client.passTurn('bea');
    socket.lose();
    expect(await asked).to.include({ ok: false, reason: 'offline' });
    expect(await client.stop()).to.include({ ok: false, reason: 'offline' });
    socket.open();
    socket.say(welcome());
    expect(socket.sent.map(({ type }) => type)).to.deep.equal(['hello']);
  });

  it('[CL13] a prompt resolves when it has settled; the steps come as receipts', async () => {
    const { client, socket } = connected();
    const steps: Receipt[] = [];
    client.onReceipt((step) => steps.push(step));
    const settled = client.prompt('a red kite');
    const { id } = socket.said('prompt')[0]!;
    for (const status of ['waiting', 'performing'] as const) {
      socket.say({ type: 'receipt', now: 1_000_000, receipt: receipt({ id, status }) });
    }
    socket.say({
      type: 'receipt',
      now: 1_000_000,
      receipt: receipt({ id, status: 'applied', appliedText: 'A red kite flies.' }),
    });
    expect(await settled).to.deep.equal({
      id,
      status: 'applied',
      text: 'a red kite',
      appliedText: 'A red kite flies.',
    });
    expect(steps.map(({ status }) => status)).to.deep.equal(['waiting', 'performing', 'applied']);
    expect(client.view.receipts).to.have.length(1);
  });

  it('[CL14] refuses here what cannot be sent: offline, or too long for a message', async () => {
    const { client, sockets } = setUp();
    const steps: Receipt[] = [];
    client.onReceipt((step) => steps.push(step));
    expect(await client.prompt('hello')).to.include({ status: 'refused', reason: 'offline' });
    client.connect();
    const socket = sockets.last();
    socket.open();
    socket.say(welcome());
    const long = await client.prompt('\u{1F600}'.repeat(MESSAGE_BYTES_MAX / 4));
    expect(long).to.include({ status: 'refused', reason: 'too-long', limit: 200 });
    expect(socket.said('prompt')).to.have.length(0);
    expect(steps.map(({ reason }) => reason)).to.deep.equal(['offline', 'too-long']);
  });

  it('[CL15] after a reconnect, a prompt that the room does not know is sent once more, same id', async () => {
    const { client, socket } = connected();
    const settled = client.prompt('a red kite');
    const { id } = socket.said('prompt')[0]!;
    socket.lose();
    socket.open();
    socket.say(welcome());
    expect(socket.said('prompt')).to.deep.equal([{ type: 'prompt', id, text: 'a red kite' }]);
    socket.lose();
    socket.open();
    socket.say(welcome({ receipts: [receipt({ id, status: 'waiting' })] }));
    expect(socket.said('prompt')).to.have.length(0);
    socket.lose();
    socket.open();
    socket.say(
      welcome({ receipts: [receipt({ id, status: 'expired', reason: 'waited-too-long' })] }),
    );
    expect(await settled).to.include({ status: 'expired', reason: 'waited-too-long' });
    expect(socket.said('prompt')).to.have.length(0);
  });

  it('[CL15] a prompt that the room never mentions is sent again on the same line, same id', async () => {
    const { client, clock, socket } = connected();
    void client.prompt('a red kite');
    const { id } = socket.said('prompt')[0]!;
    await clock.advance(UNHEARD_AFTER_MS);
    expect(socket.said('prompt').map((sent) => sent.id)).to.deep.equal([id, id]);
    socket.say({ type: 'receipt', now: clock.now(), receipt: receipt({ id, status: 'waiting' }) });
    await clock.advance(UNHEARD_AFTER_MS - 1);
    expect(socket.said('prompt')).to.have.length(2);
  });

  it('[CL12] a request that the room never answers ends too', async () => {
    const { client, clock } = connected();
    const asked = client.requestTurn();
    await clock.advance(ANSWER_LIMIT_MS);
    expect(await asked).to.include({ ok: false, reason: 'offline' });
  });

  it('[CL16] the same id under way is sent once, and an answer to it settles it too', async () => {
    const { client, socket } = connected();
    const one = client.promptWithId('mine', 'a red kite');
    const two = client.promptWithId('mine', 'a red kite');
    expect(socket.said('prompt')).to.have.length(1);
    socket.say({
      type: 'answer',
      id: 'mine',
      ok: false,
      reason: 'too-fast',
      retryAt: 5,
      limit: null,
    });
    expect(await one).to.include({ status: 'refused', reason: 'too-fast', retryAt: 5 });
    expect(await two).to.deep.equal(await one);
  });

  it('[CL16] a final refusal leaves no prompt open', async () => {
    const { client, socket } = connected();
    const settled = client.prompt('a red kite');
    socket.lose(4104, 'too-fast');
    expect(await settled).to.include({ status: 'unconfirmed', reason: 'too-fast' });
  });

  it('[CL17] tells of typing at most every three seconds', async () => {
    const { client, clock, socket } = connected();
    for (let key = 0; key < 10; key += 1) client.typing();
    await clock.advance(3_000);
    client.typing();
    expect(socket.said('typing')).to.have.length(2);
  });

  it('[CL18] passes on the conductor’s commands, and its reports only on a welcomed line', () => {
    const { client, socket } = connected();
    const commands: string[] = [];
    client.onCommand(({ command }) => commands.push(command));
    socket.say({ type: 'conduct', command: { command: 'end', epoch: 3 } });
    expect(commands).to.deep.equal(['end']);
    expect(client.report({ report: 'heartbeat', epoch: 3 })).to.equal(true);
    socket.lose();
    expect(client.report({ report: 'heartbeat', epoch: 3 })).to.equal(false);
  });

  it('[CL19] one listener that throws does not silence the rest', async () => {
    const { client, socket } = connected();
    const rethrown = new Promise<string>((resolve) => {
      const onerror = window.onerror;
      window.onerror = (message) => {
        window.onerror = onerror;
        resolve(String(message));
        return true;
      };
    });
    let heard = 0;
    client.subscribe(() => {
      throw new Error('mine');
    });
    client.subscribe(() => (heard += 1));
    socket.say({ type: 'you', now: 1_000_000, you: { ...YOU, name: 'Bea' } });
    expect(heard).to.equal(1);
    expect(await rethrown).to.contain('mine');
    await settle();
  });
});
