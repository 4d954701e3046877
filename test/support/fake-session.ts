import type {
  OdysseySession,
  Opening,
  OpenSession,
  SessionEvents,
  StreamStart,
} from '../../src/conductor/conductor-session.js';
import type { Credentials } from '../../src/protocol/conducting.js';

interface Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

function defer<Value>(): Deferred<Value> {
  let resolve: Deferred<Value>['resolve'] = () => {};
  let reject: Deferred<Value>['reject'] = () => {};
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

export const CREDENTIALS: Credentials = {
  sessionId: 's1',
  signalingUrl: 'wss://signal',
  sessionToken: 'token',
  expiresIn: 600,
  capabilities: null,
};

export const STREAM: StreamStart = {
  streamId: 'stream-1',
  watch: { webrtcUrl: 'https://watch/stream-1', hlsUrl: null, token: 'spectator' },
  appliedText: 'A harbour at dusk.',
};

/** An Odyssey session by hand: nothing settles unless the test says so. */
export class FakeSession implements OdysseySession {
  readonly on: SessionEvents;
  readonly calls: string[] = [];
  readonly connected = defer<void>();
  started = defer<StreamStart>();
  readonly ended = defer<void>();
  readonly texts: string[] = [];
  isDisconnected = false;

  constructor(on: SessionEvents) {
    this.on = on;
  }

  connect(credentials: Credentials): Promise<void> {
    this.calls.push(`connect ${credentials.sessionId}`);
    return this.connected.promise;
  }

  start({ prompt, portrait }: Opening): Promise<StreamStart> {
    this.calls.push(`start ${prompt} ${portrait ? 'portrait' : 'landscape'}`);
    return this.started.promise;
  }

  /** From now on a start is another one. */
  nextStart(): void {
    this.started = defer<StreamStart>();
  }

  interact(text: string): void {
    this.texts.push(text);
  }

  endStream(): Promise<void> {
    this.calls.push('end');
    return this.ended.promise;
  }

  disconnect(): void {
    this.calls.push('disconnect');
    this.isDisconnected = true;
  }

  /** The oldest unanswered prompt is acknowledged. */
  acknowledge(appliedText: string): void {
    this.on.answered({ status: 'applied', appliedText });
  }
}

/** Opens fake sessions and keeps them. */
export function fakeSessions(): { readonly open: OpenSession; readonly all: FakeSession[] } {
  const all: FakeSession[] = [];
  return {
    all,
    open(on) {
      const session = new FakeSession(on);
      all.push(session);
      return session;
    },
  };
}
