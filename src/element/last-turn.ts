import type { RoomFrame } from './frame.js';

/** After this long nobody wonders any more. */
const NEWS_MS = 60_000;

/**
 * How the turn before ended, so that nobody wonders where it went. Who has a turn has other things
 * to think of; who waits hears only of the own one.
 */
export function lastTurn({ room, you, words, time }: RoomFrame): string | null {
  const { last } = room.turns;
  const { state } = you.standing;
  if (last === null || state === 'offered' || state === 'active') return null;
  if (time.now() - last.at > NEWS_MS) return null;
  const own = last.id === you.id;
  if (state === 'waiting' && !own) return null;
  const ends = words.turnEnds[last.reason];
  if (ends === undefined) return words.turnEnded(own ? null : last.name, last.reason);
  return own ? ends[1] : ends[0](last.name);
}
