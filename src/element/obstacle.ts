import { roundedDuration } from './durations.js';
import type { RoomFrame } from './frame.js';

/** What stands in a prompt's way, however turns are taken; null when nothing does. */
export function obstacle({ room, you, words, time, connected }: RoomFrame): string | null {
  const { hint, reasons } = words;
  const told = (
    { until, why }: { readonly until: number; readonly why: string },
    endless: string,
    ending: (wait: string) => string,
  ) => {
    const left = until === 0 ? 0 : time.until(until);
    const sentence = left > 0 ? ending(roundedDuration(left, words.locale)) : endless;
    return why === '' ? sentence : hint.because(sentence, why);
  };
  if (!connected) return hint.offline;
  if (you.muted !== null) return told(you.muted, hint.muted, hint.mutedFor);
  const { prompts, queue } = room.locks;
  if (prompts !== null) return told(prompts, hint.locked, hint.lockedFor);
  if (room.unattended) return reasons['no-moderator'](null);
  const linesUp = room.turns.mode === 'queue' && you.standing.state === 'none';
  if (queue !== null && linesUp) {
    return told(queue, reasons['queue-locked'](null), hint.queueLockedFor);
  }
  return null;
}
