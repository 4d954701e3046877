/** What the element says before its greater part is loaded; `words.ts` has the rest. */
export const englishFirstWords = {
  locale: 'en',
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
};

export type FirstWords = typeof englishFirstWords;

/** The one thing that is said before any words may be loaded, in the languages besides English. */
const WATCH: Readonly<Record<string, string>> = {
  ar: 'شاهد البث المباشر',
  de: 'Live ansehen',
  es: 'Ver en directo',
  fr: 'Regarder en direct',
  ja: 'ライブを見る',
  pt: 'Assistir ao vivo',
  zh: '观看直播',
};

/**
 * The same as far as it is here before the room's part is: `LanguageChoice` knows better which language it
 * is to be, and has all of its words.
 */
export function firstWordsOf(
  host: Partial<Pick<Element, 'closest'>> & { readonly locale: string },
  own: readonly Readonly<Record<string, { readonly words?: object }>>[],
): FirstWords {
  const { locale } = host;
  // On a server there is neither a page nor a visitor yet.
  const spoken = globalThis.navigator?.language ?? 'en';
  const tag = locale || host.closest?.('[lang]')?.getAttribute('lang') || spoken;
  const [language = ''] = tag.split(/[-_]/);
  const watch = WATCH[language];
  // English would only flash up where other words are on their way.
  const ours = watch === undefined ? {} : { locale: tag, watch, joining: '' };
  const words = [ours, ...own.map((words) => words?.[language]?.words ?? {})].flatMap((layer) =>
    Object.entries(layer).filter(
      ([name, word]) => typeof word === typeof englishFirstWords[name as keyof FirstWords],
    ),
  );
  return { ...englishFirstWords, ...Object.fromEntries(words) };
}
