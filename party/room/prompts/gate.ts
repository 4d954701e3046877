import { lengthOf } from '../../../src/protocol/graphemes.js';
import { PROMPT_LENGTH_CEILING, PROMPT_UNITS_MAX } from '../../../src/protocol/limits.js';
import { type Reason, type Refusal, refuse } from '../../../src/protocol/reasons.js';
import type { Rules } from '../../../src/protocol/rules.js';
import { isOver, refuseFor } from '../moderation/restrictions.js';
import type { Restriction } from '../state.js';
import { fold } from '../text/fold.js';
import { hasLink } from '../text/links.js';
import { profaneWord } from '../text/profanity.js';
import { cleanText, isReadable } from '../text/visible.js';
import { hasWordOf, wordListOf } from '../text/word-list.js';

/** The gate: what a prompt has to pass. First its checks one by one, then their order. */

/** What a check may know about a prompt and its author. */
export interface GateContext {
  readonly now: number;
  readonly rules: Rules;
  /** The prompt, cleaned: one line of what is seen (see `text/visible.ts`). */
  readonly text: string;
  /** Whether it comes from a moderator, a host or a program. */
  readonly isStaff: boolean;
  /** When its author's last prompts were sent, oldest first. */
  readonly sentAt: readonly number[];
  /** The same of everybody who comes from the author's address; null where that is not known. */
  readonly addressSentAt: readonly number[] | null;
  /** Recent prompts of anyone, except those that were refused. */
  readonly recent: readonly { readonly text: string; readonly at: number }[];
  readonly lock: Restricted | null;
  /** Whether a moderator has to be here, and none is. */
  readonly unattended: boolean;
  readonly muted: Restricted | null;
  readonly ban: Restricted | null;
}

/** As much of a restriction as a check needs. */
type Restricted = Readonly<Pick<Restriction, 'until'>>;

/** What a check finds: nothing, a reason to refuse, or a flag for a moderator to look at. */
type Finding = { readonly ok: true; readonly flag: string | null } | Refusal;

/** One question that a prompt has to pass: a pure function named after what it looks at. */
type Check = (context: GateContext) => Finding;

/** A question about the text alone, not about its author. */
type ContentCheck = (content: Pick<GateContext, 'text' | 'rules'>) => Finding;

const ALLOWED: Finding = { ok: true, flag: null };

/** The prompt needs a moderator's approval; the flag says in plain words what to look at. */
function flagged(flag: string): Finding {
  return { ok: true, flag };
}

/** Refuses while a restriction lasts, and says when it ends. */
function during(restriction: Restricted | null, reason: Reason, now: number): Finding {
  if (restriction === null || isOver(restriction.until, now)) return ALLOWED;
  return refuseFor(reason, restriction);
}

/** Not from a banned person, whichever way it comes. */
const banned: Check = ({ ban, now }) => during(ban, 'banned', now);

/** Not from a muted person. */
const muted: Check = (context) => during(context.muted, 'muted', context.now);

/** Not while prompts are locked. */
const locked: Check = ({ lock, now }) => during(lock, 'locked', now);

/** Not while the rules want a moderator here and none is. */
const unattended: Check = (context) => (context.unattended ? refuse('no-moderator') : ALLOWED);

/** Neither empty nor too long. */
const size: ContentCheck = ({ text, rules }) => {
  if (!isReadable(text)) return refuse('empty');
  const fits = text.length <= PROMPT_UNITS_MAX && lengthOf(text) <= rules.maxLength;
  return fits ? ALLOWED : refuse('too-long', { limit: rules.maxLength });
};

const RATE_WINDOW_MS = 60_000;

/** At most so many prompts a minute from one participant, refused ones included. */
const rate: Check = ({ sentAt, rules, isStaff, now }) => {
  const limit = rateLimit(rules, isStaff);
  const fullUntil = rateFullUntil(sentAt, limit, now);
  return fullUntil === null ? ALLOWED : refuse('too-many', { limit, retryAt: fullUntil });
};

/** How many prompts one may send in a minute. */
export function rateLimit(rules: Rules, isStaff: boolean): number {
  return isStaff ? rules.staffPromptsPerMinute : rules.promptsPerMinute;
}

/** When there is room again under a limit; null where there is room now. */
function rateFullUntil(sentAt: readonly number[], limit: number, now: number): number | null {
  const inWindow = withinRate(sentAt, now);
  const oldest = inWindow[inWindow.length - limit];
  return oldest === undefined ? null : oldest + RATE_WINDOW_MS;
}

/** Those within the window. Instants in the future, left by a clock that was put back, do not count. */
export function withinRate(sentAt: readonly number[], now: number): readonly number[] {
  return sentAt.filter((at) => at > now - RATE_WINDOW_MS && at <= now);
}

/** At most so many prompts a minute from all who share an address; staff have a limit of their own. */
const addressRate: Check = ({ addressSentAt, rules, isStaff, now }) => {
  const limit = rules.addressPromptsPerMinute;
  if (limit === 0 || isStaff || addressSentAt === null) return ALLOWED;
  const fullUntil = rateFullUntil(addressSentAt, limit, now);
  return fullUntil === null
    ? ALLOWED
    : refuse('too-many-from-address', { limit, retryAt: fullUntil });
};

/** Not what anyone asked for within the last `repeatSeconds`. */
const repeats: Check = ({ text, recent, rules, now }) => {
  const windowMs = rules.repeatSeconds * 1000;
  if (windowMs === 0) return ALLOWED;
  const wanted = essence(text);
  const same = recent.find(
    ({ at, text: other }) => at <= now && at + windowMs > now && essence(other) === wanted,
  );
  return same === undefined ? ALLOWED : refuse('repeat', { retryAt: same.at + windowMs });
};

/** What makes two prompts "the same" to the eye; of nothing but punctuation, as it is written. */
function essence(text: string): string {
  const known = essences.get(text);
  if (known !== undefined) return known;
  const made = fold(text) || text;
  if (essences.size >= ESSENCES_MAX) essences.clear();
  essences.set(text, made);
  return made;
}

/** Each prompt is compared with all recent ones; each of these is folded once. */
const essences = new Map<string, string>();
const ESSENCES_MAX = 1_000;

/** No links, in whichever spelling. */
const links: ContentCheck = ({ text, rules }) =>
  rules.links === 'no' && hasLink(text) ? refuse('links') : ALLOWED;

/** None of the words and phrases that the site blocks; no moderator is asked about these. */
const blockedWords: ContentCheck = ({ text, rules }) =>
  hasWordOf(wordListOf(rules.blockedWords), text) ? refuse('words') : ALLOWED;

/**
 * Nothing profane in English. A list of words is not always right, so where the rules want approval a
 * moderator decides; elsewhere the prompt is refused.
 */
const profanity: ContentCheck = ({ text, rules }) => {
  if (rules.profanity === 'yes') return ALLOWED;
  const word = profaneWord(text);
  if (word === null) return ALLOWED;
  return rules.approval === 'off' ? refuse('words') : flagged(`It may be profane (${word}).`);
};

/** The checks that read the text. */
const CONTENT_CHECKS: readonly ContentCheck[] = [links, blockedWords, profanity];

/** Every check that a prompt passes, in this order; the first refusal is the answer. */
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
