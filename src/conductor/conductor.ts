import type { Clock, Log } from '../client/client-options.js';
import type { ConductorCommand, ConductorReport } from '../protocol/conducting.js';
import { HEARTBEAT_EVERY_MS } from '../protocol/limits.js';
import type { Reason } from '../protocol/reasons.js';
import { ConductorSession, type OpenSession } from './conductor-session.js';

type Kept = Extract<ConductorReport, { report: 'performed' | 'ended' }>;

/** Reports to the room: those that must not be lost are kept while there is no connection. */
class UnsentReports {
  private readonly room: { report(report: ConductorReport): boolean };
  private readonly clock: Clock;
  private kept: { readonly report: Kept; readonly at: number }[] = [];

  constructor(room: { report(report: ConductorReport): boolean }, clock: Clock) {
    this.room = room;
    this.clock = clock;
  }

  /** Whether it was sent. */
  say(report: ConductorReport): boolean {
    const sent = this.room.report(report);
    const isVital = report.report === 'performed' || report.report === 'ended';
    if (!sent && isVital) this.kept.push({ report, at: this.clock.now() });
    return sent;
  }

  /** Says what is kept, with how long ago it was; returns the epochs whose end is told now. */
  sayAll(): number[] {
    const { kept } = this;
    this.kept = [];
    const told: number[] = [];
    for (const { report, at } of kept) {
      const late = this.clock.now() - at;
      const said =
        report.report === 'ended' ? { ...report, agoMs: (report.agoMs ?? 0) + late } : report;
      if (!this.room.report(said)) this.kept.push({ report, at });
      else if (said.report === 'ended') told.push(said.epoch);
    }
    return told;
  }
}

/**
 * Without the room for this long the lease has been given to another conductor: the stream is ended,
 * since a session without a room would hold one of the account's few slots.
 */
export const ALONE_LIMIT_MS = 20_000;

/** The present session and its successor; any other is ended. */
const SESSIONS_MAX = 2;

/** What the conductor needs of its client. */
interface RoomLink {
  /** The epochs it serves, for the hello. */
  readonly leases: Set<number>;
  /** Room time, ms since 1970. */
  now(): number;
  report(report: ConductorReport): boolean;
}

interface ConductorOptions {
  readonly room: RoomLink;
  readonly openSession: OpenSession;
  readonly clock: Clock;
  readonly log: Log;
  /** The picture shown last, for the next stream to begin with. */
  readonly lastFrame?: (() => Promise<Blob | null>) | undefined;
}

/** Does what the room commands, under the leases it was given, and reports. */
export class Conductor {
  private readonly options: ConductorOptions;
  private readonly unsent: UnsentReports;
  /** By epoch. */
  private readonly sessions = new Map<number, ConductorSession>();
  /** The newest epoch heard of; an older lease is not taken up again. */
  private newest = 0;
  private cancelHeartbeat = () => {};
  private cancelAlone: (() => void) | null = null;
  private whenFree: (() => void) | null = null;

  constructor(options: ConductorOptions) {
    this.options = options;
    this.unsent = new UnsentReports(options.room, options.clock);
  }

  handle(command: ConductorCommand): void {
    switch (command.command) {
      case 'open':
        return this.open(command);
      case 'start':
        return void this.sessions.get(command.epoch)?.start(command);
      case 'perform':
        return this.perform(command);
      case 'end':
        return this.end(command.epoch);
    }
  }

  /** The room said welcome: reports that it may have missed are sent now. */
  roomConnected(): void {
    this.cancelAlone?.();
    this.cancelAlone = null;
    for (const ended of this.unsent.sayAll()) this.options.room.leases.delete(ended);
    for (const session of this.sessions.values()) session.tellAgain();
  }

  roomLost(): void {
    this.cancelAlone ??= this.options.clock.setTimer(() => {
      for (const session of this.alive()) void session.end('connection-lost');
    }, ALONE_LIMIT_MS);
  }

  /** Ends everything at once, without waiting. */
  stop(reason: Reason): void {
    this.cancelAlone?.();
    this.cancelAlone = null;
    for (const session of this.alive()) session.finish(reason);
    this.cancelHeartbeat();
  }

  /** Takes nothing more: resolves when the room has ended the last session held here. */
  drain(): Promise<void> {
    return new Promise((resolve) => {
      this.whenFree = resolve;
      this.checkFree();
    });
  }

  private checkFree(): void {
    if (this.alive().length === 0) this.whenFree?.();
  }

  private alive(): ConductorSession[] {
    return [...this.sessions.values()].filter(({ isOver }) => !isOver);
  }

  private open({ epoch, credentials }: Extract<ConductorCommand, { command: 'open' }>): void {
    if (epoch <= this.newest) return;
    this.newest = epoch;
    const { openSession, clock, log, room, lastFrame } = this.options;
    if (this.whenFree !== null) {
      return void this.report({ report: 'ended', epoch, reason: 'handed-over', agoMs: 0 });
    }
    for (const session of this.alive().slice(0, 1 - SESSIONS_MAX)) void session.end('closed');
    for (const [old, { isOver }] of this.sessions) if (isOver) this.sessions.delete(old);
    const report = (said: ConductorReport) => this.report(said);
    const roomNow = () => room.now();
    const session = new ConductorSession({
      epoch,
      openSession,
      clock,
      roomNow,
      log,
      report,
      lastFrame,
    });
    this.sessions.set(epoch, session);
    room.leases.add(epoch);
    this.beat();
    void session.open(credentials);
  }

  private perform(command: Extract<ConductorCommand, { command: 'perform' }>): void {
    const { epoch } = command;
    const session = this.sessions.get(epoch);
    session?.perform(command);
    if (session !== undefined && !session.isOver) return;
    // The room does not know yet that this lease has ended here.
    this.report({ report: 'ended', epoch, reason: 'connection-lost', agoMs: 0 });
  }

  private end(epoch: number): void {
    const session = this.sessions.get(epoch);
    if (session !== undefined && !session.isOver) void session.end('closed');
    else this.report({ report: 'ended', epoch, reason: 'closed', agoMs: 0 });
  }

  /** Says a report, or keeps what must not be lost until the room is there again. */
  private report(report: ConductorReport): void {
    const sent = this.unsent.say(report);
    if (report.report !== 'ended') return;
    // A lease stays in the hello until its end is reported: the room ignores other reports.
    if (sent) this.options.room.leases.delete(report.epoch);
    if (this.alive().length === 0) this.cancelHeartbeat();
    this.checkFree();
  }

  private beat(): void {
    this.cancelHeartbeat();
    this.cancelHeartbeat = this.options.clock.setTimer(() => {
      const alive = this.alive();
      for (const { epoch } of alive) this.report({ report: 'heartbeat', epoch });
      if (alive.length > 0) this.beat();
    }, HEARTBEAT_EVERY_MS);
  }
}
