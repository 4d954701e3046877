import type { Receipt } from '../../src/protocol/reasons.js';

/**
 * A page says a prompt again that it has heard nothing of for 10 s, and on its next connection: so long a
 * refusal stands for such a copy. Later the same id is a new try.
 */
const STANDS_MS = 15_000;

/** How many refusals are remembered, some KB each at most; the oldest is forgotten for a further one. */
const REMEMBERED_MAX = 1_000;

/**
 * The last refusals, by author and prompt. The room itself remembers no prompt that it refused: there each
 * copy would be one more prompt of its author, and one more offence.
 */
export class RefusedLately {
  private readonly receipts = new Map<string, Receipt>();

  note(who: string, receipt: Receipt): void {
    const key = keyOf(who, receipt.id);
    // Behind all others, also where it was known before.
    this.receipts.delete(key);
    this.receipts.set(key, receipt);
    const [oldest] = this.receipts.keys();
    if (this.receipts.size > REMEMBERED_MAX && oldest !== undefined) this.receipts.delete(oldest);
  }

  /** What a copy of a prompt is answered with; null where the prompt is to be looked at. */
  receiptOf(who: string, promptId: string, now: number): Receipt | null {
    const receipt = this.receipts.get(keyOf(who, promptId));
    if (receipt === undefined) return null;
    const { at, retryAt } = receipt;
    const until = Math.min(at + STANDS_MS, retryAt ?? Number.POSITIVE_INFINITY);
    return at <= now && now < until ? receipt : null;
  }
}

function keyOf(who: string, promptId: string): string {
  return JSON.stringify([who, promptId]);
}
