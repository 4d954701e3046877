import { type AudienceConnection, AudienceServer } from '../../party/audience/audience-server.js';
import { audienceKey } from '../../party/audience/link.js';
import type { LineEvents, LinkLine } from '../../party/audience/party-link.js';
import { LINK_HEADER } from '../../party/audience/places.js';
import type { Visitor } from '../../party/room/input.js';
import { storedParties } from '../../party/server/relay-port.js';
import type { RoomHost } from '../../party/server/room-host.js';
import { BroadcastClient } from '../../src/client/broadcast-client.js';
import type { ClientView, OpenSocket, SocketEvents } from '../../src/client/client-options.js';
import { byteLength } from '../../src/protocol/limits.js';
import { CLOSE_CODE } from '../../src/protocol/messages.js';
import type { Act } from '../../src/protocol/moderation.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { FakeClock, settle } from './fake-clock.js';
import { HostGuest, hostOn } from './host-room.js';
import { MemoryStorage } from './memory-storage.js';
import { helloOf, visitorOf } from './people.js';
import { SECRET } from './tokens.js';

const ADDRESS = { party: 'main', room: 'lobby' };

interface WorldOptions {
  readonly rules?: RulesPatch;
  readonly partiesMax?: number;
  /** How many viewers a party takes. */
  readonly capacity?: number;
}

/** A room, its audience parties and their pages, all of them real but for sockets and clock. */
export class AudienceWorld {
  readonly clock = new FakeClock(1_800_000_000_000);
  readonly logged: { event: string; fields: Readonly<Record<string, unknown>> }[] = [];
  readonly parties = new Map<string, SimParty>();
  /** Proofs of links, as somebody on the way could have seen them. */
  readonly proofs: string[] = [];
  readonly viewers: SimViewer[] = [];
  private readonly byName = new Map<string, SimViewer>();
  host!: RoomHost;
  key!: Uint8Array;
  private readonly storage = new MemoryStorage();
  private readonly options: WorldOptions;
  /** Ends of lines to the room: what each has to be told when the room goes. */
  private readonly lines = new Map<string, SocketEvents>();
  /** Whether the room opens no links. */
  isDown = false;
  /** Whose pages read no patches. */
  readonly older = new Set<string>();
  private count = 0;
  private acts = 0;
  private beats = 0;
  private conductor: HostGuest | null = null;
  private endRoom = () => {};

  private constructor(options: WorldOptions) {
    this.options = options;
  }

  static async start(options: WorldOptions = {}): Promise<AudienceWorld> {
    const world = new AudienceWorld(options);
    world.key = await audienceKey(SECRET, ADDRESS);
    await world.startRoom();
    return world;
  }

  private async startRoom(): Promise<void> {
    const { clock, storage, key } = this;
    this.endRoom();
    const timers = timersOf(clock);
    this.endRoom = timers.end;
    this.host = hostOn(clock, {
      wakeAt: timers.wakeAt,
      storage,
      log: (event, fields) => this.logged.push({ event, fields }),
      dial: (name, proof, on) => this.dial(name, proof, on),
      streamSeconds: () => 3_600,
      streamHosts: () => ['world'],
    });
    await this.host.start();
    this.host.configured({ repeatSeconds: 0, gapSeconds: 0, ...this.options.rules });
    const { partiesMax = 20, capacity = 2_000 } = this.options;
    const settings = { address: ADDRESS, key, partiesMax, capacity };
    this.host.relay.start(settings, await storedParties(storage));
  }

  /** The room's object ends, as at a deployment: all its lines are cut, and the next one begins. */
  async restartRoom(): Promise<void> {
    const { lines } = this;
    const ends = [...lines.values()];
    lines.clear();
    for (const party of this.parties.values()) party.cutLink();
    await this.startRoom();
    for (const on of ends) on.lost(1006, '');
    await this.settled();
  }

  party(no: number): SimParty {
    return this.partyOf(`${no}.main.lobby`);
  }

  private partyOf(name: string): SimParty {
    const known = this.parties.get(name);
    if (known !== undefined) return known;
    const party = new SimParty(name, this);
    this.parties.set(name, party);
    return party;
  }

  private async dial(name: string, proof: string, on: LineEvents): Promise<LinkLine> {
    this.proofs.push(proof);
    const party = this.partyOf(name);
    if (party.isDown || this.isDown) throw new Error('the party does not answer');
    return party.link(proof, on);
  }

