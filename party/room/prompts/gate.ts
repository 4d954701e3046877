import { PROMPT_LENGTH_CEILING } from '../../../src/protocol/limits.js';
import { type Refusal, refuse } from '../../../src/protocol/reasons.js';
import type { Rules } from '../../../src/protocol/rules.js';
import { cleanText, isReadable } from '../text/visible.js';
import {
  addressRate,
  banned,
  type Check,
  type ContentCheck,
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

/** The checks that read the text. */
const CONTENT_CHECKS: readonly ContentCheck[] = [links, blockedWords, profanity];

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
  ...CONTENT_CHECKS,
];

/** Whether a prompt may go on, and what a moderator should look at first. */
export function passGate(context: GateContext): Finding {
  return findingOf(CHECKS, context);
}

/** What some checks find together: the first refusal, else all flags. */
function findingOf<Context>(
  checks: readonly ((context: Context) => Finding)[],
  context: Context,
): Finding {
  const flags: string[] = [];
  for (const check of checks) {
    const finding = check(context);
    if (!finding.ok) return finding;
    if (finding.flag !== null) flags.push(finding.flag);
  }
  return { ok: true, flag: flags.length === 0 ? null : flags.join(' ') };
}

/**
 * What the world is said to have made of a prompt, which no gate has seen: as it is shown, or null where
 * it says nothing or what a prompt may not say. Nobody reviews it, so a flag is enough.
 */
export function passWorldText(raw: string, rules: Rules): string | null {
  const text = cleanText(raw);
  // Its conductor bounds what the world really said.
  if (!isReadable(text) || text.length > PROMPT_LENGTH_CEILING) return null;
  return isShowable(text, rules) ? text : null;
}

/**
 * What hosts have prepared for the world: cleaned, or why it may not go there. A flag asks for a
 * moderator's look, which it has had.
 */
export function passOwnText(
  raw: string,
  rules: Rules,
): Refusal | { readonly ok: true; readonly text: string } {
  const text = cleanText(raw);
  const finding = findingOf([size, ...CONTENT_CHECKS], { text, rules });
  return finding.ok ? { ok: true, text } : finding;
}

/** Whether a text that nobody reviews says nothing that a prompt may not say. */
export function isShowable(text: string, rules: Rules): boolean {
  return contentRefusal(text, rules) === null;
}

/** Why a text that nobody reviews may not be shown; null where it may. */
export function contentRefusal(text: string, rules: Rules): Refusal | null {
  const finding = findingOf(CONTENT_CHECKS, { text, rules });
  if (!finding.ok) return finding;
  return finding.flag === null ? null : refuse('words');
}
