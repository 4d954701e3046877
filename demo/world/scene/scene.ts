import { merge, type Thing } from './merge.js';
import { hash, pick } from './random.js';
import { type Mention, type Reading, read } from './reader.js';
import type { Colour } from './words/colours.js';
import { type Place, places } from './words/places.js';
import type { Season, TimeOfDay, Weather } from './words/sky.js';
import { isThingKind, things } from './words/things.js';

export type { Thing } from './merge.js';

/** What is to be seen: plain data, the same for the same words. */
export interface Scene {
  readonly place: Place;
  /** A second place on the horizon: a village with mountains beyond. */
  readonly beyond?: Place;
  readonly timeOfDay: TimeOfDay;
  readonly weather: Weather;
  readonly season?: Season;
  readonly skyColour?: Colour;
  readonly groundColour?: Colour;
  readonly things: readonly Thing[];
  /** Words no table knows: each is drawn as an ornament of its own. */
  readonly marks: readonly Thing[];
  /** The prompt itself, shown as a subtitle. */
  readonly caption: string;
}

/** Bounds what a long session gathers: the oldest goes first. */
const mostThings = 8;
const mostMarks = 4;

/** Where a word nobody knows takes us. */
const dreamPlaces: readonly Place[] = ['meadow', 'lake', 'mountains', 'beach', 'forest', 'island'];
const dreamTimes: readonly TimeOfDay[] = ['morning', 'day', 'dusk', 'evening'];

/**
 * The scene a prompt describes or, with `before`, what that scene becomes: named parts are
 * replaced, things gather, "no …" takes them away, and the rest stays.
 */
export function sceneFrom(prompt: string, before?: Scene): Scene {
  const reading = read(prompt);
  const named = placeNamed(reading, before);
  const skyColour = reading.sky ?? (reading.time === undefined ? before?.skyColour : undefined);
  const groundColour = reading.ground ?? (named === undefined ? before?.groundColour : undefined);
  const season = reading.season?.value ?? (named === undefined ? before?.season : undefined);
  const beyond = named === undefined ? (reading.beyond ?? before?.beyond) : named.beyond;
  const place = named?.place ?? before?.place ?? homeOf(reading.mentions);
  return {
    place,
    ...(beyond !== undefined && beyond !== place && { beyond }),
    timeOfDay: reading.time?.value ?? before?.timeOfDay ?? hourOf(reading.mentions),
    weather: weatherAfter(reading, before),
    ...(season !== undefined && { season }),
    ...(skyColour !== undefined && { skyColour }),
    ...(groundColour !== undefined && { groundColour }),
    things: merge(before?.things ?? [], gathered(reading, true), mostThings),
    marks: merge(before?.marks ?? [], gathered(reading, false), mostMarks),
    caption: prompt,
  };
}

/** Of several places the nearest is the ground, and the grandest may stand beyond it. */
function placeNamed(
  reading: Reading,
  before: Scene | undefined,
): { place: Place; beyond?: Place } | undefined {
  const plain = reading.places.filter(({ weak }) => !weak);
  const said = plain.length > 0 || before !== undefined ? plain : reading.places;
  const byOrder = [...new Set(said.map(({ value }) => value))].sort(
    (a, b) => places[a].order - places[b].order,
  );
  const [place, ...others] = byOrder;
  if (place === undefined) {
    const alone = before === undefined ? reading.beyond : undefined;
    return alone && { place: alone };
  }
  const beyond = reading.beyond ?? others.filter((other) => places[other].vista).at(-1);
  return beyond === undefined ? { place } : { place, beyond };
}

function weatherAfter(reading: Reading, before: Scene | undefined): Weather {
  if (reading.weather !== undefined) return reading.weather.value;
  const lasting = before?.weather ?? 'clear';
  return reading.ended.includes(lasting) ? 'clear' : lasting;
}

function gathered({ mentions, emptiedAt }: Reading, known: boolean): (Mention | 'nothing')[] {
  return mentions.flatMap((mention, index) => [
    ...(index === emptiedAt ? (['nothing'] as const) : []),
    ...(mention.known === known ? [mention] : []),
  ]);
}

/** A whale alone asks for the sea; an unknown word for a place of its own. */
function homeOf(mentions: readonly Mention[]): Place {
  for (const { kind } of mentions) {
    const home = isThingKind(kind) ? things[kind].home : undefined;
    if (home !== undefined) return home;
  }
  const dream = mentions.find(({ known }) => !known);
  return dream === undefined ? 'meadow' : (pick(dreamPlaces, hash(dream.kind)) ?? 'meadow');
}

function hourOf(mentions: readonly Mention[]): TimeOfDay {
  const dream = mentions.find(({ known }) => !known);
  return dream === undefined ? 'day' : (pick(dreamTimes, hash(`${dream.kind} hour`)) ?? 'day');
}
