import { ACCEPTED, refuse } from '../../src/protocol/reasons.js';
import {
  directs,
  NO_VOTES,
  nextPrompt,
  placesOf,
  type ShownIn,
  type TurnPolicy,
  waitingPromptsView,
} from './policy.js';

/** Host and moderators prompt, in the order in which they do; the audience watches. */
export const stage: TurnPolicy<Record<string, never>, ShownIn<'stage'>> = {
  keepsWaiting: true,
  start: () => ({}),
  act: () => refuse('wrong-mode'),

  submit(_turns, who, context) {
    if (!directs(who, context)) return refuse('stage-only');
    const { maxQueue } = context.rules;
    if (context.waiting.length >= maxQueue) return refuse('queue-full', { limit: maxQueue });
    return ACCEPTED;
  },

  settled: () => undefined,
  advance: () => undefined,
  next: (_turns, context) => nextPrompt(context),
  deadline: () => null,
  remembers: () => false,
  view: (_turns, context) => waitingPromptsView(context),

  standings(_turns, context) {
    const places = placesOf(context.waiting, context);
    return (who) => {
      if (!directs(who, context)) return { state: 'watching', reason: 'stage-only' };
      return places.get(who) ?? { state: 'free' };
    };
  },

  votesOf: () => NO_VOTES,
};
