import type { ClientView } from '../../client/index.js';
import { reactionsBetween } from '../../protocol/reaction-sums.js';
import type { ReactionSums } from '../../protocol/reactions.js';
import { PUBLIC } from '../events.js';

/**
 * People who watch reacted: what came within the last second, summed up, at most once a second.
 *
 * @example element.addEventListener('odyssey-reaction', ({ sums }) => confetti(sums['🎉'] ?? 0));
 */
export class OdysseyReactionEvent extends Event {
  /** How often each emoji was chosen: `{ '👏': 41 }`. */
  readonly sums: ReactionSums;
  /** The id of the change on screen, whose sum so far is in `view.room.reactions`; null before the first. */
  readonly changeId: string | null;

  constructor(reaction: Pick<OdysseyReactionEvent, 'sums' | 'changeId'>) {
    super('odyssey-reaction', PUBLIC);
    this.sums = reaction.sums;
    this.changeId = reaction.changeId;
  }
}

declare global {
  interface HTMLElementEventMap {
    'odyssey-reaction': OdysseyReactionEvent;
  }
}

/** What came since the view before; nothing where a reconnect lies between, which brings all of it at once. */
export function newReactions(before: ClientView, after: ClientView): ReactionSums {
  if (before.room === null || after.room === null) return {};
  const isSame = before.room.reactions === after.room.reactions;
  if (isSame || before.connection.status !== 'connected') return {};
  return reactionsBetween(before.room, after.room);
}
