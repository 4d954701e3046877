import type { Clock } from '../client/clock.js';
import type { ConductorReport } from '../protocol/conducting.js';

type Kept = Extract<ConductorReport, { report: 'performed' | 'ended' }>;

/** Reports on their way to the room: what must not be lost waits while the line is down. */
export class UnsentReports {
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
      const said = report.report === 'ended' ? { ...report, agoMs: report.agoMs + late } : report;
      if (!this.room.report(said)) this.kept.push({ report, at });
      else if (said.report === 'ended') told.push(said.epoch);
    }
    return told;
  }
}
