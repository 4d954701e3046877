import { expect } from '@open-wc/testing';
import { UNHEARD_AFTER_MS } from '../../src/client/pending-prompts.js';
import { ANSWER_LIMIT_MS } from '../../src/client/requests.js';
import { MESSAGE_BYTES_MAX } from '../../src/protocol/limits.js';
import type { Receipt } from '../../src/protocol/reasons.js';
import type { RoundView } from '../../src/protocol/view.js';
import { connected, setUp } from '../support/connected-client.js';
import { settle } from '../support/fake-clock.js';
import { receipt, welcome, YOU } from '../support/room-words.js';

const DONE = {
  type: 'answer',
  id: '',
  ok: true,
  reason: null,
  retryAt: null,
  limit: null,
} as const;

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

  it('[CL12] a vote names the round that is shown; without one there is nothing to vote on', async () => {
    const { client, socket } = connected();
    expect(await client.vote('p-1')).to.deep.include({ ok: false, reason: 'wrong-mode' });
    const round: RoundView = {
      id: 'r7',
      phase: 'vote',
      clock: { endsAt: 5 },
      choices: [{ id: 'p-1', by: 'Ada', text: 'it rains', votes: 0 }],
      more: 0,
      result: null,
    };
    const turns = { mode: 'vote', last: null, switching: null, round } as const;
    socket.say({ type: 'delta', seq: 8, now: 1_000_000, room: { turns } });
    void client.vote('p-1');
    expect(socket.said('vote')[0]).to.deep.include({ roundId: 'r7', choice: 'p-1' });
    client.close();
  });

  it('[CL12] what could be done twice is offline when the line drops before its answer', async () => {
    const { client, socket } = connected();
    const asked = client.passTurn('bea');
    socket.lose();
    expect(await asked).to.include({ ok: false, reason: 'offline' });
    socket.open();
    socket.say(welcome());
    expect(socket.sent.map(({ type }) => type)).to.deep.equal(['hello']);
  });

  it('[CL12] without a line and none to come, a request is offline at once', async () => {
    const { client } = setUp();
    expect(await client.requestTurn()).to.include({ ok: false, reason: 'offline' });
  });

  it('[CL30] what is asked while the line is down makes it at once, and is said on the next', async () => {
    const { client, socket } = connected();
    socket.lose();
    const stopped = client.stop();
    const prompted = client.prompt('a red kite');
    expect(socket.hurried).to.equal(2);
    socket.open();
    expect(socket.sent.map(({ type }) => type)).to.deep.equal(['hello']);
    socket.say(welcome());
    const [act] = socket.said('act');
    socket.say({ ...DONE, id: act!.id });
    expect(await stopped).to.deep.equal({ ok: true });
    const [prompt] = socket.said('prompt');
    socket.say({
      type: 'receipt',
      now: 0,
      receipt: receipt({ id: prompt!.id, status: 'applied' }),
    });
    expect((await prompted).status).to.equal('applied');
    expect(socket.said('act')).to.have.length(1);
    expect(socket.said('prompt')).to.have.length(1);
  });

  it('[CL30] where no line comes within 10 s, it was offline', async () => {
    const { client, clock, socket } = connected();
    const steps: Receipt[] = [];
    client.onReceipt((step) => steps.push(step));
    socket.lose();
    const [asked, prompted] = [client.stop(), client.prompt('a red kite')];
    await clock.advance(ANSWER_LIMIT_MS);
    expect(await asked).to.include({ ok: false, reason: 'offline' });
    expect(await prompted).to.include({ status: 'refused', reason: 'offline' });
    expect(steps.map(({ reason }) => reason)).to.deep.equal(['offline']);
    socket.open();
    socket.say(welcome());
    expect(socket.sent.map(({ type }) => type)).to.deep.equal(['hello']);
  });

  it('[CL30] a line that was swallowed is found by the click, which is done on the next', async () => {
    const { client, clock, socket } = connected();
    await clock.advance(5_000);
    const asked = client.requestTurn();
    expect(socket.said('ping')).to.have.length(1);
    await clock.advance(600);
    expect(client.view.connection.status).to.equal('reconnecting');
    socket.open();
    socket.say(welcome());
    const again = socket.said('request-turn');
    expect(again).to.have.length(1);
    // It was heard the first time, and only its answer was lost.
    socket.say({ ...DONE, id: again[0]!.id, ok: false, reason: 'already-waiting' });
    expect(await asked).to.deep.equal({ ok: true });
  });

  it('[CL30] the same refusal of what was said once stays one', async () => {
    const { client, socket } = connected();
    const asked = client.requestTurn();
    const { id } = socket.said('request-turn')[0]!;
    socket.say({ ...DONE, id, ok: false, reason: 'already-waiting' });
    expect(await asked).to.include({ ok: false, reason: 'already-waiting' });
  });

  it('[CL30] clicks in a row put the test off no more than one', async () => {
    const { client, clock, socket } = connected();
    await clock.advance(5_000);
    for (let click = 0; click < 3; click += 1) {
      void client.requestTurn();
      await clock.advance(200);
    }
    expect(client.view.connection.status).to.equal('reconnecting');
    expect(socket.hurried).to.equal(1);
    client.close();
  });

  it('[CL30] a line that says something before or after is not tested; one that falls silent is', async () => {
    const { client, clock, socket } = connected();
    await clock.advance(500);
    void client.requestTurn();
    await clock.advance(300);
    socket.say({ type: 'delta', seq: 8, now: 1_000_000, room: {} });
    await clock.advance(400);
    expect(socket.said('ping')).to.have.length(0);
    void client.releaseTurn();
    await clock.advance(600);
    expect(socket.said('ping')).to.have.length(1);
    await clock.advance(600);
    expect(client.view.connection.status).to.equal('reconnecting');
    client.close();
  });

  it('[CL30] closed while it waits, what was never said is refused, not unconfirmed', async () => {
    const { client, socket } = connected();
    socket.lose();
    const [asked, prompted] = [client.stop(), client.prompt('a red kite')];
    client.close();
    expect(await asked).to.include({ ok: false, reason: 'offline' });
    expect(await prompted).to.include({ status: 'refused', reason: 'offline' });
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
    // The line itself is well.
    await clock.advance(600);
    socket.say({ type: 'pong', now: clock.now() });
    await clock.advance(UNHEARD_AFTER_MS - 600);
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
