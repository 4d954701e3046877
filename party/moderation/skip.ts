import { refuse } from '../../src/protocol/reasons.js';
import type { Step } from '../room/step-context.js';
import { policyOf, turnContext } from '../room/turn-context.js';
import { type Audited, DONE } from './audit.js';

/** Ends the present turn, or the present round without a winner. */
export function skip(step: Step): Audited {
  const { turns } = step.state;
  const policy = policyOf(step);
  const { holder } = policy.view(turns, turnContext(step));
  const outcome = policy.skip?.(turns, turnContext(step)) ?? refuse('wrong-mode');
  if (!outcome.ok) return { outcome };
  return holder === null ? DONE : { ...DONE, to: { id: holder.id, name: holder.name } };
}
