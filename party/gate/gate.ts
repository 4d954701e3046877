import { ACCEPTED, type Outcome } from '../../src/protocol/reasons.js';
import type { Check, GateContext } from './check.js';
import { locked } from './locked.js';
import { rate } from './rate.js';
import { repeats } from './repeats.js';
import { size } from './size.js';

/** In this order; the first refusal is the answer. */
const CHECKS: readonly Check[] = [locked, size, rate, repeats];

/** Whether a prompt may go on to the turn policy. */
export function passGate(context: GateContext): Outcome {
  for (const check of CHECKS) {
    const outcome = check(context);
    if (!outcome.ok) return outcome;
  }
  return ACCEPTED;
}
