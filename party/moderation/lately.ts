import { MODERATION_SHOWN } from '../../src/protocol/limits.js';
import type { RoomView } from '../../src/protocol/view.js';
import type { RoomState } from '../room/state.js';

/** What concerns the room as a whole, and is told with its reason. */
const OF_THE_ROOM: ReadonlySet<string> = new Set(['skip', 'lock', 'unlock', 'panic', 'undo']);

/** What concerns one person: everybody may know that it was done, and not to whom, nor why. */
const OF_A_PERSON: ReadonlySet<string> = new Set(['remove', 'mute', 'ban']);

/** What moderators did last, as everybody may know it. */
export function moderationView({ moderation }: RoomState): RoomView['moderation'] {
  const told = moderation.lately.flatMap(({ no, at, act, about, why }) => {
    if (OF_A_PERSON.has(act)) return [{ no, at, act, what: null, why: '' }];
    const what = act === 'lock' || act === 'unlock' ? about : null;
    return OF_THE_ROOM.has(act) ? [{ no, at, act, what, why }] : [];
  });
  return told.slice(-MODERATION_SHOWN);
}
