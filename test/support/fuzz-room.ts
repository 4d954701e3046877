import type { Visitor } from '../../party/room/input.js';
import type { Credentials } from '../../party/server/identity.js';
import { Records, receiptOfEntry } from '../../party/server/records.js';
import { RoomHost } from '../../party/server/room-host.js';
import type { OpenSocket, SocketEvents } from '../../src/client/client-options.js';
import { BroadcastClient } from '../../src/client/index.js';
import { Conductor } from '../../src/conductor/conductor.js';
import type { OpenSession } from '../../src/conductor/conductor-session.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import type { FakeClock } from './fake-clock.js';
import { CREDENTIALS } from './fake-session.js';
import { MemoryStorage } from './memory-storage.js';
import { visitorOf } from './people.js';
import type { Random } from './random.js';

/** One line between a client and the room: what is said lies in it until it is flushed. */
interface Line {
  readonly id: string;
  readonly on: SocketEvents;
  readonly up: string[];
  readonly down: string[];
  isOpen: boolean;
}

interface HonestPage {
  readonly client: BroadcastClient;
  close(): void;
}

/** The real room host over memory, and the lines to it, all by hand. */
export class FuzzRoom {
  readonly storage = new MemoryStorage();
  readonly records = new Records(this.storage, (error) => {
    throw error;
  });
  host: RoomHost;
  private readonly rules: RulesPatch;
  private readonly clock: FakeClock;
  private readonly random: Random;
  private lines: Line[] = [];
  private connections = 0;
  private visitors = 0;
  private generation = 0;

  /** The rules are those that the environment fixes. */
  constructor(clock: FakeClock, random: Random, rules: RulesPatch = {}) {
    this.clock = clock;
    this.random = random;
    this.rules = rules;
    this.host = this.newHost();
  }

  async start(): Promise<void> {
    await this.host.start();
    this.host.configured(this.rules);
  }

  /** The socket that a client opens: it connects by itself a moment later. */
  readonly openSocket: OpenSocket = (_url, on) => {
    let line: Line | null = null;
    let isClosed = false;
    const connect = () => {
      if (isClosed) return;
      on.trying();
      this.connections += 1;
      const made: Line = { id: `c${this.connections}`, on: events, up: [], down: [], isOpen: true };
      line = made;
      this.lines.push(made);
      this.host.opened(
        made.id,
        {
          send: (text) => made.isOpen && made.down.push(text),
          close: (code, reason) => this.cut(made, code, reason),
        },
        async (shown) => ({ ok: true, visitor: this.identify(shown) }),
      );
      on.opened();
    };
    const events: SocketEvents = {
      ...on,
      lost: (code, reason) => {
        const delay = on.lost(code, reason);
        if (!isClosed && delay !== null) this.clock.setTimer(connect, delay);
        return delay;
      },
    };
    this.clock.setTimer(connect, this.random.below(300));
    return {
      send: (text) => line?.isOpen === true && line.up.push(text) > 0,
      reconnect: () => line !== null && this.cut(line, 1000, ''),
      close: () => {
        isClosed = true;
        if (line?.isOpen) this.leave(line);
      },
    };
  };

  /** An honest page, with the real client and the real conductor. */
  enter(
    openSession: OpenSession,
    { conduct, rules }: { conduct: 'can' | 'no'; rules?: RulesPatch },
  ): HonestPage {
    const { clock, openSocket } = this;
    const client = new BroadcastClient({
      ...{ host: 'rooms.example', room: 'fuzz', conduct, openSocket, clock },
      ...(rules !== undefined && { rules }),
      random: () => this.random.next(),
    });
    const conductor = new Conductor({ room: client, openSession, clock, log: () => undefined });
    client.onCommand((command) => conductor.handle(command));
    let { status } = client.view.connection;
    client.subscribe(({ connection }) => {
      if (connection.status === status) return;
      status = connection.status;
      if (status === 'connected') conductor.roomConnected();
      else conductor.roomLost();
    });
    client.connect();
    return {
      client,
      close: () => {
        conductor.stop('conductor-gone');
        client.close();
      },
    };
  }

  /** Delivers the next message of one line, in one direction. */
  async flushOne(): Promise<void> {
    const busy = this.lines.filter(({ up, down }) => up.length + down.length > 0);
    if (busy.length > 0) await this.flush(this.random.pick(busy), 1);
  }

  async flushAll(): Promise<void> {
    for (const line of [...this.lines]) await this.flush(line, Number.POSITIVE_INFINITY);
  }

  /** One line breaks; what was on it is lost. */
  drop(): void {
    const open = this.lines.filter(({ isOpen }) => isOpen);
    if (open.length > 0) this.cut(this.random.pick(open), 1006, '');
  }

  /** The server is killed and started again on what it had stored. */
  async restart(): Promise<void> {
    this.generation += 1;
    for (const line of [...this.lines]) this.cut(line, 1006, '');
    this.host = this.newHost();
    await this.start();
  }

  private newHost(): RoomHost {
    const { generation } = this;
    return new RoomHost({
      storage: this.storage,
      now: () => this.clock.now(),
      wakeAt: (at, wake) =>
        this.clock.setTimer(() => generation === this.generation && wake(), at - this.clock.now()),
      mint: async () => CREDENTIALS,
      streamHosts: () => ['watch'],
      classifyMintError: () => ({ reason: 'unreachable', retryAt: null }),
      log: () => undefined,
      receipt: async (promptId, by) => {
        const found = await this.records.find(promptId, by);
        return found && receiptOfEntry(found);
      },
      observers: [this.records],
    });
  }

  private async flush(line: Line, count: number): Promise<void> {
    for (let sent = 0; sent < count && line.isOpen; sent += 1) {
      const upwards = line.down.length === 0 || (line.up.length > 0 && this.random.chance(0.5));
      const text = upwards ? line.up.shift() : line.down.shift();
      if (text === undefined) return;
      if (upwards) await this.host.said(line.id, text);
      else line.on.heard(text);
    }
  }

  private leave(line: Line): void {
    line.isOpen = false;
    this.lines = this.lines.filter((other) => other !== line);
    this.host.closed(line.id);
  }

  private cut(line: Line, code: number, reason: string): void {
    if (!line.isOpen) return;
    this.leave(line);
    line.on.lost(code, reason);
  }

  private identify({ identity, name }: Credentials): Visitor {
    if (identity === null) this.visitors += 1;
    const id = identity ?? `a-${this.visitors}`;
    return visitorOf(id, { name, identity: id, setsRulesAs: 'owner' });
  }
}
