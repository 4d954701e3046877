import type { ThingKind } from '../../words/things.js';
import { airThings } from './air.js';
import { animalThings } from './animals.js';
import type { ThingArt } from './art.js';
import { buildingThings } from './buildings.js';
import { heavenThings } from './heaven.js';
import { objectThings } from './objects.js';
import { peopleThings } from './people.js';
import { plantThings } from './plants.js';
import { roundAnimalThings } from './round-animals.js';
import { waterThings } from './water.js';
import { wheelThings } from './wheels.js';

/** The art of every thing the vocabulary knows: the type says that none is missing. */
export const gallery: Readonly<Record<ThingKind, ThingArt>> = {
  ...heavenThings,
  ...airThings,
  ...waterThings,
  ...animalThings,
  ...roundAnimalThings,
  ...peopleThings,
  ...buildingThings,
  ...plantThings,
  ...wheelThings,
  ...objectThings,
};
