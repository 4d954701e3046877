/**
 * A prompt as one line of readable text: normalized, control, invisible and direction-changing
 * characters taken out, white space folded. Joiners stay, since emoji and many scripts need them.
 */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(
      /\p{Cc}|\p{Cs}|\p{Co}|[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD\u115F\u1160\u2800\u3164\uFFA0]/gu,
      '',
    )
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
