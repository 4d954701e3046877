export { Playback, type PlaybackOptions } from './playback.js';
export type { PlaybackState, Visibility } from './playback-state.js';