  /** Somebody conducts, so that there is a world to vote for. */
  async goLive(): Promise<void> {
    this.conductor = new HostGuest('conductor', this.host);
    const visitor = visitorOf('t-conductor', { isSignedConductor: true });
    this.host.opened('conductor', this.conductor, async () => ({ ok: true, visitor }));
    await this.conductor.say(helloOf({ conduct: 'prefer', watching: false }));
    await this.pass(2_000);
  }

  /** A page opens; who it is is its identity. */
  enter(who: string, also: Partial<Visitor> = {}): SimViewer {
    const viewer = new SimViewer(who, this, also);
    this.viewers.push(viewer);
    this.byName.set(who, viewer);
    return viewer;
  }

  /** Opens a line, as a browser would. */
  readonly open =
    (who: string, also: Partial<Visitor>): OpenSocket =>
    (url, on, clock) =>
      new SimSocket(this, url, on, clock, who, also);

  /** A page's line to the room: what it says goes to `said`, until `close`. */
  toRoom(on: SocketEvents, who: string, also: Partial<Visitor>, close: () => void) {
    this.count += 1;
    const id = `c${this.count}`;
    const { host } = this;
    this.lines.set(id, on);
    const socket = {
      send: (text: string) => {
        if (this.lines.has(id)) on.heard(text);
      },
      close: (code: number, reason: string) => {
        if (this.lines.delete(id)) lose(code, reason);
      },
    };
    const lose = (code: number, reason: string) => {
      close();
      on.lost(code, reason);
    };
    const visitor = visitorOf(who, { mayConduct: false, identity: `${who} is known`, ...also });
    host.opened(id, socket, async () => ({ ok: true, visitor }));
    return {
      say: (text: string) => void host.said(id, text),
      end: () => {
        if (this.lines.delete(id)) host.closed(id);
      },
    };
  }

  /** Lets time pass; what is signed and checked meanwhile takes real time, and is waited for. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 250) {
      await this.clock.advance(Math.min(250, left));
      this.beats += 1;
      if (this.beats % 8 === 0) await this.conductor?.isHere();
      await this.settled();
    }
  }

  /** Everything that was begun has been done: nothing moves any more. */
  async settled(): Promise<void> {
    for (let quiet = 0, seen = this.moved; quiet < 8; quiet += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      await settle();
      // Keys and signatures are made outside of this thread.
      await crypto.subtle.digest('SHA-256', new Uint8Array(1));
      if (this.moved !== seen) quiet = 0;
      seen = this.moved;
    }
  }

  heard(who: string, text: string): void {
    const viewer = this.byName.get(who);
    if (viewer === undefined) return;
    viewer.messages += 1;
    if (text.startsWith('{"type":"pong"')) return;
    viewer.bytes += byteLength(text);
    if (text.startsWith('{"type":"welcome"')) viewer.welcomeBytes = byteLength(text);
  }

  /** How many messages went anywhere. */
  moved = 0;
  /** What parties said to the room. */
  readonly toldByParties: { readonly type: string }[] = [];

  /** How many people watch, as the parties and the room say. */
  get watching(): number {
    return this.host.current.audience.watching;
  }

  /** A host does something. */
  act(act: Act): void {
    const host = visitorOf('t-host', { role: 'host', name: 'Host', isNamed: true });
    this.acts += 1;
    this.host.asked(host, { type: 'act', id: `act-${this.acts}`, act });
  }

  announce(text: string): void {
    this.act({ act: 'announce', text });
  }

  logs(event: string) {
    return this.logged.filter((one) => one.event === event);
  }
}

/** An audience party on its own storage, with the sockets that outlive its object. */
export class SimParty {
  server!: AudienceServer;
  isDown = false;
  /** Whether it is of another version, which takes no link of this one. */
  isOfOtherVersion = false;
  readonly logged: Record<string, unknown>[] = [];
  readonly connections = new Map<string, SimConnection>();
  readonly storage = new MemoryStorage();
  private readonly name: string;
  private readonly world: AudienceWorld;
  private starting: Promise<void>;
  private count = 0;
  private endObject = () => {};

  constructor(name: string, world: AudienceWorld) {
    this.name = name;
    this.world = world;
    this.starting = this.begin([]);
  }

