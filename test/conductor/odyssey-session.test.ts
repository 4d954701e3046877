import { Odyssey, type OdysseyEventHandlers } from '@odysseyml/odyssey';
import { expect } from '@open-wc/testing';
import type { OdysseySession } from '../../src/conductor/conductor-session.js';
import { sessionsOf } from '../../src/conductor/odyssey-session.js';
import { settle } from '../support/fake-clock.js';
import { CREDENTIALS } from '../support/fake-session.js';

const METHODS = [
  'connectWithCredentials',
  'startStream',
  'interact',
  'endStream',
  'disconnect',
] as const;
const real = METHODS.map((name) => [name, Odyssey.prototype[name]] as const);
const realIsConnected = Object.getOwnPropertyDescriptor(Odyssey.prototype, 'isConnected') ?? {};

/** The SDK's methods, in the test's hands; its events are called as the SDK calls them. */
class HandSdk {
  handlers: OdysseyEventHandlers = {};
  readonly calls: unknown[][] = [];
  rejectInteract: (error: Error) => void = () => {};
  resolveStart: (streamId: string) => void = () => {};

  isConnected: boolean;

  constructor(isConnected = true) {
    this.isConnected = isConnected;
    Object.defineProperty(Odyssey.prototype, 'isConnected', {
      configurable: true,
      get: () => this.isConnected,
    });
    const note =
      <Result>(name: string, result: (...args: never[]) => Result) =>
      (...args: unknown[]) => {
        this.calls.push([name, ...args]);
        return result(...(args as never[]));
      };
    Object.assign(Odyssey.prototype, {
      connectWithCredentials: note('connect', (_: unknown, handlers: OdysseyEventHandlers) => {
        this.handlers = handlers;
        return Promise.resolve(new MediaStream());
      }),
      startStream: note('start', () => new Promise((resolve) => (this.resolveStart = resolve))),
      interact: note('interact', () => new Promise((_, reject) => (this.rejectInteract = reject))),
      endStream: note('end', () => Promise.resolve()),
      disconnect: note('disconnect', () => this.handlers.onStatusChange?.('disconnected')),
    });
  }

  called(name: string): unknown[][] {
    return this.calls.filter(([called]) => called === name);
  }
}

async function setUp() {
  const sdk = new HandSdk();
  const events: unknown[] = [];
  const session: OdysseySession = sessionsOf(Odyssey)({
    started: () => events.push('started'),
    answered: (outcome) => events.push(outcome),
    ended: (reason) => events.push(reason),
  });
  await session.connect(CREDENTIALS);
  return { events, sdk, session };
}

afterEach(() => {
  for (const [name, method] of real) Object.assign(Odyssey.prototype, { [name]: method });
  Object.defineProperty(Odyssey.prototype, 'isConnected', realIsConnected);
});

describe('the SDK behind the session port', () => {
  it('[CO27] is connected only when the SDK calls itself so, or it would not start', async () => {
    const sdk = new HandSdk(false);
    const session = sessionsOf(Odyssey)({ answered: () => {}, ended: () => {} });
    let connected = false;
    void session.connect(CREDENTIALS).then(() => {
      connected = true;
    });
    await settle();
    expect(connected).to.equal(false);
    sdk.isConnected = true;
    sdk.handlers.onStatusChange?.('connected');
    await settle();
    expect(connected).to.equal(true);
  });

  it('[CO23] starts a broadcast, and has started when it can be watched', async () => {
    const { events, sdk, session } = await setUp();
    let started: unknown = null;
    void session.start({ prompt: 'a harbour', portrait: false, image: null }).then((stream) => {
      started = stream;
    });
    expect(sdk.called('start')).to.deep.equal([
      ['start', { prompt: 'a harbour', portrait: false, broadcast: true }],
    ]);
    expect(events).to.deep.equal([]);
    sdk.resolveStart('stream-1');
    await settle();
    expect(events).to.deep.equal(['started'], 'from here on it costs');
    expect(started).to.equal(null);
    sdk.handlers.onBroadcastReady?.({ webrtcUrl: 'https://w', hlsUrl: null, spectatorToken: 't' });
    await settle();
    expect(started).to.deep.equal({
      streamId: 'stream-1',
      appliedText: 'a harbour',
      watch: { webrtcUrl: 'https://w', hlsUrl: null, token: 't' },
    });
  });

  it('[CO24] answers with the rewritten words, and once for a refusal, which ends nothing', async () => {
    const { events, sdk, session } = await setUp();
    session.interact('rain');
    sdk.handlers.onInteractAcknowledged?.('It rains.');
    session.interact('bad');
    sdk.rejectInteract(new Error('Stream error: moderation_failed - Rejected'));
    sdk.handlers.onStreamError?.('moderation_failed', 'Rejected');
    await settle();
    session.interact('good');
    sdk.handlers.onStreamError?.('moderation_failed', 'Failed to run content moderation');
    expect(events).to.deep.equal([
      { status: 'applied', appliedText: 'It rains.' },
      { status: 'refused', reason: 'world-refused' },
      { status: 'refused', reason: 'world-moderation-down' },
    ]);
  });

  it('[CO24] a prompt that could not be sent is refused', async () => {
    const { events, sdk, session } = await setUp();
    session.interact('rain');
    sdk.rejectInteract(new Error('Client to streamer channel not open'));
    await settle();
    expect(events).to.deep.equal([{ status: 'refused', reason: 'connection-lost' }]);
  });

  it('[CO25] tells of the end once, however the SDK tells it', async () => {
    const ends: [(handlers: OdysseyEventHandlers) => void, string][] = [
      [(on) => on.onStreamError?.('session_timeout', 'credit lease expired'), 'stream-expired'],
      [(on) => on.onStreamEnded?.(), 'stream-ended'],
      [(on) => on.onDisconnected?.(), 'connection-lost'],
      [(on) => on.onStatusChange?.('failed'), 'connection-lost'],
      [(on) => on.onStatusChange?.('disconnected'), 'connection-lost'],
      [(on) => on.onStatusChange?.('failed', 'Streamer not available.'), 'no-gpu'],
      [(on) => on.onError?.(new Error('Signaling disconnected: x'), true), 'connection-lost'],
    ];
    for (const [end, reason] of ends) {
      const { events, sdk } = await setUp();
      end(sdk.handlers);
      sdk.handlers.onStreamEnded?.();
      expect(events).to.deep.equal([reason]);
    }
    const { events, sdk } = await setUp();
    sdk.handlers.onError?.(new Error('A handler failed'), false);
    sdk.handlers.onStatusChange?.('connecting');
    expect(events).to.deep.equal([]);
  });

  it('[CO26] is silent once disconnected, and closes what comes to be after that', async () => {
    const { events, sdk, session } = await setUp();
    session.disconnect();
    sdk.handlers.onInteractAcknowledged?.('late');
    sdk.handlers.onStreamEnded?.();
    expect(events).to.deep.equal([]);
    sdk.handlers.onStatusChange?.('connected');
    expect(sdk.called('disconnect')).to.have.length(2);
  });
});
