import type { Clock } from '../client/clock.js';
import type { Log } from '../client/log.js';
import type { ConductorCommand, ConductorReport } from '../protocol/conducting.js';
import { HEARTBEAT_EVERY_MS } from '../protocol/limits.js';
import type { Reason } from '../protocol/reasons.js';
import type { OpenSession } from './session.js';
import { Tenure } from './tenure.js';

/**
 * Without the room for this long the lease is another's: the stream is ended, since a session
 * nobody steers would hold one of the account's few places.
 */
export const ALONE_LIMIT_MS = 20_000;

/** What the conductor needs of its client. */
export interface RoomLink {
  leaseEpoch: number | null;
  report(report: ConductorReport): boolean;
}

interface ConductorOptions {
  readonly room: RoomLink;
  readonly openSession: OpenSession;
  readonly clock: Clock;
  readonly log: Log;
}

/** Does what the room commands, under the newest lease it was given, and reports. */
export class Conductor {
  private readonly options: ConductorOptions;
  private tenure: Tenure | null = null;
  /** The newest epoch heard of; anything older is a word from the past. */
  private newest = 0;
  private unsent: ConductorReport[] = [];
  private cancelHeartbeat = () => {};
  private cancelAlone: (() => void) | null = null;

  constructor(options: ConductorOptions) {
    this.options = options;
  }

  handle(command: ConductorCommand): void {
    if (command.epoch < this.newest) return;
    switch (command.command) {
      case 'open':
        return this.open(command);
      case 'perform':
        return this.perform(command);
      case 'end':
        return this.end(command.epoch);
    }
  }

  /** The room said welcome: what it may have missed is said now. */
  lineUp(): void {
    this.cancelAlone?.();
    this.cancelAlone = null;
    const { unsent } = this;
    this.unsent = [];
    for (const report of unsent) this.report(report);
    this.tenure?.tellBroadcasting();
  }

  lineDown(): void {
    this.cancelAlone ??= this.options.clock.setTimer(() => {
      void this.tenure?.end('connection-lost');
    }, ALONE_LIMIT_MS);
  }

  /** Ends everything at once, without waiting. */
  stop(reason: Reason): void {
    this.cancelAlone?.();
    this.cancelAlone = null;
    this.tenure?.finish(reason);
    this.cancelHeartbeat();
  }

  private open(command: Extract<ConductorCommand, { command: 'open' }>): void {
    const { epoch } = command;
    if (epoch === this.newest && this.tenure !== null) return;
    this.newest = epoch;
    const before = this.tenure;
    const { openSession, clock, log, room } = this.options;
    const report = (said: ConductorReport) => this.report(said);
    const tenure = new Tenure({ epoch, openSession, clock, log, report });
    this.tenure = tenure;
    room.leaseEpoch = epoch;
    this.beat();
    const free = before?.end('closed') ?? Promise.resolve();
    void free.then(() => tenure.open(command));
  }

  private perform(command: Extract<ConductorCommand, { command: 'perform' }>): void {
    const { epoch } = command;
    if (this.tenure?.epoch === epoch) this.tenure.perform(command);
    // The room takes this page for a conductor that it no longer is.
    if (this.tenure?.epoch !== epoch || this.tenure.isOver) {
      this.report({ report: 'ended', epoch, reason: 'connection-lost' });
    }
  }

  private end(epoch: number): void {
    if (this.tenure?.epoch === epoch && !this.tenure.isOver) void this.tenure.end('closed');
    else this.report({ report: 'ended', epoch, reason: 'closed' });
  }

  /** Says a report, or keeps what must not be lost until the room is there again. */
  private report(report: ConductorReport): void {
    const { room } = this.options;
    const sent = room.report(report);
    if (!sent && (report.report === 'performed' || report.report === 'ended')) {
      this.unsent.push(report);
    }
    if (report.report === 'ended' && this.tenure?.epoch === report.epoch) this.cancelHeartbeat();
    // Until its end is told the lease is still named in the hello, or the room would not hear it.
    if (sent && report.report === 'ended' && room.leaseEpoch === report.epoch) {
      room.leaseEpoch = null;
    }
  }

  private beat(): void {
    this.cancelHeartbeat();
    this.cancelHeartbeat = this.options.clock.setTimer(() => {
      if (this.tenure === null || this.tenure.isOver) return;
      this.report({ report: 'heartbeat', epoch: this.tenure.epoch });
      this.beat();
    }, HEARTBEAT_EVERY_MS);
  }
}
