import { ACCEPTED, type Outcome, refuse } from '../../src/protocol/reasons.js';
import { isSettled } from '../../src/protocol/receipt.js';
import type { RoundView, Standing } from '../../src/protocol/view.js';
import { endOf, isDue, runClock } from './clock.js';
import {
  NOTHING_SHOWN,
  type OwnVotes,
  type TurnAction,
  type TurnContext,
  type TurnPolicy,
} from './policy.js';
import { propose, showChoices, stillWaiting } from './proposals.js';
import { beginRound, decide, noRound, type RoundTurns } from './round-state.js';

/** What one kind of round adds to the others: how it comes from proposals to a winner. */
export interface RoundKind {
  /** No more proposals: what now? */
  close(turns: RoundTurns, context: TurnContext): true;
  /** The clock of a stage between proposals and result is due. */
  due(turns: RoundTurns, context: TurnContext): true;
  act(turns: RoundTurns, who: string, action: TurnAction, context: TurnContext): Outcome;
  /** The round as it is shown while it is not decided. */
  show(turns: RoundTurns, context: TurnContext): RoundView;
  votesOf(turns: RoundTurns, who: string): OwnVotes;
}

/** Rounds of proposals: the first one begins a round, one of them wins, and runs. */
export function roundsPolicy(kind: RoundKind): TurnPolicy<RoundTurns> {
  return {
    keepsWaiting: false,
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

    deadline: ({ stage }) => endOf(stage.clock),
    remembers: () => false,

    view(turns, context) {
      const { id, stage, decided } = turns;
      const isDecided = stage.phase === 'result' && decided !== null;
      return {
        ...NOTHING_SHOWN,
        round: isDecided
          ? { id, phase: 'result', clock: stage.clock, ...decided }
          : kind.show(turns, context),
      };
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
    fairness: null,
  };
}

function advanceOnce(turns: RoundTurns, kind: RoundKind, context: TurnContext): boolean {
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
