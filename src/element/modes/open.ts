import type { TurnsOf } from '../../protocol/view.js';
import { isLive } from '../render-context.js';
import { roundedDuration } from '../words/durations.js';
import { type ModeFrame, type ModeParts, restLeft, type TurnsChange } from './mode-display.js';
import { lastTurn } from './queue.js';

const say = {
  headline: 'Everyone may prompt',
  rest: (time: string) => `One prompt each, then ${time} for the others.`,
  noRest: 'Prompts run in the order in which they come.',
  resting: 'The others go first now',
  again: (time: string) => `You may prompt again in ${time}.`,
  againNow: 'You may prompt again.',
  sent: (place: number) =>
    place === 1
      ? 'Your prompt is next'
      : place === 2
        ? 'One prompt is before yours'
        : `${place - 1} prompts are before yours`,
  free: (ahead: number) =>
    ahead === 0
      ? 'It goes to the world at once.'
      : `It goes to the world after ${ahead === 1 ? 'one other' : `${ahead} others`}.`,
  keep: 'What you write stays here.',
  waits: 'Your prompt is on its way.',
};

/** Anyone may prompt at any time, and then rests for a while. */
export const open: ModeParts<TurnsOf<'open'>> = {
  look(frame, turns) {
    const { you, room, words } = frame;
    const { standing } = you;
    const { cooldownSeconds } = room.rules;
    const rests = standing.state === 'cooling';
    const sent = standing.state === 'waiting' ? sentText(standing.place) : null;
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

/** How many prompts run before the visitor's own. */
export const sentText = say.sent;

/** When the visitor may prompt again. */
export const againIn = say.again;

/** The visitor's rest is over. */
export function againNews({ was, before, after }: TurnsChange<unknown>): string[] {
  const rested = before.you?.standing.state === 'cooling' && after.you?.standing.state === 'free';
  return was !== null && rested ? [say.againNow] : [];
}

/** What sending a prompt would do where prompts run one behind the other, those of all together. */
export function promptHint(frame: ModeFrame, { waiting }: { waiting: number }): string | null {
  const { you, words } = frame;
  const { standing } = you;
  if (you.role === 'viewer' || standing.state === 'watching') return null;
  if (standing.state === 'cooling') return `${say.again(restLeft(standing, frame))} ${say.keep}`;
  if (!isLive(frame)) return words.hint.closed;
  return standing.state === 'waiting' ? say.waits : say.free(waiting);
}
