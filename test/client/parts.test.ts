import { expect } from '@open-wc/testing';
import { roomUrl } from '../../src/client/client-options.js';
import { reconnectDelay } from '../../src/client/connection.js';
import { storedIdentity } from '../../src/client/identity.js';
import { partySocket } from '../../src/client/room-socket.js';
import { FakeClock } from '../support/fake-clock.js';

describe('client parts', () => {
  it('[CL20] reconnects quickly after the first loss, then later and later, with jitter', () => {
    const delays = (urgent: boolean, random: number) =>
      [1, 2, 3, 4, 8, 50].map((attempt) =>
        Math.round(reconnectDelay({ attempt, urgent, random: () => random })),
      );
    expect(delays(false, 0)).to.deep.equal([250, 500, 500, 500, 500, 500]);
    expect(delays(false, 1)).to.deep.equal([1500, 4000, 6000, 9000, 15000, 15000]);
    expect(Math.max(...delays(true, 1))).to.be.at.most(2_000);
  });

  it('[CL21] makes the room’s address, secure unless told or near', () => {
    const table: [string, string, string][] = [
      ['example.com', 'lobby', 'wss://example.com/parties/main/lobby'],
      ['https://example.com/', 'lobby', 'wss://example.com/parties/main/lobby'],
      ['http://example.com', 'lobby', 'ws://example.com/parties/main/lobby'],
      ['localhost:1999', 'a/b é', 'ws://localhost:1999/parties/main/a%2Fb%20%C3%A9'],
      ['192.168.1.4:1999', 'lobby', 'ws://192.168.1.4:1999/parties/main/lobby'],
      ['172.40.0.1', 'lobby', 'wss://172.40.0.1/parties/main/lobby'],
      ['[::1]:1999', 'lobby', 'ws://[::1]:1999/parties/main/lobby'],
      ['app.localhost:5200', 'lobby', 'ws://app.localhost:5200/parties/main/lobby'],
      ['mymac.local:1999', 'lobby', 'ws://mymac.local:1999/parties/main/lobby'],
      ['room:1999', 'lobby', 'ws://room:1999/parties/main/lobby'],
      ['100.64.0.7:1999', 'lobby', 'ws://100.64.0.7:1999/parties/main/lobby'],
      ['100.128.0.7', 'lobby', 'wss://100.128.0.7/parties/main/lobby'],
      ['169.254.7.7', 'lobby', 'ws://169.254.7.7/parties/main/lobby'],
      ['[fd00::7]:1999', 'lobby', 'ws://[fd00::7]:1999/parties/main/lobby'],
      ['[fe80::7]', 'lobby', 'ws://[fe80::7]/parties/main/lobby'],
      ['[2001:db8::7]', 'lobby', 'wss://[2001:db8::7]/parties/main/lobby'],
      ['10.evil.com', 'lobby', 'wss://10.evil.com/parties/main/lobby'],
      ['192.168.1.4.evil.com', 'lobby', 'wss://192.168.1.4.evil.com/parties/main/lobby'],
      ['mymac.local.evil.com', 'lobby', 'wss://mymac.local.evil.com/parties/main/lobby'],
      ['https://room:1999', 'lobby', 'wss://room:1999/parties/main/lobby'],
      ['localhost.evil.com', 'lobby', 'wss://localhost.evil.com/parties/main/lobby'],
      ['räume.example', '大厅', 'wss://räume.example/parties/main/%E5%A4%A7%E5%8E%85'],
      ['raum.local:1999', 'зал', 'ws://raum.local:1999/parties/main/%D0%B7%D0%B0%D0%BB'],
      ['ルーム.local', 'lobby', 'ws://ルーム.local/parties/main/lobby'],
      ['комната.local:1999', 'lobby', 'ws://комната.local:1999/parties/main/lobby'],
      ['ｒｏｏｍｓ．ｌｏｃａｌ', 'lobby', 'ws://ｒｏｏｍｓ．ｌｏｃａｌ/parties/main/lobby'],
      ['rooms。local', 'lobby', 'ws://rooms。local/parties/main/lobby'],
      ['房间:1999', 'lobby', 'ws://房间:1999/parties/main/lobby'],
      ['कक्ष.localhost:1999', 'lobby', 'ws://कक्ष.localhost:1999/parties/main/lobby'],
      ['mymac.local.', 'lobby', 'ws://mymac.local./parties/main/lobby'],
      ['ルーム.local.example', 'lobby', 'wss://ルーム.local.example/parties/main/lobby'],
      ['ルーム。example', 'lobby', 'wss://ルーム。example/parties/main/lobby'],
      ['غرفة.local.evil.com', 'lobby', 'wss://غرفة.local.evil.com/parties/main/lobby'],
      ['방.locals', 'lobby', 'wss://방.locals/parties/main/lobby'],
      ['no host', 'lobby', 'wss://no host/parties/main/lobby'],
      ['http://غرفة.example', 'קומה', 'ws://غرفة.example/parties/main/%D7%A7%D7%95%D7%9E%D7%94'],
    ];
    for (const [host, room, url] of table) expect(roomUrl(host, 'main', room)).to.equal(url);
  });

  it('[CL22] keeps one identity per slot: two elements are two visitors, each survives a reload', () => {
    const place = { host: 'h', room: `r${Math.random()}` };
    const one = storedIdentity(place);
    const two = storedIdentity(place);
    expect(one.load()).to.equal(null);
    expect(two.load()).to.equal(null);
    one.save('first');
    two.save('second');
    one.release?.();
    two.release?.();
    const again = storedIdentity(place);
    expect(again.load()).to.equal('first');
    expect(storedIdentity(place).load()).to.equal('second');
    again.release?.();
    expect(one.load()).to.equal('first');
  });

  it('[CL22] what a full storage does not take is kept in memory, and read from there', () => {
    const place = { host: 'h', room: `r${Math.random()}` };
    const before = storedIdentity(place);
    before.save('old');
    before.release?.();
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      const store = storedIdentity(place);
      expect(store.load()).to.equal('old');
      store.save('new');
      expect(store.load(), 'after a drop the same visitor').to.equal('new');
      store.release?.();
    } finally {
      Storage.prototype.setItem = setItem;
    }
  });

  it('[CL22] is one visitor, whether the host is written with its scheme or not', () => {
    const room = `r${Math.random()}`;
    const bare = storedIdentity({ host: 'rooms.example', room });
    bare.save('kept');
    bare.release?.();
    const whole = storedIdentity({ host: 'https://rooms.example', room });
    expect(whole.load()).to.equal('kept');
    whole.release?.();
  });

  it('[CL22] does without storage where a page may not store', () => {
    const { setItem, getItem } = Storage.prototype;
    const forbidden = () => {
      throw new DOMException('no', 'SecurityError');
    };
    Storage.prototype.setItem = forbidden;
    Storage.prototype.getItem = forbidden;
    try {
      const store = storedIdentity({ host: 'h', room: 'sandboxed' });
      store.save('kept');
      expect(store.load()).to.equal('kept');
    } finally {
      Object.assign(Storage.prototype, { setItem, getItem });
    }
  });
});

