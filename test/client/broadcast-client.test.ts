import { expect } from '@open-wc/testing';
import { storedIdentity } from '../../src/client/identity.js';
import { PING_EVERY_MS } from '../../src/protocol/limits.js';
import { CLOSE_CODE } from '../../src/protocol/messages.js';
import { connected, connecting, setUp } from '../support/connected-client.js';
import { ROOM, welcome, YOU } from '../support/room-words.js';

describe('broadcast client: the line', () => {
  it('[CL1] says hello first on every open, and nothing else before the welcome', () => {
    const { client, sockets } = setUp({ name: 'Ada', conduct: 'can' });
    client.connect();
    const socket = sockets.last();
    expect(socket.url).to.equal('ws://localhost:1999/parties/main/lobby');
    socket.open();
    void client.requestTurn();
    client.typing();
    expect(client.report({ report: 'heartbeat', epoch: 1 })).to.equal(false);
    expect(socket.sent.map(({ type }) => type)).to.deep.equal(['hello']);
    expect(socket.said('hello')[0]).to.include({ name: 'Ada', conduct: 'can', identity: null });
    socket.lose();
    client.leases.add(4);
    socket.open();
    expect(socket.said('hello')[0]).to.deep.include({ epochs: [4] });
    expect(socket.sent.map(({ type }) => type)).to.deep.equal(['hello']);
    client.close();
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

  it('[CL26] a check pings at once, and one without an answer is replaced at once', async () => {
    const { client, clock, socket } = connected();
    await clock.advance(1_000);
    client.check();
    expect(socket.said('ping')).to.have.length(1);
    await clock.advance(599);
    expect(client.view.connection.status).to.equal('connected');
    await clock.advance(1);
    expect(client.view.connection.status).to.equal('reconnecting');
    expect(socket.hurried).to.equal(1);
  });

  it('[CL26] an answered check changes nothing, and a slow line has more time for the next', async () => {
    const { client, clock, socket } = connected();
    client.check();
    await clock.advance(500);
    socket.say({ type: 'pong', now: clock.now() });
    await clock.advance(1_000);
    client.check();
    client.check();
    await clock.advance(1_400);
    expect(client.view.connection.status).to.equal('connected');
    socket.say({ type: 'pong', now: clock.now() });
    await clock.advance(5_000);
    expect(client.view.connection.status).to.equal('connected');
    expect(socket.reconnects).to.equal(0);
  });

  it('[CL26] a check ends a wait for the next attempt, unless the room takes nobody in', () => {
    const { client, socket } = connected();
    socket.lose();
    expect(socket.delay).to.be.above(0);
    client.check();
    expect(socket.hurried).to.equal(1);
    socket.lose(CLOSE_CODE.roomLocked);
    client.check();
    expect(socket.hurried).to.equal(1);
    client.close();
    client.check();
  });

  it('[CL24] answers at once when the room asks whether it is there', () => {
    const { client, socket } = connected();
    socket.say({ type: 'probe' });
    socket.say({ type: 'probe' });
    expect(socket.said('here')).to.have.length(2);
    expect(client.view.connection.status).to.equal('connected');
    client.close();
  });

  it('[CL25] says which stream the page shows, and that it could not without a connection', () => {
    const { client, socket } = connected();
    expect([client.moved('stream-1'), client.moved(null)]).to.deep.equal([true, true]);
    expect(socket.said('moved').map(({ to }) => to)).to.deep.equal(['stream-1', null]);
    client.close();
    expect(client.moved('stream-2')).to.equal(false);
  });

  it('[CL7] reconnects when an open line brings no welcome', async () => {
    const { clock, client, sockets } = setUp();
    client.connect();
    sockets.last().open();
    await clock.advance(10_000);
    expect(sockets.last().reconnects).to.equal(1);
  });

  it('[CL7] a page that conducts soon gives up a first try that is stuck, and is patient with the next', async () => {
    const { client, clock, socket } = connected();
    client.leases.add(4);
    socket.lose();
    for (const [no, limitMs] of [4_000, 10_000].entries()) {
      socket.open();
      await clock.advance(limitMs - 1);
      expect(socket.reconnects).to.equal(no);
      await clock.advance(1);
      expect(socket.reconnects).to.equal(no + 1);
    }
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

  it('[CL11] tells the developer which rules were not taken, and who sets what no page may', () => {
    const { sockets, client, problems } = setUp({ rules: { turnSeconds: 60, opens: 'host' } });
    client.connect();
    const socket = sockets.last();
    socket.open();
    socket.say(welcome({ rulesTaken: false, rulesNotTaken: ['opens'] }));
    expect(problems[0]?.message).to.match(
      /^No page may set these, .*: opens\. Set them in ROOM_RULES /,
    );
    client.close();
    const other = setUp({ rules: { turnSeconds: 60, opens: 'host' } });
    other.client.connect();
    other.sockets.last().open();
    other.sockets.last().say(welcome({ rulesTaken: false, rulesNotTaken: ['turnSeconds'] }));
    expect(other.problems[0]?.message).to.match(
      /^The room has rules of its own; .*: turn-seconds\.$/,
    );
    const both = setUp({ rules: { turnSeconds: 60, opens: 'host' } });
    both.client.connect();
    both.sockets.last().open();
    both.sockets.last().say(welcome({ rulesTaken: false }));
    expect(both.problems[0]?.message).to.match(
      /rules of its own.* turn-seconds\. No page .*: opens\./,
    );
    both.client.close();
    const host = setUp({ rules: { opens: 'host' } });
    host.client.connect();
    host.sockets.last().open();
    const you = { ...YOU, role: 'host' } as const;
    const snapshot = { room: ROOM, you, receipts: [] };
    host.sockets.last().say(welcome({ rulesTaken: false, snapshot }));
    expect(host.problems[0]?.message).to.match(/^The room has rules of its own; .*: opens\.$/);
    host.client.close();
    other.client.close();
  });

  it('[CL11] tells the developer once when rules were not taken, and of what is malformed', () => {
    const { sockets, client, problems } = setUp({ rules: { turnSeconds: 60 } });
    client.connect();
    const socket = sockets.last();
    socket.open();
    socket.say(welcome({ rulesTaken: false }));
    socket.say(welcome({ rulesTaken: false }));
    expect(problems.map(({ reason }) => reason)).to.deep.equal(['not-allowed']);
    socket.queueRaw('{"type":"delta","seq":"one"}');
    socket.queueRaw(new ArrayBuffer(4));
    socket.flush();
    expect(problems.map(({ reason }) => reason).slice(1)).to.deep.equal(['malformed', 'malformed']);
    expect(client.view.connection.status).to.equal('connected');
  });
});

describe('broadcast client: a page in the background', () => {
  const inLine = { ...YOU, standing: { state: 'waiting', place: 1, expectedAt: null } } as const;
  const now = 1_000_000;

  it('[AT3] says so with its hello, and at each change while its visitor is in line', () => {
    const { client, sockets } = setUp();
    client.setVisible(false);
    client.connect();
    const socket = sockets.last();
    socket.open();
    expect(socket.said('hello')[0]).to.include({ hidden: true });
    socket.say(welcome());
    client.setVisible(true);
    expect(socket.said('visible'), 'nobody waits for one who watches').to.deep.equal([]);
    socket.say({ type: 'you', now, you: inLine });
    client.setVisible(true);
    client.setVisible(false);
    expect(socket.said('visible').map(({ visible }) => visible)).to.deep.equal([true, false]);
  });

  it('[PF11] says how far behind its picture is, at each change while in line, and again on a new line', () => {
    const { client, socket } = connected();
    client.setBehind(6_000);
    expect(socket.said('visible')).to.deep.equal([]);
    socket.say({ type: 'you', now, you: inLine });
    client.setBehind(6_000);
    client.setBehind(90_000);
    client.setBehind(0);
    client.setBehind(4_000);
    const told = () => socket.said('visible').map(({ behindMs }) => behindMs);
    expect(told()).to.deep.equal([6_000, 15_000, 0, 4_000]);
    socket.lose();
    socket.open();
    socket.say(welcome({ snapshot: { room: ROOM, you: inLine, receipts: [] } }));
    expect(told()).to.deep.equal([4_000]);
  });

  it('[PF12] a vote to skip says what its voter has seen', () => {
    const { client, socket } = connected();
    void client.skipVote();
    client.setBehind(6_000);
    void client.skipVote();
    const votes = socket.said('skip-vote').map(({ behindMs = null }) => behindMs);
    expect(votes).to.deep.equal([null, 6_000]);
  });

  it('[PF25] a reaction says what its author has seen', () => {
    const { client, socket } = connected();
    void client.react('👏');
    client.setBehind(6_000);
    void client.react('👏');
    client.setBehind(90_000);
    void client.react('👏');
    const told = socket.said('react').map(({ behindMs = null }) => behindMs);
    expect(told).to.deep.equal([null, 6_000, 15_000]);
  });

  it('[PF26] a vote says no delay: what is voted on does not come with the picture', () => {
    const choices = [{ id: 'c-1', text: 'snow', by: 'Ada', votes: 0 }];
    const round = {
      id: 'r-1',
      phase: 'vote',
      clock: null,
      choices,
      more: 0,
      result: null,
    } as const;
    const turns = { mode: 'vote' as const, last: null, switching: [], round };
    const { client, socket } = connected();
    socket.say({ type: 'delta', seq: 8, now, room: { turns } });
    client.setBehind(6_000);
    void client.vote('c-1');
    expect(socket.said('vote').length).to.equal(1);
    expect(socket.said('vote')[0]).to.have.all.keys('type', 'id', 'roundId', 'choice');
  });

  it('[AT3] says it again on a new line, where the room has forgotten it', () => {
    const { client, socket } = connected();
    socket.say({ type: 'you', now, you: inLine });
    socket.lose();
    client.setVisible(false);
    socket.open();
    expect(socket.said('hello')[0]).to.include({ hidden: true });
    client.setVisible(true);
    socket.say(welcome({ snapshot: { room: ROOM, you: inLine, receipts: [] } }));
    expect(socket.said('visible').map(({ visible }) => visible)).to.deep.equal([true]);
  });
});

describe('broadcast client: another name', () => {
  it('[CL29] given between hello and welcome it is told with the welcome, and once', () => {
    const { client, socket } = connecting({ name: 'Ada' });
    socket.open();
    client.rename('Bea');
    expect(socket.said('rename')).to.deep.equal([]);
    socket.say(welcome());
    expect(socket.said('rename')).to.deep.equal([{ type: 'rename', name: 'Bea' }]);
    client.rename('Bea');
    expect(socket.said('rename')).to.have.length(1);
    socket.lose();
    socket.open();
    socket.say(welcome());
    expect(socket.said('hello').map(({ name }) => name)).to.deep.equal(['Bea']);
    expect(socket.said('rename')).to.deep.equal([]);
    client.close();
  });
});

describe('broadcast client: a name of one’s own', () => {
  const place = { host: 'rooms.test', room: 'names' };
  afterEach(() => localStorage.clear());

  it('[AT11] is kept for the next visit once the room has taken it, and goes before the page’s', async () => {
    const { client, socket } = connected({ identity: storedIdentity(place), name: 'Ada' });
    for (const [name, ok] of [
      ['Boss', false],
      ['🦊 Bea', true],
    ] as const) {
      const asked = client.chooseName(name);
      const [{ id } = { id: '' }] = socket.said('choose-name').slice(-1);
      const none = { retryAt: null, limit: null };
      socket.say({ type: 'answer', id, ok, reason: ok ? null : 'name-refused', ...none });
      expect((await asked).ok).to.equal(ok);
    }
    socket.lose();
    socket.open();
    expect(socket.said('hello')[0]?.name).to.equal('🦊 Bea');
    client.close();
    const later = setUp({ identity: storedIdentity(place), name: 'Ada' });
    later.client.connect();
    later.sockets.last().open();
    expect(later.sockets.last().said('hello')[0]?.name).to.equal('🦊 Bea');
    later.client.rename('Cy');
    later.sockets.last().lose();
    later.sockets.last().open();
    expect(later.sockets.last().said('hello')[0]?.name).to.equal('Cy');
    later.client.close();
  });
});
