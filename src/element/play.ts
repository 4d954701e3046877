import { Playback, type PlaybackOptions } from '../playback/playback.js';
import type { Watch } from '../protocol/view.js';
import type { RoomClient, RoomPlayback } from './ports.js';
import { tellMoves, Viewing } from './viewing.js';

/** A room's picture, which may play before there is a client to tell the room of it. */
export interface Playing {
  readonly playback: RoomPlayback;
  /** From now on the room is told what is shown, and how it was. */
  tell(client: RoomClient): void;
}

/**
 * Shows a room's stream. A chunk of its own: the picture needs nothing of the interface, nor of the line to
 * the room, and does not wait for them.
 */
export function play(options: PlaybackOptions): Playing {
  let client: RoomClient | null = null;
  let shown: Watch | null | undefined;
  let tellShown = (watch: Watch | null) => {
    shown = watch;
  };
  const viewing = new Viewing({
    client: { tellViewing: (report) => client?.tellViewing(report) ?? false },
  });
  const playback = new Playback({
    ...options,
    onShown: (watch) => tellShown(watch),
    onState(state) {
      viewing.state(state);
      options.onState(state);
    },
    onFrame(first) {
      viewing.frame();
      options.onFrame?.(first);
    },
  });
  return {
    playback,
    tell(found) {
      client = found;
      tellShown = tellMoves(found);
      if (shown !== undefined) tellShown(shown);
    },
  };
}
