import type { Outcome } from '../../src/protocol/reasons.js';
import type { Rules } from '../../src/protocol/rules.js';

/** What a check may know about a prompt that wants in. */
export interface GateContext {
  readonly now: number;
  readonly rules: Rules;
  /** The prompt, cleaned: one line, no control characters (see `text.ts`). */
  readonly text: string;
  /** When its author's last prompts were sent, oldest first. */
  readonly sentAt: readonly number[];
  /** What was asked for lately by anyone, whatever became of it unless it was refused. */
  readonly recent: readonly { readonly text: string; readonly at: number }[];
  readonly lock: { readonly until: number } | null;
}

/** One question a prompt has to pass. Small, pure, named after what it looks at. */
export type Check = (context: GateContext) => Outcome;
