/**
 * What the element says before its greater part is loaded. With `words.ts` it is the one table per
 * language: the seam for translations.
 */
const english = {
  region: (room: string) => `Live world “${room}”`,
  picture: 'The world, live',
  missingRoom: 'This element needs a room: <odyssey-broadcast room="lobby">.',
  missingHost:
    'This element needs to know its room server: <odyssey-broadcast host="rooms.example.com">.',
  authorNote: 'A note for this page’s author',
  unknownValue: (attribute: string, value: string, choices: string) =>
    `${attribute}="${value}" is not understood. Use one of: ${choices}.`,
  chunkMissing: 'A part of this page could not be loaded. Reload the page to try again.',
  joining: 'Joining the room…',
  watch: 'Watch live',
  watchRoom: (room: string) => `Watch live: “${room}”`,
};

export type FirstWords = typeof english;

/** The words in the asked language, or in English as long as there is no other table. */
export function firstWordsFor(_locale: string): FirstWords {
  return english;
}
