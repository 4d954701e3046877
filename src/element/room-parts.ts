import { Playback, type PlaybackOptions } from '../playback/index.js';
import type { RoomPlayback } from './ports.js';

/**
 * What only those who are in a room need: the picture's player and the interface. A chunk of its
 * own, loaded while the line to the room is being made, so that the element is there sooner.
 */
export { RoomUi } from './room-ui.js';

export const play = (options: PlaybackOptions): RoomPlayback => new Playback(options);
