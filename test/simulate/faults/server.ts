import type { BudgetCall } from '../../../party/budget/messages.js';
import { admitRequest, admitSocket } from '../../../party/server/admission.js';
import type { BudgetAccess } from '../../../party/server/budget-client.js';
import { BudgetHost } from '../../../party/server/budget-host.js';
import { RoomServer } from '../../../party/server/room-server.js';
import type { OpenSocket, SocketEvents } from '../../../src/client/client-options.js';
import { Disk, DiskStorage } from './disk.js';
import { Machine, Process, type Simulation } from './machines.js';

/** How long a message takes on a good line (ms). */
const GOOD_MS = [5, 20, 60] as const;

/** A process under way, and what waits until it has started. */
interface Running<Server> {
  readonly process: Process;
  readonly storage: DiskStorage;
  readonly server: Server;
  readonly waiting: (() => void)[];
  isReady: boolean;
}

/** An object of the platform: it starts at the first event that concerns it, and is killed at will. */
class PlatformObject<Server extends { start(): Promise<void> }> {
  readonly disk = new Disk();
  readonly machine = new Machine();
  protected running: Running<Server> | null = null;
  protected readonly sim: Simulation;
  private readonly make: (storage: DiskStorage) => Server;
  kills = 0;

  constructor(sim: Simulation, make: (storage: DiskStorage) => Server) {
    this.sim = sim;
    this.make = make;
  }

  /** An event of this object: it runs within, or after its start. */
  enter(run: (server: Server, process: Process) => void): void {
    const running = this.running ?? this.begin();
    const { process, server } = running;
    const now = () => this.sim.as(process, () => run(server, process));
    if (running.isReady) now();
    else running.waiting.push(now);
  }

  kill(): void {
    const { running } = this;
    if (running === null) return;
    this.kills += 1;
    this.running = null;
    running.process.isAlive = false;
    running.storage.crashed();
    this.killed(running.process);
  }

  /** Its process is gone. */
  protected killed(_process: Process): void {}

  private begin(): Running<Server> {
    const { sim } = this;
    const storage = new DiskStorage(this.disk, sim, () => this.kill());
    const process = new Process(this.machine, storage.gate);
    const before = sim.current;
    let server: Server | null = null;
    sim.as(process, () => {
      server = this.make(storage);
    });
    const running = {
      process,
      storage,
      server: server as unknown as Server,
      waiting: [],
      isReady: false,
    };
    this.running = running;
    sim.current = before;
    // An event of its own: what it sets going is the new process's.
    sim.after(process, 0, () => void this.start(running));
    return running;
  }

  private async start(running: Running<Server>): Promise<void> {
    await running.server.start();
    running.isReady = true;
    for (const run of running.waiting.splice(0)) this.sim.after(running.process, 0, run);
  }
}

/** The ledger of all rooms, on a machine of its own. */
export class SimulatedLedger extends PlatformObject<BudgetHost> {
  /** Calls to it are lost, or answered late. */
  isAway = false;

  constructor(sim: Simulation, env: Readonly<Record<string, string>>) {
    super(sim, (storage) => new BudgetHost({ storage, env }));
  }

  accessOf(room: string): BudgetAccess {
    return { room, ask: (call) => this.ask(call) };
  }

  private ask(call: BudgetCall): Promise<unknown> {
    const { sim } = this;
    const { current: caller } = sim;
    const text = JSON.stringify(call);
    return new Promise((resolve, reject) => {
      if (caller === null) return;
      const later = (ms: number, run: () => void) => sim.after(caller, ms, run);
      caller.gate(() => {
        if (this.isAway && sim.random.chance(0.5)) {
          if (sim.random.chance(0.5)) later(5, () => reject(new Error('The ledger is away.')));
          return;
        }
        const away = this.isAway ? sim.random.pick([1_000, 4_000, 9_000]) : 0;
        sim.after(sim.outside, sim.random.pick(GOOD_MS) + away, () =>
          this.enter((host, process) => {
            host.ask(JSON.parse(text)).then(
              (answer) => {
                const said = JSON.stringify(answer);
                process.gate(() =>
                  later(sim.random.pick(GOOD_MS), () => resolve(JSON.parse(said))),
                );
              },
              (error: Error) => process.gate(() => later(5, () => reject(error))),
            );
          }),
        );
      });
    });
  }
}

