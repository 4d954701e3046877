import { drawText } from '../../src/protocol/draw.js';
import { startClock } from './clock.js';
import { sha256Hex } from './hash.js';
import type { TurnContext } from './policy.js';
import { countVotes, type Proposal } from './proposals.js';
import { decide, type Result, type RoundTurns, roundId, type Stage } from './round-state.js';

type Ballot = Extract<Stage, { phase: 'vote' }>;

/** What the votes of a ballot decide. Those of people who left count: they have voted. */
export function closeBallot(turns: RoundTurns, stage: Ballot, context: TurnContext): true {
  const { runoff } = stage;
  const inIt = turns.proposals.filter(({ no }) => runoff === null || runoff.includes(no));
  const votes = countVotes(inIt, stage.ballot);
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

export function win(
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
