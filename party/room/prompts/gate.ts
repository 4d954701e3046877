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

/**
 * The gate: every check that a prompt passes, in this order; the first refusal is the answer. The first
 * eight are in `checks.ts`, the last three, which read the text, in `content-filters.ts`.
 */
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

/** Whether a prompt may go on, and what a moderator should look at first. */
export function passGate(context: GateContext): Finding {
  const flags: string[] = [];
  for (const check of CHECKS) {
    const finding = check(context);
    if (!finding.ok) return finding;
    if (finding.flag !== null) flags.push(finding.flag);
  }
  return { ok: true, flag: flags.length === 0 ? null : flags.join(' ') };
}
