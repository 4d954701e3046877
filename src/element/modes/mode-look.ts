import { nothing } from 'lit';
import type { TurnsLook } from './turn-display.js';

/** What a way of taking turns says of itself; what it leaves out is not in it. */
export type ModeLook = Pick<TurnsLook, 'headline' | 'details' | 'hint'> & Partial<TurnsLook>;

export function wholeLook(look: ModeLook): TurnsLook {
  return { ...NOTHING, ...look };
}

const NOTHING = {
  mine: false,
  clock: null,
  wholeMs: 1,
  buttons: [],
  panel: nothing,
  below: nothing,
  line: null,
} as const;
