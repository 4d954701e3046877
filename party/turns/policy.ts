import type { ClientMessage } from '../../src/protocol/messages.js';
import type { Outcome, Reason, Receipt, ReceiptStatus } from '../../src/protocol/reasons.js';
import type { Rules, TurnMode } from '../../src/protocol/rules.js';
import {
  isStaff,
  type OwnTurnsView,
  type Role,
  type Standing,
  type TurnsOf,
  type You,
} from '../../src/protocol/view.js';

/** A prompt as a policy may see it. */
export type WaitingPrompt = Readonly<Pick<Receipt, 'id' | 'text' | 'status' | 'at'>> & {
  readonly by: string;
  readonly name: string;
};

/** What a policy may know of the room. Everything in it is read-only but `settle` and `drop`. */
export interface TurnContext {
  readonly now: number;
  readonly rules: Rules;
  /** Whether the world can take prompts; while it cannot, nobody's clock runs. */
  readonly listening: boolean;
  /** How many participants watch, as everybody is shown it. */
  readonly presentCount: number;
  /** Whether somebody new may line up or propose at the moment; if not, why. */
  readonly newcomers: Outcome;
  /** Since when a participant is away; null while connected. The unknown are away for ever. */
  awaySince(who: string): number | null;
  /** When a participant first came (fair order starts counting there). */
  arrivedAt(who: string): number;
  nameOf(who: string): string;
  roleOf(who: string): Role;
  /** A hash of the network address; null where it is not known. */
  addressOf(who: string): string | null;
  /** A participant's accepted prompts that have not been sent, oldest first. */
  waitingOf(who: string): readonly string[];
  /** Whether a prompt of this participant is on its way to the world. */
  isPerforming(who: string): boolean;
  /**
   * Since when a prompt of this participant is being looked at before it may come here; null while
   * none is. Nobody should lose a turn for that.
   */
  heldSince(who: string): number | null;
  /** The ids of all accepted prompts that have not been sent, oldest first. */
  readonly waiting: readonly string[];
  /** A prompt that the room still remembers. */
  promptOf(id: string): WaitingPrompt | null;
  /** A secret that nobody can foresee, always the same for the same label. */
  seed(label: string): string;
  /** Settles one prompt that waits. */
  settle(id: string, status: 'expired' | 'refused', reason: Reason): void;
  /** Settles what this participant still had waiting. */
  drop(who: string, status: 'expired' | 'withdrawn', reason: Reason): void;
}

/** What a visitor can ask of a policy. What a mode does not know, it refuses as `wrong-mode`. */
export type TurnAction = Extract<
  ClientMessage,
  {
    type:
      | 'request-turn'
      | 'claim-turn'
      | 'release-turn'
      | 'pass-turn'
      | 'extend-turn'
      | 'skip-vote'
      | 'vote'
      | 'take-turn'
      | 'keep-turn'
      | 'choose'
      | 'dismiss'
      | 'typing';
  }
>;

/** What the room adds to what a policy shows, and so no policy has to. */
type Added = 'mode' | 'switching' | 'last';

/** What a mode of the package shows: the fields that `src/protocol/view.ts` gives it. */
export type ShownIn<Mode extends TurnMode> = Omit<TurnsOf<Mode>, Added> & Pick<PolicyView, 'last'>;

/** What a policy of a site's own shows to everyone; the room adds the rest. */
export type PolicyView = Partial<Omit<OwnTurnsView, 'mode' | 'switching'>>;

/** What any policy shows. */
export type ShownTurns = { [Mode in TurnMode]: ShownIn<Mode> }[TurnMode] | PolicyView;

/** What a participant has voted for. */
export type OwnVotes = Pick<You, 'skipVoted' | 'vote'>;

/** The view of a policy that shows nothing; each puts in what it has. */
export const NOTHING_SHOWN: Required<PolicyView> = {
  holder: null,
  next: [],
  waiting: 0,
  countdown: null,
  forecast: null,
  skip: null,
  last: null,
  round: null,
  asking: null,
};

