import type { Frame } from '../frame.js';
import type { Drawing } from '../pen.js';

/**
 * Where a thing lives; water creatures take to the air where there is no water. `fore` floats in
 * front of everything.
 */
export type Lane = 'heaven' | 'air' | 'water' | 'ground' | 'fore';

/**
 * How it moves: `stand` not at all, `sway` about its place, `wander` to and fro, `cross` through
 * the whole picture and round again.
 */
type Motion = 'stand' | 'sway' | 'wander' | 'cross';

export interface ThingArt {
  readonly colour: string;
  /** Pixels that 100 units of the drawing take in a picture 480 pixels high. */
  readonly size: number;
  /** Units it takes from left to right. */
  readonly wide: number;
  readonly lane: Lane;
  readonly motion: Motion;
  /** Pixels per second, for what crosses or wanders. */
  readonly speed?: number;
  /** Units of it below the waterline, for what swims. */
  readonly draught?: number;
  /** Houses and trees stand behind whoever walks. */
  readonly back?: true;
  readonly draw: Drawing;
}

/** How far to each side it wanders, in pixels. */
export function reachOf({ motion, speed = 10 }: ThingArt, { width, unit }: Frame): number {
  return motion === 'wander' ? Math.min(width * 0.09, speed * unit * 7) : 0;
}
