import { lastTurn } from '../last-turn.js';
import type { ModeFrame } from './mode-frame.js';
import type { ModeLook } from './mode-look.js';
import { promptHint } from './open.js';

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
