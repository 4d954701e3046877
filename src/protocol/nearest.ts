/** How many letters a misspelt word may be away from the one that was meant. */
const FAR_MAX = 3;

/**
 * The word that was probably meant: for sentences that name a misspelt setting, rule or attribute.
 *
 * @param word - As it was written; neither capitals nor the width of letters matter.
 * @param words - All that it may be.
 * @returns The nearest of them, or null when none is near.
 * @example
 * nearest('turn-second', ['turn-seconds', 'turns']); // 'turn-seconds'
 */
export function nearest(word: string, words: readonly string[]): string | null {
  // A short word is near to too many: half of its letters must be right.
  const farMax = Math.min(FAR_MAX, Math.floor(word.length / 2));
  const written = word.normalize('NFKC').toLowerCase();
  const [best] = words
    .map((known) => ({ known, far: distance(written, known.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= farMax ? best.known : null;
}

/**
 * The end of a sentence about a misspelt word, which says what was probably meant; empty when nothing is near.
 *
 * @example
 * `There is no mode "quue"${guess('quue', ['queue', 'vote'])}.`; // …; "queue" is probably meant.
 */
export function guess(word: string, words: readonly string[]): string {
  const meant = nearest(word, words);
  return meant === null ? '' : `; "${meant}" is probably meant`;
}

/** The Levenshtein distance: how many letters to insert, delete or replace. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const exchanged = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(exchanged, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
