import { Random } from '../../support/random.js';
import { Agenda } from '../agenda.js';

/** The real one, whatever is put in its place. */
const immediate = setImmediate;

/** When every simulation begins (ms since 1970): in the middle of a day. */
const BEGINS_AT = Date.UTC(2026, 10, 30, 9);

/** A machine's clock: how far it is ahead of true time (ms). */
export class Machine {
  aheadMs = 0;
}

/** Passes on what a process sends, at once or when its writes are safe. */
export type Gate = (send: () => void) => void;

/** A program that runs on a machine until it is killed: then none of its timers runs any more. */
export class Process {
  readonly machine: Machine;
  readonly gate: Gate;
  isAlive = true;
  /** It sleeps until then: what is due meanwhile is late. */
  wakesAt = 0;

  constructor(machine: Machine, gate: Gate = (send) => send()) {
    this.machine = machine;
    this.gate = gate;
  }
}

/**
 * One clock and one seed for all processes. Whatever happens is an event of one process, and all that
 * it promised is done before the next one: so the same seed gives the same run.
 */
export class Simulation {
  readonly random: Random;
  /** True time (ms since 1970). */
  now = BEGINS_AT;
  /** Whose event is under way. */
  current: Process | null = null;
  /** What was found to be wrong within an event; the run ends with it. */
  failure: Error | null = null;
  /** Counts the events; what is written in one of them is written as one. */
  events = 0;
  /** What has neither a process nor an end: lines, the service, the owner's servers. */
  readonly outside = new Process(new Machine());
  private readonly agenda = new Agenda();
  private loading: (() => Promise<unknown>) | null = null;

  /** Takes a line for each thing worth knowing when a run is read; nothing is told by default. */
  private readonly trace: (line: string) => void;

  constructor(seed: number, trace: (line: string) => void = () => undefined) {
    this.random = new Random(seed);
    this.trace = trace;
  }

  note(who: string, what: string): void {
    this.trace(`${((this.now - BEGINS_AT) / 1_000).toFixed(3)} ${who}: ${what}`);
  }

  /** Runs once after `ms`, unless the process is killed before; the returned function calls it off. */
  after(process: Process, ms: number, run: () => void): () => void {
    let isOff = false;
    const fire = () => {
      if (isOff || !process.isAlive) return;
      if (process.wakesAt > this.now) return this.agenda.add(process.wakesAt, fire);
      this.as(process, run);
    };
    this.agenda.add(this.now + Math.max(0, Math.round(ms)), fire);
    return () => {
      isOff = true;
    };
  }

  /** Runs something as a process, within the event that is under way. */
  as(process: Process, run: () => void): void {
    this.current = process;
    run();
  }

  /** A module is loaded in this event, by the machine's own clock: nothing happens meanwhile. */
  loads(load: () => Promise<unknown>): void {
    this.loading = load;
  }

  /** Lets time pass: what falls due happens in order. */
  async run(ms: number): Promise<void> {
    const end = this.now + Math.round(ms);
    while (this.agenda.nextAt <= end) {
      this.now = Math.max(this.now, this.agenda.nextAt);
      this.agenda.runNext();
      if (this.current !== null) await this.settle();
    }
    this.now = end;
  }

  /** Something happens now, as an event of its own. */
  async happen(process: Process, run: () => void): Promise<void> {
    this.as(process, run);
    await this.settle();
  }

  private async settle(): Promise<void> {
    await new Promise((resolve) => immediate(resolve));
    while (this.loading !== null) {
      const load = this.loading;
      this.loading = null;
      // What was asked for before is there before.
      await load();
      await new Promise((resolve) => immediate(resolve));
    }
    this.current = null;
    this.events += 1;
    if (this.failure !== null) throw this.failure;
  }
}
