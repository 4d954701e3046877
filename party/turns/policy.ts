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

/** A prompt as a policy may see it: its id, text, status and the instant it came (ms). */
export type WaitingPrompt = Readonly<Pick<Receipt, 'id' | 'text' | 'status' | 'at'>> & {
  /** The id of the participant who sent it. */
  readonly by: string;
  /** Their name when they sent it. */
  readonly name: string;
};

/**
 * What a policy may know of the room. Participants are strings, their ids. Instants and `now` are
 * room time in ms since 1970. Everything is read-only but `settle` and `drop`.
 */
export interface TurnContext {
  /** The instant of this step. It is the only clock a policy may use. */
  readonly now: number;
  /** The room's rules, within their ranges; durations in them are seconds. */
  readonly rules: Rules;
  /** Whether the world can take prompts; while it cannot, nobody's clock runs (see `runClock`). */
  readonly listening: boolean;
  /** How many watch, as everybody is shown it; at least 0. */
  readonly presentCount: number;
  /** The audience parties that count votes for the room. */
  readonly tallying: readonly string[];
  /** Whether somebody new may line up or propose now; if not, the refusal to answer them with. */
  readonly newcomers: Outcome;
  /** Since when a participant is away; null while connected, 0 for an id that is not known. */
  awaySince(who: string): number | null;
  /** Whether a page of this participant is in front of them, as far as their pages tell. */
  isShown(who: string): boolean;
  /** How far behind the world the best picture of this participant is (ms): 0 unless it comes by HLS. */
  behindMs(who: string): number;
  /** When a participant first came; `now` for an id that is not known. */
  arrivedAt(who: string): number;
  /** A participant's display name; `Somebody` for an id that is not known. */
  nameOf(who: string): string;
  /** A participant's role; `viewer` for an id that is not known. */
  roleOf(who: string): Role;
  /** A hash of the network address; null where it is not known. */
  addressOf(who: string): string | null;
  /** The ids of a participant's accepted prompts that have not been sent, oldest first. */
  waitingOf(who: string): readonly string[];
  /** Whether a prompt of this participant is on its way to the world. */
  isPerforming(who: string): boolean;
  /**
   * Since when a prompt of this participant is under review before it may come here; null while none
   * is. Nobody should lose a turn for that.
   */
  heldSince(who: string): number | null;
  /** The ids of all accepted prompts that have not been sent, oldest first. */
  readonly waiting: readonly string[];
  /** A prompt that the room still remembers, by its id; null for any other. */
  promptOf(id: string): WaitingPrompt | null;
  /** 64 hex digits that nobody can foresee, always the same for the same label in the same room. */
  seed(label: string): string;
  /** Settles one prompt that waits, with a reason for its author; does nothing for any other. */
  settle(id: string, status: 'expired' | 'refused', reason: Reason): void;
  /** Settles everything that this participant still had waiting. */
  drop(who: string, status: 'expired' | 'withdrawn', reason: Reason): void;
}

/** A vote as audience parties count it: each where it was cast. */
export interface Ballot {
  /** Named in every vote. */
  readonly round: string;
  /** The ids of all that can be voted for. */
  readonly choices: readonly string[];
  /** Whether it has no end of its own; there the same vote again takes it back. */
  readonly isStanding: boolean;
  /** Whether its time is over, and the last sums are waited for. */
  readonly isOver: boolean;
}

/** What an audience party has counted in a round. */
export interface Tally {
  readonly party: string;
  readonly round: string;
  /** By the id of what was voted for. */
  readonly votes: Readonly<Record<string, number>>;
  /** Whether it takes no further votes. */
  readonly isFinal: boolean;
}

/** A vote that goes with its voter from one place to another. */
export type MovedVote = readonly [who: string, choice: string, address: string | null];

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

/** What a participant has voted for: whether to skip the holder, and the id of a proposal. */
export type OwnVotes = Pick<You, 'skipVoted' | 'vote'>;

/** The view of a policy that shows nothing. A site's own needs to give only what it shows. */
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

/** The votes of somebody in a mode without any. */
export const NO_VOTES: OwnVotes = { skipVoted: false, vote: null };

