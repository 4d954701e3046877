import type { Language } from '../words/language.js';
import { tableOf } from '../words/tables.js';

/** Ideas for a prompt; they become the visitor's own text. */
const english = {
  anywhere: [
    'It is night and the sky is full of stars',
    'Thick fog is rolling in',
    'It is raining and the ground is shining',
    'Everything is covered in snow',
  ],
  /** What the world is like, `{}`, in another light or weather. */
  moods: ['{}, at night', '{}, in thick fog', '{}, in the rain', '{}, in the snow'],
};

export type CoachWords = typeof english;

/** The same in a language. */
export function coachWordsFor(language: Language): CoachWords {
  return tableOf(language, 'coach', english);
}