/** A server's WebSocket by hand. */
class HandSocket extends EventTarget {
  static all: HandSocket[] = [];
  readyState = 0;
  binaryType = 'blob';
  readonly texts: string[] = [];
  constructor() {
    super();
    HandSocket.all.push(this);
  }
  send(text: string) {
    this.texts.push(text);
  }
  close() {
    this.readyState = 3;
  }
  opens() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  closes(code: number, reason = '') {
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent('close', { code, reason }));
  }
}

describe('party socket', () => {
  /** Attempts are made by the clock, the first one too. */
  const nextSocket = async (count: number, clock: FakeClock) => {
    while (HandSocket.all.length < count) {
      await new Promise((resolve) => setTimeout(resolve));
      await clock.advance(0);
    }
    return HandSocket.all[count - 1]!;
  };

  function setUp(
    lost: (code: number, reason: string) => number | null,
    first: HandSocket | null = null,
  ) {
    HandSocket.all = [];
    const clock = new FakeClock();
    const events: string[] = [];
    const socket = partySocket({
      WebSocket: HandSocket,
      first: first as unknown as WebSocket | null,
    })(
      'ws://room/',
      {
        trying: () => events.push('trying'),
        opened: () => events.push('opened'),
        heard: (data) => events.push(`heard ${data}`),
        lost: (code, reason) => {
          events.push(`lost ${code} ${reason}`.trim());
          return lost(code, reason);
        },
      },
      clock,
    );
    return { clock, events, socket };
  }

  it('[PF10] takes over a socket that opens already, or is open, once', async () => {
    for (const isOpen of [false, true]) {
      const given = new HandSocket();
      if (isOpen) given.opens();
      const { clock, events, socket } = setUp(() => 10, given);
      await clock.advance(0);
      if (!isOpen) given.opens();
      expect(events).to.deep.equal(['trying', 'opened']);
      expect(socket.send('hello')).to.equal(true);
      expect(given.texts).to.deep.equal(['hello']);
      expect(HandSocket.all).to.have.length(0);
      given.closes(1006);
      await clock.advance(10);
      await nextSocket(1, clock);
      socket.close();
      expect(clock.pending).to.equal(0);
    }
  });

  it('[PF10] one that was lost before counts as lost; one that is not needed is closed', async () => {
    const lost = new HandSocket();
    lost.closes(1006);
    const { clock, events, socket } = setUp(() => 10, lost);
    await clock.advance(0);
    expect(events).to.deep.equal(['trying', 'lost 1006']);
    await clock.advance(10);
    await nextSocket(1, clock);
    socket.close();
    const unused = new HandSocket();
    setUp(() => 10, unused).socket.close();
    expect(unused.readyState).to.equal(3);
  });

  it('[CL23] waits as long as the client says, drops what cannot be sent, and ends when told', async () => {
    const { clock, events, socket } = setUp((code) => (code === 4101 ? null : 1_000));
    expect(socket.send('early')).to.equal(false);
    const first = await nextSocket(1, clock);
    first.opens();
    expect(socket.send('hello')).to.equal(true);
    first.closes(1006);
    expect(socket.send('stale')).to.equal(false);
    while (clock.pending === 0) await new Promise((resolve) => setTimeout(resolve));
    await clock.advance(999);
    expect(HandSocket.all).to.have.length(1);
    await clock.advance(1);
    const second = await nextSocket(2, clock);
    second.opens();
    expect(second.texts).to.deep.equal([]);
    first.dispatchEvent(new MessageEvent('message', { data: 'ghost' }));
    second.closes(4101, 'bad-token');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.pending).to.equal(0);
    expect(HandSocket.all).to.have.length(2);
    expect(events).to.deep.equal([
      'trying',
      'opened',
      'lost 1006',
      'trying',
      'opened',
      'lost 4101 bad-token',
    ]);
  });

  it('[CL23] says nothing after close, and leaves no timer', async () => {
    const { clock, events, socket } = setUp(() => 1_000);
    const first = await nextSocket(1, clock);
    first.opens();
    socket.close();
    expect(first.readyState).to.equal(3);
    first.dispatchEvent(new MessageEvent('message', { data: 'ghost' }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.pending).to.equal(0);
    expect(events).to.deep.equal(['trying', 'opened']);
  });

  it('[CL26] a wait is ended, once', async () => {
    const { clock, events, socket } = setUp(() => 15_000);
    (await nextSocket(1, clock)).closes(1006);
    socket.hurry?.();
    await clock.advance(0);
    socket.hurry?.();
    expect(HandSocket.all).to.have.length(2);
    expect(events).to.deep.equal(['trying', 'lost 1006', 'trying']);
    socket.close();
    socket.hurry?.();
    await clock.advance(20_000);
    expect(HandSocket.all).to.have.length(2);
    expect(clock.pending).to.equal(0);
  });

  it('[CL23] a reconnect counts as a loss', async () => {
    const { clock, events, socket } = setUp(() => 10);
    (await nextSocket(1, clock)).opens();
    socket.reconnect();
    expect(events.at(-1)).to.equal('lost 4000');
    while (clock.pending === 0) await new Promise((resolve) => setTimeout(resolve));
    await clock.advance(10);
    await nextSocket(2, clock);
    socket.close();
  });
});
