import { CLOSE_CODE } from '../../src/protocol/close-codes.js';
import type { Reason } from '../../src/protocol/reasons.js';
import { tellToEnd } from '../room/lease.js';
import { loseConductor } from '../room/losing.js';
import { closed } from '../room/participants.js';
import { isUnsent, moveOn } from '../room/prompts.js';
import { asItWas, type Step } from '../room/step-context.js';
import { policyOf, turnContext } from '../room/turn-context.js';

/** Settles what somebody has waiting, and ends his turn or his place. What is on its way arrives. */
export function putOut(step: Step, who: string, reason: Reason): void {
  const { state } = step;
  for (const prompt of state.prompts.filter(({ by }) => by === who)) {
    if (isUnsent(prompt)) moveOn(step, prompt, { status: 'expired', reason });
  }
  policyOf(step).remove?.(state.turns, who, turnContext(step));
}

/** Closes all of somebody's connections for good. If he conducts, the next one takes over. */
export function disconnect(step: Step, who: string, reason: Reason, why: string): void {
  const { state } = step;
  const { lease } = state;
  delete state.switching.votes[who];
  for (const [id, connection] of Object.entries(asItWas(state.connections))) {
    if (connection.who !== who) continue;
    if (lease?.connection === id) tellToEnd(step, id, lease.epoch);
    step.effects.push({ type: 'close', connection: id, code: CLOSE_CODE.removed, reason, why });
    closed(step, id);
  }
  if (lease?.who === who) loseConductor(step);
}
