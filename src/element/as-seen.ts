import type { ClientView } from '../client/client-view.js';
import type { PlaybackState } from '../playback/playback-state.js';

/** With these there is nothing to be said of the picture but what is said of any stream. */
const MOVING: ReadonlySet<PlaybackState['status']> = new Set(['playing', 'blocked', 'resting']);

/**
 * The view that is drawn. An opening with a stream before it looks like a renewal as long as that
 * moves; once its picture stands, or before it has come, it is an opening like any other.
 */
export function asSeen(view: ClientView, { status }: PlaybackState): ClientView {
  const { room } = view;
  if (room?.life.phase !== 'opening' || room.life.before === null || MOVING.has(status))
    return view;
  return { ...view, room: { ...room, life: { ...room.life, before: null } } };
}
