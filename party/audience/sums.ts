import type { ClientMessage } from '../../src/protocol/messages.js';
import { reactionsIn } from '../../src/protocol/reactions.js';
import { type Outcome, refuse } from '../../src/protocol/reasons.js';
import type { Rules } from '../../src/protocol/rules.js';
import { ReactionTally } from '../server/reactions.js';
import { ViewerStats } from '../server/viewer-stats.js';
import { earliest } from '../turns/clock.js';
import type { UpMessage } from './link.js';
import type { Viewer } from './viewers.js';

/** How pictures were is told this long after somebody has said so. */
const VIEWED_EVERY_MS = 10_000;

/** What a party's viewers think of what is on screen, and how their pictures are: told to the room as sums. */
export class PartySums {
  private readonly reactions = new ReactionTally();
  private readonly rules: () => Rules | null;
  private readonly viewerStats = new ViewerStats(() => this.rules()?.viewerStats === 'yes');
  private viewedAt: number | null = null;

  constructor(rules: () => Rules | null) {
    this.rules = rules;
  }

  get dueAt(): number | null {
    return earliest([this.reactions.dueAt, this.viewedAt]);
  }

  react({ you, kept }: Viewer, emoji: string, now: number): Outcome {
    // The room knows who is muted, of those whom it knows.
    if (you?.muted != null) return refuse('muted');
    const { who, address } = kept.ticket;
    const offered = reactionsIn(this.rules()?.reactions ?? '');
    return this.reactions.react({ who, address }, emoji, offered, now);
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
    if (told?.type === 'reacted') yield { type: 'reacted', sums: Object.entries(told.sums) };
    if (this.viewedAt === null || this.viewedAt > now) return;
    this.viewedAt = null;
    const sums = this.viewerStats.take();
    if (sums.reports > 0) yield { type: 'viewed', sums };
  }
}
