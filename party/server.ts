import type * as Party from 'partykit/server';
import { CLOSE_CODE } from '../src/protocol/close-codes.js';
import { classifyMintError, mintCredentials } from './shell/credentials.js';
import { type EnvironmentResult, isAllowedOrigin, readEnvironment } from './shell/environment.js';
import { answerHttp } from './shell/http.js';
import { identify } from './shell/identity.js';
import { RoomHost, type RoomSocket } from './shell/room-host.js';
import { roomKey } from './shell/room-key.js';

/** The longest address a page may connect with. */
const URL_LENGTH_MAX = 1_500;

/** The room on PartyKit: a shell that hands everything to the room host. */
export default class Server implements Party.Server {
  readonly options: Party.ServerOptions = { hibernate: false };
  private readonly room: Party.Room;
  private readonly settings: EnvironmentResult;
  private readonly host: RoomHost;
  private key: Uint8Array = new Uint8Array();

  constructor(room: Party.Room) {
    this.room = room;
    this.settings = readEnvironment(room.env);
    this.host = new RoomHost({
      storage: room.storage,
      now: () => Date.now(),
      wakeAt: (at, wake) => {
        const timer = setTimeout(wake, Math.min(Math.max(at - Date.now(), 0), 2_000_000_000));
        return () => clearTimeout(timer);
      },
      mint: () => this.mint(),
      classifyMintError,
      log: (event, fields) => console.log(JSON.stringify({ room: room.id, event, ...fields })),
    });
  }

  /** A connection's id is never taken from the page, which could copy another's. */
  static onBeforeConnect(request: Party.Request): Party.Request | Response {
    const url = new URL(request.url);
    if (url.href.length > URL_LENGTH_MAX) return new Response('Address too long', { status: 414 });
    url.searchParams.set('_pk', crypto.randomUUID());
    return new Request(url.href, request as unknown as Request) as unknown as Party.Request;
  }

  async onStart(): Promise<void> {
    // Nothing may come in before the stored state is there; a throw starts the room afresh.
    await this.room.blockConcurrencyWhile(async () => {
      if (!this.settings.ok) {
        console.error(`Room ${this.room.id} cannot run: ${this.settings.problem}`);
        return;
      }
      this.key = await roomKey(this.room.storage, this.settings.environment.secret);
      await this.host.start();
    });
  }

  onConnect(connection: Party.Connection, { request }: Party.ConnectionContext): void {
    const socket = socketOf(connection);
    if (!this.settings.ok) {
      socket.close(CLOSE_CODE.notConfigured, `not-configured: ${this.settings.problem}`);
      return;
    }
    const { environment } = this.settings;
    const ownHost = new URL(request.url).host;
    const origin = request.headers.get('Origin');
    if (!isAllowedOrigin(origin, ownHost, environment.origins)) {
      socket.close(CLOSE_CODE.wrongOrigin, 'wrong-origin');
      return;
    }
    const { key } = this;
    const newId = () => crypto.randomUUID().slice(-12);
    const context = { room: this.room.id, environment, key, origin, ownHost, newId };
    this.host.opened(connection.id, socket, (hello) => identify(hello, context));
  }

  async onMessage(message: unknown, sender: Party.Connection): Promise<void> {
    await this.host.said(sender.id, message);
  }

  onClose(connection: Party.Connection): void {
    this.host.closed(connection.id);
    // PartyKit does not answer the close handshake by itself; the page would wait and see 1006.
    socketOf(connection).close(CLOSE_CODE.normal, '');
  }

  onError(connection: Party.Connection): void {
    this.host.closed(connection.id);
  }

  onRequest(request: Party.Request): Response {
    return answerHttp(request as unknown as Request, this.settings, () => this.host.view());
  }

  private mint() {
    if (!this.settings.ok) throw new Error(this.settings.problem);
    const { apiKey, apiUrl } = this.settings.environment;
    return mintCredentials(apiKey, apiUrl);
  }
}

/** A socket that never throws: what cannot be sent is lost, and its close event tells. */
function socketOf(connection: Party.Connection): RoomSocket {
  return {
    send: (text) => {
      try {
        connection.send(text);
      } catch {}
    },
    close: (code, reason) => {
      try {
        connection.close(code, reason.slice(0, 120));
      } catch {}
    },
  };
}
