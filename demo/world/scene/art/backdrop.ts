import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { hash, randomFrom } from '../random.js';
import type { Scene } from '../scene.js';
import { type Clouds, cloudsOf } from './clouds.js';
import type { Frame } from './frame.js';
import type { Brush } from './land/brush.js';
import { mirror, water } from './land/shore.js';
import { type Light, lightOf } from './light.js';
import { atlas, vistaOf } from './places/atlas.js';
import type { Layer, PlaceArt } from './places/place-art.js';
import { lightIn, paintSky } from './sky.js';

/** Everything of a scene that stands still, painted once. */
export interface Backdrop {
  readonly place: PlaceArt;
  readonly light: Light;
  readonly sky: Canvas;
  readonly far: Slide;
  readonly middle: Slide;
  readonly near: Slide;
  readonly clouds: Clouds;
}

/** A layer wider than the picture, so that it can move against the others. */
interface Slide {
  paint(context: SKRSContext2D, sway: number): void;
}

/** How far layers reach beyond both edges, in pixels. */
const margin = 24;

/** Scenes with the same look share a backdrop: a thing more or less changes nothing here. */
export function lookOf(scene: Scene): string {
  const { place, beyond, timeOfDay, weather, season, skyColour, groundColour } = scene;
  const look = [place, beyond, timeOfDay, weather, season, skyColour, groundColour];
  return [...look, hasDisc(scene)].join('|');
}

export function backdropOf(scene: Scene, frame: Frame): Backdrop {
  const place = atlas[scene.place];
  const light = lightIn(place.medium, lightOf(scene));
  const { width, height, unit } = frame;
  const brushOn = (context: SKRSContext2D, wide: number, name: string): Brush => {
    const random = randomFrom(hash(`${scene.place} ${name}`));
    return { context, width: wide, height, unit, light, season: seasonOf(scene), random };
  };

  const sky = createCanvas(width, height);
  paintSky(brushOn(sky.getContext('2d'), width, 'sky'), place.horizon, hasDisc(scene));

  const wide = width + margin * 2;
  const layer = (name: string, paint: (brush: Brush) => void): Canvas => {
    const canvas = createCanvas(wide, height);
    paint(brushOn(canvas.getContext('2d'), wide, name));
    return canvas;
  };
  const vista = scene.beyond === undefined ? undefined : vistaOf(scene.beyond, place.horizon);
  const far = layer('far', behind(vista, hidesOwnFar(place, vista) ? undefined : place.far));
  const middle = layer('middle', (brush) => {
    if (place.water !== undefined) {
      water(brush, place.water[0]);
      mirror(brush, far, place.water[0]);
    }
    place.middle?.(brush);
  });
  const near = layer('near', place.near);
  const windy = scene.weather === 'wind' || scene.weather === 'storm';
  return {
    place,
    light,
    sky,
    far: slide(far),
    middle: slide(middle),
    near: slide(near),
    clouds: cloudsOf(light, width, height, unit, windy),
  };
}

/** A vista over open water takes the place of the water's own far shore. */
function hidesOwnFar(place: PlaceArt, vista: Layer | undefined): boolean {
  return vista !== undefined && place.water !== undefined && place !== atlas.harbour;
}

/** The vista stands behind what the place has of its own. */
function behind(vista: Layer | undefined, own: Layer | undefined): Layer {
  return (brush) => {
    vista?.(brush);
    own?.(brush);
  };
}

function hasDisc({ things }: Scene): boolean {
  return things.some(({ kind }) => kind === 'sun' || kind === 'moon');
}

function seasonOf({ season, place, weather }: Scene): Scene['season'] {
  return season ?? (weather === 'snow' || place === 'snowfield' ? 'winter' : undefined);
}

function slide(image: Canvas): Slide {
  return {
    paint(context, sway) {
      context.drawImage(image, -margin + sway, 0);
    },
  };
}