  private begin(connections: readonly SimConnection[]): Promise<void> {
    const { world } = this;
    const { clock } = world;
    this.endObject();
    const timers = timersOf(clock);
    this.endObject = timers.end;
    this.server = new AudienceServer(
      {
        storage: this.storage,
        env: { ODYSSEY_API_KEY: 'k', ROOM_SECRET: SECRET },
        log: (line) => this.logged.push(JSON.parse(line)),
        rouse: async () => undefined,
        // As on Workers, where an object sleeps.
        pingedAt: () => clock.now(),
      },
      { now: () => clock.now(), wakeAt: timers.wakeAt },
    );
    return this.server.start(connections);
  }

  async connect(request: Request, heard: (text: string) => void, lost: SimConnection['lost']) {
    await this.starting;
    this.count += 1;
    const connection = new SimConnection(`p${this.count}`, heard, (code, reason) => {
      this.connections.delete(connection.id);
      lost(code, reason);
    });
    this.connections.set(connection.id, connection);
    await this.server.opened(connection, request);
    return connection;
  }

  request(headers: Record<string, string> = {}): Request {
    return new Request(`https://rooms/parties/audience/${this.name}`, { headers });
  }

  async link(proof: string, on: LineEvents): Promise<LinkLine> {
    const { world } = this;
    const heard = (text: string) => {
      world.moved += 1;
      world.toldByParties.push(JSON.parse(text));
      on.heard(text);
    };
    const request = this.request({ [LINK_HEADER]: proof });
    const connection = await this.connect(request, heard, (code) => on.lost(code));
    if (this.isOfOtherVersion) {
      queueMicrotask(() => connection.close(CLOSE_CODE.wrongVersion, 'wrong-version'));
    }
    return {
      send: (text) => {
        world.moved += 1;
        void this.said(connection, text);
      },
      close: () => this.end(connection),
    };
  }

  async said(connection: SimConnection, text: string): Promise<void> {
    if (this.connections.has(connection.id)) await this.server.said(connection, text);
  }

  end(connection: SimConnection): void {
    if (this.connections.delete(connection.id)) this.server.closed(connection);
  }

  /** The room is gone, and its end of the link. */
  cutLink(): void {
    for (const connection of [...this.connections.values()]) {
      if (connection.isLink) this.end(connection);
    }
  }

  /** The object ends with all its sockets, and the next one begins on the same storage. */
  async restart(): Promise<void> {
    const cut = [...this.connections.values()];
    this.connections.clear();
    this.starting = this.begin([]);
    await this.starting;
    for (const connection of cut) connection.lost(1006, '');
    await this.world.settled();
  }

  /** The object sleeps under its sockets, and wakes with the next event. */
  async sleep(): Promise<void> {
    this.starting = this.begin([...this.connections.values()]);
    await this.starting;
  }

  /** Says something to the room, as if the object had. */
  say(text: string): void {
    for (const connection of this.connections.values())
      if (connection.isLink) connection.send(text);
  }

  /** Hears something over its link, as if the room had said it. */
  async hears(text: string): Promise<void> {
    for (const connection of this.connections.values()) {
      if (connection.isLink) await this.said(connection, text);
    }
  }

  serves(who: string): boolean {
    return [...this.connections.values()].some((one) => one.isViewer && one.who === who);
  }

  /** How many pages it serves. */
  get served(): number {
    return [...this.connections.values()].filter(({ isViewer }) => isViewer).length;
  }
}

/** The timers of an object, which end with it. */
function timersOf(clock: FakeClock) {
  let isOver = false;
  return {
    wakeAt: (at: number, wake: () => void) =>
      clock.setTimer(() => {
        if (!isOver) wake();
      }, at - clock.now()),
    end: () => {
      isOver = true;
    },
  };
}

/** The platform's side of a socket. */
class SimConnection implements AudienceConnection {
  readonly id: string;
  readonly lost: (code: number, reason: string) => void;
  private readonly heard: (text: string) => void;
  private value: unknown = null;
  private isOpen = true;

  constructor(id: string, heard: (text: string) => void, lost: SimConnection['lost']) {
    this.id = id;
    this.heard = heard;
    this.lost = (code, reason) => {
      if (!this.isOpen) return;
      this.isOpen = false;
      lost(code, reason);
    };
  }

  get isLink(): boolean {
    return (this.value as { of?: string } | null)?.of === 'link';
  }

