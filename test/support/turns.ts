import { NOTHING_SHOWN, type PolicyView, type ShownTurns } from '../../party/turns/policy.js';
import type { TurnsView } from '../../src/protocol/view.js';

type AllTurns = Required<PolicyView>;

/**
 * All that rooms show of their turns, whichever the mode is, with nothing in what it does not show.
 * Suggestions are told as a round that takes proposals for ever.
 */
export function allOf<Turns extends TurnsView | ShownTurns>(
  turns: Turns,
): AllTurns & Pick<Turns, Extract<keyof Turns, 'mode' | 'switching'>> {
  const suggestions =
    'choices' in turns
      ? {
          round: {
            ...{ id: 'curated', phase: 'propose', clock: null, result: null, fairness: null },
            choices: turns.choices,
            more: turns.more,
          },
        }
      : {};
  const round = 'round' in turns && turns.round ? { fairness: null, ...turns.round } : null;
  return { ...NOTHING_SHOWN, ...turns, round, ...suggestions } as AllTurns & Turns;
}