/** What came back of a request; null when nothing did. */
export type HttpAnswer = { readonly status: number; readonly text: string } | null;

/** One room server, with the lines to it. */
export class SimulatedRoom extends PlatformObject<RoomServer> {
  readonly name: string;
  lines: Line[] = [];
  /** How late messages are (ms), beyond what is usual. */
  lagMs = 0;
  /** Nobody can reach it. */
  isCutOff = false;

  constructor(
    sim: Simulation,
    name: string,
    env: Readonly<Record<string, string>>,
    ledger: SimulatedLedger,
  ) {
    super(sim, (storage) => {
      const log = (line: string) => sim.note(name, line);
      return new RoomServer({ storage, env, log, ledger: () => ledger.accessOf(name) });
    });
    this.name = name;
  }

  get latencyMs(): number {
    return this.sim.random.pick(GOOD_MS) + this.lagMs;
  }

  /** Sockets of a page to this room, as a client opens them. */
  openSocket(page: Process): OpenSocket {
    const { sim } = this;
    return (_url, on) => {
      let line: Line | null = null;
      let isClosed = false;
      const attempt = () => {
        if (isClosed) return;
        on.trying();
        sim.after(page, this.latencyMs, () => {
          if (isClosed) return;
          if (this.isCutOff) return void failed();
          line = new Line(this, sim, page, events);
          this.lines.push(line);
          line.begin();
          on.opened();
        });
      };
      const again = (ms: number | null) => {
        if (ms !== null && !isClosed) sim.after(page, ms, attempt);
        return ms;
      };
      const failed = () => again(on.lost(1006, ''));
      const events: SocketEvents = { ...on, lost: (code, reason) => again(on.lost(code, reason)) };
      sim.after(page, 0, attempt);
      return {
        send: (text) => line?.up(text) ?? false,
        reconnect: () => {
          const dropped = line;
          line = null;
          if (dropped === null) return;
          dropped.left();
          events.lost(1000, '');
        },
        close: () => {
          isClosed = true;
          line?.left();
        },
      };
    };
  }

  /** A request of a program; what comes back, or that nothing does, it is told of. */
  request(
    program: Process,
    path: string,
    init: RequestInit,
    done: (answer: HttpAnswer) => void,
  ): void {
    const { sim } = this;
    const asked = `https://rooms.example/parties/main/${this.name}${path}`;
    let isAnswered = false;
    const answer = (ms: number, what: HttpAnswer) => {
      if (isAnswered) return;
      isAnswered = true;
      sim.after(program, ms, () => done(what));
    };
    // Whatever becomes of the room: the program waits no longer than this.
    sim.after(program, this.isCutOff ? 5_000 : 40_000, () => answer(0, null));
    if (this.isCutOff) return;
    sim.after(sim.outside, this.latencyMs, () =>
      this.enter(async (server, process) => {
        const admitted = await admitRequest(new Request(asked, init));
        const response = admitted instanceof Response ? admitted : await server.answer(admitted);
        const text = await response.text();
        process.gate(() => {
          if (!this.isCutOff) answer(this.latencyMs, { status: response.status, text });
        });
      }),
    );
  }

  /** Whether a page hears at once what the room has to say. */
  reaches(page: Process): boolean {
    const line = this.lines.find((one) => one.page === page);
    return line?.isSilent === false && !this.isCutOff && !this.disk.isSlow && !this.disk.isFull;
  }

