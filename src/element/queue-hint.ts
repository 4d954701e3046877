import { isSettled } from '../protocol/receipt.js';
import { roundedDuration } from './durations.js';
import { isHeld, isLive, type RoomFrame } from './frame.js';

/** What would become of a prompt that is sent now, where people stand in line. */
export function queueHint(frame: RoomFrame): string {
  const { room, you, words } = frame;
  const { standing } = you;
  switch (standing.state) {
    case 'active':
      return activeHint(frame, standing.promptsLeft);
    case 'offered':
      return words.hint.claims;
    case 'waiting':
      return openPrompts(frame) >= room.rules.promptsPerTurn
        ? words.hint.rides
        : words.hint.waits(standing.place, waitUntil(standing.expectedAt, frame));
    default: {
      const { holder, waiting, forecast } = room.turns;
      if (!isLive(frame)) return words.hint.closed;
      if (holder === null && waiting === 0) return words.hint.free;
      const turn = forecast?.turnEndsAt == null ? 0 : frame.time.until(forecast.turnEndsAt);
      const wait = forecast === null ? 0 : Math.max(0, turn) + forecast.lineMs;
      return words.hint.joins(waiting + 1, wait > 0 ? roundedDuration(wait, words.locale) : null);
    }
  }
}

/** The same for the holder of a turn. */
export function activeHint(frame: RoomFrame, promptsLeft: number): string {
  const { hint } = frame.words;
  if (openPrompts(frame) >= promptsLeft) return hint.used;
  if (!isLive(frame)) return hint.closed;
  const { life } = frame.room;
  return isHeld(life) || life.phase === 'opening' ? hint.soon : hint.now;
}

function openPrompts({ view }: RoomFrame): number {
  return view.receipts.filter((receipt) => !isSettled(receipt.status)).length;
}

function waitUntil(instant: number | null, { time, words }: RoomFrame): string | null {
  const wait = instant === null ? 0 : time.until(instant);
  return wait > 0 ? roundedDuration(wait, words.locale) : null;
}
