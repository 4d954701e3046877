import type { OpenSocket, RoomSocket, SocketEvents } from '../../src/client/client-options.js';
import {
  type ClientMessage,
  parseClientMessage,
  type ServerMessage,
} from '../../src/protocol/messages.js';

/** The room's end of a socket pair: nothing arrives at the client before it is flushed. */
export class FakeSocket implements RoomSocket {
  readonly url: string;
  /** What the client said on the present line. */
  sent: ClientMessage[] = [];
  isOpen = false;
  isClosed = false;
  reconnects = 0;
  /** How long the client wants to wait; null when it gave up. */
  delay: number | null = 0;
  private readonly on: SocketEvents;
  private readonly underWay: unknown[] = [];

  constructor(url: string, on: SocketEvents) {
    this.url = url;
    this.on = on;
  }

  send(text: string): boolean {
    if (!this.isOpen) return false;
    const parsed = parseClientMessage(text);
    if (!parsed.ok) throw new Error(`The client said something malformed: ${text}`);
    this.sent.push(parsed.message);
    return true;
  }

  reconnect(): void {
    this.reconnects += 1;
    this.lose(1000);
  }

  hurried = 0;
  hurry(): void {
    this.hurried += 1;
    this.delay = 0;
  }

  close(): void {
    this.isOpen = false;
    this.isClosed = true;
  }

  /** An attempt to connect that succeeds. */
  open(): void {
    this.on.trying();
    this.sent = [];
    this.isOpen = true;
    this.on.opened();
  }

  /** The line is lost, or an attempt failed. */
  lose(code = 1006, reason = ''): void {
    this.isOpen = false;
    this.underWay.length = 0;
    this.delay = this.on.lost(code, reason);
  }

  queue(message: ServerMessage): void {
    this.underWay.push(JSON.stringify(message));
  }

  queueRaw(data: unknown): void {
    this.underWay.push(data);
  }

  flush(): void {
    for (const data of this.underWay.splice(0)) this.on.heard(data);
  }

  say(message: ServerMessage): void {
    this.queue(message);
    this.flush();
  }

  /** What the client said of one type. */
  said<Type extends ClientMessage['type']>(type: Type): Extract<ClientMessage, { type: Type }>[] {
    return this.sent.filter((message) => message.type === type) as Extract<
      ClientMessage,
      { type: Type }
    >[];
  }
}

/** Opens fake sockets and keeps them, the last one at hand. */
export function fakeSockets(): {
  readonly open: OpenSocket;
  readonly all: FakeSocket[];
  last(): FakeSocket;
} {
  const all: FakeSocket[] = [];
  return {
    all,
    open(url, on) {
      const socket = new FakeSocket(url, on);
      all.push(socket);
      return socket;
    },
    last() {
      const socket = all.at(-1);
      if (socket === undefined) throw new Error('No socket was opened.');
      return socket;
    },
  };
}
