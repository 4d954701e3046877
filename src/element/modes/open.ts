import type { TurnsOf } from '../../protocol/view.js';
import { isLive } from '../render-context.js';
import { roundedDuration } from '../words/durations.js';
import { type ModeFrame, type ModeParts, restLeft, type TurnsChange } from './mode-display.js';
import { lastTurn } from './queue.js';

/** Anyone may prompt at any time, and then rests for a while. */
export const open: ModeParts<TurnsOf<'open'>> = {
  look(frame, turns) {
    const { you, room, words, say: all } = frame;
    const say = all.open;
    const { standing } = you;
    const { cooldownSeconds } = room.rules;
    const rests = standing.state === 'cooling';
    const sent = standing.state === 'waiting' ? say.sent(standing.place) : null;
    const rule =
      cooldownSeconds > 0
        ? say.rest(roundedDuration(cooldownSeconds * 1000, words.locale))
        : say.noRest;
    const details = [
      rests ? say.again(restLeft(standing, frame)) : rule,
      isLive(frame) ? null : words.turnsPause,
      lastTurn(frame),
    ];
    return {
      clock: rests ? { endsAt: standing.until } : null,
      wholeMs: cooldownSeconds * 1000,
      headline: sent ?? (rests ? say.resting : say.headline),
      details: details.filter((text) => text !== null),
      hint: promptHint(frame, turns),
    };
  },

  news: (change) => ({ polite: againNews(change), assertive: null }),
};

/** The visitor's rest is over. */
export function againNews({ was, before, after, say }: TurnsChange<unknown>): string[] {
  const rested = before.you?.standing.state === 'cooling' && after.you?.standing.state === 'free';
  return was !== null && rested ? [say.open.againNow] : [];
}

/** What sending a prompt would do where prompts run one behind the other, those of all together. */
export function promptHint(frame: ModeFrame, { waiting }: { waiting: number }): string | null {
  const { you, words, say: all } = frame;
  const say = all.open;
  const { standing } = you;
  if (you.role === 'viewer' || standing.state === 'watching') return null;
  if (standing.state === 'cooling') return `${say.again(restLeft(standing, frame))} ${say.keep}`;
  if (!isLive(frame)) return words.hint.closed;
  return standing.state === 'waiting' ? say.waits : say.free(waiting);
}
