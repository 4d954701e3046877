import type { Language } from '../words/language.js';
import { tableOf } from '../words/tables.js';

/** What is said outside the page. */
const english = {
  locale: 'en',
  /** In the title. */
  yourTurn: '● Your turn',
  next: 'You’re next',
  /** As a message of the system. */
  notice: 'It’s your turn',
  noticeIn: (room: string) => `In “${room}”. Come back and type what should happen next.`,
};

export type AlertWords = typeof english;

/** The same in a language. */
export function alertWordsFor(language: Language): AlertWords {
  return tableOf(language, 'alerts', english);
}
