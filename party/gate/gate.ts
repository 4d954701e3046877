import { addressRate } from './address-rate.js';
import { banned } from './banned.js';
import { blockedWords } from './blocked-words.js';
import type { Check, Finding, GateContext } from './check.js';
import { links } from './links.js';
import { locked } from './locked.js';
import { muted } from './muted.js';
import { profanity } from './profanity.js';
import { rate } from './rate.js';
import { repeats } from './repeats.js';
import { size } from './size.js';
import { unattended } from './unattended.js';

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
