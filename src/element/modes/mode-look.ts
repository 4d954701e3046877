import type { TurnsLook } from '../turns-look.js';

/** What a way of taking turns says of itself; what it leaves out there is not in it. */
export type ModeLook = Omit<TurnsLook, 'buttons' | 'line'> & Partial<TurnsLook>;
