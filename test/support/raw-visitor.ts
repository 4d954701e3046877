import { WebSocket } from 'ws';
import { PING_EVERY_MS } from '../../src/protocol/limits.js';
import type { ServerMessage } from '../../src/protocol/messages.js';
import { helloOf } from './people.js';
import { PATIENCE_MS, until } from './stack.js';

/** A page gives up an open socket without a welcome after 10 s; here the machine may be busy. */
const WELCOME_LIMIT_MS = 20_000;

/**
 * A raw socket, which can send anything, well-formed or not: that of a page of the room server's own
 * origin, unless the headers say otherwise. A program sends no origin.
 */
export class RawVisitor {
  readonly heard: ServerMessage[] = [];
  /** Of all that it was told. */
  bytes = 0;
  closed: { code: number; reason: string } | null = null;
  private readonly socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      const text = String(data);
      this.bytes += Buffer.byteLength(text);
      this.heard.push(JSON.parse(text) as ServerMessage);
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
    });
    socket.on('error', () => undefined);
  }

  static async connect(
    host: string,
    room: string,
    headers: Record<string, string> = { Origin: `http://${host}` },
    query = '',
  ) {
    const socket = new WebSocket(`ws://${host}/parties/main/${room}${query}`, { headers });
    const visitor = new RawVisitor(socket);
    await until(
      'an open or refused line',
      () => socket.readyState,
      (state) => state !== WebSocket.CONNECTING,
    );
    return visitor;
  }

  /** Comes in; a socket that `wrangler dev` opened and then forgot is made again, as a page would. */
  static async enter(host: string, room: string, headers: Record<string, string>) {
    for (let tries = 1; ; tries += 1) {
      const visitor = await RawVisitor.connect(host, room, headers);
      visitor.hello();
      try {
        await visitor.next('welcome', () => true, tries < 3 ? WELCOME_LIMIT_MS : PATIENCE_MS);
        return visitor;
      } catch (error) {
        visitor.close();
        if (tries === 3) throw error;
        console.log(
          `${host} gave no welcome within ${WELCOME_LIMIT_MS} ms: another socket is made`,
        );
      }
    }
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  sayBytes(bytes: Uint8Array): void {
    this.socket.send(bytes);
  }

  hello(also: Record<string, unknown> = {}): void {
    this.say({ ...helloOf(), ...also });
  }

  /** The next message that fits, of those not looked at yet. */
  async next<Type extends ServerMessage['type']>(
    type: Type,
    fits: (message: Extract<ServerMessage, { type: Type }>) => boolean = () => true,
    limitMs = PATIENCE_MS,
  ): Promise<Extract<ServerMessage, { type: Type }>> {
    const found = await until(
      `a ${type}`,
      () => this.find(type, fits),
      (message) => message !== null,
      limitMs,
    );
    if (found === null) throw new Error(`no ${type}`);
    this.heard.splice(this.heard.indexOf(found), 1);
    return found;
  }

  /** Says what pages say while nothing happens: who is silent for long is taken as gone. */
  stay(): void {
    const pinging = setInterval(() => this.say({ type: 'ping' }), PING_EVERY_MS);
    this.socket.once('close', () => clearInterval(pinging));
  }

  close(): void {
    this.socket.terminate();
  }

  private find<Type extends ServerMessage['type']>(
    type: Type,
    fits: (message: Extract<ServerMessage, { type: Type }>) => boolean,
  ): Extract<ServerMessage, { type: Type }> | null {
    const message = this.heard.find(
      (one) => one.type === type && fits(one as Extract<ServerMessage, { type: Type }>),
    );
    return (message as Extract<ServerMessage, { type: Type }> | undefined) ?? null;
  }
}
