import type { ClientMessage } from '../../src/protocol/messages.js';
import { reactionsIn } from '../../src/protocol/reactions.js';
import { type Outcome, refuse } from '../../src/protocol/reasons.js';
import type { Rules } from '../../src/protocol/rules.js';
import { type Reaction, ReactionTally } from '../server/reactions.js';
import { ViewerStats } from '../server/viewer-stats.js';
import { earliest } from '../turns/clock.js';
import type { PartyBallot } from './ballot.js';
import type { UpMessage } from './link.js';
import type { Viewer, Viewers } from './viewers.js';

/** Who watches is told at most this often. */
const REPORT_EVERY_MS = 1_000;
/** How they vote. */
const VOTES_EVERY_MS = 400;
/** How pictures were is told this long after somebody has said so. */
const VIEWED_EVERY_MS = 10_000;

interface SumsPort {
  readonly ballot: PartyBallot;
  readonly viewers: Viewers;
  /** Null before the room has told them. */
  rules(): Rules | null;
  /** Whether there is a room to report to. */
  canReport(): boolean;
}

/**
 * What is told to the room of a party's viewers as sums: how many watch and what they see, how they vote, what
 * they think of what is on screen, and how their pictures are.
 */
export class PartySums {
  private readonly reactions = new ReactionTally();
  private readonly port: SumsPort;
  private readonly viewerStats = new ViewerStats(() => this.port.rules()?.viewerStats === 'yes');
  private viewedAt: number | null = null;
  private reportedAt = 0;
  /** How soon what is not reported yet has to be; null for nothing. */
  private everyMs: number | null = null;

  constructor(port: SumsPort) {
    this.port = port;
  }

  get dueAt(): number | null {
    return earliest([this.reportAt, this.reactions.dueAt, this.viewedAt]);
  }

  /** Who watches has changed. */
  changed(): void {
    this.everyMs ??= REPORT_EVERY_MS;
  }

  /** How they vote has changed. */
  voted(): void {
    this.everyMs = VOTES_EVERY_MS;
  }

  react({ you, kept }: Viewer, reaction: Reaction, now: number): Outcome {
    // The room knows who is muted, of those whom it knows.
    if (you?.muted != null) return refuse('muted');
    const { who, address } = kept.ticket;
    const offered = reactionsIn(this.port.rules()?.reactions ?? '');
    return this.reactions.react({ who, address }, reaction, offered, now);
  }

  viewed(viewer: Viewer, report: Extract<ClientMessage, { type: 'viewing' }>, now: number): void {
    const { address } = viewer.kept.ticket;
    if (!this.viewerStats.told(report, address, viewer.viewingAt, now)) return;
    viewer.viewingAt = now;
    this.viewedAt ??= now + VIEWED_EVERY_MS;
  }

  /** What the room has to be told by now. */
  *due(now: number): Iterable<UpMessage> {
    const told = this.reactions.due(now);
    if (told !== null) {
      const earlier = told.earlier?.map(([id, sums]): [string, [string, number][]] => {
        return [id, Object.entries(sums)];
      });
      yield { type: 'reacted', sums: Object.entries(told.sums), ...(earlier && { earlier }) };
    }
    if (this.viewedAt !== null && this.viewedAt <= now) {
      this.viewedAt = null;
      const sums = this.viewerStats.take();
      if (sums.reports > 0) yield { type: 'viewed', sums };
    }
    if (this.reportAt !== null && this.reportAt <= now) yield this.report(now);
  }

  /** Who watches and how they vote, by now. */
  report(now: number): UpMessage {
    const { viewers, ballot } = this.port;
    this.everyMs = null;
    this.reportedAt = now;
    const { watching, shows } = viewers;
    return { type: 'report', watching, shows, ballot: ballot.report() };
  }

  private get reportAt(): number | null {
    if (this.everyMs === null || !this.port.canReport()) return null;
    return this.reportedAt + this.everyMs;
  }
}
