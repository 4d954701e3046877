import { isLive } from '../render-context.js';
import { roundedDuration } from '../words/durations.js';
import { type ModeFrame, restLeft } from './mode-context.js';
import type { ModeLook } from './mode-look.js';
import { lastTurn } from './queue.js';

/** Anyone may prompt at any time, and then rests for a while. */
export function openLook(frame: ModeFrame): ModeLook {
  const { you, room, modeWords, words } = frame;
  const { standing } = you;
  const { cooldownSeconds } = room.rules;
  const say = modeWords.open;
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
    hint: promptHint(frame),
  };
}

/** What sending a prompt would do where prompts run one behind the other, whoever sent them. */
export function promptHint(frame: ModeFrame): string | null {
  const { you, room, modeWords, words } = frame;
  const { standing } = you;
  const { open } = modeWords;
  if (you.role === 'viewer' || standing.state === 'watching') return null;
  if (standing.state === 'cooling') return `${open.again(restLeft(standing, frame))} ${open.keep}`;
  if (!isLive(frame)) return words.hint.closed;
  return standing.state === 'waiting' ? open.waits : open.free(room.turns.waiting);
}

/** Host and moderators prompt; the audience watches. */
export function stageLook(frame: ModeFrame): ModeLook {
  const { you, modeWords } = frame;
  const { stage, open } = modeWords;
  const { standing } = you;
  const watches = standing.state === 'watching';
  const last = lastTurn(frame);
  return {
    headline: watches
      ? stage.headline
      : standing.state === 'waiting'
        ? open.sent(standing.place)
        : stage.yours,
    details: [watches ? stage.lean : stage.audience, ...(last === null ? [] : [last])],
    hint: promptHint(frame),
  };
}
