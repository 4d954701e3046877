import { expect } from '@open-wc/testing';
import { BroadcastClient } from '../../src/client/index.js';
import { attachConductor } from '../../src/conductor/index.js';
import { FakeClock, settle } from '../support/fake-clock.js';
import { CREDENTIALS, fakeSessions, STREAM } from '../support/fake-session.js';
import { fakeSockets } from '../support/fake-socket.js';
import { ROOM, welcome, YOU } from '../support/room-words.js';

function setUp() {
  const sockets = fakeSockets();
  const sessions = fakeSessions();
  const clock = new FakeClock();
  const client = new BroadcastClient({
    host: 'localhost:1999',
    room: 'lobby',
    conduct: 'can',
    openSocket: sockets.open,
    clock,
  });
  const { detach, drain } = attachConductor(client, { openSession: sessions.open, clock });
  client.connect();
  const socket = sockets.last();
  socket.open();
  socket.say(welcome());
  const open = (epoch: number) =>
    socket.say({
      type: 'conduct',
      command: {
        command: 'open',
        epoch,
        credentials: CREDENTIALS,
      },
    });
  const start = () =>
    socket.say({
      type: 'conduct',
      command: {
        command: 'start',
        epoch: 1,
        prompt: 'a harbour',
        portrait: true,
        withFrame: false,
      },
    });
  const reports = () => socket.said('conductor').map(({ report }) => report);
  /** The conductor is loaded when asked for; a module takes macrotasks. */
  const session = async (count = 1) => {
    while (sessions.all.length < count) await new Promise((resolve) => setTimeout(resolve));
    await settle();
    return sessions.all[count - 1]!;
  };
  return { client, clock, detach, drain, open, start, reports, session, sessions, socket };
}

async function live() {
  const set = setUp();
  set.open(1);
  const session = await set.session();
  session.connected.resolve();
  await settle();
  set.start();
  await settle();
  session.started.resolve(STREAM);
  await settle();
  return { ...set, one: session };
}

