import { type Reason, type Refusal, refuse } from '../../../src/protocol/reasons.js';
import type { Rules } from '../../../src/protocol/rules.js';
import { essence, isReadable, lengthOf } from '../text.js';

/** What a check may know about a prompt that wants in. */
export interface GateContext {
  readonly now: number;
  readonly rules: Rules;
  /** The prompt, cleaned: one line, no control characters (see `text.ts`). */
  readonly text: string;
  /** Whether it comes from a moderator, a host or a program. */
  readonly isStaff: boolean;
  /** When its author's last prompts were sent, oldest first. */
  readonly sentAt: readonly number[];
  /** The same of everybody who comes from the author's address; null where that is not known. */
  readonly addressSentAt: readonly number[] | null;
  /** What was asked for lately by anyone, whatever became of it unless it was refused. */
  readonly recent: readonly { readonly text: string; readonly at: number }[];
  readonly lock: Spell | null;
  /** Whether a moderator has to be here, and none is. */
  readonly unattended: boolean;
  readonly muted: Spell | null;
  readonly ban: Spell | null;
}

/** Something that holds until an instant; 0 is until somebody undoes it. */
interface Spell {
  readonly until: number;
}

/** What a check finds: nothing, a reason to refuse, or a doubt for a moderator to look at. */
export type Finding = { readonly ok: true; readonly flag: string | null } | Refusal;

/** One question a prompt has to pass. Small, pure, named after what it looks at. */
export type Check = (context: GateContext) => Finding;

export const ALLOWED: Finding = { ok: true, flag: null };

/** It may pass when a moderator says so; the flag says in plain words what to look at. */
export function hold(flag: string): Finding {
  return { ok: true, flag };
}

/** Refuses while something holds, with its end if it has one; one that ended is over. */
export function during(
  spell: { readonly until: number } | null,
  reason: Reason,
  now: number,
): Finding {
  if (spell === null) return ALLOWED;
  if (spell.until === 0) return refuse(reason);
  return spell.until <= now ? ALLOWED : refuse(reason, { retryAt: spell.until });
}

/** Not from somebody who was sent away, whichever way it comes. */
export const banned: Check = ({ ban, now }) => during(ban, 'banned', now);

/** Not from somebody whom a moderator asked to watch. */
export const muted: Check = (context) => during(context.muted, 'muted', context.now);

/** Not while a moderator has closed the world to prompts. */
export const locked: Check = ({ lock, now }) => during(lock, 'locked', now);

/** Not while a moderator has to be here and none is. */
export const unattended: Check = (context) =>
  context.unattended ? refuse('no-moderator') : ALLOWED;

/** Neither nothing nor too much. */
export const size: Check = ({ text, rules }) => {
  if (!isReadable(text)) return refuse('empty');
  return lengthOf(text) <= rules.maxLength
    ? ALLOWED
    : refuse('too-long', { limit: rules.maxLength });
};

const RATE_WINDOW_MS = 60_000;

/** At most so many prompts a minute from one participant, refused ones included. */
export const rate: Check = ({ sentAt, rules, isStaff, now }) => {
  const limit = rateLimit(rules, isStaff);
  const fullUntil = rateFullUntil(sentAt, limit, now);
  return fullUntil === null ? ALLOWED : refuse('too-many', { limit, retryAt: fullUntil });
};

/** How many prompts one may send in a minute. */
export function rateLimit(rules: Rules, isStaff: boolean): number {
  return isStaff ? rules.staffPromptsPerMinute : rules.promptsPerMinute;
}

/** When there is room again under a limit; null where there is room now. */
export function rateFullUntil(
  sentAt: readonly number[],
  limit: number,
  now: number,
): number | null {
  const inWindow = withinRate(sentAt, now);
  const oldest = inWindow[inWindow.length - limit];
  return oldest === undefined ? null : oldest + RATE_WINDOW_MS;
}

/** Those that count now. What a clock that was put back left in the future does not. */
export function withinRate(sentAt: readonly number[], now: number): readonly number[] {
  return sentAt.filter((at) => at > now - RATE_WINDOW_MS && at <= now);
}

/** At most so many prompts a minute from all who share an address; staff have a limit of their own. */
export const addressRate: Check = ({ addressSentAt, rules, isStaff, now }) => {
  const limit = rules.addressPromptsPerMinute;
  if (limit === 0 || isStaff || addressSentAt === null) return ALLOWED;
  const fullUntil = rateFullUntil(addressSentAt, limit, now);
  return fullUntil === null
    ? ALLOWED
    : refuse('too-many-from-address', { limit, retryAt: fullUntil });
};

/** Not what somebody has asked for a moment ago. */
export const repeats: Check = ({ text, recent, rules, now }) => {
  const windowMs = rules.repeatSeconds * 1000;
  if (windowMs === 0) return ALLOWED;
  const wanted = essence(text);
  const same = recent.find(
    ({ at, text: other }) => at <= now && at + windowMs > now && essence(other) === wanted,
  );
  return same === undefined ? ALLOWED : refuse('repeat', { retryAt: same.at + windowMs });
};
