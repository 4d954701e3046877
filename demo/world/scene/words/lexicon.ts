import { numbers, type Size, sizes } from './amounts.js';
import { type Colour, colours } from './colours.js';
import { filler, grammar } from './grammar.js';
import { type Place, places } from './places.js';
import {
  type Season,
  type Spoken,
  seasons,
  type TimeOfDay,
  times,
  type Weather,
  weathers,
} from './sky.js';
import { nicknames, type ThingKind, things } from './things.js';
import { listed, tokensOf } from './tokens.js';

export type GrammarRole = keyof typeof grammar;

/** What one word (or fixed phrase) tells the reader. */
export interface Meaning {
  readonly place?: Place;
  readonly time?: TimeOfDay;
  readonly weather?: Weather;
  readonly season?: Season;
  /** The above are only meant if no plain word says otherwise. */
  readonly weak?: boolean;
  readonly thing?: ThingKind;
  readonly plural?: boolean;
  readonly colour?: Colour;
  readonly size?: Size;
  readonly count?: number;
  readonly role?: GrammarRole | 'filler';
}

const longestPhrase = 4;
const meanings = new Map<string, Meaning>();

interface Lookup {
  readonly meaning: Meaning | undefined;
  /** How many tokens it took. */
  readonly length: number;
}

/** The longest known phrase that starts at a token. */
export function lookUp(tokens: readonly string[], at: number): Lookup {
  for (let length = longestPhrase; length > 0; length--) {
    const meaning = meanings.get(tokens.slice(at, at + length).join(' '));
    if (meaning !== undefined) return { meaning, length };
  }
  return { meaning: undefined, length: 1 };
}

/** Regular English: boat → boats, fox → foxes, butterfly → butterflies. */
export function pluralOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

/** A word may be in two tables ("snowy": weather and season); it then means both. */
function learn(cell: string | undefined, meaning: Meaning): void {
  for (const word of listed(cell ?? '')) {
    const key = tokensOf(word).join(' ');
    meanings.set(key, { ...meaning, ...meanings.get(key) });
  }
}

function learnSpoken<Name extends string>(
  table: Readonly<Record<Name, Spoken>>,
  meaning: (name: Name) => Meaning,
): void {
  for (const name of namesOf(table)) {
    learn(table[name].words, meaning(name));
    learn(table[name].weak, { ...meaning(name), weak: true });
  }
}

function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(table) as Name[];
}

for (const place of namesOf(places)) {
  const { words, weak } = places[place];
  learn(words, { place });
  learn(weak, { place, weak: true });
}
learnSpoken(times, (time) => ({ time }));
learnSpoken(weathers, (weather) => ({ weather }));
learnSpoken(seasons, (season) => ({ season }));
for (const thing of namesOf(things)) {
  const { words, plural } = things[thing];
  // Said first, so that "sheep" stays one sheep though it is its own plural.
  learn(words, { thing, plural: false });
  learn(plural, { thing, plural: true });
  learn(listed(words).map(pluralOf).join(), { thing, plural: true });
}
for (const [name, [thing, colour]] of Object.entries(nicknames)) {
  learn(name, { thing, colour });
  learn(pluralOf(name), { thing, colour, plural: true });
}
for (const colour of namesOf(colours)) learn(colours[colour].words, { colour });
for (const size of namesOf(sizes)) learn(sizes[size].words, { size });
for (const [count, words] of numbers.entries()) learn(words, { count });
for (const role of namesOf(grammar)) learn(grammar[role], { role });
learn(filler.trim().split(/\s+/).join(), { role: 'filler' });
