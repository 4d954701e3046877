import { resolveConfusablesTransformer } from 'obscenity';

/**
 * A prompt as one line of readable text: normalized, control, invisible and direction-changing
 * characters taken out, white space folded. Joiners stay, since emoji and many scripts need them. So do
 * marks, but not so many on a letter that they cover the lines around: no script needs more.
 */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(
      /\p{Cc}|\p{Cs}|\p{Co}|[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD\u115F\u1160\u2800\u3164\uFFA0]/gu,
      '',
    )
    .replace(/(\p{M}{6})\p{M}+/gu, '$1')
    .trim();
}

/** Whether there is anything to read: at least one letter, digit or symbol. */
export function isReadable(text: string): boolean {
  return /[\p{L}\p{N}\p{S}\p{P}]/u.test(text);
}

/** Length as people count it: in characters, not in the machine's units. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** What makes two prompts "the same": case, accents' encoding and punctuation do not matter. */
export function essence(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\s]+/gu, ' ')
    .trim();
}

/**
 * Text as the eye takes it in, so that no spelling slips past a list of words: without case, accents
 * and look-alike letters, and with one space between words.
 */
export function fold(text: string): string {
  const bare = text
    // The one letter that normalizing takes away from its look-alike.
    .replace(/[ϲϹ]/gu, 'c')
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .replace(/\p{Cf}/gu, '')
    // By way of capitals, so that ß is ss and every sigma the same.
    .toUpperCase()
    .toLowerCase()
    .replace(/ς/gu, 'σ');
  return [...bare]
    .map(lookalike)
    .join('')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

/** The same with digits and signs that stand for letters inside a word: `b4d`, `$illy`. */
export function foldLeet(text: string): string {
  return fold(
    text
      .replace(/[013457@$](?=[\p{L}@$])|(?<=\p{L})[013457@$]/gu, (sign) => LEET[sign] ?? sign)
      .replace(/(?<=\p{L})[!|*](?=\p{L})/gu, 'i'),
  ).replace(/l/gu, 'i');
}

/** The same with letters brought together that were set apart: `b a d`, `b.a.d`. */
export function joinLetters(text: string): string {
  return text.replace(
    /(?<![\p{L}\p{N}])\p{L}(?:[^\p{L}\p{N}]{1,3}\p{L}(?![\p{L}\p{N}]))+/gu,
    (letters) => letters.replace(/[^\p{L}]+/gu, ''),
  );
}

/** The accents of Latin, Greek and Cyrillic, and the vowel points of Hebrew and Arabic. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]/gu;

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};

const { transform } = resolveConfusablesTransformer();

/** The Latin letter that looks like this one; letters of its own stay. */
function lookalike(letter: string): string {
  if (!/[\p{L}\p{N}\p{S}]/u.test(letter)) return letter;
  const seen = transform(letter.codePointAt(0) ?? 0);
  return seen === undefined ? letter : String.fromCodePoint(seen);
}
