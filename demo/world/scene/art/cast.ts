import { hash, randomFrom } from '../random.js';
import type { Scene, Thing } from '../scene.js';
import { sizes } from '../words/amounts.js';
import { colours } from '../words/colours.js';
import { isThingKind } from '../words/things.js';
import type { Frame } from './frame.js';
import { markArt } from './mark.js';
import type { PlaceArt } from './places/place-art.js';
import { type Lane, reachOf, type ThingArt } from './things/art.js';
import { gallery } from './things/gallery.js';

/** One thing at its place in the picture, in pixels. */
export interface Actor {
  readonly art: ThingArt;
  readonly lane: Lane;
  readonly colour: string;
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  /** Shifts its clock, so that no two move as one. */
  readonly phase: number;
  readonly turned: boolean;
}

/** A picture stays readable, and quick to paint, with this many in it. */
const mostActors = 44;

/**
 * Gives every thing of a scene a place of its own. What came first is placed first, so it stays
 * where it is when more comes.
 */
export function castOf(scene: Scene, place: PlaceArt, frame: Frame): readonly Actor[] {
  const actors: Actor[] = [];
  for (const thing of [...scene.things, ...scene.marks]) {
    const art = isThingKind(thing.kind) ? gallery[thing.kind] : markArt(thing.kind);
    const lane = laneOf(art, place);
    for (let index = 0; index < thing.count && actors.length < mostActors; index++) {
      actors.push(placed(thing, index, art, lane, place, frame, actors));
    }
  }
  return actors.sort((a, b) => a.y - b.y);
}

/** These share the sky, and keep out of each other's way. */
const skyLanes: readonly Lane[] = ['heaven', 'air', 'fore'];

/** Without open water, what swims floats through the air (or the deep). */
function laneOf(art: ThingArt, place: PlaceArt): Lane {
  return art.lane === 'water' && place.afloat === undefined ? 'air' : art.lane;
}

function placed(
  thing: Thing,
  index: number,
  art: ThingArt,
  lane: Lane,
  place: PlaceArt,
  frame: Frame,
  others: readonly Actor[],
): Actor {
  const random = randomFrom(hash(`${thing.kind} ${thing.colour ?? ''} ${index}`));
  const crowd = thing.count > 6 ? 0.72 : thing.count > 3 ? 0.88 : 1;
  const factor = thing.size === undefined ? 1 : sizes[thing.size].factor;
  const size = ((art.size * frame.unit) / 100) * factor * crowd;
  const tall = 100 * size;
  const band = bandOf(lane, art, place);
  const half = Math.min(0.42, ((art.wide * size) / 2 + reachOf(art, frame)) / frame.width);
  let best = { x: 0, y: 0, room: Number.NEGATIVE_INFINITY };
  for (let attempt = 0; attempt < 14; attempt++) {
    const x = (half + 0.02 + random() * (0.96 - half * 2)) * frame.width;
    const depth = art.back ? 0 : random();
    const y = (band[0] + depth * (band[1] - band[0])) * frame.height;
    const free = clearance({ x, y, wide: art.wide * size, tall, lane }, others);
    // Where all is free, the middle is the better stage.
    const room = free - Math.abs(x / frame.width - 0.5) * 160;
    if (room > best.room) best = { x, y, room };
  }
  const depth = (best.y / frame.height - band[0]) / Math.max(0.01, band[1] - band[0]);
  const closer = lane === 'ground' || lane === 'water' ? 0.82 + 0.3 * depth : 0.9 + 0.2 * random();
  const high = skyLanes.includes(lane);
  return {
    art,
    lane,
    colour: thing.colour === undefined ? art.colour : colours[thing.colour].hex,
    x: best.x,
    // The band is where the middle of what floats may be, and where the feet of the rest are.
    y: high ? Math.max(best.y + tall / 2, tall * 0.7) : best.y,
    scale: size * (art.back ? 1 : closer),
    phase: random() * 40,
    turned: art.motion === 'cross' && lane !== 'ground' && random() < 0.4,
  };
}

function bandOf(lane: Lane, art: ThingArt, place: PlaceArt): readonly [number, number] {
  if (lane === 'ground') return place.ground;
  if (lane === 'water') return place.afloat ?? place.ground;
  if (lane === 'heaven') {
    return spansSky(art) ? [0.25, 0.3] : [0.1, place.horizon * 0.42];
  }
  return place.medium === 'water' ? [0.16, 0.66] : [0.14, place.horizon * 0.78];
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly wide: number;
  readonly tall: number;
  readonly lane: Lane;
}

/** How far a spot is from its neighbours: on the ground sideways, in the sky also in height. */
function clearance({ x, y, wide, tall, lane }: Spot, others: readonly Actor[]): number {
  const aloft = skyLanes.includes(lane);
  const lanes = aloft ? skyLanes : [lane];
  const gaps = others
    .filter((other) => lanes.includes(other.lane) && !spansSky(other.art))
    .map((other) => {
      const aside = Math.abs(other.x - x) - (other.art.wide * other.scale + wide) / 2;
      const above = Math.abs(other.y - 50 * other.scale - y) - 50 * other.scale - tall / 2;
      return aloft ? Math.max(aside, above) : aside;
    });
  return Math.min(400, ...gaps);
}

/** A rainbow or an aurora: others may fly before it. */
function spansSky({ lane, wide }: ThingArt): boolean {
  return lane === 'heaven' && wide > 300;
}
