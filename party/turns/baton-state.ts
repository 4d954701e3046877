import type { Reason } from '../../src/protocol/reasons.js';
import type { Clock } from '../../src/protocol/view.js';
import { beginSilence, newPatience, type Patience } from './patience.js';
import type { TurnContext } from './policy.js';

export interface BatonTurns {
  holder:
    | (Patience & {
        who: string;
        /** Somebody who would take it, and until when the holder can answer. */
        contest: { by: string; clock: Clock } | null;
        /** The holder has answered: no other contest before this. */
        quietUntil: number;
      })
    | null;
  /** Who would like it, in the order of asking. */
  asking: string[];
  last: { id: string; name: string; reason: Reason; at: number } | null;
}

/** Hands the baton to somebody. Only this and `endHold` assign the holder. */
export function beginHold(turns: BatonTurns, who: string, context: TurnContext): true {
  turns.asking = turns.asking.filter((other) => other !== who);
  turns.holder = { who, contest: null, quietUntil: 0, ...newPatience(context) };
  return true;
}

/** Takes the baton from its holder, says why, and hands it to an heir or whoever asked first. */
export function endHold(
  turns: BatonTurns,
  reason: Reason,
  context: TurnContext,
  heir: string | null = null,
): true {
  const { holder } = turns;
  if (holder === null) return true;
  const { who } = holder;
  turns.holder = null;
  turns.last = { id: who, name: context.nameOf(who), reason, at: context.now };
  context.drop(who, reason === 'left' ? 'withdrawn' : 'expired', reason);
  const next = heir ?? presentAsking(turns, context)[0] ?? null;
  return next === null || beginHold(turns, next, context);
}

export function presentAsking(turns: BatonTurns, context: TurnContext): readonly string[] {
  return turns.asking.filter((who) => context.awaySince(who) === null);
}

/** Whatever a holder does counts as being there. */
export function stayAwake(turns: BatonTurns, who: string, context: TurnContext): void {
  const { holder } = turns;
  if (holder?.who === who) Object.assign(holder, beginSilence(context));
}
