import type { Language } from '../words/language.js';
import { tableOf } from '../words/tables.js';

/** Everything that the reactions say. */
const english = {
  toolbar: 'Reactions',
  /** Shows them where there is no room for all. */
  open: 'React',
  /** What an emoji is called; others are read out as they are. */
  names: {
    '👏': 'Clap',
    '❤️': 'Love',
    '😂': 'Haha',
    '😮': 'Wow',
    '🔥': 'Fire',
    '🎉': 'Hooray',
  },
  /** `count` is how often so far, as it is shown. */
  soFar: (name: string, count: string) => `${name}, ${count} so far`,
  key: (name: string, key: string) => `${name} (${key})`,
};

export type ReactionWords = typeof english;

/** The same in a language. */
export function reactionWordsFor(language: Language): ReactionWords {
  return tableOf(language, 'reactions', english);
}