describe('attached conductor', () => {
  it('[CO17] is loaded by the first open, and then does what the room commands', async () => {
    const { client, one, reports, socket } = await live();
    expect(one.calls[1]).to.equal('start a harbour portrait');
    expect(reports().map(({ report }) => report)).to.deep.equal(['connected', 'broadcasting']);
    expect([...client.leases]).to.deep.equal([1]);
    socket.say({ type: 'conduct', command: { command: 'end', epoch: 1 } });
    one.ended.resolve();
    await settle();
    expect(reports().at(-1)).to.deep.equal({
      report: 'ended',
      epoch: 1,
      reason: 'closed',
      agoMs: 0,
    });
    expect([...client.leases]).to.deep.equal([]);
  });

  it('[CO18] says its epoch after a drop, repeats what was performed, and performs nothing twice', async () => {
    const { one, reports, socket } = await live();
    const limits = { timeoutMs: 15_000, until: Number.MAX_SAFE_INTEGER };
    const perform = () =>
      socket.say({
        type: 'conduct',
        command: { command: 'perform', epoch: 1, promptId: 'p1', text: 'x', ...limits },
      });
    perform();
    socket.lose();
    one.acknowledge('X!');
    socket.open();
    expect(socket.said('hello')[0]?.epochs).to.deep.equal([1]);
    socket.say(welcome());
    perform();
    expect(one.texts).to.deep.equal(['x']);
    const outcome = { status: 'applied', appliedText: 'X!' };
    const performed = reports().filter(({ report }) => report === 'performed');
    expect(performed).to.deep.equal([
      { report: 'performed', epoch: 1, promptId: 'p1', outcome },
      { report: 'performed', epoch: 1, promptId: 'p1', outcome },
    ]);
  });

  it('[CO17] its parts are fetched early where the page is alone in a room that opens', () => {
    for (const [phase, watching, isFetched] of [
      ['opening', 1, true],
      ['opening', 2, false],
      ['dark', 1, false],
    ] as const) {
      const sockets = fakeSockets();
      const { clock, open } = { clock: new FakeClock(), ...fakeSessions() };
      const where = { host: 'localhost:1999', room: 'lobby', conduct: 'can' } as const;
      const client = new BroadcastClient({ ...where, openSocket: sockets.open, clock });
      let fetched = 0;
      const options = {
        clock,
        get openSession() {
          fetched += 1;
          return open;
        },
      };
      const { detach } = attachConductor(client, options);
      client.connect();
      sockets.last().open();
      const life =
        phase === 'dark'
          ? ROOM.life
          : ({ phase, since: 0, attempt: 0, reason: null, before: null } as const);
      const room = { ...ROOM, life, audience: { watching } };
      sockets.last().say(welcome({ snapshot: { room, you: YOU, receipts: [] } }));
      expect(fetched > 0, `${phase} ${watching}`).to.equal(isFetched);
      detach();
      client.close();
    }
  });

  it('[CO19] pagehide disconnects at once and tells the room', async () => {
    const { one, reports } = await live();
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(one.isDisconnected).to.equal(true);
    expect(reports().at(-1)).to.deep.equal({
      report: 'ended',
      epoch: 1,
      reason: 'conductor-gone',
      agoMs: 0,
    });
  });

  it('[CO20] a client that is closed or refused, or a detach, ends the session', async () => {
    const closed = await live();
    closed.client.close();
    expect(closed.one.isDisconnected).to.equal(true);
    expect(closed.clock.pending).to.equal(0);
    const refused = await live();
    refused.socket.lose(4101, 'bad-token');
    expect(refused.one.isDisconnected).to.equal(true);
    const detached = await live();
    detached.detach();
    expect(detached.one.isDisconnected).to.equal(true);
    expect(detached.reports().at(-1)).to.include({ report: 'ended', reason: 'closed' });
    detached.open(2);
    await settle();
    expect(detached.sessions.all).to.have.length(1);
  });

  it('[CO29] one that leaves names what it holds, and offers itself to no hello after that', async () => {
    const { drain, one, reports, socket } = await live();
    const said = () => reports().filter(({ report }) => report === 'leaving');
    let isFree = false;
    const drained = drain().then(() => {
      isFree = true;
    });
    expect(said()).to.deep.equal([{ report: 'leaving', epoch: 1 }]);
    socket.lose();
    socket.open();
    expect(said()).to.deep.equal([]);
    const { conduct, epochs } = socket.said('hello')[0]!;
    expect([conduct, epochs]).to.deep.equal(['no', [1]]);
    socket.say(welcome());
    expect(said()).to.deep.equal([{ report: 'leaving', epoch: 1 }]);
    expect(isFree).to.equal(false);
    socket.say({ type: 'conduct', command: { command: 'end', epoch: 1 } });
    one.ended.resolve();
    await drained;
    expect(one.isDisconnected).to.equal(true);
  });

  it('[CO29] one that holds nothing says so as well, and declines what was on its way', async () => {
    const { drain, open, reports, sessions } = setUp();
    await drain();
    expect(reports()).to.deep.equal([{ report: 'leaving' }]);
    open(1);
    await settle();
    expect(sessions.all).to.have.length(0);
    expect(reports().at(-1)).to.deep.equal({
      report: 'ended',
      epoch: 1,
      reason: 'handed-over',
      agoMs: 0,
    });
  });

  it('[CO29] one that leaves while it is loaded is not free before the room has heard of the end', async () => {
    const { drain, open, reports, socket } = setUp();
    open(1);
    const drained = drain();
    expect(reports()).to.deep.equal([{ report: 'leaving' }]);
    socket.say({ type: 'conduct', command: { command: 'end', epoch: 1 } });
    await drained;
    const last = { report: 'ended', epoch: 1, reason: 'closed', agoMs: 0 };
    expect(reports().at(-1)).to.deep.equal(last);
  });
});
