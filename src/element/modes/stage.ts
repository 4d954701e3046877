import type { TurnsOf } from '../../protocol/view.js';
import type { ModeParts } from './mode-display.js';
import { promptHint, sentText } from './open.js';
import { lastTurn } from './queue.js';

const say = {
  headline: 'The host and the moderators steer',
  lean: 'Lean back and enjoy the show.',
  yours: 'You may steer',
  audience: 'Everyone else watches.',
};

/** Host and moderators prompt; the audience watches. */
export const stage: ModeParts<TurnsOf<'stage'>> = {
  look(frame, turns) {
    const { standing } = frame.you;
    const watches = standing.state === 'watching';
    const last = lastTurn(frame);
    const directs = standing.state === 'waiting' ? sentText(standing.place) : say.yours;
    return {
      headline: watches ? say.headline : directs,
      details: [watches ? say.lean : say.audience, ...(last === null ? [] : [last])],
      hint: promptHint(frame, turns),
    };
  },
};
