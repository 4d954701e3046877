/** Characters as readers count them: a letter with its marks, an emoji of several parts. */

/**
 * As many units as the longest emoji and a letter with all the marks that it may have. What is longer
 * counts as several characters, or one could be as long as a message.
 */
const UNITS_MAX = 16;

let segmenter: Intl.Segmenter | undefined;

/** A character by Unicode's rules, as far as they look no further than its own script. */
const CHARACTER =
  /(?:\p{RI}{2}|\p{ExtPict}(?:[\p{Gr_Ext}\p{EMod}]*\u200d\p{ExtPict})*|.)[\u200d\u0e33\u0eb3\p{Gr_Ext}\p{EMod}\p{Mc}]*/gsu;

/**
 * Where more decides, which only the slow segmenter knows: what is not seen and rare scripts, letters of Hangul beside
 * one another, and letters of Indic scripts behind a sign that joins them.
 */
const MORE_DECIDES = new RegExp(
  [
    '(?![\\u200c\\u200d\\u{e0020}-\\u{e007f}])[\\p{C}\\u2028\\u2029]',
    '[\\u0d4e\\u102b\\u102c\\u1038\\u1039\\u1062-\\u109c\\u17d2\\u1a20-\\u1aad\\u1b00-\\u1bff\\ua8e0-\\ua95f\\ua97d-\\uaaff\\uabe3-\\uabed\\u{10a00}-\\u{11fff}\\u{16d63}-\\u{16d6a}]',
    '[\\u1100-\\u11ff\\ua960-\\ua97c\\uac00-\\ud7fb][\\u1100-\\u11ff\\ua960-\\ua97c\\ud7b0-\\ud7fb]',
    '[\\u1100-\\u115f\\ua960-\\ua97c][\\uac00-\\ud7a3]',
    '[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca][\\p{Gr_Ext}\\p{EMod}\\p{Mc}\\u200d]*[\\u0904-\\u0dff\\u1000-\\u1061\\u1780-\\u17b3\\uabc0-\\uabda]',
  ].join('|'),
  'u',
);

export function charactersOf(text: string): readonly string[] {
  if (!MORE_DECIDES.test(text)) return text.match(CHARACTER) ?? [];
  segmenter ??= new Intl.Segmenter('en');
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Length as people count it. */
export function lengthOf(text: string): number {
  return /[^ -~]/.test(text) ? countOf(charactersOf(text)) : text.length;
}

function countOf(characters: readonly string[]): number {
  return characters.reduce((count, character) => count + weightOf(character), 0);
}

function weightOf(character: string): number {
  return Math.ceil(character.length / UNITS_MAX);
}

/** The beginning of a text with at most so many characters, none of them cut. */
export function upTo(text: string, max: number, unitsMax = max * UNITS_MAX): string {
  if (!/[^ -~]/.test(text)) return text.slice(0, Math.min(max, unitsMax));
  return text.slice(0, endOf(charactersOf(text.slice(0, unitsMax + UNITS_MAX)), max, unitsMax));
}

/** Where the last one ends of so many characters in so many units. */
function endOf(characters: readonly string[], max: number, unitsMax: number): number {
  let length = 0;
  let end = 0;
  for (const character of characters) {
    length += weightOf(character);
    if (length > max || end + character.length > unitsMax) break;
    end += character.length;
  }
  return end;
}

/**
 * A text with at most so many characters, the last one an ellipsis where something is missing; in code
 * units at most twice as much, so that a list of texts has a bound in bytes.
 */
export function ellipsized(text: string, max: number): string {
  if (text.length <= max) return text;
  const unitsMax = 2 * max;
  const characters = charactersOf(text.slice(0, unitsMax + UNITS_MAX));
  if (text.length <= unitsMax && countOf(characters) <= max) return text;
  return `${text.slice(0, endOf(characters, max - 1, unitsMax - 1))}…`;
}
