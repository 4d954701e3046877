import type { Place } from '../../words/places.js';
import { darker } from '../colour.js';
import { grass, land, leaf, needle, plant } from '../land/brush.js';
import { range } from '../land/heights.js';
import { castle, houses, skyline } from '../land/town.js';
import { nature } from './nature.js';
import { otherworlds } from './otherworlds.js';
import type { Layer, PlaceArt } from './place-art.js';
import { towns } from './towns.js';
import { waters } from './waters.js';

/** Every place the vocabulary knows: the type says that none is missing. */
export const atlas: Readonly<Record<Place, PlaceArt>> = {
  ...nature,
  ...waters,
  ...towns,
  ...otherworlds,
};

/** How a place looks from another one, standing on that one's horizon. */
export function vistaOf(place: Place, horizon: number): Layer | undefined {
  return vistas[place]?.(horizon);
}

const vistas: Readonly<Partial<Record<Place, (horizon: number) => Layer>>> = {
  mountains: (y) => (brush) => {
    range(brush, { y: y + 0.03, rise: 0.4, peaks: 5, distance: 0.72 });
    range(brush, { y: y + 0.03, rise: 0.26, peaks: 6, distance: 0.5, tone: '#5c6a80' });
  },
  city: (y) => (brush) => {
    skyline(brush, { y: y + 0.01, rise: 0.38, distance: 0.75 });
    skyline(brush, { y: y + 0.01, rise: 0.24, distance: 0.5 });
  },
  village: (y) => (brush) => {
    const crest = land(brush, { y: y - 0.03, rise: 0.03, tone: grass(brush), distance: 0.55 });
    houses(brush, crest, { count: 14, scale: 0.4, distance: 0.45 });
    plant(brush, crest, {
      kind: 'tower',
      count: 1,
      scale: 0.6,
      distance: 0.45,
      from: 0.5,
      to: 0.6,
    });
  },
  castle: (y) => (brush) => {
    land(brush, { y: y - 0.01, rise: 0.03, tone: darker(grass(brush), 0.2), distance: 0.65 });
    castle(brush, { x: 0.66, y: y - 0.03, size: 0.3, distance: 0.45 });
    const crest = land(brush, {
      y: y - 0.005,
      rise: 0.03,
      tone: darker(grass(brush), 0.1),
      distance: 0.5,
      waves: 1,
    });
    plant(brush, crest, {
      kind: 'tree',
      count: 22,
      scale: 0.26,
      colour: leaf(brush),
      distance: 0.5,
    });
  },
  forest: (y) => (brush) => {
    const crest = land(brush, { y: y - 0.02, rise: 0.03, tone: needle(brush), distance: 0.55 });
    plant(brush, crest, {
      kind: 'pine',
      count: 46,
      scale: 0.6,
      colour: needle(brush),
      distance: 0.55,
    });
  },
  jungle: (y) => (brush) => {
    const crest = land(brush, { y: y - 0.02, rise: 0.03, tone: '#4b8a56', distance: 0.55 });
    plant(brush, crest, { kind: 'palm', count: 30, scale: 0.5, distance: 0.5 });
  },
  island: (y) => (brush) => {
    const shore = (): number => brush.height * (y + 0.005);
    brush.context.fillStyle = brush.light.shade('#5f8f5a', 0.5);
    brush.context.beginPath();
    brush.context.ellipse(
      brush.width * 0.64,
      shore(),
      brush.width * 0.16,
      brush.height * 0.07,
      0,
      Math.PI,
      Math.PI * 2,
    );
    brush.context.fill();
    plant(brush, shore, {
      kind: 'palm',
      count: 7,
      scale: 0.4,
      distance: 0.4,
      from: 0.52,
      to: 0.78,
    });
  },
};
