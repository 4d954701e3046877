import type { RoomFrame } from './frame.js';

/**
 * How the turn before ended, so that nobody wonders where it went. Who has a turn has other things
 * to think of; who waits hears only of the own one.
 */
export function lastTurn({ room, you, words }: RoomFrame): string | null {
  const { last } = room.turns;
  const { state } = you.standing;
  if (last === null || state === 'offered' || state === 'active') return null;
  const own = last.id === you.id;
  if (state === 'waiting' && !own) return null;
  const ends = words.turnEnds[last.reason];
  if (ends === undefined) return words.turnEnded(own ? null : last.name, last.reason);
  return own ? ends[1] : ends[0](last.name);
}
