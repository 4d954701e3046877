import { ACCEPTED, type Outcome, refuse } from '../../src/protocol/reasons.js';
import { type Ballot, castVote } from './ballot.js';
import { startClock } from './clock.js';
import { directs } from './directs.js';
import { NO_VOTES, type TurnAction, type TurnContext } from './policy.js';
import { countVotes } from './proposals.js';
import { decide, type RoundTurns, type Stage } from './round-state.js';
import { type RoundKind, roundsPolicy, undecided } from './rounds.js';
import { closeBallot, win } from './vote-count.js';

/** Rounds: propose, vote, and the proposal with the most votes runs. */
const ballots: RoundKind = {
  close(turns, context) {
    const [first] = turns.proposals;
    if (first !== undefined && turns.proposals.length === 1) {
      return win(turns, first, new Map(), 'none', context);
    }
    turns.stage = {
      phase: 'vote',
      clock: startClock(context.now, context.rules.voteSeconds),
      ballot: {},
      runoff: null,
    };
    return true;
  },

  due(turns, context) {
    const { stage } = turns;
    if (stage.phase === 'vote') return closeBallot(turns, stage, context);
    if (stage.phase !== 'tied') return true;
    // No host decided in time.
    const first = turns.proposals.find(({ no }) => stage.among.includes(no));
    const votes = new Map(Object.entries(stage.votes));
    if (first !== undefined) return win(turns, first, votes, 'earliest', context);
    const nothing = {
      winner: null,
      tieBreak: 'none',
      reason: 'no-quorum',
      fairness: null,
    } as const;
    return decide(turns, { ...nothing, votes }, context);
  },

  act(turns, who, action, context) {
    if (action.type === 'vote') return cast(turns, who, action, context);
    if (action.type === 'choose') return choose(turns, who, action.promptId, context);
    return refuse('wrong-mode');
  },

  show(turns, context) {
    const { stage, proposals } = turns;
    if (stage.phase === 'tied') {
      const result = { winner: null, votes: 0, tieBreak: 'host', reason: null } as const;
      return { ...undecided(turns, new Map(Object.entries(stage.votes)), context), result };
    }
    const inIt = proposals.filter((proposal) => isOnBallot(proposal.no, stage));
    const votes = countVotes(inIt, ballotOf(stage));
    return undecided({ ...turns, proposals: inIt }, votes, context);
  },

  votesOf({ stage, proposals }, who) {
    const no = ballotOf(stage)[who];
    const voted = proposals.find((proposal) => proposal.no === no);
    return voted === undefined ? NO_VOTES : { skipVoted: false, vote: voted.id };
  },
};

export const vote = roundsPolicy(ballots);

function ballotOf(stage: Stage): Ballot {
  return stage.phase === 'vote' ? stage.ballot : {};
}

function isOnBallot(no: number, stage: Stage): boolean {
  return stage.phase !== 'vote' || stage.runoff === null || stage.runoff.includes(no);
}

/** One vote per identity, over any number of connections; it may be changed until the end. */
function cast(
  { id, stage, proposals }: RoundTurns,
  who: string,
  { roundId, choice }: Extract<TurnAction, { type: 'vote' }>,
  context: TurnContext,
): Outcome {
  if (roundId !== id || stage.phase !== 'vote') return refuse('round-over');
  const proposal = proposals.find((other) => other.id === choice);
  if (proposal === undefined || !isOnBallot(proposal.no, stage)) return refuse('no-such-choice');
  return castVote(stage, who, proposal.no, context);
}

/** A host or moderator breaks a tie. */
function choose(turns: RoundTurns, who: string, choice: string, context: TurnContext): Outcome {
  const { stage } = turns;
  if (!directs(who, context)) return refuse('not-allowed');
  if (stage.phase !== 'tied') return refuse('wrong-mode');
  const proposal = turns.proposals.find(({ id }) => id === choice);
  if (proposal === undefined || !stage.among.includes(proposal.no)) {
    return refuse('no-such-choice');
  }
  win(turns, proposal, new Map(Object.entries(stage.votes)), 'host', context);
  return ACCEPTED;
}
