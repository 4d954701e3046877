import type { TurnsOf } from '../../protocol/view.js';
import type { ModeParts } from './mode-display.js';
import { promptHint } from './open.js';
import { lastTurn } from './queue.js';

/** Host and moderators prompt; the audience watches. */
export const stage: ModeParts<TurnsOf<'stage'>> = {
  look(frame, turns) {
    const { say, you } = frame;
    const { standing } = you;
    const watches = standing.state === 'watching';
    const last = lastTurn(frame);
    const directs = standing.state === 'waiting' ? say.open.sent(standing.place) : say.stage.yours;
    return {
      headline: watches ? say.stage.headline : directs,
      details: [watches ? say.stage.lean : say.stage.audience, ...(last === null ? [] : [last])],
      hint: promptHint(frame, turns),
    };
  },
};