export const NO_VOTES: OwnVotes = { skipVoted: false, vote: null };

/**
 * How a prompt gets through: one mode of turn-taking.
 *
 * A policy owns its state, which is plain JSON. `advance` is called after every input and when the
 * deadline comes; it brings the state up to `now` and must leave no deadline in the past. Methods
 * may change the `turns` they are given (a draft) and nothing else.
 */
export interface TurnPolicy<Turns = unknown, Shown = PolicyView> {
  /** Whether prompts wait here one by one, and so survive a change to another such mode. */
  readonly keepsWaiting: boolean;
  start(): Turns;
  /** A visitor asks for something. */
  act(turns: Turns, who: string, action: TurnAction, context: TurnContext): Outcome;
  /** Whether a prompt that passed the gate may wait for its moment. */
  submit(turns: Turns, who: string, context: TurnContext, promptId: string): Outcome;
  /** A prompt of this participant has reached its end. */
  settled(turns: Turns, who: string, status: ReceiptStatus, context: TurnContext): void;
  advance(turns: Turns, context: TurnContext): void;
  /** The prompt to send to the world now, if any. */
  next(turns: Turns, context: TurnContext): string | null;
  /** When `advance` must be called again, whatever happens. */
  deadline(turns: Turns, context: TurnContext): number | null;
  /** Whether this participant must be remembered while away. */
  remembers(turns: Turns, who: string): boolean;
  view(turns: Turns, context: TurnContext): Shown;
  /** Each participant's own standing; made once for many, since a line is sorted only once. */
  standings(turns: Turns, context: TurnContext): (who: string) => Standing;
  votesOf(turns: Turns, who: string): OwnVotes;
  /** A moderator ends the present turn or round. Left out where nobody has one. */
  skip?(turns: Turns, context: TurnContext): Outcome;
  /** A moderator has put somebody out: no turn, no place, no vote; the prompts are settled already. */
  remove?(turns: Turns, who: string, context: TurnContext): void;
  /** Who waits for a turn, first one first; the room knows whose prompts wait. */
  line?(turns: Turns, context: TurnContext): readonly string[];
}

/** Whether somebody may decide for the others what runs. */
export function directs(who: string, context: TurnContext): boolean {
  return isStaff(context.roleOf(who));
}

/** Who is here, who is busy, and who has been away for too long, as the policies ask for it. */

export function isHere(who: string, context: TurnContext): boolean {
  return context.awaySince(who) === null;
}

/** Whether a prompt of this participant waits or is on its way: what was accepted is performed. */
export function isBusy(who: string, context: TurnContext): boolean {
  return context.isPerforming(who) || context.waitingOf(who).length > 0;
}

/** Whether no clock can end a holder's turn: a prompt of theirs runs, or is being looked at. */
export function isSpared(who: string, context: TurnContext): boolean {
  return isBusy(who, context) || context.heldSince(who) !== null;
}

/** When somebody who is away will have been so for this long; null while here. */
export function goneAt(who: string, seconds: number, context: TurnContext): number | null {
  const since = context.awaySince(who);
  return since === null ? null : since + seconds * 1000;
}

/** Whether somebody has been away for this long. */
export function isGone(who: string, seconds: number, context: TurnContext): boolean {
  const at = goneAt(who, seconds, context);
  return at !== null && at <= context.now;
}

/** Prompts that wait one behind the other, of any sender: the queue of `open` and `stage`. */

export function nextPrompt(context: TurnContext): string | null {
  return context.waiting[0] ?? null;
}

export function promptLineView({ waiting }: TurnContext): { waiting: number } {
  return { waiting: waiting.length };
}

/** The standing of those whose prompt waits, by participant; the first of theirs counts. */
export function placesOf(promptIds: readonly string[], context: TurnContext) {
  const places = new Map<string, Standing>();
  for (const [index, id] of promptIds.entries()) {
    const by = context.promptOf(id)?.by;
    if (by === undefined || places.has(by)) continue;
    places.set(by, { state: 'waiting', place: index + 1, expectedAt: null });
  }
  return places;
}
