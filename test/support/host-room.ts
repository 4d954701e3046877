import type { Visitor } from '../../party/room/input.js';
import { Records, Refusals, receiptOfEntry } from '../../party/server/records.js';
import { RoomHost } from '../../party/server/room-host.js';
import { Webhooks } from '../../party/server/webhooks.js';
import type { ConductorReport } from '../../src/protocol/conducting.js';
import type { Hello, ServerMessage } from '../../src/protocol/messages.js';
import type { Receipt } from '../../src/protocol/reasons.js';
import { FakeClock, settle } from './fake-clock.js';
import { CREDENTIALS } from './fake-session.js';
import { MemoryStorage } from './memory-storage.js';
import { helloOf, visitorOf } from './people.js';

/** The least between two pings that keeps a connection. */
const PING_EVERY_MS = 20_000;

/** A room host over memory and on a clock by hand, with whatever else is given to it. */
export function hostOn(
  clock: FakeClock,
  also: Partial<ConstructorParameters<typeof RoomHost>[0]> = {},
): RoomHost {
  return new RoomHost({
    storage: new MemoryStorage(),
    now: () => clock.now(),
    wakeAt: (at, wake) => clock.setTimer(wake, at - clock.now()),
    mint: async () => CREDENTIALS,
    classifyMintError: () => ({ reason: 'unreachable', retryAt: null }),
    log: () => undefined,
    ...also,
  });
}

/**
 * A room host with what a room server gives it: storage, records, refusals and webhooks, over memory and
 * on a clock by hand. Its sockets deliver at once.
 */
export class HostRoom {
  readonly clock = new FakeClock();
  readonly storage: MemoryStorage;
  readonly logged: string[] = [];
  readonly refusals = new Refusals();
  readonly posts: { type: string; data: Record<string, unknown> }[] = [];
  /** Steps that the room took. */
  steps = 0;
  readonly records: Records;
  readonly host: RoomHost;
  readonly guests: HostGuest[] = [];
  private connections = 0;

  constructor(storage = new MemoryStorage()) {
    this.storage = storage;
    this.records = new Records(storage, (error) => {
      if (!storage.isFull) throw error;
    });
    const webhooks = this.webhooks();
    const observe = () => {
      this.steps += 1;
    };
    const counting = { dueAt: null, woke: () => undefined, observe };
    this.host = hostOn(this.clock, {
      storage,
      log: (event) => this.logged.push(event),
      streamHosts: () => ['world'],
      // No renewal comes in between.
      streamSeconds: () => 3_600,
      receipt: async (promptId, by) => {
        const found = await this.records.find(promptId, by);
        return found && receiptOfEntry(found);
      },
      observers: [this.records, this.refusals, webhooks, counting],
    });
  }

  private webhooks(): Webhooks {
    const settings = { url: 'https://site.example/hook', secret: 'a secret of the owner' };
    return new Webhooks(settings, {
      storage: this.storage,
      room: () => 'lobby',
      now: () => this.clock.now(),
      post: async (_url, { body }) => {
        this.posts.push(JSON.parse(String(body)));
        return { ok: true, status: 204 };
      },
      log: () => undefined,
      rescheduled: () => this.host.schedule(),
      heard: () => undefined,
    });
  }

  static async start(
    rules: Parameters<RoomHost['configured']>[0] = {},
    storage = new MemoryStorage(),
  ): Promise<HostRoom> {
    const room = new HostRoom(storage);
    await room.host.start();
    room.host.configured(rules);
    return room;
  }

  /** Somebody connects and says hello. */
  async enter(id: string, also: Partial<Visitor> = {}, hello: Partial<Hello> = {}) {
    this.connections += 1;
    const guest = new HostGuest(`c${this.connections}`, this.host);
    const visitor = visitorOf(id, also);
    this.host.opened(guest.connection, guest, async () => ({ ok: true, visitor }));
    this.guests.push(guest);
    await guest.say(helloOf(hello));
    return guest;
  }

  /** Lets time pass, while all who are connected ping, and conductors say that they are at work. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= PING_EVERY_MS / 10) {
      await this.clock.advance(Math.min(left, PING_EVERY_MS / 10));
      for (const guest of this.guests) await guest.isHere();
    }
  }
}

/** One socket of it; one that conducts does what it is told at once. */
export class HostGuest {
  readonly connection: string;
  readonly heard: ServerMessage[] = [];
  closed: string | null = null;
  /** Whether it says that it reads, when it is asked. */
  reads = true;
  private readonly host: RoomHost;
  private epoch: number | null = null;

  constructor(connection: string, host: RoomHost) {
    this.connection = connection;
    this.host = host;
  }

  send(text: string): void {
    const message = JSON.parse(text) as ServerMessage;
    this.heard.push(message);
    if (message.type === 'conduct') void settle().then(() => this.conduct(message.command));
    if (message.type === 'probe' && this.reads)
      void settle().then(() => this.say({ type: 'here' }));
  }

  close(code: number, reason: string): void {
    this.closed = `${code} ${reason}`;
  }

  async say(message: object): Promise<void> {
    await this.host.said(this.connection, JSON.stringify(message));
    await settle();
  }

  /** Prompts, and returns the last receipt that came of it so far; null where none did. */
  async prompt(text: string, id: string): Promise<Receipt | null> {
    await this.say({ type: 'prompt', id, text });
    return this.receipt(id);
  }

  receipt(id: string): Receipt | null {
    const found = this.heard.findLast(
      (message) => message.type === 'receipt' && message.receipt.id === id,
    );
    return found?.type === 'receipt' ? found.receipt : null;
  }

  async leave(): Promise<void> {
    this.closed ??= 'left';
    this.host.closed(this.connection);
    await settle();
  }

  async isHere(): Promise<void> {
    if (this.closed !== null) return;
    await this.say({ type: 'ping' });
    if (this.epoch !== null) await this.report({ report: 'heartbeat', epoch: this.epoch });
  }

  private async conduct(
    command: Extract<ServerMessage, { type: 'conduct' }>['command'],
  ): Promise<void> {
    const { epoch } = command;
    if (command.command === 'end') {
      if (this.epoch === epoch) this.epoch = null;
      return this.report({ report: 'ended', epoch, reason: 'closed', agoMs: 0 });
    }
    this.epoch = epoch;
    if (command.command === 'open') return this.report({ report: 'connected', epoch });
    if (command.command === 'start') {
      const streamId = `stream-${epoch}`;
      const watch = { webrtcUrl: `https://world/${streamId}`, hlsUrl: null, token: 'spectator' };
      const started = { epoch, streamId, watch, appliedText: command.prompt, agoMs: 0 };
      return this.report({ report: 'broadcasting', ...started });
    }
    const outcome = { status: 'applied', appliedText: `the world with ${command.text}` } as const;
    return this.report({ report: 'performed', epoch, promptId: command.promptId, outcome });
  }

  private report(report: ConductorReport): Promise<void> {
    return this.say({ type: 'conductor', report });
  }
}
