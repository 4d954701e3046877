import type { Refusal } from '../../src/protocol/reasons.js';
import type { Rules } from '../../src/protocol/rules.js';

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