/**
 * How a prompt gets through: one mode of turn-taking.
 *
 * A policy owns its state, the turns, which is plain JSON and is stored with the room. Its methods may
 * change the turns they are given (a draft) and nothing else; they keep nothing between calls, read no
 * clock but `context.now`, and draw lots from `context.seed` alone, so that the same inputs at the
 * same instants give the same room. After every input the room calls `advance`, then `next`, and wakes
 * at the instant that `deadline` names.
 *
 * A policy of a site's own that throws, or gives what no page could read, is replaced by `queue`.
 *
 * @typeParam Turns The policy's state.
 * @typeParam Shown What everybody is shown of it; a site's own policy leaves it as it is.
 *
 * @example
 * // Anyone may prompt, one prompt at a time in all.
 * export const single: TurnPolicy<Record<string, never>> = {
 *   keepsWaiting: true,
 *   start: () => ({}),
 *   act: () => refuse('wrong-mode'),
 *   submit: (_turns, _who, { waiting }) =>
 *     waiting.length === 0 ? ACCEPTED : refuse('queue-full', { limit: 1 }),
 *   settled: () => undefined,
 *   advance: () => undefined,
 *   next: (_turns, context) => nextPrompt(context),
 *   deadline: () => null,
 *   remembers: () => false,
 *   view: (_turns, { waiting }) => ({ waiting: waiting.length }),
 *   standings(_turns, context) {
 *     const places = placesOf(context.waiting, context);
 *     return (who) => places.get(who) ?? { state: 'free' };
 *   },
 *   votesOf: () => NO_VOTES,
 * };
 */
export interface TurnPolicy<Turns = unknown, Shown = PolicyView> {
  /**
   * Whether prompts wait here one by one. Between two modes that say so, a change of mode offers each
   * waiting prompt to the new mode's `submit`; otherwise they expire as `mode-changed`.
   */
  readonly keepsWaiting: boolean;
  /** What runs was chosen by others than its author, who then may not take it back alone. */
  readonly othersChoose?: true;
  /** The turns of a room that has just come to this mode. */
  start(): Turns;
  /**
   * A visitor asks for something.
   *
   * @param who Their id; they are connected.
   * @param action What they ask for; `wrong-mode` refuses what this mode does not know.
   * @returns `ACCEPTED`, or a refusal, with `retryAt` (ms) where it is worth trying again, and `limit`.
   */
  act(turns: Turns, who: string, action: TurnAction, context: TurnContext): Outcome;
  /**
   * Whether a prompt that passed the gate may wait for its moment. Once accepted, `next` has to name it
   * at some instant, or the policy has to `settle` or `drop` it.
   *
   * @param promptId The prompt's id; it is not among `context.waiting` yet.
   * @returns `ACCEPTED`, or a refusal: `queue-full`, `cooling-down`, `not-your-turn`, …
   */
  submit(turns: Turns, who: string, context: TurnContext, promptId: string): Outcome;
  /** A prompt of this participant has reached its end: applied, refused, unconfirmed, … */
  settled(turns: Turns, who: string, status: ReceiptStatus, context: TurnContext): void;
  /** Brings the turns up to `context.now`, and leaves no deadline that is due. */
  advance(turns: Turns, context: TurnContext): void;
  /** The id of the waiting prompt to send to the world now; null for none. One is sent at a time. */
  next(turns: Turns, context: TurnContext): string | null;
  /**
   * When `advance` has to be called again though nothing happens.
   *
   * @returns An instant after `context.now` (ms), or null. At most 100 wakes in a second are granted.
   */
  deadline(turns: Turns, context: TurnContext): number | null;
  /** Whether this participant has to be remembered while away: they have the turn, or a place. */
  remembers(turns: Turns, who: string): boolean;
  /** What everybody is shown. It must not grow with the audience; texts and lists are kept short. */
  view(turns: Turns, context: TurnContext): Shown;
  /**
   * How each participant stands: `none`, `waiting`, `offered`, `active`, `free`, `cooling`,
   * `proposed`, `asking` or `watching`.
   *
   * @returns A function of a participant's id. It is made once for many, so a queue is sorted once.
   */
  standings(turns: Turns, context: TurnContext): (who: string) => Standing;
  /** What this participant has voted for; `NO_VOTES` in a mode without votes. */
  votesOf(turns: Turns, who: string): OwnVotes;
  /**
   * A moderator ends the present turn or round. Left out where nobody has one.
   *
   * @returns `ACCEPTED`, or `no-such-thing` when there is none at the moment.
   */
  skip?(turns: Turns, context: TurnContext): Outcome;
  /** What audience parties are to count; null for nothing. Left out where they pass votes on one by one. */
  ballot?(turns: Turns, context: TurnContext): Ballot | null;
  /** What an audience party has counted of the present ballot so far. */
  tallied?(turns: Turns, tally: Tally, context: TurnContext): void;
  /** A moderator has put somebody out: no turn, no place, no vote. Their prompts are settled already. */
  remove?(turns: Turns, who: string, context: TurnContext): void;
  /** The ids of the people who wait for a turn, first one first; left out where prompts wait. */
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

/** Prompts that wait one behind the other, of all participants together, as in `open` and `stage`. */

export function nextPrompt(context: TurnContext): string | null {
  return context.waiting[0] ?? null;
}

export function waitingPromptsView({ waiting }: TurnContext): { waiting: number } {
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
