import type { Language } from './language.js';

/** What the element says before its greater part is loaded; `words.ts` has the rest. */
export const englishFirstWords = {
  region: (room: string) => `Live world “${room}”`,
  picture: 'The world, live',
  missingRoom: 'This element needs a room: <odyssey-broadcast room="lobby">.',
  missingHost:
    'This element needs to know its room server: <odyssey-broadcast host="rooms.example.com">.',
  authorNote: 'A note for this page’s author',
  unknownValue: (attribute: string, value: string, choices: string) =>
    `${attribute}="${value}" is not understood. Use one of: ${choices}.`,
  chunkMissing: 'A part of this page could not be loaded. Reload the page to try again.',
  unscripted: 'It needs JavaScript, and a current browser.',
  joining: 'Joining the room…',
  watch: 'Watch live',
  watchRoom: (room: string) => `Watch live: “${room}”`,
};

export type FirstWords = typeof englishFirstWords;

/** The same in a language, as far as its words are here by now; what it lacks is English. */
export function firstWordsFor({ layers }: Language): FirstWords {
  const words = layers.flatMap((layer) =>
    Object.entries(layer.words ?? {}).filter(
      ([name, word]) => typeof word === typeof englishFirstWords[name as keyof FirstWords],
    ),
  );
  return { ...englishFirstWords, ...Object.fromEntries(words) };
}
