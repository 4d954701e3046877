import type { Scene, Thing } from './scene.js';
import { numbers } from './words/amounts.js';
import { pluralOf } from './words/lexicon.js';
import { places } from './words/places.js';
import { seasons, times, weathers } from './words/sky.js';
import { isThingKind, things } from './words/things.js';
import { listed } from './words/tokens.js';

/** The whole scene in one sentence, from which `sceneFrom` makes the same scene again. */
export function describe(scene: Scene): string {
  const { groundColour, skyColour, season, beyond } = scene;
  const place = withArticle([groundColour, firstWord(places[scene.place].words)]);
  const setting = [
    place,
    beyond && `with ${distantly(firstWord(places[beyond].words))}`,
    season && seasons[season].phrase,
    times[scene.timeOfDay].phrase,
    weathers[scene.weather].phrase,
    skyColour && `under a ${skyColour} sky`,
  ];
  const parts = [
    setting.filter(Boolean).join(' '),
    scene.things.length > 0 && `with ${inWords(scene.things)}`,
    scene.marks.length > 0 && `with hints of ${inWords(scene.marks)}`,
  ];
  const sentence = `${parts.filter(Boolean).join(', ')}.`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function inWords(list: readonly Thing[]): string {
  const phrases = list.map(phraseOf);
  const last = phrases.pop() ?? '';
  return phrases.length === 0 ? last : `${phrases.join(', ')} and ${last}`;
}

function phraseOf({ kind, count, colour, size }: Thing): string {
  if (count === 1) return withArticle([size, colour, singularOf(kind)]);
  const number = firstWord(numbers[count] ?? '');
  return [number, size, colour, manyOf(kind)].filter(Boolean).join(' ');
}

function singularOf(kind: string): string {
  return isThingKind(kind) ? firstWord(things[kind].words) : kind;
}

/** An unknown word is said as it came: who knows how it bends. */
function manyOf(kind: string): string {
  if (!isThingKind(kind)) return kind;
  const { words, plural } = things[kind];
  return firstWord(plural ?? pluralOf(firstWord(words)));
}

function distantly(place: string): string {
  return place.endsWith('s') ? `distant ${place}` : `a distant ${place}`;
}

function withArticle(words: readonly (string | undefined)[]): string {
  const phrase = words.filter(Boolean).join(' ');
  return `${/^[aeiou]/.test(phrase) ? 'an' : 'a'} ${phrase}`;
}

function firstWord(cell: string): string {
  return listed(cell)[0] ?? '';
}
