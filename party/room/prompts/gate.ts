import {
  addressRate,
  banned,
  type Check,
  type Finding,
  type GateContext,
  locked,
  muted,
  rate,
  repeats,
  size,
  unattended,
} from './checks.js';
import { blockedWords, links, profanity } from './content-filters.js';

/** In this order; the first refusal is the answer. */
const CHECKS: readonly Check[] = [
  banned,
  muted,
  locked,
  unattended,
  size,
  rate,
  addressRate,
  repeats,
  links,
  blockedWords,
  profanity,
];

/** Whether a prompt may go on, and what a moderator should look at before it does. */
export function passGate(context: GateContext): Finding {
  const flags: string[] = [];
  for (const check of CHECKS) {
    const finding = check(context);
    if (!finding.ok) return finding;
    if (finding.flag !== null) flags.push(finding.flag);
  }
  return { ok: true, flag: flags.length === 0 ? null : flags.join(' ') };
}
