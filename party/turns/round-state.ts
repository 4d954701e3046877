import type { Reason } from '../../src/protocol/reasons.js';
import type { Clock, RoundView } from '../../src/protocol/view.js';
import type { Votes } from './ballot.js';
import { startClock } from './clock.js';
import type { TurnContext } from './policy.js';
import { type Proposal, showChoices } from './proposals.js';

/** Where a round stands. `clock` is null while nothing is due. */
export type Stage =
  /** Takes proposals; the clock runs from the first one on. */
  | { phase: 'propose'; clock: Clock | null }
  /** A ballot; in a runoff only between those whose numbers are named. */
  | ({ phase: 'vote'; clock: Clock; runoff: number[] | null } & Votes)
  /** As many votes for each of these: a host decides, or the clock does. */
  | { phase: 'tied'; clock: Clock; among: number[]; votes: Record<string, number> }
  /** No entries any more; the draw is a moment away. */
  | { phase: 'draw'; clock: Clock }
  /** Decided; proposals are for the next round. */
  | { phase: 'result'; clock: Clock | null; winner: string | null };

export type Result = NonNullable<RoundView['result']>;

export interface RoundTurns {
  /** Names the round in every vote; empty until there has been one. */
  id: string;
  stage: Stage;
  proposals: Proposal[];
  /** What was decided last, as it is shown until the next round. */
  decided: Pick<RoundView, 'choices' | 'more' | 'result' | 'fairness'> | null;
}

/** How long a result is shown at least. */
const RESULT_SECONDS = 4;

/** A proposal that lost so often is not carried over once more. */
const ROUNDS_MAX = 5;

export function noRound(): RoundTurns {
  return { id: '', stage: { phase: 'propose', clock: null }, proposals: [], decided: null };
}

/** Rounds begin at different instants, so the instant names them. */
export function roundId(now: number): string {
  return `r${now.toString(36)}`;
}

export function beginRound(turns: RoundTurns, { now, rules }: TurnContext): true {
  turns.id = roundId(now);
  turns.stage = { phase: 'propose', clock: startClock(now, rules.submitSeconds) };
  turns.decided = null;
  return true;
}

export interface Verdict {
  readonly winner: Proposal | null;
  readonly votes: ReadonlyMap<string, number>;
  readonly tieBreak: Result['tieBreak'];
  /** Why nothing won. */
  readonly reason: Reason | null;
  readonly fairness: RoundView['fairness'];
}

/** Ends a round: the winner is to run, what lost is let go or carried over. */
export function decide(turns: RoundTurns, verdict: Verdict, context: TurnContext): true {
  const { winner, votes, tieBreak, reason, fairness } = verdict;
  turns.decided = {
    ...showChoices(turns.proposals, votes, context),
    result: {
      winner: winner?.id ?? null,
      votes: winner === null ? 0 : (votes.get(winner.id) ?? 0),
      tieBreak,
      reason,
    },
    fairness,
  };
  const clock = startClock(context.now, RESULT_SECONDS);
  turns.stage = { phase: 'result', clock, winner: winner?.id ?? null };
  const losers = turns.proposals.filter(({ id }) => id !== winner?.id);
  const carried = (proposal: Proposal) =>
    context.rules.carryOver === 'yes' && proposal.rounds < ROUNDS_MAX;
  for (const proposal of losers) {
    if (!carried(proposal)) context.settle(proposal.id, 'expired', reason ?? 'not-chosen');
  }
  turns.proposals = losers
    .filter(carried)
    .map((proposal) => ({ ...proposal, rounds: proposal.rounds + 1 }));
  return true;
}
