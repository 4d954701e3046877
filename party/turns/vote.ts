import { drawText } from '../../src/protocol/draw.js';
import { ACCEPTED, type Outcome, refuse } from '../../src/protocol/reasons.js';
import type { RoundView } from '../../src/protocol/view.js';
import { isDue, startClock } from './clock.js';
import { sha256Hex } from './hash.js';
import { directs, NO_VOTES, type TurnAction, type TurnContext } from './policy.js';
import { allVotes, castVote, keepTally, type Proposal } from './proposals.js';
import {
  awaitsTallies,
  decide,
  type Result,
  type RoundKind,
  type RoundTurns,
  roundId,
  roundsPolicy,
  type Stage,
  undecided,
} from './rounds.js';

type VotePhase = Extract<Stage, { phase: 'vote' }>;

/** What the votes of a ballot decide. Those of people who left count: they have voted. */
function closeBallot(turns: RoundTurns, stage: VotePhase, context: TurnContext): true {
  const { runoff } = stage;
  const inIt = onBallot(turns.proposals, stage);
  const votes = allVotes(inIt, stage);
  const voters = [...votes.values()].reduce((sum, count) => sum + count, 0);
  const most = Math.max(0, ...votes.values());
  const best = inIt.filter(({ id }) => votes.get(id) === most);
  const [first] = best;
  const decided = runoff !== null || voters >= context.rules.quorum;
  if (first === undefined || !decided) {
    const reason = 'no-quorum';
    return decide(
      turns,
      { winner: null, votes, tieBreak: 'none', reason, fairness: null },
      context,
    );
  }
  if (best.length === 1) {
    return win(turns, first, votes, runoff === null ? 'none' : 'runoff', context);
  }
  return breakTie(turns, best, votes, runoff !== null, context);
}

function win(
  turns: RoundTurns,
  winner: Proposal,
  votes: ReadonlyMap<string, number>,
  tieBreak: Result['tieBreak'],
  context: TurnContext,
): true {
  return decide(turns, { winner, votes, tieBreak, reason: null, fairness: null }, context);
}

/** As many votes for several: the rule of the room decides between them. */
function breakTie(
  turns: RoundTurns,
  best: readonly Proposal[],
  votes: ReadonlyMap<string, number>,
  isRunoff: boolean,
  context: TurnContext,
): true {
  const { now, rules } = context;
  const among = best.map(({ no }) => no);
  if (rules.tie === 'runoff' && !isRunoff) return beginRunoff(turns, among, context);
  if (rules.tie === 'host') {
    const clock = startClock(now, rules.voteSeconds);
    turns.stage = { phase: 'tied', clock, among, votes: Object.fromEntries(votes) };
    return true;
  }
  const byLot = rules.tie === 'random';
  const seed = context.seed(`tie ${turns.id}`);
  const lot = ({ id }: Proposal) => sha256Hex(drawText(seed, id));
  const winner = best.reduce((one, other) => (byLot && lot(other) < lot(one) ? other : one));
  return win(turns, winner, votes, byLot ? 'random' : 'earliest', context);
}

/** A second ballot between those that were level; votes for the first one are too late for it. */
function beginRunoff(turns: RoundTurns, among: number[], context: TurnContext): true {
  turns.id = roundId(context.now);
  const clock = startClock(context.now, context.rules.voteSeconds);
  turns.stage = { phase: 'vote', clock, ballot: {}, runoff: among };
  return true;
}

/** Rounds: propose, vote, and the proposal with the most votes runs. */
const ballots: RoundKind<RoundView> = {
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
    if (stage.phase === 'vote') {
      return !awaitsTallies(stage, context) && closeBallot(turns, stage, context);
    }
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
    const inIt = onBallot(proposals, stage);
    const votes = stage.phase === 'vote' ? allVotes(inIt, stage) : new Map();
    return undecided({ ...turns, proposals: inIt }, votes, context);
  },

  showDecided: (round) => round,

  ballot({ id, stage, proposals }, { now }) {
    if (stage.phase !== 'vote') return null;
    const choices = onBallot(proposals, stage).map((proposal) => proposal.id);
    return { round: id, choices, isStanding: false, isOver: isDue(stage.clock, now) };
  },

  tallied({ id, stage, proposals }, tally) {
    if (stage.phase === 'vote' && tally.round === id) keepTally(stage, proposals, tally);
  },

  votesOf({ stage, proposals }, who) {
    const no = stage.phase === 'vote' ? stage.ballot[who] : undefined;
    const voted = proposals.find((proposal) => proposal.no === no);
    return voted === undefined ? NO_VOTES : { skipVoted: false, vote: voted.id };
  },
};

export const vote = roundsPolicy(ballots);

/** In a runoff only some proposals can be voted for. */
function onBallot(proposals: readonly Proposal[], stage: Stage): Proposal[] {
  const { runoff = null } = stage.phase === 'vote' ? stage : {};
  return proposals.filter(({ no }) => runoff === null || runoff.includes(no));
}

/** One vote per identity, over any number of connections; it may be changed until the end. */
function cast(
  { id, stage, proposals }: RoundTurns,
  who: string,
  { roundId, choice }: Extract<TurnAction, { type: 'vote' }>,
  context: TurnContext,
): Outcome {
  if (roundId !== id || stage.phase !== 'vote' || isDue(stage.clock, context.now)) {
    return refuse('round-over');
  }
  const proposal = onBallot(proposals, stage).find((other) => other.id === choice);
  if (proposal === undefined) return refuse('no-such-choice');
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
