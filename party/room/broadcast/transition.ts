import type { Reason } from '../../../src/protocol/reasons.js';
import { log, type Step } from '../context.js';
import type { Life } from './state.js';

/** The only place that changes the broadcast's life. */
export function become(step: Step, life: Life): true {
  log(step, 'life', { from: step.state.life.phase, to: life.phase, reason: reasonOf(life) });
  step.state.life = life;
  return true;
}

/** Nothing runs: why, and until when it is of no use to try. */
export function goDark(step: Step, reason: Reason | null, until: number | null = null): true {
  return become(step, { phase: 'dark', reason, until });
}

function reasonOf(life: Life): Reason | null {
  return 'reason' in life ? life.reason : null;
}
