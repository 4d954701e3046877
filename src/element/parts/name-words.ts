import type { Language } from '../words/language.js';
import { tableOf } from '../words/tables.js';

/** What is said where somebody changes their own name. */
const english = {
  name: 'Your name',
  emoji: 'Your emoji',
  noEmoji: 'No emoji',
  save: 'Save',
};

export type NameWords = typeof english;

/** The same in a language. */
export function nameWordsFor(language: Language): NameWords {
  return tableOf(language, 'ownName', english);
}