  get who(): string | undefined {
    return (this.value as { viewer?: { ticket: { who: string } } } | null)?.viewer?.ticket.who;
  }

  get isViewer(): boolean {
    return (this.value as { of?: string } | null)?.of === 'viewer';
  }

  send(text: string): void {
    if (this.isOpen) this.heard(text);
  }

  close(code: number, reason: string): void {
    this.lost(code, reason);
  }

  kept(): unknown {
    return structuredClone(this.value);
  }

  keep(value: unknown): void {
    this.value = structuredClone(value);
  }
}

/** A browser's socket that is made again when it is lost. */
class SimSocket {
  private line: { say(text: string): void; end(): void } | null = null;
  private isClosed = false;
  private cancel = () => {};
  private readonly connect: () => void;
  private readonly isOlder: () => boolean;

  constructor(
    world: AudienceWorld,
    url: string,
    on: SocketEvents,
    clock: FakeClock | Parameters<OpenSocket>[2],
    who: string,
    also: Partial<Visitor>,
  ) {
    this.isOlder = () => world.older.has(who);
    const again = (delay: number | null) => {
      this.line = null;
      if (delay !== null && !this.isClosed) this.cancel = clock.setTimer(this.connect, delay);
    };
    const events: SocketEvents = {
      trying: on.trying,
      opened: on.opened,
      heard: (data) => {
        world.moved += 1;
        world.heard(who, String(data));
        on.heard(data);
      },
      lost: (code, reason) => {
        if (this.isClosed) return null;
        again(on.lost(code, reason));
        return null;
      },
    };
    this.connect = () => {
      if (this.isClosed) return;
      on.trying();
      const name = decodeURIComponent(/\/parties\/audience\/(.+)$/.exec(url)?.[1] ?? '');
      if (name === '') {
        this.line = world.toRoom(events, who, also, () => {});
        return on.opened();
      }
      void this.connectToParty(world.party(Number.parseInt(name, 10)), events);
    };
    this.cancel = clock.setTimer(this.connect, 0);
  }

  private async connectToParty(party: SimParty, on: SocketEvents): Promise<void> {
    if (party.isDown) return void on.lost(1006, '');
    const connection = await party.connect(
      party.request({ Origin: 'https://rooms' }),
      (text) => on.heard(text),
      (code, reason) => on.lost(code, reason),
    );
    this.line = {
      say: (text) => void party.said(connection, text),
      end: () => party.end(connection),
    };
    if (this.isClosed) return this.line.end();
    on.opened();
  }

  send(text: string): boolean {
    const { line } = this;
    const said = this.isOlder() ? text.replace(/,"patches":\d+,"usual":"[^"]+"/, '') : text;
    // On a wire nothing is answered before the call returns.
    queueMicrotask(() => line?.say(said));
    return line !== null;
  }

  reconnect(): void {
    const { line } = this;
    this.line = null;
    line?.end();
    this.cancel();
    this.connect();
  }

  close(): void {
    this.isClosed = true;
    this.cancel();
    this.line?.end();
  }
}

/** Somebody on a page, with the real client; what it saw is written down. */
export class SimViewer {
  readonly who: string;
  readonly client: BroadcastClient;
  /** The public parts that it saw, in order: how many changes there were, and of which run of the room. */
  readonly problems: string[] = [];
  readonly statuses: string[] = [];
  messages = 0;
  bytes = 0;
  welcomeBytes = 0;
  /** The numbers of the announcements that it saw. */
  readonly announced: number[] = [];

  constructor(who: string, world: AudienceWorld, also: Partial<Visitor>) {
    this.who = who;
    this.client = new BroadcastClient({
      host: 'rooms',
      room: 'lobby',
      openSocket: world.open(who, also),
      clock: world.clock,
      random: () => 0.5,
      conduct: also.mayConduct ? 'can' : 'no',
    });
    this.client.subscribe(({ connection: { status } }) => {
      if (this.statuses.at(-1) !== status) this.statuses.push(status);
      const number = Number(this.view.room?.announcement?.text ?? 0);
      if (this.announced.at(-1) !== number) this.announced.push(number);
    });
    this.client.onProblem(({ reason }) => this.problems.push(reason));
    this.client.connect();
  }

  get view(): ClientView {
    return this.client.view;
  }

  get isConnected(): boolean {
    return this.view.connection.status === 'connected';
  }

  leave(): void {
    this.client.close();
  }
}
