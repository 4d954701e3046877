import type { RoomState } from '../../party/room/state.js';
import { readEnvironment } from '../../party/server/environment.js';
import { type IdentityContext, identify } from '../../party/server/identity.js';
import { RoomHost } from '../../party/server/room-host.js';
import type { ServerMessage } from '../../src/protocol/messages.js';
import { MemoryStorage } from './memory-storage.js';
import { helloOf } from './people.js';
import { SECRET } from './tokens.js';

/** What somebody shows at the door; a token, an identity or an invitation, or nothing. */
export type Shown = Readonly<Record<string, unknown>>;

/** A room with its door: everything real but the sockets, the clock and the service. */
export class SocketRoom {
  minted = 0;
  private readonly host: RoomHost;
  private readonly storage = new MemoryStorage();
  private readonly context: Omit<IdentityContext, 'newId'>;
  private now = Date.now();
  private people = 0;

  private constructor(room: string, env: Record<string, string>) {
    const read = readEnvironment({ ODYSSEY_API_KEY: 'k', ROOM_SECRET: SECRET, ...env });
    if (!read.ok) throw new Error(read.problem);
    this.context = {
      room,
      environment: read.environment,
      key: new TextEncoder().encode(SECRET),
      origin: null,
      ownHost: 'rooms.example',
      address: null,
      now: () => this.now,
    };
    this.host = new RoomHost({
      storage: this.storage,
      now: () => this.now,
      wakeAt: () => () => undefined,
      mint: () => {
        this.minted += 1;
        return new Promise(() => undefined);
      },
      classifyMintError: () => ({ reason: 'unreachable', retryAt: null }),
      log: () => undefined,
    });
  }

  static async open(room = 'lobby', env: Record<string, string> = {}): Promise<SocketRoom> {
    const door = new SocketRoom(room, env);
    await door.host.start();
    return door;
  }

  /** What anyone may see, as text to compare; who comes and goes is no right. */
  view(): string {
    const { audience: _audience, ...view } = this.host.view();
    return JSON.stringify(view);
  }

  get life() {
    return this.host.view().life;
  }

  /** The ids of the invitations there are, as the room has stored them. */
  get invites(): string[] {
    const stored = this.storage.values.get('room/moderation/000') ?? '{"invites":[]}';
    const { invites } = JSON.parse(stored) as RoomState['moderation'];
    return invites.map(({ id }) => id);
  }

  /** Somebody connects, and says hello unless nothing is shown at all. */
  async enter(shown: Shown | null): Promise<Guest> {
    this.people += 1;
    const id = `c${this.people}`;
    const guest = new Guest((message) => this.host.said(id, JSON.stringify(message)));
    const context = { ...this.context, newId: () => `guest-${id}` };
    this.host.opened(id, guest, (credentials) => identify(credentials, context));
    if (shown !== null) await guest.say({ ...helloOf(), ...shown });
    return guest;
  }

  pass(ms: number): void {
    this.now += ms;
  }
}

/** One end of a line, and all that was heard on it. */
export class Guest {
  readonly heard: ServerMessage[] = [];
  closed: { code: number; reason: string } | null = null;
  readonly say: (message: unknown) => Promise<void>;

  constructor(say: (message: unknown) => Promise<void>) {
    this.say = say;
  }

  send(text: string): void {
    this.heard.push(JSON.parse(text) as ServerMessage);
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }

  /** What the last message of a type was. */
  last<Type extends ServerMessage['type']>(
    type: Type,
  ): Extract<ServerMessage, { type: Type }> | undefined {
    const messages = this.heard.filter((message) => message.type === type);
    return messages.at(-1) as Extract<ServerMessage, { type: Type }> | undefined;
  }

  get you() {
    return this.last('you')?.you ?? this.last('welcome')?.snapshot.you;
  }
}
