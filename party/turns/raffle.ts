import { drawText } from '../../src/protocol/draw.js';
import { refuse } from '../../src/protocol/reasons.js';
import type { DrawView } from '../../src/protocol/view.js';
import { startClock } from './clock.js';
import { sha256Hex } from './hash.js';
import { NO_VOTES, type TurnContext } from './policy.js';
import type { Proposal } from './proposals.js';
import { decide, type RoundKind, type RoundTurns, roundsPolicy, undecided } from './rounds.js';

/** Between the last entry and the draw: time to see what is drawn from. */
const DRAW_SECONDS = 3;

/**
 * Rounds: propose, then one of the proposals is drawn. The seed is fixed when the round begins and
 * known to nobody; its hash is shown from then on, and the seed itself after the draw.
 */
const draws: RoundKind<DrawView> = {
  close(turns, context) {
    turns.stage = { phase: 'draw', clock: startClock(context.now, DRAW_SECONDS) };
    return true;
  },

  due(turns, context) {
    const seed = seedOf(turns, context);
    const winner = draw(seed, turns.proposals);
    const entries = turns.proposals.map(({ id }) => ({ id }));
    return decide(
      turns,
      {
        winner,
        votes: new Map(),
        tieBreak: 'none',
        reason: winner === null ? 'no-quorum' : null,
        fairness: { commitment: sha256Hex(seed), seed, entries },
      },
      context,
    );
  },

  act: () => refuse('wrong-mode'),

  show(turns, context) {
    const round = undecided(turns, new Map(), context);
    if (turns.proposals.length === 0) return { ...round, fairness: null };
    const entries = turns.proposals.map(({ id }) => ({ id }));
    const commitment = sha256Hex(seedOf(turns, context));
    return { ...round, fairness: { commitment, seed: null, entries } };
  },

  showDecided: (round, { decided }) => ({ ...round, fairness: decided?.fairness ?? null }),

  votesOf: () => NO_VOTES,
};

export const raffle = roundsPolicy(draws);

function seedOf({ id }: RoundTurns, context: TurnContext): string {
  return context.seed(`raffle ${id}`);
}

/** The entry with the smallest lot, as `src/protocol/draw.ts` describes it. */
function draw(seed: string, entries: readonly Proposal[]): Proposal | null {
  const lots = entries.map((entry) => ({ entry, lot: sha256Hex(drawText(seed, entry.id)) }));
  lots.sort((a, b) => (a.lot < b.lot ? -1 : 1));
  return lots[0]?.entry ?? null;
}
