import type { Outcome, Reason } from '../../src/protocol/reasons.js';
import type { ReceiptStatus } from '../../src/protocol/receipt.js';
import type { Rules } from '../../src/protocol/rules.js';
import type { Standing, TurnsView } from '../../src/protocol/view.js';

/** What a policy may know of the room. Everything in it is read-only but `drop`. */
export interface TurnContext {
  readonly now: number;
  readonly rules: Rules;
  /** Whether the world can take prompts; while it cannot, nobody's clock runs. */
  readonly listening: boolean;
  /** How many participants watch, as everybody is shown it. */
  readonly presentCount: number;
  /** Since when a participant is away; null while connected. The unknown are away for ever. */
  awaySince(who: string): number | null;
  /** When a participant first came (fair order starts counting there). */
  arrivedAt(who: string): number;
  nameOf(who: string): string;
  /** A participant's accepted prompts that have not been sent, oldest first. */
  waitingOf(who: string): readonly string[];
  /** Whether a prompt of this participant is on its way to the world. */
  isPerforming(who: string): boolean;
  /** Settles what this participant still had waiting. */
  drop(who: string, status: 'expired' | 'withdrawn', reason: Reason): void;
}

/** What a visitor can ask of a policy. What a mode does not know, it refuses. */
export type TurnAction =
  | { readonly type: 'request-turn' | 'claim-turn' | 'release-turn' | 'extend-turn' | 'skip-vote' }
  | { readonly type: 'pass-turn'; readonly to: string | null }
  | { readonly type: 'typing' };

/**
 * How a prompt gets through: one mode of turn-taking.
 *
 * A policy owns its state, which is plain JSON. `advance` is called after every input and when the
 * deadline comes; it brings the state up to `now` and must leave no deadline in the past. Methods
 * may change the `turns` they are given (a draft) and nothing else.
 */
export interface TurnPolicy<Turns = unknown> {
  start(): Turns;
  /** A visitor asks for something. */
  act(turns: Turns, who: string, action: TurnAction, context: TurnContext): Outcome;
  /** Whether a prompt that passed the gate may wait for its moment. */
  submit(turns: Turns, who: string, context: TurnContext): Outcome;
  /** A prompt of this participant has reached its end. */
  settled(turns: Turns, who: string, status: ReceiptStatus, context: TurnContext): void;
  advance(turns: Turns, context: TurnContext): void;
  /** The prompt to send to the world now, if any. */
  next(turns: Turns, context: TurnContext): string | null;
  /** When `advance` must be called again, whatever happens. */
  deadline(turns: Turns, context: TurnContext): number | null;
  /** Whether this participant must be remembered while away. */
  remembers(turns: Turns, who: string): boolean;
  view(turns: Turns, context: TurnContext): TurnsView;
  /** Each participant's own standing; made once for many, since a line is sorted only once. */
  standings(turns: Turns, context: TurnContext): (who: string) => Standing;
  hasSkipVote(turns: Turns, who: string): boolean;
}
