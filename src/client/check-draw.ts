import { drawText } from '../protocol/draw.js';
import { toHex } from '../protocol/encoding.js';

/** A raffle's draw, as `round.fairness` and `round.result` show it once the seed is known. */
export interface Draw {
  readonly commitment: string;
  readonly seed: string;
  readonly entries: readonly { readonly id: string }[];
  readonly winner: string;
}

/**
 * Draws a raffle again, on this machine.
 *
 * @param draw - The draw as the room showed it: SHA-256 of the seed (hex), the seed, all entries, and the
 *   id of the winner.
 * @returns Whether the seed is the one that was committed to, and the winner its own. Rejects where
 *   `crypto.subtle` is missing, as on a page without HTTPS.
 * @example const isFair = await checkDraw({ ...round.fairness, winner: round.result.winner });
 */
export async function checkDraw({ commitment, seed, entries, winner }: Draw): Promise<boolean> {
  if ((await sha256(seed)) !== commitment) return false;
  const lots = await Promise.all(
    entries.map(async ({ id }) => ({ id, lot: await sha256(drawText(seed, id)) })),
  );
  const [first, ...others] = lots;
  if (first === undefined) return false;
  const drawn = others.reduce((best, entry) => (entry.lot < best.lot ? entry : best), first);
  return drawn.id === winner;
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return toHex(new Uint8Array(digest));
}
