import { reserveSession } from './accounts.js';
import type { Purpose } from './input.js';
import { MINTINGS_PER_MINUTE } from './life-limits.js';
import type { Step } from './step-context.js';

/** When the next credentials may be asked for; each minting takes a place at the service. */
export function mintableAt({ state, now }: Step): number {
  const lately = state.meta.mintedAt.filter((at) => at > now - 60_000);
  const [oldest] = lately;
  return oldest !== undefined && lately.length >= MINTINGS_PER_MINUTE ? oldest + 60_000 : now;
}

/** Asks for a session's credentials, under a new epoch. */
export function mint(step: Step, purpose: Purpose): void {
  const { meta } = step.state;
  meta.mintedAt = [...meta.mintedAt.filter((at) => at > step.now - 60_000), step.now];
  meta.epoch += 1;
  reserveSession(step, meta.epoch);
  step.effects.push({ type: 'mint', epoch: meta.epoch, purpose });
}
