import { mostOfOne, type Size } from './words/amounts.js';
import type { Colour } from './words/colours.js';
import { type GrammarRole, lookUp, type Meaning } from './words/lexicon.js';
import type { Place } from './words/places.js';
import type { Season, TimeOfDay, Weather } from './words/sky.js';
import { tokensOf } from './words/tokens.js';

/** One thing a prompt speaks of, known or not. */
export interface Mention {
  readonly kind: string;
  readonly known: boolean;
  readonly plural: boolean;
  count?: number;
  colour?: Colour;
  size?: Size;
  /** "a boat" brings one, "the boat" is the one we have, "another" adds, "no" takes away. */
  stance: 'a' | 'the' | 'more' | 'gone';
}

/** A value, and whether only a weak word said so. */
interface Said<Value> {
  readonly value: Value;
  readonly weak: boolean;
}

/** What a prompt says, in its order, before it is applied to a scene. */
export interface Reading {
  readonly places: readonly Said<Place>[];
  readonly beyond?: Place;
  readonly time?: Said<TimeOfDay>;
  readonly weather?: Said<Weather>;
  readonly season?: Said<Season>;
  /** Weathers that stop. */
  readonly ended: readonly Weather[];
  readonly sky?: Colour;
  readonly ground?: Colour;
  readonly mentions: readonly Mention[];
  /** "remove everything": these many mentions were made before it. */
  readonly emptiedAt?: number;
}

/** What later words of the same clause can colour ("the boat is red") or end ("the rain stops"). */
interface Subject {
  tint?(colour: Colour): void;
  end?(): void;
}

/** The words before a noun that belong to it. */
interface Modifiers {
  colour?: Colour;
  size?: Size;
  count?: number;
  stance?: 'the' | 'more';
}

type Draft = { -readonly [Key in keyof Reading]: Reading[Key] } & {
  places: Said<Place>[];
  ended: Weather[];
  mentions: Mention[];
};

/** Verbs and adverbs tell of motion, which a scene has anyway: they leave no mark. */
const silent = /^\p{L}{3,}(?:ing|ly)$/u;

/** Reads a prompt word by word; what it does not know becomes a mention of its own. */
export function read(prompt: string): Reading {
  const tokens = tokensOf(prompt);
  const draft: Draft = { places: [], ended: [], mentions: [] };
  let modifiers: Modifiers = {};
  let unknown: string[] = [];
  let subject: Subject = {};
  let taking = false;
  let distant = false;
  let lastPlace: Place | undefined;

  function mention(kind: string, known: boolean, plural: boolean, own: Modifiers): void {
    const { stance, ...look } = own;
    const made: Mention = {
      kind,
      known,
      plural,
      ...look,
      stance: taking ? 'gone' : (stance ?? 'a'),
    };
    draft.mentions.push(made);
    subject = {
      tint: (colour) => {
        made.colour ??= colour;
      },
      end: () => {
        made.stance = 'gone';
      },
    };
  }

  /** Ends a noun phrase: its last unknown word, if any, was the noun. */
  function flush(): void {
    const noun = unknown.pop();
    for (const word of unknown) mention(word, false, false, {});
    if (noun !== undefined) mention(noun, false, false, modifiers);
    else if (modifiers.colour !== undefined) tint(modifiers.colour);
    unknown = [];
    modifiers = {};
  }

  function tint(colour: Colour): void {
    if (subject.tint === undefined) draft.sky = colour;
    else subject.tint(colour);
  }

  function clause(): void {
    flush();
    subject = {};
    taking = false;
    distant = false;
    lastPlace = undefined;
  }

  function noun(meaning: Meaning): void {
    const own = modifiers;
    modifiers = {};
    for (const word of unknown) mention(word, false, false, {});
    unknown = [];
    if (meaning.thing !== undefined) mention(meaning.thing, true, meaning.plural === true, own);
    if (meaning.place !== undefined) namePlace(meaning.place, meaning.weak === true, own.colour);
  }

  function namePlace(place: Place, weak: boolean, colour: Colour | undefined): void {
    if (taking) return;
    if (distant) draft.beyond = place;
    else draft.places.push({ value: place, weak });
    distant = false;
    lastPlace = place;
    subject = {
      tint: (tone) => {
        draft.ground = tone;
      },
    };
    if (colour !== undefined) draft.ground = colour;
  }

  function nameWeather(weather: Weather, weak: boolean): void {
    if (taking) {
      draft.ended.push(weather);
      return;
    }
    const earlier = draft.weather;
    if (weak && earlier?.weak === false) return;
    draft.weather = { value: weather, weak };
    subject = {
      end: () => {
        draft.ended.push(weather);
        delete draft.weather;
        if (earlier !== undefined) draft.weather = earlier;
      },
    };
  }

  const roles: Readonly<Record<GrammarRole | 'filler', () => void>> = {
    filler: () => {},
    break: flush,
    the: () => {
      flush();
      modifiers.stance = 'the';
    },
    more: () => {
      modifiers.stance = 'more';
    },
    // "red and white" is one look: only words that need a noun end here.
    and: () => {
      if (unknown.length > 0 || modifiers.colour === undefined) flush();
    },
    gone: () => {
      flush();
      taking = true;
    },
    ends: () => {
      flush();
      if (subject.end === undefined) taking = true;
      else subject.end();
      subject = {};
    },
    becomes: () => {
      flush();
      subject.end?.();
    },
    with: () => {
      flush();
      taking = false;
    },
    everything: () => {
      flush();
      if (taking) draft.emptiedAt = draft.mentions.length;
    },
    sky: () => {
      if (modifiers.colour !== undefined) draft.sky = modifiers.colour;
      modifiers = {};
      subject = {
        tint: (colour) => {
          draft.sky = colour;
        },
      };
    },
    distant: () => {
      distant = true;
    },
    beyond: () => {
      flush();
      if (lastPlace === undefined) distant = true;
      else {
        draft.beyond = lastPlace;
        draft.places = draft.places.filter(({ value }) => value !== draft.beyond);
      }
    },
  };

  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at] ?? '';
    const { meaning, length } = lookUp(tokens, at);
    at += length;
    if (/^[,;:.!?\n]$/.test(token)) clause();
    else if (/^\d+$/.test(token)) modifiers.count = Math.min(Number(token), mostOfOne);
    else if (meaning === undefined) {
      if (!silent.test(token)) unknown.push(token);
    } else {
      const { colour, size, count, role, time, weather, season, weak = false } = meaning;
      if (role !== undefined) roles[role]();
      if (colour !== undefined) modifiers.colour ??= colour;
      if (size !== undefined) modifiers.size = size;
      if (count !== undefined) modifiers.count = count;
      if (time !== undefined && !(weak && draft.time?.weak === false)) {
        draft.time = { value: time, weak };
      }
      if (weather !== undefined) nameWeather(weather, weak);
      if (season !== undefined && !(weak && draft.season?.weak === false)) {
        draft.season = { value: season, weak };
      }
      if (meaning.thing !== undefined || meaning.place !== undefined) noun(meaning);
    }
  }
  clause();
  return draft;
}
