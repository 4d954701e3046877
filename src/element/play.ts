import { Playback, type PlaybackOptions } from '../playback/playback.js';
import { tellMoves } from './moves.js';
import type { RoomClient, RoomPlayback } from './ports.js';
import { sendThumbnails } from './thumbnails.js';
import { Viewing } from './viewing.js';

/**
 * Shows a room's stream, tells the room so, and answers when it asks for thumbnails of it. A chunk of its
 * own: the picture needs nothing of the interface, and does not wait for it.
 */
export function play(options: PlaybackOptions, client: RoomClient): RoomPlayback {
  const viewing = new Viewing({ client });
  const playback = new Playback({
    ...options,
    onShown: tellMoves(client),
    onState(state) {
      viewing.state(state);
      options.onState(state);
    },
    onFrame(first) {
      viewing.frame();
      options.onFrame?.(first);
    },
  });
  sendThumbnails(client, playback);
  return playback;
}
