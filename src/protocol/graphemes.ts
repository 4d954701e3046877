/** Characters as readers count them: a letter with its marks, an emoji of several parts. */

/**
 * As many units as the longest emoji and a letter with all the marks that it may have. What is longer
 * counts as several characters, or one could be as long as a message.
 */
const UNITS_MAX = 16;

let segmenter: Intl.Segmenter | undefined;

/**
 * What may be one character with what stands beside it: marks, joiners, letters of Hangul, halves of flags,
 * and all rare scripts. In a text without any each code point is one, and the slow segmenter is not asked.
 */
const MAY_JOIN =
  /[\p{M}\p{C}\p{RI}\p{EMod}\u0d4e\u0e33\u0eb3\u1100-\u11ff\u2028\u2029\ua960-\ua97c\ud7b0-\ud7fb\uff9e\uff9f\u{10000}-\u{1efff}]/u;

export function charactersOf(text: string): Iterable<{ readonly segment: string }> {
  if (!MAY_JOIN.test(text)) return Array.from(text, (segment) => ({ segment }));
  segmenter ??= new Intl.Segmenter('en');
  return segmenter.segment(text);
}

/** Length as people count it. */
export function lengthOf(text: string): number {
  if (!/[^ -~]/.test(text)) return text.length;
  let length = 0;
  for (const { segment } of charactersOf(text)) length += Math.ceil(segment.length / UNITS_MAX);
  return length;
}

/** The beginning of a text with at most so many characters, none of them cut. */
export function upTo(text: string, max: number, unitsMax = max * UNITS_MAX): string {
  if (!/[^ -~]/.test(text)) return text.slice(0, Math.min(max, unitsMax));
  let length = 0;
  let kept = '';
  for (const { segment } of charactersOf(text.slice(0, unitsMax + UNITS_MAX))) {
    length += Math.ceil(segment.length / UNITS_MAX);
    if (length > max || kept.length + segment.length > unitsMax) break;
    kept += segment;
  }
  return kept;
}

/**
 * A text with at most so many characters, the last one an ellipsis where something is missing; in code
 * units at most twice as much, so that a list of texts has a bound in bytes.
 */
export function ellipsized(text: string, max: number): string {
  if (text.length <= max || (text.length <= 2 * max && lengthOf(text) <= max)) return text;
  return `${upTo(text, max - 1, 2 * max - 1)}…`;
}
