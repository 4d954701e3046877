import {
  ACCEPTED,
  isSettled,
  type Outcome,
  type Reason,
  refuse,
} from '../../src/protocol/reasons.js';
import type { Clock, DrawView, RoundView, Standing } from '../../src/protocol/view.js';
import { endOf, isDue, runClock, startClock } from './clock.js';
import type { Ballot, OwnVotes, Tally, TurnAction, TurnContext, TurnPolicy } from './policy.js';
import { type Proposal, propose, showChoices, stillWaiting, type Votes } from './proposals.js';

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

/** A ballot that has ended waits so long for the last votes that audience parties have counted. */
const TALLIES_WITHIN_MS = 700;

export type Result = NonNullable<RoundView['result']>;

export interface RoundTurns {
  /** Names the round in every vote; empty until there has been one. */
  id: string;
  stage: Stage;
  proposals: Proposal[];
  /** What was decided last, as it is shown until the next round. */
  decided: Pick<DrawView, 'choices' | 'more' | 'result' | 'fairness'> | null;
}

/** How long a result is shown at least. */
const RESULT_SECONDS = 4;

/** A proposal that lost so often is not carried over once more. */
const ROUNDS_MAX = 5;

function noRound(): RoundTurns {
  return { id: '', stage: { phase: 'propose', clock: null }, proposals: [], decided: null };
}

/** Rounds begin at different instants, so the instant names them. */
export function roundId(now: number): string {
  return `r${now.toString(36)}`;
}

function beginRound(turns: RoundTurns, { now, rules }: TurnContext): true {
  turns.id = roundId(now);
  turns.stage = { phase: 'propose', clock: startClock(now, rules.submitSeconds) };
  turns.decided = null;
  return true;
}

