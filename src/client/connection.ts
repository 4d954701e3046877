import { byteLength, MESSAGE_BYTES_MAX, PROTOCOL_VERSION } from '../protocol/limits.js';
import {
  CLOSE_CODE,
  type Go,
  type Hello,
  isTerminalClose,
  parseServerMessage,
  type SentMessage,
  type Welcome,
} from '../protocol/messages.js';
import { REASONS, type Reason } from '../protocol/reasons.js';
import type { Clock, ConnectionStatus, OpenSocket, RoomSocket } from './client-options.js';
import type { RoomMessage } from './client-view.js';
import { KeepAlive } from './keep-alive.js';
import { RoomReader } from './room-reader.js';

const OF_CODE: Readonly<Record<number, Reason>> = {
  [CLOSE_CODE.wrongVersion]: 'wrong-version',
  [CLOSE_CODE.badToken]: 'bad-token',
  [CLOSE_CODE.wrongOrigin]: 'wrong-origin',
  [CLOSE_CODE.notConfigured]: 'not-configured',
  [CLOSE_CODE.flooding]: 'too-fast',
  [CLOSE_CODE.removed]: 'removed',
  [CLOSE_CODE.tokenExpired]: 'token-expired',
  [CLOSE_CODE.roomLocked]: 'room-locked',
};

/** Why the room ended it: by the reason it gave, before any words, else by the code alone. */
export function reasonOfClose(code: number, text: string): Reason {
  const [said] = text.split(': ', 1);
  return REASONS.find((reason) => reason === said) ?? OF_CODE[code] ?? 'closed';
}

/** How long to wait before the next attempt to reach the room, in ms. */
export function reconnectDelay(waiting: {
  /** How many attempts in a row have failed, the loss itself included. */
  readonly attempt: number;
  /** Whether a conductor reconnects: its lease is soon given to another. */
  readonly urgent: boolean;
  /** The room answered that it takes nobody in: to ask often would not help. */
  readonly lockedOut?: boolean;
  readonly random: () => number;
}): number {
  const { attempt, urgent, lockedOut, random } = waiting;
  if (lockedOut) return Math.round(20_000 + random() * 20_000);
  // After a room's restart everybody comes back at once: jitter spreads them.
  if (attempt <= 1) return Math.round(urgent ? 100 + random() * 300 : 250 + random() * 1250);
  const longest = urgent ? 2_000 : Math.min(15_000, 4_000 * 1.5 ** (attempt - 2));
  return Math.round(500 + random() * (longest - 500));
}

/** How long a welcome may take before the connection is dropped. */
export const WELCOME_LIMIT_MS = 10_000;

/** The room awaits its conductor for 12 s after a restart: a try that is stuck leaves time for another. */
const FIRST_TRY_LIMIT_MS = 4_000;

/** A connection that lasted this long was good: the next loss counts as the first. */
const STEADY_MS = 5_000;

/** How long the place that a page has left may still answer what it was asked. */
const LAST_ANSWERS_MS = 2_000;

interface ConnectionOptions {
  readonly url: string;
  /** The address of another place of the same server. */
  readonly urlOf: (party: string, room: string) => string;
  readonly openSocket: OpenSocket;
  readonly clock: Clock;
  readonly random: () => number;
  readonly hello: () => Hello | Promise<Hello>;
  /** Whether another hello could be taken after a close that is otherwise final. */
  readonly mayReturn: (code: number) => boolean;
  readonly isUrgent: () => boolean;
  readonly on: {
    status(next: ConnectionStatus): void;
    /** The whole state, in answer to a hello said at `askedAt`; what was heard before may be later. */
    welcome(welcome: Welcome, askedAt: number, isEarlier: boolean): void;
    /** The room knows this visitor by another identity than the page does. */
    identified(identity: string): void;
    /** Anything else, in order and without gaps; `askedAt` is set for the answer to a ping. */
    said(message: RoomMessage, askedAt: number | null): void;
    problem(reason: Reason, message: string): void;
  };
}

/** The handshake's stage; before `welcomed` only the hello is sent. */
type Stage =
  | { readonly at: 'connecting' }
  | { readonly at: 'greeting'; readonly saidAt: number }
  | { readonly at: 'welcomed'; readonly since: number; readonly boot: number; seq: number };

/** A place that was asked for, while the present one still serves. */
interface Move {
  readonly life: symbol;
  readonly reader: RoomReader;
  readonly to: Go;
  socket: RoomSocket | null;
  saidAt: number;
}

/** A hello as one place gets it. */
function helloText(hello: Hello, ticket: string | null, { asks }: RoomReader): string {
  return JSON.stringify({ ...hello, ...asks, ...(ticket === null ? {} : { ticket }) });
}

type Reconnecting = Extract<ConnectionStatus, { status: 'reconnecting' }>;

