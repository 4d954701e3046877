import type { ClientView } from '../../client/client-view.js';
import type { Outcome } from '../../protocol/reasons.js';
import type { RoomClient } from '../ports.js';
import type { ModerationWords } from './moderation-words.js';

/**
 * Keeps the room's desk open exactly as long as it is looked at: asked for anew on every line, given
 * up when the panel is folded away.
 */
export class DeskLine {
  /** What to say of prompts that have come in since the last look. */
  news = '';
  private wanted = false;
  /** Whether this very line was asked for it. */
  private asked = false;
  private known: ReadonlySet<string> | null = null;

  want(wanted: boolean): void {
    this.wanted = wanted;
  }

  /** To be called whenever the view or the wish has changed. */
  async keep(
    { connection }: ClientView,
    client: RoomClient | null,
    refused: (outcome: Outcome) => void,
  ): Promise<void> {
    const connected = connection.status === 'connected' && client !== null;
    const open = connected && this.wanted;
    if (open === this.asked) return;
    this.asked = open;
    if (!connected) return;
    const outcome = await client.openDesk(open);
    if (!outcome.ok && open) refused(outcome);
  }

  notice({ desk }: ClientView, say: ModerationWords): void {
    const { known } = this;
    const ids = desk?.held.map(({ id }) => id) ?? null;
    this.known = ids && new Set(ids);
    if (ids === null || known === null) return;
    const fresh = ids.filter((id) => !known.has(id)).length;
    if (fresh > 0) this.news = say.newHeld(fresh, ids.length);
    // The same words are only heard again if there were others between.
    else if (ids.length < known.size) this.news = '';
  }
}
