import type { Standing, TurnsOf } from '../../protocol/view.js';
import type { TurnBar } from '../parts/bar-state.js';
import { isLive, type RoomContext } from '../ports.js';
import { clockFace } from '../words/language.js';
import type { ModeFrame, ModeParts, TurnsChange } from './mode-display.js';

/** Anyone may prompt at any time, and then rests for a while. */
export const open: ModeParts<TurnsOf<'open'>> = {
  look: (frame, { waiting }) => ({ bar: promptBar(frame, waiting) }),
  news: (change) => ({ polite: againNews(change), assertive: null }),
};

/** The visitor's rest is over. */
export function againNews({ was, before, after, say }: TurnsChange<unknown>): string[] {
  const rested = before.you?.standing.state === 'cooling' && after.you?.standing.state === 'free';
  return was !== null && rested ? [say.open.againNow] : [];
}

/** Where prompts run one behind the other, those of all together. */
export function promptBar(frame: ModeFrame, ahead: number): TurnBar {
  const { you, room, words } = frame;
  const say = frame.say.open;
  const { standing } = you;
  const { bar } = words;
  if (standing.state === 'watching') {
    return { kind: 'closed', what: words.reasons[standing.reason](null), line: '' };
  }
  if (standing.state === 'waiting') {
    // Who need not rest may send another one meanwhile.
    const isFull = room.rules.cooldownSeconds > 0 && room.turns.mode === 'open';
    return { kind: 'line', line: say.sent(standing.place), send: bar.send, isFull };
  }
  if (standing.state === 'cooling') return restingBar(standing, frame);
  const free = ahead === 0 ? say.free : say.after(ahead);
  return { kind: 'free', line: isLive(frame) ? free : bar.waitsForOpening, send: bar.send };
}

function restingBar(
  { until }: Extract<Standing, { state: 'cooling' }>,
  { room, words, time }: RoomContext,
): TurnBar {
  return {
    kind: 'resting',
    line: words.bar.restsFor(clockFace(time.until(until))),
    send: words.bar.send,
    clock: {
      clock: { endsAt: until },
      wholeMs: Math.max(1000, room.rules.cooldownSeconds * 1000),
    },
  };
}

/** Host and moderators prompt; the audience watches. */
export const stage: ModeParts<TurnsOf<'stage'>> = {
  look: (frame, { waiting }) => ({ bar: promptBar(frame, waiting) }),
};
