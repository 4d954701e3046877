import type { Language } from '../words/language.js';
import { tableOf } from '../words/tables.js';

/** What is said on a screen in a hall. */
const english = {
  /** Above the code. */
  join: 'Join in',
  code: (address: string) => `QR code of ${address}`,
  tooLong: (bytes: number) =>
    `This address is too long for a QR code: ${bytes} characters at most. Use a short link.`,
  noAddress: 'This is no web address, so there is no QR code of it.',
};

export type HallWords = typeof english;

/** The same in a language. */
export function hallWordsFor(language: Language): HallWords {
  return tableOf(language, 'hall', english);
}
