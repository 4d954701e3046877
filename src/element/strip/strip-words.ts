import type { Language } from '../words/language.js';
import { tableOf } from '../words/tables.js';

/** Everything that the strip says. */
const english = {
  strip: 'Go back in the broadcast',
  live: 'Live',
  ago: (clock: string) => `−${clock}`,
  moment: (clock: string, name: string, text: string) => `${clock} ago. ${name}: ${text}`,
  beginning: (clock: string) => `${clock} ago`,
  backToLive: 'Back to live',
  stillRuns: 'This part still runs: here is its picture. It can be replayed when it is over.',
  fetching: 'Fetching the recording…',
  trouble: 'This part cannot be replayed at the moment.',
};

export type StripWords = typeof english;

/** The same in a language. */
export function stripWordsFor(language: Language): StripWords {
  return tableOf(language, 'strip', english);
}
