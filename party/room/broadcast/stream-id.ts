import { sha256Hex } from '../../turns/hash.js';
import type { RoomState, Step } from '../state.js';

/** The service's ids of streams. A recording is asked for by its stream's id, and with the room's key. */

/** So many ids are remembered; a room that renews without a pause has as many in two hours. */
const STREAM_IDS_KEPT = 50;

/** A session has made a stream: its id is good for no other. */
export function noteStreamId({ state, effects }: Step, epoch: number, id: string): void {
  effects.push({ type: 'claim', epoch, streamId: id });
  state.broadcast.streamIds = [...state.broadcast.streamIds, { id, epoch }].slice(-STREAM_IDS_KEPT);
}

/** Whether an id is that of an earlier stream; the one that plays is said again after a drop. */
export function isTaken({ broadcast, life }: RoomState, id: string): boolean {
  if (life.phase === 'renewing' && life.streamId === id) return false;
  return broadcast.streamIds.some((known) => known.id === id);
}

/**
 * A stream's id as others than the service know it: with its own id anybody could ask for its
 * recording in another room.
 */
export function shownStreamId({ entropy }: Pick<RoomState, 'entropy'>, id: string): string {
  return sha256Hex(`${entropy}:stream ${id}`).slice(0, 16);
}
