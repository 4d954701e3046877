/**
 * How a raffle is drawn, so that anyone can draw it again.
 *
 * Before the entries close, the room shows the SHA-256 of the round's seed (its text, in hex). After
 * the draw it shows the seed. The winner is the entry whose `drawText` has the smallest SHA-256, in
 * hex: neither the order nor the number of the entries can be used to steer it.
 */
export function drawText(seed: string, entryId: string): string {
  return `${seed}:${entryId}`;
}