  /** A page is gone: the network tells the room, or nobody does. */
  pageGone(page: Process, isTold: boolean): void {
    for (const line of [...this.lines]) {
      if (line.page !== page) continue;
      if (isTold) line.broken();
      line.isSilent = true;
    }
  }

  protected override killed(process: Process): void {
    for (const line of [...this.lines]) if (line.endsAt === process) line.broken();
  }
}

/** One line between a page and a room. What is said on it arrives in order, or not at all. */
class Line {
  /** Nothing comes through, and nobody is told. */
  isSilent = false;
  /** The room's process that has this connection; null before it has heard of it. */
  endsAt: Process | null = null;
  readonly page: Process;
  private readonly room: SimulatedRoom;
  private readonly sim: Simulation;
  private readonly on: SocketEvents;
  private readonly connection: {
    id: string;
    send(text: string): void;
    close(code: number, reason: string): void;
  };
  private isOpen = true;
  /** What is on its way to the room does not arrive any more; before a page's own goodbye it does. */
  private isCut = false;
  private upAt = 0;
  private downAt = 0;

  constructor(room: SimulatedRoom, sim: Simulation, page: Process, on: SocketEvents) {
    this.room = room;
    this.sim = sim;
    this.page = page;
    this.on = on;
    this.connection = {
      id: '',
      send: (text) => this.down(() => this.on.heard(text)),
      close: (code, reason) => {
        this.down(() => {
          if (this.isOpen) this.ended(code, reason);
        });
      },
    };
  }

  begin(): void {
    const address = `https://rooms.example/parties/main/${this.room.name}`;
    this.toRoom((server, process) => {
      this.endsAt = process;
      void admitSocket(new Request(address, { headers: { Origin: 'https://rooms.example' } })).then(
        (admitted) => {
          if (admitted instanceof Response || !process.isAlive) return;
          this.connection.id = new URL(admitted.url).searchParams.get('_pk') ?? '';
          server.opened(this.connection, admitted);
        },
      );
    });
  }

  /** False once the page knows that the line is gone. */
  up(text: string): boolean {
    if (!this.isOpen) return false;
    this.toRoom((server) => void server.said(this.connection, text));
    return true;
  }

  /** The page hangs up. */
  left(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.gone();
    this.toRoom((server) => server.closed(this.connection), true);
  }

  /** The line breaks: both ends hear of it, or neither does for a long time. */
  broken(): void {
    if (!this.isOpen || this.isSilent) return;
    this.isCut = true;
    this.toRoom((server) => server.lost(this.connection), true);
    this.sim.after(this.page, this.room.latencyMs, () => {
      if (this.isOpen) this.ended(1006, '');
    });
  }

  private ended(code: number, reason: string): void {
    this.isOpen = false;
    this.gone();
    this.on.lost(code, reason);
  }

  private gone(): void {
    const { room } = this;
    room.lines = room.lines.filter((line) => line !== this);
  }

  private toRoom(run: (server: RoomServer, process: Process) => void, isLast = false): void {
    const { sim, room } = this;
    if (this.isSilent) return;
    this.upAt = Math.max(this.upAt, sim.now + room.latencyMs);
    sim.after(sim.outside, this.upAt - sim.now, () => {
      if (this.isSilent || (this.isCut && !isLast)) return;
      // The process that had the connection is gone, and with it all that was on its way there.
      if (this.endsAt?.isAlive === false) return;
      room.enter((server, process) => {
        if (this.endsAt === null || this.endsAt === process) run(server, process);
      });
    });
  }

  /** As the room's process says it: held back until what it wrote before is safe. */
  private down(arrive: () => void): void {
    const { sim, room } = this;
    this.endsAt?.gate(() => {
      this.downAt = Math.max(this.downAt, sim.now + room.latencyMs);
      sim.after(this.page, this.downAt - sim.now, () => {
        if (this.isOpen && !this.isSilent) arrive();
      });
    });
  }
}