/** The connection to the room: reconnects, says hello each time, detects silence, keeps the order. */
export class Connection {
  private readonly options: ConnectionOptions;
  private socket: RoomSocket | null = null;
  private life: symbol | null = null;
  /** What the room gave for where this page is; null at the room itself. */
  private ticket: string | null = null;
  private move: Move | null = null;
  /** Ends the place that was left. */
  private leave = () => {};
  private stage: Stage = { at: 'connecting' };
  private reader = new RoomReader();
  private attempt = 0;
  /** Set while the room is there, and takes nobody in. */
  private lockedOut: Reconnecting['lockedOut'];
  private readonly keepAlive: KeepAlive;

  constructor(options: ConnectionOptions) {
    this.options = options;
    this.keepAlive = new KeepAlive({
      clock: options.clock,
      ping: () => this.say({ type: 'ping' }),
      silent: (tested) => {
        this.startOver();
        // Each visitor comes back at a moment of their own: no crowd that has to be spread.
        if (tested) this.socket?.hurry?.();
      },
    });
  }

  open(): void {
    if (this.socket !== null) return;
    this.attempt = 0;
    this.lockedOut = undefined;
    this.options.on.status({ status: 'connecting' });
    this.openAtRoom();
  }

  private openAtRoom(): void {
    const { openSocket, url, clock } = this.options;
    this.stage = { at: 'connecting' };
    this.ticket = null;
    const life = Symbol('connection');
    this.life = life;
    // Events of a socket that was closed before are ignored.
    const now = (run: () => void) => {
      if (this.life === life) run();
    };
    this.socket = openSocket(
      url,
      {
        trying: () => now(() => this.trying()),
        opened: () => now(() => this.startHandshake()),
        heard: (data) => (this.life === life ? this.heard(data) : this.heardLast(data)),
        lost: (code, reason) => (this.life === life ? this.lost(code, reason) : null),
      },
      clock,
    );
  }

  /** Another place serves this visitor: the present one goes on until that has said welcome. */
  private go(to: Go, reader = new RoomReader()): void {
    const { openSocket, urlOf, clock, on } = this.options;
    const { party, room, identity } = to;
    if (identity !== null) on.identified(identity);
    this.move?.socket?.close();
    const life = Symbol('connection');
    const move: Move = { life, reader, to, socket: null, saidAt: clock.now() };
    this.move = move;
    const there = <Result>(run: () => Result, before: () => Result) =>
      this.life === life ? run() : before();
    const nothing = () => {};
    move.socket = openSocket(
      urlOf(party, room),
      {
        trying: () => there(() => this.trying(), nothing),
        opened: () =>
          there(
            () => this.startHandshake(),
            () => this.greet(move),
          ),
        heard: (data) =>
          there(
            () => this.heard(data),
            () => (this.move === move ? this.heardThere(move, data) : this.heardLast(data)),
          ),
        lost: (code, reason) =>
          there(
            () => this.lost(code, reason),
            () => this.notMoved(move),
          ),
      },
      clock,
    );
  }

  private greet(move: Move): void {
    move.saidAt = this.options.clock.now();
    void Promise.resolve(this.options.hello()).then(
      (hello) => move.socket?.send(helloText(hello, move.to.ticket, move.reader)),
      () => this.notMoved(move),
    );
  }

  private heardThere(move: Move, data: unknown): void {
    const message = move.reader.read(data);
    if (message === 'behind') return this.go(move.to, move.reader);
    if (typeof message === 'string') return;
    if (message.type === 'go') return this.go(message);
    if (message.type !== 'welcome') return;
    this.leave();
    const { socket } = this;
    const cancel = this.options.clock.setTimer(() => this.leave(), LAST_ANSWERS_MS);
    this.leave = () => {
      cancel();
      socket?.close();
    };
    const before = this.stage;
    if (before.at !== 'welcomed') this.leave();
    this.socket = move.socket;
    this.life = move.life;
    this.ticket = move.to.ticket;
    this.reader = move.reader;
    this.move = null;
    this.stage = { at: 'greeting', saidAt: move.saidAt };
    this.attempt = 0;
    const isEarlier =
      before.at === 'welcomed' && before.boot === message.boot && before.seq > message.seq;
    this.welcomed(message, isEarlier ? before.seq : message.seq);
  }

  /** What the place that was left still answers. */
  private heardLast(data: unknown): void {
    const parsed = parseServerMessage(data);
    if (this.life === null || !parsed.ok || parsed.message.type !== 'answer') return;
    this.options.on.said(parsed.message, null);
  }

  /** The other place cannot be reached: those served here stay, and others ask again. */
  private notMoved(move: Move): null {
    if (this.move === move) {
      this.move = null;
      if (this.stage.at !== 'welcomed') this.startOver();
    }
    return null;
  }

  /** Sends a message; false before the room has said welcome. */
  say(message: SentMessage): boolean {
    return this.stage.at === 'welcomed' && this.send(JSON.stringify(message));
  }

  close(): void {
    this.keepAlive.stop();
    this.leave();
    this.move?.socket?.close();
    this.move = null;
    this.stage = { at: 'connecting' };
    this.life = null;
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }

  private send(text: string): boolean {
    return this.socket?.send(text) ?? false;
  }

  private trying(): void {
    if (this.attempt > 0) this.reconnecting(null);
  }

