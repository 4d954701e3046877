import type { Brush } from '../land/brush.js';

export type Layer = (brush: Brush) => void;

/** How a place is built: three layers of land, and the bands of height where things belong. */
export interface PlaceArt {
  /** Where sky and land meet; a place beyond stands here. */
  readonly horizon: number;
  /** Where feet stand, from the farthest to the nearest. */
  readonly ground: readonly [back: number, front: number];
  /** Where hulls float, if there is open water, and where the water itself begins and ends. */
  readonly afloat?: readonly [back: number, front: number];
  readonly water?: readonly [top: number, bottom: number];
  /** What one looks through: air, deep water or nothing at all. */
  readonly medium?: 'water' | 'void';
  readonly far?: Layer;
  readonly middle?: Layer;
  readonly near: Layer;
}
