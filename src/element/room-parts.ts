export { attachConductor } from '../conductor/attach-conductor.js';

import { Playback, type PlaybackOptions } from '../playback/playback.js';
import type { RoomClient, RoomPlayback } from './controller.js';
import { RoomUi } from './room-ui.js';
import { type RoomUiHost, type RoomUiSources, roomUiPort } from './room-ui-port.js';
import { sendFrames } from './thumbnails.js';

/**
 * What only those who are in a room need: the picture's player and the interface. A chunk of its
 * own, loaded while the line to the room is being made, so that the element is there sooner.
 */
export function roomUi(host: RoomUiHost, sources: RoomUiSources): RoomUi {
  return new RoomUi(host, roomUiPort(host, sources));
}

export function play(options: PlaybackOptions, client: RoomClient): RoomPlayback {
  const playback = new Playback(options);
  sendFrames(client, playback);
  return playback;
}