  private reconnecting(retryAt: number | null): void {
    const { attempt, lockedOut } = this;
    const why = lockedOut && { lockedOut };
    this.options.on.status({ status: 'reconnecting', attempt, retryAt, ...why });
  }

  private startHandshake(): void {
    const { clock, hello, isUrgent } = this.options;
    this.stage = { at: 'greeting', saidAt: clock.now() };
    const isFirstTry = isUrgent() && this.attempt === 1;
    this.keepAlive.expectMessage(isFirstTry ? FIRST_TRY_LIMIT_MS : WELCOME_LIMIT_MS);
    const made = hello();
    if (!(made instanceof Promise)) return this.sendHello(made);
    // A token that comes too late is dropped: the next connection asks again.
    const { stage } = this;
    const now = (run: () => void) => () => {
      if (this.stage === stage) run();
    };
    made.then(
      (later) => now(() => this.sendHello(later))(),
      now(() => {
        this.options.on.problem('bad-token', 'The page could not get a token.');
        this.startOver();
      }),
    );
  }

  private sendHello(hello: Hello): void {
    const text = helloText(hello, this.ticket, this.reader);
    if (byteLength(text) > MESSAGE_BYTES_MAX) {
      this.options.on.problem(
        'too-large',
        'The hello is too long: shorten the token or the rules.',
      );
    }
    this.send(text);
  }

  private heard(data: unknown): void {
    const message = this.reader.read(data);
    if (message === 'malformed') {
      this.options.on.problem('malformed', 'The room said something that was not understood.');
    }
    if (message === 'behind') return this.startOver();
    if (typeof message === 'string') return;
    if (message.type === 'welcome') this.welcomed(message);
    else if (message.type === 'go') this.go(message);
    else if (this.stage.at === 'welcomed') this.followed(message, this.stage);
  }

  private welcomed(message: Welcome, seq = message.seq): void {
    if (message.version !== PROTOCOL_VERSION) return this.giveUp('wrong-version');
    const { clock, on } = this.options;
    const now = clock.now();
    const askedAt = this.stage.at === 'greeting' ? this.stage.saidAt : now;
    this.stage = { at: 'welcomed', since: now, boot: message.boot, seq };
    this.keepAlive.start();
    on.welcome(message, askedAt, seq > message.seq);
  }

  private followed(message: RoomMessage, stage: Extract<Stage, { at: 'welcomed' }>): void {
    if (message.type === 'delta') {
      if (message.seq <= stage.seq) return;
      if ((message.from ?? message.seq - 1) > stage.seq) return this.startOver();
      stage.seq = message.seq;
    }
    this.keepAlive.heard();
    if (message.type === 'probe') this.say({ type: 'here' });
    this.options.on.said(message, message.type === 'pong' ? this.keepAlive.answered() : null);
    if (this.stage === stage) this.keepAlive.catchUp();
  }

  /** The machine may have slept: tests the connection, or makes it now instead of later. */
  check(): void {
    if (this.stage.at === 'welcomed') this.keepAlive.test();
    else if (this.lockedOut === undefined) this.socket?.hurry?.();
  }

  /**
   * The visitor wants something now: one that may be dead is tested, one that is to come is made at once. False
   * where none is to come.
   */
  wanted(): boolean {
    if (this.socket === null || this.lockedOut !== undefined) return false;
    if (this.stage.at === 'welcomed') this.keepAlive.wanted();
    else this.check();
    return true;
  }

  /** Drops the connection; the next one begins with a hello and a snapshot. */
  startOver(): void {
    this.socket?.reconnect();
  }

  private lost(code: number, reason: string): number | null {
    const { clock, random, isUrgent, mayReturn, on } = this.options;
    const wasSteady = this.stage.at === 'welcomed' && clock.now() - this.stage.since >= STEADY_MS;
    this.keepAlive.stop();
    this.stage = { at: 'connecting' };
    const why = reasonOfClose(code, reason);
    const sentence = /: (.+)/.exec(reason)?.[1];
    const byModerator = code === CLOSE_CODE.removed || code === CLOSE_CODE.roomLocked;
    const own = byModerator && sentence !== undefined ? { why: sentence } : {};
    if (isTerminalClose(code) && !mayReturn(code)) {
      if (sentence !== undefined) on.problem(why, sentence);
      this.giveUp(why, own);
      return null;
    }
    this.attempt = wasSteady ? 1 : this.attempt + 1;
    this.lockedOut = code === CLOSE_CODE.roomLocked ? { reason: why, ...own } : undefined;
    const { attempt, lockedOut } = this;
    const delay = reconnectDelay({
      attempt,
      urgent: isUrgent(),
      lockedOut: lockedOut !== undefined,
      random,
    });
    this.reconnecting(clock.now() + delay);
    if (this.ticket === null || (code !== CLOSE_CODE.elsewhere && this.attempt === 1)) return delay;
    // Not served there any more, or not to be reached: the room knows where.
    this.socket?.close();
    this.leave();
    this.leave = clock.setTimer(() => this.openAtRoom(), delay);
    return null;
  }

  private giveUp(reason: Reason, own: { readonly why?: string } = {}): void {
    this.close();
    this.options.on.status({ status: 'refused', reason, ...own });
  }
}