interface Verdict {
  readonly winner: Proposal | null;
  readonly votes: ReadonlyMap<string, number>;
  readonly tieBreak: Result['tieBreak'];
  /** Why nothing won. */
  readonly reason: Reason | null;
  readonly fairness: DrawView['fairness'];
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

/** What one kind of round adds to the others: how it comes from proposals to a winner. */
export interface RoundKind<Round extends RoundView> {
  /** No more proposals: what now? */
  close(turns: RoundTurns, context: TurnContext): true;
  /** The clock of a stage between proposals and result is due; false while it waits for its tallies. */
  due(turns: RoundTurns, context: TurnContext): boolean;
  act(turns: RoundTurns, who: string, action: TurnAction, context: TurnContext): Outcome;
  /** The round while it is not decided. */
  show(turns: RoundTurns, context: TurnContext): Round;
  /** The round once it is decided, with what its kind has to say of that. */
  showDecided(round: RoundView, turns: RoundTurns): Round;
  votesOf(turns: RoundTurns, who: string): OwnVotes;
  readonly ballot?: (turns: RoundTurns, context: TurnContext) => Ballot | null;
  readonly tallied?: (turns: RoundTurns, tally: Tally) => void;
}

/** Whether an ended ballot still waits for what some of these parties have counted. */
export function awaitsTallies(
  { clock, tallies = {} }: Extract<Stage, { phase: 'vote' }>,
  { now, tallying }: Pick<TurnContext, 'now' | 'tallying'>,
): boolean {
  const end = endOf(clock);
  if (end === null || now >= end + TALLIES_WITHIN_MS) return false;
  return tallying.some((party) => tallies[party]?.isFinal !== true);
}

/** Rounds of proposals: the first one begins a round, one of them wins, and runs. */
export function roundsPolicy<Round extends RoundView>(
  kind: RoundKind<Round>,
): TurnPolicy<RoundTurns, { round: Round }> {
  return {
    keepsWaiting: false,
    othersChoose: true,
    start: noRound,
    act: kind.act,

    submit({ stage, proposals }, who, context, promptId) {
      if (stage.phase === 'propose' || stage.phase === 'result') {
        return propose(proposals, who, promptId, context);
      }
      const retryAt = endOf(stage.clock);
      return refuse('voting-now', retryAt === null ? {} : { retryAt });
    },

    settled: () => undefined,

    advance(turns, context) {
      turns.proposals = stillWaiting(turns.proposals, context);
      const { stage } = turns;
      if (stage.clock !== null) stage.clock = runClock(stage.clock, context);
      // A round cannot go further than from its proposals to its result in one instant.
      for (let round = 0; round < 4; round += 1) {
        if (!advanceOnce(turns, kind, context)) return;
      }
    },

    next({ stage }, context) {
      const winner = stage.phase === 'result' ? stage.winner : null;
      return winner !== null && context.promptOf(winner)?.status === 'waiting' ? winner : null;
    },

    deadline({ stage }, { now }) {
      const end = endOf(stage.clock);
      return end !== null && end <= now ? end + TALLIES_WITHIN_MS : end;
    },
    remembers: () => false,

    view(turns, context) {
      const { id, stage, decided } = turns;
      if (stage.phase !== 'result' || decided === null) return { round: kind.show(turns, context) };
      const { choices, more, result } = decided;
      const round: RoundView = { id, phase: 'result', clock: stage.clock, choices, more, result };
      return { round: kind.showDecided(round, turns) };
    },

    standings({ stage, proposals }, context) {
      const own = new Map<string, Standing>(
        proposals.map(({ by, id }) => [by, { state: 'proposed', promptId: id }]),
      );
      const winner = stage.phase === 'result' ? stage.winner : null;
      const won = winner === null ? null : context.promptOf(winner);
      if (won?.status === 'waiting') own.set(won.by, { state: 'proposed', promptId: won.id });
      const takesMore = stage.phase === 'propose' || stage.phase === 'result';
      return (who) => own.get(who) ?? { state: takesMore ? 'free' : 'none' };
    },

    votesOf: kind.votesOf,
    ...(kind.ballot && { ballot: kind.ballot }),
    ...(kind.tallied && { tallied: kind.tallied }),
    skip: endRound,

    remove({ stage }, who) {
      if (stage.phase === 'vote') delete stage.ballot[who];
    },
  };
}

/** What all kinds show of an undecided round. */
export function undecided(
  { id, stage, proposals }: RoundTurns,
  votes: ReadonlyMap<string, number>,
  context: TurnContext,
): RoundView {
  return {
    id,
    phase: stage.phase === 'tied' ? 'result' : stage.phase,
    clock: stage.clock,
    ...showChoices(proposals, votes, context),
    result: null,
  };
}

function advanceOnce(
  turns: RoundTurns,
  kind: Pick<RoundKind<RoundView>, 'close' | 'due'>,
  context: TurnContext,
): boolean {
  const { stage, proposals } = turns;
  const due = stage.clock !== null && isDue(stage.clock, context.now);
  switch (stage.phase) {
    case 'propose':
      if (proposals.length === 0) stage.clock = null;
      else if (stage.clock === null) return beginRound(turns, context);
      else if (due) return kind.close(turns, context);
      return false;
    case 'vote':
    case 'tied':
    case 'draw':
      return due && kind.due(turns, context);
    case 'result':
      if (due) stage.clock = null;
      if (stage.clock !== null || isUnderWay(stage.winner, context)) return false;
      return proposals.length > 0 && beginRound(turns, context);
  }
}

function isUnderWay(promptId: string | null, context: TurnContext): boolean {
  const prompt = promptId === null ? null : context.promptOf(promptId);
  return prompt !== null && !isSettled(prompt.status);
}

/** A moderator ends the round: nothing wins, or what has won does not run. */
function endRound(turns: RoundTurns, context: TurnContext): Outcome {
  const { stage, proposals } = turns;
  const reason = 'skipped-by-moderator';
  if (stage.phase === 'result') {
    const winner = stage.winner === null ? null : context.promptOf(stage.winner);
    if (winner?.status !== 'waiting') return refuse('no-such-thing');
    context.settle(winner.id, 'expired', reason);
    return ACCEPTED;
  }
  if (proposals.length === 0) return refuse('no-such-thing');
  decide(
    turns,
    { winner: null, votes: new Map(), tieBreak: 'none', reason, fairness: null },
    context,
  );
  return ACCEPTED;
}
