import { type Reason, refuse } from '../../src/protocol/reasons.js';
import { ALLOWED, type Finding } from './check.js';

/** Refuses while something holds, with its end if it has one; one that ended is over. */
export function during(
  spell: { readonly until: number } | null,
  reason: Reason,
  now: number,
): Finding {
  if (spell === null) return ALLOWED;
  if (spell.until === 0) return refuse(reason);
  return spell.until <= now ? ALLOWED : refuse(reason, { retryAt: spell.until });
}
